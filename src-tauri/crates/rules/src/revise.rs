//! Rules over the same people anew: only what changed is asked again.

use crate::clause_cache::ClauseCache;
use crate::exchange::exchange;
use crate::matching::{Matcher, matches_among};
use crate::speaker::{Asks, Draft, Identity, RuleSet, Speaker, drafts};
use crate::threads;
use roaring::RoaringBitmap;
use rolecall_directory::{Configuration, Snapshot};
use rolecall_scim::FilterError;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// What differs between two sets of rules.
#[derive(Debug, Clone, Default)]
pub struct Revision {
    /// Speakers that appeared, went, moved, or say something else or of others.
    pub changed: Vec<Changed>,
    /// How many speakers, from the highest on, are the same in the same places.
    pub(crate) same_above: usize,
}

/// A speaker that differs.
#[derive(Debug, Clone)]
pub struct Changed {
    /// As it was; `None` when it is new.
    pub before: Option<Speaker>,
    /// As it is; `None` when it is gone.
    pub after: Option<Speaker>,
    /// The people for whom that may change what they are given; nobody else's resolution can.
    pub people: RoaringBitmap,
}

impl Revision {
    /// The people for whom anything may change.
    #[must_use]
    pub fn people(&self) -> RoaringBitmap {
        self.changed.iter().fold(RoaringBitmap::new(), |all, one| all | &one.people)
    }
}

impl RuleSet {
    /// The rules of `configuration` over the same people: conditions whose text did not change
    /// are not asked again, and of new ones only the clauses that were never asked.
    ///
    /// # Errors
    /// The name of the rule whose condition cannot be read, and why.
    pub fn revise(
        &self,
        configuration: &Configuration,
        snapshot: &Snapshot,
        in_scope: &RoaringBitmap,
    ) -> Result<(Self, Revision), (String, FilterError)> {
        let known: HashMap<&Identity, usize> =
            self.identities.iter().enumerate().map(|(at, identity)| (identity, at)).collect();
        let mut set = Self {
            speakers: Vec::new(),
            identities: Vec::new(),
            next_number: self.next_number,
            cache: self.cache.clone(),
            now: self.now,
            ..Self::default()
        };
        let drafts = drafts(configuration, self.now);
        let mut taken = vec![false; self.speakers.len()];
        let mut was: Vec<Option<usize>> = Vec::with_capacity(drafts.len());
        let mut asked: Vec<usize> = Vec::new();
        for (at, draft) in drafts.into_iter().enumerate() {
            // A second rule of the same id would be one too many for one before.
            let before = known.get(&draft.identity).copied().filter(|&one| !taken[one]);
            if let Some(before) = before {
                taken[before] = true;
            }
            let is_asked = set.take(draft, before.map(|one| &self.speakers[one]), snapshot)?;
            if is_asked {
                asked.push(at);
            }
            was.push(before);
        }
        let mut in_scope = Cow::Borrowed(in_scope);
        if asked.len() > FEW {
            // Runs are small, but slow to compare with what has none.
            in_scope.to_mut().remove_run_compression();
        }
        let (among, cache) = (Some(&*in_scope), Some(&set.cache));
        let matcher = Matcher { snapshot, now: self.now, among, cache };
        let people = ask_all(&set.speakers, &asked, &matcher);
        for (at, people) in asked.into_iter().zip(people) {
            set.speakers[at].people = people;
        }
        set.index();
        let revision = self.compare(&set, &was, &taken);
        Ok((set, revision))
    }

    /// The same rules after people changed: they are asked of `rows` only.
    #[must_use]
    pub fn after(
        mut self,
        snapshot: &Snapshot,
        in_scope: &RoaringBitmap,
        rows: &RoaringBitmap,
    ) -> Self {
        let now = self.now;
        let among = rows & in_scope;
        self.cache = ClauseCache::default();
        let ask = |at: usize| match &self.speakers[at].asks {
            Asks::Person(user) => {
                let named: RoaringBitmap = snapshot.rows_named(user).iter().copied().collect();
                named & &among
            }
            Asks::Condition(_, filter) => matches_among(filter, snapshot, now, &among),
        };
        let found = threads::each(self.speakers.len(), snapshot.people() >= SHARED, ask);
        for (speaker, found) in self.speakers.iter_mut().zip(found) {
            exchange(&mut speaker.people, rows, &found);
            speaker.names_unknown = speaker.asks.names_unknown(snapshot);
        }
        self
    }

    /// Adds the speaker of `draft`; whether its people must be asked for.
    fn take(
        &mut self,
        draft: Draft<'_>,
        before: Option<&Speaker>,
        snapshot: &Snapshot,
    ) -> Result<bool, (String, FilterError)> {
        let same = before.filter(|speaker| draft.asks.is(&speaker.asks));
        let (asks, people, names_unknown) = match same {
            Some(same) => (same.asks.clone(), same.people.clone(), same.names_unknown),
            None => {
                let asks = draft.asks.read().map_err(|error| (draft.name.to_owned(), error))?;
                let unknown = asks.names_unknown(snapshot);
                (asks, Arc::default(), unknown)
            }
        };
        let number = before.map_or(self.next_number, |speaker| speaker.number);
        self.next_number = self.next_number.max(number + 1);
        let assigns = before.map(|one| &one.assigns).filter(|one| ***one == *draft.assigns);
        let withholds = before.map(|one| &one.withholds).filter(|one| ***one == *draft.withholds);
        self.speakers.push(Speaker {
            number,
            source: draft.source,
            name: draft.name.to_owned(),
            people,
            assigns: assigns.map_or_else(|| Arc::new(draft.assigns.clone()), Arc::clone),
            withholds: withholds.map_or_else(|| Arc::new(draft.withholds.clone()), Arc::clone),
            names_unknown,
            asks,
        });
        self.identities.push(draft.identity);
        Ok(same.is_none())
    }

    /// What differs from `self` in `after`; `was` tells by its speakers which one of ours each
    /// is, `kept` which of ours are still there.
    pub(crate) fn compare(&self, after: &Self, was: &[Option<usize>], kept: &[bool]) -> Revision {
        let both = self.speakers.iter().zip(&after.speakers);
        let same_above = both.take_while(|(one, two)| one.says_the_same(two)).count();
        let mut revision = Revision { changed: Vec::new(), same_above };
        for (speaker, kept) in self.speakers.iter().zip(kept) {
            if !kept {
                let people = RoaringBitmap::clone(&speaker.people);
                let before = Some(speaker.clone());
                revision.changed.push(Changed { before, after: None, people });
            }
        }
        let stayed = in_place(was);
        for (at, speaker) in after.speakers.iter().enumerate() {
            let Some(before) = was[at].map(|one| &self.speakers[one]) else {
                let people = RoaringBitmap::clone(&speaker.people);
                let after = Some(speaker.clone());
                revision.changed.push(Changed { before: None, after, people });
                continue;
            };
            let people = match before.says_what_it_said(speaker) && stayed[at] {
                true if Arc::ptr_eq(&before.people, &speaker.people) => continue,
                true => &*before.people ^ &*speaker.people,
                false => &*before.people | &*speaker.people,
            };
            if !people.is_empty() {
                let (before, after) = (Some(before.clone()), Some(speaker.clone()));
                revision.changed.push(Changed { before, after, people });
            }
        }
        revision
    }
}

impl Speaker {
    fn says_what_it_said(&self, after: &Self) -> bool {
        Arc::ptr_eq(&self.assigns, &after.assigns) && Arc::ptr_eq(&self.withholds, &after.withholds)
    }

    /// Whether it is the same one and says the same of the same people.
    fn says_the_same(&self, after: &Self) -> bool {
        self.number == after.number
            && self.says_what_it_said(after)
            && (Arc::ptr_eq(&self.people, &after.people) || self.people == after.people)
    }
}

/// Up to so many speakers it costs more to rewrite a set than to compare it as it is.
const FEW: usize = 8;

/// From this many people on, two threads ask.
const SHARED: u32 = 50_000;

/// The people of the speakers at the places `asked`, in that order.
fn ask_all(
    speakers: &[Speaker],
    asked: &[usize],
    matcher: &Matcher<'_>,
) -> Vec<Arc<RoaringBitmap>> {
    let ask = |at: usize| speakers[at].asks.people(matcher);
    let share = matcher.snapshot.people() >= SHARED;
    threads::each(asked.len(), share, |at| ask(asked[at]))
}

/// Which places keep their order among each other: the most that can. The others moved.
fn in_place(was: &[Option<usize>]) -> Vec<bool> {
    // The longest ascending run: by its length, the place where the best one ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; was.len()];
    for (at, place) in was.iter().enumerate() {
        let Some(place) = place else { continue };
        let length = ends.partition_point(|&end| was[end].is_some_and(|other| other < *place));
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stayed = vec![false; was.len()];
    let mut here = ends.last().copied();
    while let Some(at) = here {
        stayed[at] = true;
        here = before[at];
    }
    stayed
}
