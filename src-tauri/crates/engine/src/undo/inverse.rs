//! The inverse of what a run did, as far as it still stands as the run left it. Pure.

use super::{Left, Release, UndoTarget, Why};
use crate::look_up::Accounts;
use rolecall_directory::{AccountTable, Folded, SlotDefinition, Step, StepKind};
use rolecall_store::JournalStep;
use std::collections::{BTreeMap, BTreeSet};

/// How a target stands now, and what undoing must know of it.
pub(super) struct Standing<'a> {
    pub(super) table: &'a AccountTable,
    pub(super) slots: &'a [SlotDefinition],
    /// The row of a person's account, by the person's stable id.
    pub(super) of_person: &'a dyn Fn(&str) -> Option<u32>,
    /// Whether the account in a row is never to be touched.
    pub(super) is_protected: &'a dyn Fn(u32) -> bool,
    /// Keys of accounts that were managed before the run adopted them, or values of theirs.
    pub(super) managed_before: &'a BTreeSet<String>,
}

/// What undoing does to one account.
pub(super) struct AccountUndo<'a> {
    pub(super) row: u32,
    pub(super) user: String,
    /// The newest of the run's steps on it.
    pub(super) newest: i64,
    /// Each with the run's step that it takes back.
    pub(super) steps: Vec<(Step, &'a JournalStep)>,
    pub(super) release: Option<Release>,
}

/// What the run did to one account, newest first.
struct Did<'a> {
    steps: Vec<&'a JournalStep>,
}

impl<'a> Did<'a> {
    fn one(&self, kinds: &[StepKind]) -> Option<&'a JournalStep> {
        self.steps.iter().find(|step| kinds.contains(&step.step.kind)).copied()
    }

    fn all(&self, kind: StepKind) -> impl Iterator<Item = &'a JournalStep> {
        self.steps.iter().filter(move |step| step.step.kind == kind).copied()
    }
}

/// The inverse of `steps`, all of them done by one run in one target: by account, and what stays.
pub(super) fn invert<'a>(
    steps: &'a [JournalStep],
    standing: &Standing<'_>,
) -> (Vec<AccountUndo<'a>>, Vec<Left>) {
    let accounts = Accounts::of(standing.table);
    let mut by_row: BTreeMap<u32, Did<'a>> = BTreeMap::new();
    let mut left = Vec::new();
    for step in steps.iter().rev() {
        if step.step.kind == StepKind::Value {
            left.push(Left::of(step, Why::ValueCreated));
            continue;
        }
        let person = || (standing.of_person)(step.step.person.as_deref()?);
        match accounts.account(step).or_else(person) {
            Some(row) => by_row.entry(row).or_insert(Did { steps: Vec::new() }).steps.push(step),
            None => left.push(Left::of(step, Why::AccountGone)),
        }
    }
    let undone = by_row.into_iter().map(|(row, did)| one_account(row, &did, standing, &mut left));
    let undone: Vec<_> = undone.collect();
    (undone, left)
}

fn one_account<'a>(
    row: u32,
    did: &Did<'a>,
    standing: &Standing<'_>,
    left: &mut Vec<Left>,
) -> AccountUndo<'a> {
    let table = standing.table;
    let mut undo = AccountUndo {
        row,
        user: table.user_name(row).to_owned(),
        newest: did.steps.first().map_or(0, |step| step.id),
        steps: Vec::new(),
        release: None,
    };
    left.extend(did.all(StepKind::Update).map(|step| Left::of(step, Why::Updated)));
    let untouched = match (standing.is_protected)(row) {
        true => Some(Why::Protected),
        false => (!table.managed.contains(row)).then_some(Why::ChangedSince),
    };
    if let Some(why) = untouched {
        let others = did.steps.iter().filter(|step| step.step.kind != StepKind::Update);
        left.extend(others.map(|step| Left::of(step, why)));
        return undo;
    }
    undo.take_what_was_given(did, standing, left);
    undo.give_what_was_taken(did, standing, left);
    if let Some(adopted) = did.one(&[StepKind::Adopt]) {
        undo.release(adopted, did, standing, left);
    }
    undo
}

impl<'a> AccountUndo<'a> {
    fn add(&mut self, kind: StepKind, of: &'a JournalStep, of_suspension: bool, key: &str) {
        let value = matches!(kind, StepKind::Assign | StepKind::Unassign);
        let step = Step {
            user: self.user.clone(),
            kind,
            slot: of.step.slot.clone().filter(|_| value),
            value: of.step.value.clone().filter(|_| value),
            rules: Vec::new(),
            person: of.step.person.clone(),
            account: Some(key.to_owned()),
            of_suspension,
        };
        self.steps.push((step, of));
    }

    /// Takes away what the run gave and is still held; suspends the account if the run made it, or
    /// made it active again, and it holds nothing else that is managed.
    fn take_what_was_given(
        &mut self,
        did: &Did<'a>,
        standing: &Standing<'_>,
        left: &mut Vec<Left>,
    ) {
        let (table, row) = (standing.table, self.row);
        let key = table.key(row).to_owned();
        let active = table.active.contains(row);
        let (given, changed): (Vec<_>, Vec<_>) = did
            .all(StepKind::Assign)
            .partition(|step| active && is_managed(table, row, &step.step));
        left.extend(changed.into_iter().map(|step| Left::of(step, Why::ChangedSince)));
        let made = did.one(&[StepKind::Create, StepKind::Reactivate]);
        let mine =
            |slot: &str, value: &str| given.iter().any(|step| is_of(&step.step, slot, value));
        let whole = active && !holds_more(table, row, &mine);
        for step in &given {
            self.add(StepKind::Unassign, step, made.is_some() && whole, &key);
        }
        match made {
            Some(step) if whole => self.add(StepKind::Suspend, step, false, &key),
            Some(step) => left.push(Left::of(step, Why::ChangedSince)),
            None => {}
        }
    }

    /// Gives back what the run took and nobody gave since; makes the account active again if the
    /// run suspended it and it still is.
    fn give_what_was_taken(
        &mut self,
        did: &Did<'a>,
        standing: &Standing<'_>,
        left: &mut Vec<Left>,
    ) {
        let (table, row) = (standing.table, self.row);
        let key = table.key(row).to_owned();
        let active = table.active.contains(row);
        let suspended = did.one(&[StepKind::Suspend]);
        let back = suspended.filter(|_| !active && table.suspended_here.contains(row));
        match (back, suspended) {
            (Some(step), _) => self.add(StepKind::Reactivate, step, false, &key),
            (None, Some(step)) => left.push(Left::of(step, Why::ChangedSince)),
            (None, None) => {}
        }
        for step in did.all(StepKind::Unassign) {
            let stands = match step.step.of_suspension {
                true => back.is_some(),
                false => active,
            };
            if stands && self.has_room(&step.step, standing) {
                self.add(StepKind::Assign, step, false, &key);
            } else {
                left.push(Left::of(step, Why::ChangedSince));
            }
        }
    }

    /// Whether the account may be given what `taken` took: it does not hold it, and a slot of one
    /// is empty once all else is undone.
    fn has_room(&self, taken: &Step, standing: &Standing<'_>) -> bool {
        let (Some(slot), Some(value)) = (&taken.slot, &taken.value) else { return false };
        if standing.table.holds(self.row, slot, value) {
            return false;
        }
        let many = standing.slots.iter().find(|known| known.name == *slot).map(|known| known.many);
        if many != Some(false) {
            return many.is_some();
        }
        let goes = |value: &str| {
            let steps = self.steps.iter().map(|(step, _)| step);
            let mut taken = steps.filter(|step| step.kind == StepKind::Unassign);
            taken.any(|step| is_of(step, slot, value))
        };
        let held = standing.table.holdings(self.row).filter(|held| held.slot == *slot);
        let is_full = held.into_iter().any(|held| !goes(held.value));
        let given = |step: &Step| step.kind == StepKind::Assign && step.slot.as_ref() == Some(slot);
        !is_full && !self.steps.iter().any(|(step, _)| given(step))
    }

    /// Makes unmanaged again what the run adopted.
    fn release(
        &mut self,
        adopted: &JournalStep,
        did: &Did<'a>,
        standing: &Standing<'_>,
        left: &mut Vec<Left>,
    ) {
        let (table, row) = (standing.table, self.row);
        let key = table.key(row);
        let whole = !standing.managed_before.contains(key);
        let own = adopted.step.slot.clone().zip(adopted.step.value.clone());
        let adopts: BTreeSet<_> = adopted.adopts.iter().cloned().chain(own).collect();
        let mine = |slot: &str, value: &str| {
            adopts.contains(&(slot.to_owned(), value.to_owned()))
                || did.all(StepKind::Assign).any(|step| is_of(&step.step, slot, value))
        };
        if !table.active.contains(row) || (whole && holds_more(table, row, &mine)) {
            left.push(Left::of(adopted, Why::ChangedSince));
            return;
        }
        let managed = table.holdings(row).filter(|held| held.managed);
        let managed = managed.map(|held| (held.slot.to_owned(), held.value.to_owned()));
        self.release = Some(Release {
            user: self.user.clone(),
            account: key.to_owned(),
            whole,
            values: managed.filter(|held| adopts.contains(held)).collect(),
        });
    }
}

fn is_of(step: &Step, slot: &str, value: &str) -> bool {
    step.slot.as_deref() == Some(slot) && step.value.as_deref() == Some(value)
}

fn is_managed(table: &AccountTable, row: u32, step: &Step) -> bool {
    table.holdings(row).any(|held| held.managed && is_of(step, held.slot, held.value))
}

/// Whether the account holds something managed that is not `mine`.
fn holds_more(table: &AccountTable, row: u32, mine: &dyn Fn(&str, &str) -> bool) -> bool {
    table.holdings(row).any(|held| held.managed && !mine(held.slot, held.value))
}

/// The accounts as the run will do them: what frees seats first, then newest first.
pub(super) fn in_order(
    target: &str,
    mut accounts: Vec<AccountUndo<'_>>,
    mut left: Vec<Left>,
) -> UndoTarget {
    let frees = |undo: &AccountUndo<'_>| {
        let frees = |kind| matches!(kind, StepKind::Unassign | StepKind::Suspend);
        undo.steps.iter().any(|(step, _)| frees(step.kind))
    };
    accounts.sort_by_key(|undo| (!frees(undo), std::cmp::Reverse(undo.newest)));
    left.sort_by_cached_key(|left| {
        (left.why, left.kind, left.slot.clone(), left.value.clone(), Folded::new(&left.user))
    });
    let mut undone = UndoTarget { target: target.to_owned(), left, ..UndoTarget::default() };
    for account in accounts {
        undone.steps.extend(account.steps.into_iter().map(|(step, _)| step));
        undone.releases.extend(account.release);
    }
    undone
}
