//! Who names which value in one slot, and for whom.

use crate::speaker::{RuleSet, Speaker};
use roaring::RoaringBitmap;
use rolecall_directory::{
    Assignment, Column, Gives, LIST_SEPARATOR, SlotDefinition, Snapshot, TargetDefinition,
    ValueSource, Withholding, canonical_attribute,
};
use rolecall_scim::{AttrPath, Dialect};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One slot of one target, and what speakers say of it.
#[derive(Clone, Copy)]
pub(crate) struct SlotView<'a> {
    pub(crate) target: &'a str,
    pub(crate) slot: &'a SlotDefinition,
    pub(crate) snapshot: &'a Snapshot,
}

/// Values, each with the people of one speaker whom it concerns.
pub(crate) type Named<'a> = BTreeMap<Cow<'a, str>, Arc<RoaringBitmap>>;

/// What one speaker says of one value.
pub(crate) struct Voice {
    pub(crate) speaker: u32,
    pub(crate) withholds: Option<Arc<RoaringBitmap>>,
    pub(crate) assigns: Option<Arc<RoaringBitmap>>,
}

/// Which part of a slot is resolved.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    /// These people.
    pub(crate) rows: &'a RoaringBitmap,
    /// Whether `rows` is everybody, so that nobody need be left out.
    pub(crate) is_all: bool,
    /// Only these values of a slot of many; all when absent.
    pub(crate) values: Option<&'a BTreeSet<String>>,
    /// In a slot of one: so many speakers, from the highest on, decide for nobody in `rows`.
    pub(crate) above: usize,
}

impl<'a> SlotView<'a> {
    pub(crate) fn new(target: &'a TargetDefinition, slot: usize, snapshot: &'a Snapshot) -> Self {
        Self { target: &target.name, slot: &target.slots[slot], snapshot }
    }

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

    /// The sources that `speaker` names here, assigning or withholding.
    pub(crate) fn sources<'s>(
        &self,
        speaker: &'s Speaker,
    ) -> impl Iterator<Item = &'s ValueSource> {
        let assigned = self.gives(speaker).flat_map(|gives| match gives {
            Gives::Nothing => &[][..],
            Gives::Values(values) => values.as_slice(),
        });
        assigned.chain(self.withheld_sources(speaker))
    }

    /// Whether `speaker` says anything here.
    pub(crate) fn is_spoken_of(&self, speaker: &Speaker) -> bool {
        self.gives(speaker).next().is_some() || self.withheld_sources(speaker).next().is_some()
    }

    /// The values that `sources` stand for, each with the people of `speaker` it concerns, for a
    /// part of the slot; without copies where values are written out. A value outside a fixed list
    /// is left out.
    pub(crate) fn named<'s>(
        &self,
        sources: impl IntoIterator<Item = &'s ValueSource>,
        speaker: &'s Speaker,
        part: &Part<'_>,
    ) -> Named<'s>
    where
        'a: 's,
    {
        let mut found = Named::new();
        let allowed = |value: &str| !self.slot.is_fixed() || self.slot.value(value).is_some();
        let asked = |value: &str| part.values.is_none_or(|values| values.contains(value));
        let mut add = |value: Cow<'s, str>, people: Arc<RoaringBitmap>| {
            if people.is_empty() || !allowed(&value) {
                return;
            }
            match found.entry(value) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(people);
                }
                std::collections::btree_map::Entry::Occupied(mut entry) => {
                    *Arc::make_mut(entry.get_mut()) |= &*people;
                }
            }
        };
        let mut rows: Option<Cow<'_, RoaringBitmap>> = None;
        for source in sources {
            if let ValueSource::Fixed(value) = source {
                if asked(value) {
                    add(Cow::Borrowed(value), speaker.people.clone());
                }
                continue;
            }
            let rows = rows.get_or_insert_with(|| match part.is_all {
                true => Cow::Borrowed(&*speaker.people),
                false => Cow::Owned(&*speaker.people & part.rows),
            });
            match source {
                ValueSource::Groups { prefix } => {
                    let prefix = prefix.as_deref().unwrap_or_default();
                    self.by_group(prefix, rows, part, &mut add);
                }
                ValueSource::Attribute(name) => self.by_attribute(name, rows, part, &mut add),
                ValueSource::Fixed(_) => {}
            }
        }
        found
    }

    fn by_group<'s>(
        &self,
        prefix: &str,
        rows: &RoaringBitmap,
        part: &Part<'_>,
        add: &mut impl FnMut(Cow<'s, str>, Arc<RoaringBitmap>),
    ) where
        'a: 's,
    {
        let groups = self.snapshot.groups();
        let mut give = |at: usize| {
            let group = &groups[at];
            if group.display.starts_with(prefix) {
                // Mostly a rule with a template is about everybody.
                if group.all().is_disjoint(rows) {
                    return;
                }
                let people = match part.is_all && group.all().is_subset(rows) {
                    true => group.all_shared().clone(),
                    false => Arc::new(group.all() & rows),
                };
                add(Cow::Borrowed(&group.display), people);
            }
        };
        let Some(values) = part.values else { return (0..groups.len()).for_each(give) };
        for value in values {
            for &at in self.snapshot.groups_named(value) {
                if groups[at as usize].display == *value {
                    give(at as usize);
                }
            }
        }
    }

    fn by_attribute<'s>(
        &self,
        name: &str,
        rows: &RoaringBitmap,
        part: &Part<'_>,
        add: &mut impl FnMut(Cow<'s, str>, Arc<RoaringBitmap>),
    ) where
        'a: 's,
    {
        let Some(column) = template_column(name, self.snapshot) else { return };
        let asked = |value: &str| {
            !value.is_empty() && part.values.is_none_or(|values| values.contains(value))
        };
        let elements = |text: u32| column.distinct().get(text).split(LIST_SEPARATOR);
        let many = column.value_rows().filter(|values| rows.len() > values.len() as u64);
        let mut by_text: BTreeMap<u32, RoaringBitmap> = BTreeMap::new();
        match many {
            Some(values) => {
                let texts = (0u32..).zip(values);
                let texts = texts.filter(|(text, _)| elements(*text).any(asked));
                let texts = texts.map(|(text, having)| (text, having & rows));
                by_text.extend(texts.filter(|(_, people)| !people.is_empty()));
            }
            None => {
                for row in rows {
                    if let Some(text) = column.text_number(row) {
                        by_text.entry(text).or_default().insert(row);
                    }
                }
            }
        }
        for (text, people) in by_text {
            let people = Arc::new(people);
            for value in elements(text).filter(|value| asked(value)) {
                add(Cow::Borrowed(value), people.clone());
            }
        }
    }
}

impl RuleSet {
    /// Who says what of each value of a slot of many, highest first.
    pub(crate) fn voices<'s>(
        &'s self,
        view: &SlotView<'s>,
        part: &Part<'_>,
    ) -> BTreeMap<Cow<'s, str>, Vec<Voice>> {
        let mut voices: BTreeMap<Cow<'s, str>, Vec<Voice>> = BTreeMap::new();
        for speaker in &self.speakers {
            let assigned = view.gives(speaker).flat_map(|gives| match gives {
                Gives::Nothing => &[][..],
                Gives::Values(values) => values.as_slice(),
            });
            let assigned = view.named(assigned, speaker, part);
            let withheld = view.named(view.withheld_sources(speaker), speaker, part);
            let number = speaker.number;
            for (value, people) in withheld {
                let voice = Voice { speaker: number, withholds: Some(people), assigns: None };
                voices.entry(value).or_default().push(voice);
            }
            for (value, people) in assigned {
                let said = voices.entry(value).or_default();
                match said.last_mut().filter(|voice| voice.speaker == number) {
                    Some(voice) => voice.assigns = Some(people),
                    None => {
                        let assigns = Some(people);
                        said.push(Voice { speaker: number, withholds: None, assigns });
                    }
                }
            }
        }
        voices
    }
}

/// The column a template `{name}` reads.
pub(crate) fn template_column<'a>(name: &str, snapshot: &'a Snapshot) -> Option<&'a Column> {
    if let Some(column) = snapshot.column(name) {
        return Some(column);
    }
    let path = AttrPath::parse(name, Dialect::Condition).ok()?;
    snapshot.column(canonical_attribute(&path)?)
}
