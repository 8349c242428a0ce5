//! Whether a target shows what a step was to do.

use rolecall_directory::{AccountRecord, Folded, StepKind};
use rolecall_store::JournalStep;
use std::collections::{BTreeMap, HashMap};

/// A target's accounts, by key and by userName.
pub(crate) struct Accounts<'a> {
    values: &'a BTreeMap<String, Vec<String>>,
    by_key: HashMap<&'a str, &'a AccountRecord>,
    by_name: HashMap<Folded, &'a AccountRecord>,
}

/// What the target shows of a step.
pub(crate) enum Finding<'a> {
    /// It was done, on this account; a value has none.
    Done(Option<&'a AccountRecord>),
    /// It was not, or it does no harm twice.
    NotDone,
    /// The next plan tells.
    Unclear,
}

impl<'a> Accounts<'a> {
    /// The accounts `all`, in a target where the values of `values` exist.
    pub(crate) fn of(all: &'a [AccountRecord], values: &'a BTreeMap<String, Vec<String>>) -> Self {
        let by_key = all.iter().map(|account| (account.key.as_str(), account)).collect();
        let by_name = all.iter().map(|account| (Folded::new(&account.user_name), account));
        Self { values, by_key, by_name: by_name.collect() }
    }

    /// What the target shows of `step`; `remembers` where it knows itself what is managed.
    pub(crate) fn find(&self, step: &JournalStep, remembers: bool) -> Finding<'a> {
        let (slot, value) = (step.step.slot.as_deref(), step.step.value.as_deref());
        if step.step.kind == StepKind::Value {
            let existing = slot.and_then(|slot| self.values.get(slot));
            let is_there =
                existing.is_some_and(|all| all.iter().any(|v| Some(v.as_str()) == value));
            return if is_there { Finding::Done(None) } else { Finding::NotDone };
        }
        let Some(account) = self.account(step) else { return Finding::NotDone };
        let holds = account.holdings.iter().any(|holding| {
            Some(holding.slot.as_str()) == slot && Some(holding.value.as_str()) == value
        });
        let done = match step.step.kind {
            StepKind::Create => is_of_person(account, step),
            StepKind::Suspend => !account.active,
            StepKind::Reactivate => account.active,
            StepKind::Assign => holds,
            StepKind::Unassign => !holds,
            StepKind::Update => return Finding::Unclear,
            // Elsewhere the marks alone say what is managed, and they were not written.
            StepKind::Adopt => remembers && account.managed,
            StepKind::Value => false,
        };
        if done { Finding::Done(Some(account)) } else { Finding::NotDone }
    }

    /// The account that `step` is about.
    pub(crate) fn account(&self, step: &JournalStep) -> Option<&'a AccountRecord> {
        let by_key = step.step.account.as_deref().and_then(|key| self.by_key.get(key));
        by_key.or_else(|| self.by_name.get(&Folded::new(&step.step.user))).copied()
    }
}

/// Whether an account that has the name of the one to be made may be that one: its externalId,
/// where it has any, is the person's.
fn is_of_person(account: &AccountRecord, step: &JournalStep) -> bool {
    match (&account.external_id, &step.step.person) {
        (Some(theirs), Some(person)) => theirs == person,
        _ => true,
    }
}
