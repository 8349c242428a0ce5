//! Resolution: what each person is given in each slot (product.md section 2).

use crate::speaker::{RuleSet, Speaker};
use roaring::RoaringBitmap;
use rolecall_directory::{
    Assignment, Gives, LIST_SEPARATOR, SlotDefinition, Snapshot, TargetDefinition, ValueSource,
    Withholding,
};
use rolecall_scim::{AttrPath, Dialect};
use std::collections::BTreeMap;

/// People to whom one speaker gives a value before any other does.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The position among [`RuleSet::speakers`].
    pub by: u32,
    /// The people.
    pub people: RoaringBitmap,
}

/// What people are given in one slot.
#[derive(Debug, Clone, Default)]
pub struct SlotResolution {
    /// By value: grants that do not overlap, highest speaker first.
    pub values: BTreeMap<String, Vec<Grant>>,
    /// In a slot of one: people for whom a speaker decided *none*, by speaker.
    pub nothing: Vec<Grant>,
}

/// What people are given in one target.
#[derive(Debug, Clone, Default)]
pub struct TargetResolution {
    /// By slot, in the target's order.
    pub slots: Vec<SlotResolution>,
}

impl SlotResolution {
    /// The people who are given `value`.
    #[must_use]
    pub fn people(&self, value: &str) -> RoaringBitmap {
        self.values.get(value).map(|grants| union(grants)).unwrap_or_default()
    }

    /// In a slot of one, the people for whom a speaker decided, be it *none*.
    #[must_use]
    pub fn decided(&self) -> RoaringBitmap {
        self.anyone() | union(&self.nothing)
    }

    /// The people who are given any value.
    #[must_use]
    pub fn anyone(&self) -> RoaringBitmap {
        self.values.values().map(|grants| union(grants)).fold(RoaringBitmap::new(), |a, b| a | b)
    }
}

fn union(grants: &[Grant]) -> RoaringBitmap {
    grants.iter().fold(RoaringBitmap::new(), |all, grant| all | &grant.people)
}

impl TargetResolution {
    /// The people who are given any value in the target, and so an account.
    #[must_use]
    pub fn wanted(&self) -> RoaringBitmap {
        self.slots.iter().fold(RoaringBitmap::new(), |all, slot| all | slot.anyone())
    }
}

impl RuleSet {
    /// Resolves every slot of `target`.
    #[must_use]
    pub fn resolve(&self, target: &TargetDefinition, snapshot: &Snapshot) -> TargetResolution {
        let slots = target.slots.iter().map(|slot| {
            let view = SlotView { target: &target.name, slot, snapshot };
            if slot.many { self.resolve_many(&view) } else { self.resolve_one(&view) }
        });
        TargetResolution { slots: slots.collect() }
    }

    /// The highest speaker whose value is not withheld decides; later ones are suppressed.
    fn resolve_one(&self, view: &SlotView<'_>) -> SlotResolution {
        let mut resolution = SlotResolution::default();
        let mut decided = RoaringBitmap::new();
        let mut withheld: BTreeMap<String, RoaringBitmap> = BTreeMap::new();
        for (by, speaker) in (0u32..).zip(self.speakers()) {
            for (value, people) in view.withheld(speaker) {
                *withheld.entry(value).or_default() |= people;
            }
            for gives in view.gives(speaker) {
                match gives {
                    Gives::Nothing => {
                        let people = &speaker.people - &decided;
                        decided |= &people;
                        push(&mut resolution.nothing, by, people);
                    }
                    Gives::Values(values) => {
                        for (value, mut people) in view.expand(values, speaker) {
                            people -= &decided;
                            if let Some(without) = withheld.get(&value) {
                                people -= without;
                            }
                            decided |= &people;
                            push(resolution.values.entry(value).or_default(), by, people);
                        }
                    }
                }
            }
        }
        resolution.values.retain(|_, grants| !grants.is_empty());
        resolution
    }

    /// For each value by itself, the highest speaker that names it decides; within one speaker
    /// withholding wins.
    fn resolve_many(&self, view: &SlotView<'_>) -> SlotResolution {
        let mut resolution = SlotResolution::default();
        let mut decided: BTreeMap<String, RoaringBitmap> = BTreeMap::new();
        for (by, speaker) in (0u32..).zip(self.speakers()) {
            for (value, people) in view.withheld(speaker) {
                *decided.entry(value).or_default() |= people;
            }
            for gives in view.gives(speaker) {
                let Gives::Values(values) = gives else { continue };
                for (value, mut people) in view.expand(values, speaker) {
                    let before = decided.entry(value.clone()).or_default();
                    people -= &*before;
                    *before |= &people;
                    push(resolution.values.entry(value).or_default(), by, people);
                }
            }
        }
        resolution.values.retain(|_, grants| !grants.is_empty());
        resolution
    }
}

fn push(grants: &mut Vec<Grant>, by: u32, people: RoaringBitmap) {
    if !people.is_empty() {
        grants.push(Grant { by, people });
    }
}

/// One slot of one target, and what speakers say of it.
pub(crate) struct SlotView<'a> {
    pub(crate) target: &'a str,
    pub(crate) slot: &'a SlotDefinition,
    pub(crate) snapshot: &'a Snapshot,
}

impl<'a> SlotView<'a> {
    /// What `speaker` gives here.
    pub(crate) fn gives<'s>(&self, speaker: &'s Speaker) -> impl Iterator<Item = &'s Gives> {
        let here = |a: &&Assignment| a.target == self.target && a.slot == self.slot.name;
        speaker.assigns.iter().filter(here).map(|assignment| &assignment.gives)
    }

    /// What `speaker` withholds here, as written.
    pub(crate) fn withheld_sources<'s>(
        &self,
        speaker: &'s Speaker,
    ) -> impl Iterator<Item = &'s ValueSource> {
        let here = |w: &&Withholding| w.target == self.target && w.slot == self.slot.name;
        speaker.withholds.iter().filter(here).flat_map(|withholding| &withholding.values)
    }

    pub(crate) fn withheld(&self, speaker: &Speaker) -> Vec<(String, RoaringBitmap)> {
        let sources: Vec<ValueSource> = self.withheld_sources(speaker).cloned().collect();
        self.expand(&sources, speaker)
    }

    /// The values that `sources` stand for, each with the people of `speaker` it concerns. A
    /// value outside a fixed list is left out.
    pub(crate) fn expand(&self, sources: &[ValueSource], speaker: &Speaker) -> Vec<(String, RoaringBitmap)> {
        let mut found: BTreeMap<String, RoaringBitmap> = BTreeMap::new();
        for source in sources {
            match source {
                ValueSource::Fixed(value) => {
                    *found.entry(value.clone()).or_default() |= &speaker.people;
                }
                ValueSource::Groups { prefix } => {
                    let prefix = prefix.as_deref().unwrap_or_default();
                    let groups = self.snapshot.groups().iter();
                    for group in groups.filter(|group| group.display.starts_with(prefix)) {
                        let members = group.all() & &speaker.people;
                        *found.entry(group.display.clone()).or_default() |= members;
                    }
                }
                ValueSource::Attribute(name) => self.by_attribute(name, speaker, &mut found),
            }
        }
        let allowed = |value: &str| !self.slot.is_fixed() || self.slot.value(value).is_some();
        found.into_iter().filter(|(value, rows)| !rows.is_empty() && allowed(value)).collect()
    }

    fn by_attribute(
        &self,
        name: &str,
        speaker: &Speaker,
        found: &mut BTreeMap<String, RoaringBitmap>,
    ) {
        let Some(column) = template_column(name, self.snapshot) else { return };
        for (text, rows) in column.distinct().iter().zip(column.rows_by_value()) {
            let rows = rows & &speaker.people;
            for value in text.split(LIST_SEPARATOR).filter(|value| !value.is_empty()) {
                *found.entry(value.to_owned()).or_default() |= &rows;
            }
        }
    }
}

/// The column a template `{name}` reads.
pub(crate) fn template_column<'a>(
    name: &str,
    snapshot: &'a Snapshot,
) -> Option<&'a rolecall_directory::Column> {
    if let Some(column) = snapshot.column(name) {
        return Some(column);
    }
    let path = AttrPath::parse(name, Dialect::Condition).ok()?;
    snapshot.column(rolecall_directory::canonical_attribute(&path)?)
}
