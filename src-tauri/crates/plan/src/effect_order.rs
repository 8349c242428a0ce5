//! Who is concerned by an effect, worst first.

use crate::base::Base;
use crate::effect::TargetEffect;
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::Folded;
use std::borrow::Cow;
use std::sync::Arc;

/// What changes for somebody. The order is from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// The account is suspended.
    Suspend,
    /// A value is lost.
    Lose,
    /// The value of a slot of one is lost and another given.
    Replace,
    /// No seat is left of a value that rules give.
    NoSeat,
    /// The account is made.
    Create,
    /// The account is reactivated.
    Reactivate,
    /// The account, or a value of it, becomes managed.
    Adopt,
    /// A value is gained.
    Gain,
}

impl ChangeKind {
    /// Every kind, worst first, with the word for it.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Suspend, "suspend"),
        (Self::Lose, "lose"),
        (Self::Replace, "replace"),
        (Self::NoSeat, "no_seat"),
        (Self::Create, "create"),
        (Self::Reactivate, "reactivate"),
        (Self::Adopt, "adopt"),
        (Self::Gain, "gain"),
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// The kind that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// An account without a person that is concerned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Alone {
    /// Its place in [`ChangeKind::ALL`].
    pub(crate) class: usize,
    /// The folded userName.
    pub(crate) name: Folded,
    pub(crate) target: usize,
    pub(crate) subject: u32,
}

/// Who is concerned, by the worst that happens to them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    /// Rows of people, by [`ChangeKind::ALL`]; nobody is in two.
    pub(crate) people: Vec<RoaringBitmap>,
    /// Accounts without a person, in order.
    pub(crate) alone: Vec<Alone>,
}

impl Classes {
    pub(crate) fn of(base: &Base<'_>, targets: &[Option<Arc<TargetEffect>>]) -> Self {
        let count = base.snapshot.people();
        let mut classes = Self::default();
        let mut before = RoaringBitmap::new();
        let mut seen: Vec<RoaringBitmap> = vec![RoaringBitmap::new(); targets.len()];
        for (class, (kind, _)) in ChangeKind::ALL.iter().enumerate() {
            let mut people = RoaringBitmap::new();
            for (target, effect) in targets.iter().enumerate() {
                let Some(effect) = effect else { continue };
                let mut concerned = effect.worst(*kind);
                if concerned.max().is_some_and(|last| last >= count) {
                    let mut alone = concerned.clone();
                    alone.remove_range(..count);
                    alone -= &seen[target];
                    seen[target] |= &alone;
                    classes.alone.extend(alone.iter().map(|subject| Alone {
                        class,
                        name: name_of(base, target, subject),
                        target,
                        subject,
                    }));
                    concerned.remove_range(count..);
                }
                people |= concerned;
            }
            people -= &before;
            before |= &people;
            classes.people.push(people);
        }
        classes.alone.sort();
        classes
    }

    pub(crate) fn total(&self) -> u64 {
        self.people.iter().map(RoaringBitmap::len).sum::<u64>() + self.alone.len() as u64
    }

    pub(crate) fn people(&self) -> RoaringBitmap {
        self.people.iter().union()
    }
}

impl TargetEffect {
    /// Those whom a change of this kind concerns, replacements told from losses.
    fn worst(&self, kind: ChangeKind) -> RoaringBitmap {
        if kind != ChangeKind::Lose {
            return self.of(kind, None, None);
        }
        let losing = self.values.iter().filter(|one| !one.lose.is_empty());
        losing
            .map(|one| match one.replaced.is_empty() {
                true => Cow::Borrowed(&one.lose),
                false => Cow::Owned(&one.lose - &one.replaced),
            })
            .fold(RoaringBitmap::new(), |all, people| all | &*people)
    }
}

fn name_of(base: &Base<'_>, target: usize, subject: u32) -> Folded {
    let target = base.targets.get(target).and_then(Option::as_ref);
    target.map(|one| Folded::new(one.plan.user(&one.input, subject))).unwrap_or_default()
}
