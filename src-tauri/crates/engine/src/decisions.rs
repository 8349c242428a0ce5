//! Approvals and discards, as the plan asks for them.

use crate::error::EngineError;
use crate::planning::Planned;
use rolecall_directory::{Configuration, Folded, Snapshot};
use rolecall_plan::{Decisions, PlanInput, StepKey as PlanKey, plan_target};
use rolecall_store::{AccountHome, StepKey, Store};
use std::collections::{BTreeSet, HashMap};

/// Of which directory somebody was whose step was decided on, known by the userName of then: where
/// there are several, one stable id may be two people's.
struct Whereabouts<'a> {
    configuration: &'a Configuration,
    snapshot: &'a Snapshot,
    /// The directories' numbers of the people whose accounts have these ids and userNames.
    accounts: HashMap<(Folded, Folded), usize>,
}

impl<'a> Whereabouts<'a> {
    fn of(
        store: &Store,
        (configuration, snapshot): (&'a Configuration, &'a Snapshot),
        target: &str,
    ) -> Result<Self, EngineError> {
        let mut accounts = HashMap::new();
        if configuration.directories.len() > 1 {
            let homes = store.homes(target)?.into_iter().map(|home| (home.account.clone(), home));
            let homes: HashMap<String, AccountHome> = homes.collect();
            for mark in store.marks(target)? {
                let Some(home) = homes.get(&mark.account) else { continue };
                let mut directories = configuration.directories.iter();
                if let Some(at) = directories.position(|one| one.name == home.directory) {
                    let whom = (Folded::new(&home.person), Folded::new(&mark.user_name));
                    accounts.insert(whom, at);
                }
            }
        }
        Ok(Self { configuration, snapshot, accounts })
    }

    fn several(&self) -> bool {
        self.configuration.directories.len() > 1
    }

    /// The directory's number: of who has id and name now, else of whose account had the name when
    /// it was last written.
    fn directory(&self, key: &StepKey) -> Option<usize> {
        let (id, user) = key.whom();
        let user = user.filter(|_| self.several())?;
        let mut named = self.snapshot.rows_named(user).iter().map(|row| self.snapshot.person(*row));
        let person = named.find(|person| person.id() == id).map(|person| person.directory());
        let account = || self.accounts.get(&(Folded::new(id), Folded::new(user))).copied();
        person.or_else(account)
    }

    /// What an approval lets go; none of a person of whom it is not known whom it meant, so that
    /// it is asked anew.
    fn approved(&self, key: StepKey) -> Option<PlanKey> {
        let directory = self.directory(&key);
        let is_clear = !self.several() || directory.is_some() || !key.is_of_person();
        is_clear.then(|| plan_key(key, directory))
    }

    /// What a discard leaves out; where it is not known whom it meant, of everybody with the id,
    /// so that nothing is done that was not wanted.
    fn discarded(&self, key: StepKey) -> PlanKey {
        let directory = self.directory(&key);
        plan_key(key, directory)
    }
}

/// What administrators decided about held steps of `target`.
pub(crate) fn decisions(
    store: Option<&Store>,
    read: (&Configuration, &Snapshot),
    target: &str,
    now: i64,
) -> Result<Decisions, EngineError> {
    let Some(store) = store else { return Ok(Decisions::default()) };
    let here = |key: &StepKey| key.target == target;
    let approved: Vec<StepKey> = store.approved(now)?.into_iter().filter(here).collect();
    let discarded = store.discarded()?.into_iter().map(|discard| discard.key);
    let discarded: Vec<StepKey> = discarded.filter(here).collect();
    if approved.is_empty() && discarded.is_empty() {
        return Ok(Decisions::default());
    }
    let places = Whereabouts::of(store, read, target)?;
    Ok(Decisions {
        approved: approved.into_iter().filter_map(|key| places.approved(key)).collect(),
        discarded: discarded.into_iter().map(|key| places.discarded(key)).collect(),
    })
}

/// The store writes whom it is about as one text; the plan knows a person from an account.
fn plan_key(key: StepKey, directory: Option<usize>) -> PlanKey {
    let subject = key.whom().0.to_owned();
    PlanKey { subject, directory, slot: key.slot, value: key.value, kind: key.kind }
}

/// Forgets the discards of steps that rules do not want any more: those that a plan without
/// discards has not.
pub(crate) fn forget_unwanted(store: &Store, planned: &Planned) -> Result<(), EngineError> {
    let read = (&planned.configuration, &planned.reading.snapshot);
    for (index, target) in planned.targets.iter().enumerate() {
        if !target.takes_part() || target.decisions.discarded.is_empty() {
            continue;
        }
        let decisions = Decisions { discarded: BTreeSet::new(), ..target.decisions.clone() };
        let input = PlanInput { decisions: &decisions, ..planned.input(index) };
        let steps = plan_target(&input).listing(&input).steps;
        let mut wanted: BTreeSet<PlanKey> = BTreeSet::new();
        for listed in steps {
            // One of whom it is not known whom it meant is wanted while it is of anybody.
            wanted.insert(PlanKey { directory: None, ..listed.key.clone() });
            wanted.insert(listed.key);
        }
        let places = Whereabouts::of(store, read, &target.name)?;
        store
            .forget_discards(&target.name, |key| wanted.contains(&places.discarded(key.clone())))?;
    }
    Ok(())
}
