//! What a run takes of the plan: all of it; in a retry what failed before; in a run that nobody
//! asked for all but what somebody has to see to first.

use crate::error::EngineError;
use crate::failures::open_failures;
use rolecall_directory::{Cause, Folded, Step, StepKind};
use rolecall_store::{FailureRecord, Store, Trigger};
use std::collections::{BTreeMap, BTreeSet};

/// A retry: of what failed, all or some.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Retry {
    /// Only in this target; in all when absent.
    pub target: Option<String>,
    /// Only of these causes; of all when empty.
    pub causes: Vec<Cause>,
    /// UserNames; everybody when empty.
    pub users: Vec<String>,
}

/// What a run takes of the plan, where it is not all.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    /// What failed before: by target, people, and for each the slots that failed. Steps of the
    /// account go with any of them; a person whose failure names no slot has all steps retried.
    Only(BTreeMap<String, BTreeMap<Folded, BTreeSet<String>>>),
    /// All but what waits for somebody: by target, people, and for each what waits.
    AllBut(BTreeMap<String, BTreeMap<Folded, BTreeSet<Waiting>>>),
}

/// A step that is not tried again by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Waiting {
    kind: StepKind,
    slot: Option<String>,
    value: Option<String>,
}

impl Retry {
    /// The cause it is about, where that is one.
    pub(crate) fn cause(&self) -> Option<Cause> {
        match self.causes.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

impl Selection {
    /// What a run of `trigger` takes; nothing where it takes all.
    pub(crate) fn of(
        store: &Store,
        trigger: Trigger,
        retry: Option<&Retry>,
    ) -> Result<Option<Self>, EngineError> {
        match (retry, trigger) {
            (Some(retry), _) => Ok(Some(Self::retried(store, retry)?)),
            (None, Trigger::Schedule | Trigger::Push) => Ok(Some(Self::unasked(store)?)),
            (None, _) => Ok(None),
        }
    }

    fn retried(store: &Store, retry: &Retry) -> Result<Self, EngineError> {
        let chosen: BTreeSet<Folded> = retry.users.iter().map(|u| Folded::new(u)).collect();
        let mut targets: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for failure in open_failures(store, retry.target.as_deref(), &retry.causes)? {
            let user = Folded::new(&failure.user);
            if chosen.is_empty() || chosen.contains(&user) {
                let people = targets.entry(failure.target).or_default();
                people.entry(user).or_default().extend(failure.slot);
            }
        }
        Ok(Self::Only(targets))
    }

    fn unasked(store: &Store) -> Result<Self, EngineError> {
        let mut targets: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for failure in open_failures(store, None, &[])? {
            let Some(kind) = failure.kind.filter(|_| !failure.cause.is_retried_unasked()) else {
                continue;
            };
            let people = targets.entry(failure.target).or_default();
            let waiting = Waiting { kind, slot: failure.slot, value: failure.value };
            people.entry(Folded::new(&failure.user)).or_default().insert(waiting);
        }
        Ok(Self::AllBut(targets))
    }

    /// Leaves a further step to somebody; a retry leaves nothing.
    pub(crate) fn leave(
        &mut self,
        target: &str,
        user: Folded,
        (kind, slot, value): (StepKind, Option<String>, Option<String>),
    ) {
        if let Self::AllBut(targets) = self {
            let people = targets.entry(target.to_owned()).or_default();
            people.entry(user).or_default().insert(Waiting { kind, slot, value });
        }
    }

    /// Whether it is a retry.
    pub(crate) fn is_retry(&self) -> bool {
        matches!(self, Self::Only(_))
    }

    /// Whether the run takes `step`, planned in `target`. Values to be created go with every
    /// retry, as nothing can be given without them.
    pub(crate) fn takes(&self, target: &str, step: &Step) -> bool {
        match self {
            Self::Only(targets) => {
                let Some(people) = targets.get(target) else { return false };
                if step.kind == StepKind::Value {
                    return true;
                }
                let Some(slots) = people.get(&Folded::new(&step.user)) else { return false };
                match &step.slot {
                    Some(slot) => slots.is_empty() || slots.contains(slot),
                    None => true,
                }
            }
            Self::AllBut(targets) => {
                let waiting = targets.get(target).and_then(|all| all.get(&Folded::new(&step.user)));
                waiting.is_none_or(|all| !all.iter().any(|one| one.keeps(step)))
            }
        }
    }

    /// Whether the run looked at `user` in `target`.
    pub(crate) fn concerns(&self, target: &str, user: &str) -> bool {
        match self {
            Self::Only(targets) => {
                targets.get(target).is_some_and(|people| people.contains_key(&Folded::new(user)))
            }
            Self::AllBut(_) => true,
        }
    }

    /// Whether the run took what failed in `old`.
    pub(crate) fn took(&self, target: &str, old: &FailureRecord) -> bool {
        let user = Folded::new(&old.user);
        match self {
            Self::Only(targets) => {
                let slots = targets.get(target).and_then(|people| people.get(&user));
                slots.is_some_and(|slots| {
                    slots.is_empty() || old.slot.as_ref().is_none_or(|slot| slots.contains(slot))
                })
            }
            Self::AllBut(_) => true,
        }
    }
}

impl Waiting {
    /// Whether `step` is the one that waits, or nothing without it: without an account nobody is
    /// given anything.
    fn keeps(&self, step: &Step) -> bool {
        let without = matches!(self.kind, StepKind::Create | StepKind::Reactivate);
        let same = self.kind == step.kind && self.slot == step.slot && self.value == step.value;
        same || (without && step.kind == StepKind::Assign)
    }
}
