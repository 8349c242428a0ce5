//! Whether a target shows what a step was to do.

use rolecall_directory::{AccountTable, Folded, RowIndex, StepKind};
use rolecall_store::JournalStep;

/// A target's accounts, by key and by userName.
pub(crate) struct Accounts<'a> {
    pub(crate) table: &'a AccountTable,
    by_key: RowIndex,
    by_name: RowIndex,
}

/// What the target shows of a step.
pub(crate) enum Finding {
    /// It was done, on the account in this row; a value has none.
    Done(Option<u32>),
    /// It was not, or it does no harm twice.
    NotDone,
    /// The next plan tells.
    Unclear,
}

impl<'a> Accounts<'a> {
    /// The accounts of `table`.
    pub(crate) fn of(table: &'a AccountTable) -> Self {
        let mut by_name = RowIndex::default();
        for row in table.rows() {
            let name = Folded::new(table.user_name(row));
            by_name.insert(row, name.as_str(), |row| name_of(table, row));
        }
        Self { table, by_key: table.rows_by_key(), by_name }
    }

    /// What the target shows of `step`; `remembers` where it knows itself what is managed.
    pub(crate) fn find(&self, step: &JournalStep, remembers: bool) -> Finding {
        let (slot, value) = (step.step.slot.as_deref(), step.step.value.as_deref());
        if step.step.kind == StepKind::Value {
            let existing = slot.and_then(|slot| self.table.existing_values.get(slot));
            let is_there =
                existing.is_some_and(|all| all.iter().any(|v| Some(v.as_str()) == value));
            return if is_there { Finding::Done(None) } else { Finding::NotDone };
        }
        let Some(account) = self.account(step) else { return Finding::NotDone };
        let holds =
            slot.zip(value).is_some_and(|(slot, value)| self.table.holds(account, slot, value));
        let active = self.table.active.contains(account);
        let done = match step.step.kind {
            StepKind::Create => self.is_of_person(account, step),
            StepKind::Suspend => !active,
            StepKind::Reactivate => active,
            StepKind::Assign => holds,
            StepKind::Unassign => !holds,
            StepKind::Update => return Finding::Unclear,
            // Elsewhere the marks alone say what is managed, and they were not written.
            StepKind::Adopt => remembers && self.table.managed.contains(account),
            StepKind::Value => false,
        };
        if done { Finding::Done(Some(account)) } else { Finding::NotDone }
    }

    /// The row of the account that `step` is about.
    pub(crate) fn account(&self, step: &JournalStep) -> Option<u32> {
        let table = self.table;
        let key = step.step.account.as_deref();
        let by_key = key.and_then(|key| self.by_key.find(key, |row| table.key(row)));
        let name = Folded::new(&step.step.user);
        by_key.or_else(|| self.by_name.find(name.as_str(), |row| name_of(table, row)))
    }

    /// Whether an account that has the name of the one to be made may be that one: its
    /// externalId, where it has any, is the person's.
    fn is_of_person(&self, account: u32, step: &JournalStep) -> bool {
        match (self.table.external_id(account), &step.step.person) {
            (Some(theirs), Some(person)) => theirs == person,
            _ => true,
        }
    }
}

fn name_of(table: &AccountTable, row: u32) -> String {
    Folded::new(table.user_name(row)).as_str().to_owned()
}
