//! Resolution: what each person is given in each slot (product.md section 2).

use crate::speaker::RuleSet;
use crate::voices::{Part, SlotView, Voice};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Gives, Snapshot, TargetDefinition};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

/// People to whom one speaker gives a value before any other does.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// The speaker's number: see [`RuleSet::speaker`].
    pub speaker: u32,
    /// The people; shared with the rule, or the group, that all of them are.
    pub people: Arc<RoaringBitmap>,
}

/// Who is given one value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// Grants that do not overlap, highest speaker first.
    pub grants: Vec<Grant>,
    /// Everybody of them; shared with the grant where there is one.
    pub people: Arc<RoaringBitmap>,
}

/// What people are given in one slot.
#[derive(Debug, Clone, Default)]
pub struct SlotResolution {
    /// By value; shared with the resolution this one was made from where nothing changed.
    pub values: BTreeMap<String, Arc<Given>>,
    /// In a slot of one: people for whom a speaker decided *none*, by speaker.
    pub nothing: Vec<Grant>,
    pub(crate) anyone: RoaringBitmap,
    pub(crate) decided: RoaringBitmap,
}

/// What people are given in one target.
#[derive(Debug, Clone, Default)]
pub struct TargetResolution {
    /// By slot, in the target's order; shared where nothing changed.
    pub slots: Vec<Arc<SlotResolution>>,
    pub(crate) wanted: RoaringBitmap,
}

static NOBODY: LazyLock<RoaringBitmap> = LazyLock::new(RoaringBitmap::new);

impl SlotResolution {
    /// The people who are given `value`.
    #[must_use]
    pub fn people(&self, value: &str) -> &RoaringBitmap {
        self.values.get(value).map_or(&*NOBODY, |given| &given.people)
    }

    /// In a slot of one, the people for whom a speaker decided, be it *none*.
    #[must_use]
    pub fn decided(&self) -> &RoaringBitmap {
        &self.decided
    }

    /// The people who are given any value.
    #[must_use]
    pub fn anyone(&self) -> &RoaringBitmap {
        &self.anyone
    }
}

impl TargetResolution {
    /// The people who are given any value in the target, and so an account.
    #[must_use]
    pub fn wanted(&self) -> &RoaringBitmap {
        &self.wanted
    }

    /// Whether every slot is `other`'s own, so that nobody is given anything else.
    #[must_use]
    pub fn is_shared_with(&self, other: &Self) -> bool {
        self.slots.len() == other.slots.len()
            && self.slots.iter().zip(&other.slots).all(|(one, two)| Arc::ptr_eq(one, two))
    }

    pub(crate) fn of(slots: Vec<Arc<SlotResolution>>) -> Self {
        let wanted = slots.iter().map(|slot| &slot.anyone).union();
        Self { slots, wanted }
    }
}

impl RuleSet {
    /// Resolves every slot of `target`.
    #[must_use]
    pub fn resolve(&self, target: &TargetDefinition, snapshot: &Snapshot) -> TargetResolution {
        let rows = snapshot.everyone();
        let part = Part { rows: &rows, is_all: true, values: None, above: 0 };
        let slots = (0..target.slots.len()).map(|slot| {
            let mut resolution = self.resolve_slot(target, slot, snapshot, &part);
            resolution.sum_up();
            Arc::new(resolution)
        });
        TargetResolution::of(slots.collect())
    }

    /// Resolves a part of one slot; sums are left to the caller.
    pub(crate) fn resolve_slot(
        &self,
        target: &TargetDefinition,
        slot: usize,
        snapshot: &Snapshot,
        part: &Part<'_>,
    ) -> SlotResolution {
        let view = SlotView::new(target, slot, snapshot);
        if view.slot.many { self.resolve_many(&view, part) } else { self.resolve_one(&view, part) }
    }

    /// The highest speaker whose value is not withheld decides; later ones are suppressed.
    fn resolve_one(&self, view: &SlotView<'_>, part: &Part<'_>) -> SlotResolution {
        let mut nothing = Vec::new();
        let mut values: BTreeMap<Cow<'_, str>, Vec<Grant>> = BTreeMap::new();
        let mut undecided = part.rows.clone();
        let mut withheld: HashMap<Cow<'_, str>, RoaringBitmap> = HashMap::new();
        for (at, speaker) in self.speakers.iter().enumerate() {
            if undecided.is_empty() {
                break;
            }
            for (value, people) in view.named(view.withheld_sources(speaker), speaker, part) {
                *withheld.entry(value).or_default() |= &*people & &undecided;
            }
            if at < part.above {
                continue;
            }
            for gives in view.gives(speaker) {
                let Gives::Values(sources) = gives else {
                    let people = &*speaker.people & &undecided;
                    undecided -= &people;
                    push(&mut nothing, speaker.number, Arc::new(people));
                    continue;
                };
                for (value, people) in view.named(sources, speaker, part) {
                    let mut people = &*people & &undecided;
                    if people.is_empty() {
                        continue;
                    }
                    if let Some(without) = withheld.get(&value) {
                        people -= without;
                    }
                    undecided -= &people;
                    push(values.entry(value).or_default(), speaker.number, Arc::new(people));
                }
            }
        }
        let values = values.into_iter().filter(|(_, grants)| !grants.is_empty());
        let values =
            values.map(|(value, grants)| (value.into_owned(), Arc::new(Given::of(grants))));
        SlotResolution { values: values.collect(), nothing, ..SlotResolution::default() }
    }

    /// For each value by itself, the highest speaker that names it decides; within one speaker
    /// withholding wins.
    fn resolve_many(&self, view: &SlotView<'_>, part: &Part<'_>) -> SlotResolution {
        let mut values = BTreeMap::new();
        for (value, voices) in self.voices(view, part) {
            let given = decide(voices, part);
            if !given.grants.is_empty() {
                values.insert(value.into_owned(), Arc::new(given));
            }
        }
        SlotResolution { values, ..SlotResolution::default() }
    }
}

/// Who is given a value of which `voices` speak, highest first.
fn decide(voices: Vec<Voice>, part: &Part<'_>) -> Given {
    let mut grants = Vec::new();
    // Most values concern few people: what is decided is small, what is not would be everybody.
    let mut decided = RoaringBitmap::new();
    let is_alone = voices.len() == 1;
    let mut is_given = true;
    for voice in voices {
        if let Some(without) = voice.withholds {
            is_given = false;
            decided |= &*without;
        }
        let Some(people) = voice.assigns else { continue };
        let mut people = match part.is_all {
            true => people,
            false => Arc::new(&*people & part.rows),
        };
        if !people.is_disjoint(&decided) {
            people = Arc::new(&*people - &decided);
        }
        if !is_alone {
            decided |= &*people;
        }
        push(&mut grants, voice.speaker, people);
    }
    match grants.len() {
        // Where nobody withholds, whoever is decided is given.
        2.. if is_given => Given { grants, people: Arc::new(decided) },
        _ => Given::of(grants),
    }
}

impl Given {
    pub(crate) fn of(grants: Vec<Grant>) -> Self {
        let people = match grants.as_slice() {
            [alone] => alone.people.clone(),
            several => Arc::new(several.iter().map(|grant| &*grant.people).union()),
        };
        Self { grants, people }
    }
}

impl SlotResolution {
    /// Makes the sums over all values.
    pub(crate) fn sum_up(&mut self) {
        self.anyone = self.values.values().map(|given| &*given.people).union();
        self.decided = self.anyone.clone();
        self.nothing.iter().for_each(|grant| self.decided |= &*grant.people);
    }
}

fn push(grants: &mut Vec<Grant>, speaker: u32, people: Arc<RoaringBitmap>) {
    if !people.is_empty() {
        grants.push(Grant { speaker, people });
    }
}
