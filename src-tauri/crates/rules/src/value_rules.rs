//! What the rules say of one value: asked person after person when a plan is written out.

use crate::resolve::SlotResolution;
use crate::speaker::{RuleSet, Speaker};
use crate::voices::{SlotView, template_column};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Column, Gives, Snapshot, TargetDefinition, ValueSource};

/// The rules that name one value of one slot.
#[derive(Debug)]
pub struct ValueRules<'a> {
    value: &'a str,
    said: Said<'a>,
}

#[derive(Debug)]
enum Said<'a> {
    /// In a slot of one: the name of the speaker that decided, with those it decided for; first
    /// those who are given the value.
    Decided(Vec<(Option<&'a str>, &'a RoaringBitmap)>),
    /// In a slot of many: who names the value, highest first.
    Named(Vec<Voice<'a>>),
}

#[derive(Debug)]
struct Voice<'a> {
    /// The rule's name; `None` for an exception.
    rule: Option<&'a str>,
    people: &'a RoaringBitmap,
    assigns: Vec<Concerned<'a>>,
    withholds: Vec<Concerned<'a>>,
}

/// For whom of its people a speaker means the value.
#[derive(Debug)]
enum Concerned<'a> {
    Everyone,
    /// One group in each directory that has one of the name.
    Members(Vec<&'a RoaringBitmap>),
    Cells(&'a Column),
}

impl RuleSet {
    /// Gathers the rules that name `value` in slot number `slot` of `target`, which resolved to
    /// `resolution`.
    #[must_use]
    pub fn on_value<'a>(
        &'a self,
        target: &'a TargetDefinition,
        slot: usize,
        value: &'a str,
        snapshot: &'a Snapshot,
        resolution: &'a SlotResolution,
    ) -> ValueRules<'a> {
        let said = match target.slots.get(slot) {
            None => Said::Named(Vec::new()),
            Some(definition) if definition.many => {
                let view = SlotView { target: &target.name, slot: definition, snapshot };
                let voices = self.speakers().iter().filter_map(|speaker| {
                    voice(&view, value, self.rule_name(speaker.number), speaker)
                });
                Said::Named(voices.collect())
            }
            Some(_) => {
                let own = resolution.values.get(value).into_iter();
                let others = resolution.values.iter().filter(|(other, _)| *other != value);
                let given = own.chain(others.map(|(_, given)| given));
                let deciders = given.flat_map(|given| &given.grants).chain(&resolution.nothing);
                let decided = deciders.map(|one| (self.rule_name(one.speaker), &*one.people));
                Said::Decided(decided.collect())
            }
        };
        ValueRules { value, said }
    }

    /// The rules that assign `value` to the person in `row`, highest first: in a slot of many
    /// those above the first matching one that withholds it, in a slot of one the decider alone.
    /// Exceptions have no place here, though one that withholds ends the list.
    #[must_use]
    pub fn granting_rules(
        &self,
        target: &TargetDefinition,
        slot: usize,
        value: &str,
        row: u32,
        snapshot: &Snapshot,
        resolution: &SlotResolution,
    ) -> Vec<String> {
        let rules = self.on_value(target, slot, value, snapshot, resolution);
        rules.granting(row).into_iter().map(str::to_owned).collect()
    }
}

impl<'a> ValueRules<'a> {
    /// The rules that name the value or decide in its slot, each once, highest first in a slot of
    /// many.
    #[must_use]
    pub fn names(&self) -> Vec<&'a str> {
        let all: Vec<Option<&'a str>> = match &self.said {
            Said::Decided(deciders) => deciders.iter().map(|(rule, _)| *rule).collect(),
            Said::Named(voices) => voices.iter().map(|voice| voice.rule).collect(),
        };
        let mut names = Vec::new();
        for name in all.into_iter().flatten() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Those of `among` to whom `rule` gives the value, alone or with others.
    #[must_use]
    pub fn given_by(&self, rule: &str, among: &RoaringBitmap) -> RoaringBitmap {
        let voices = match &self.said {
            Said::Decided(deciders) => {
                let mine = deciders.iter().filter(|(name, _)| *name == Some(rule));
                return mine.map(|(_, people)| *people).union() & among;
            }
            Said::Named(voices) => voices,
        };
        let (mut given, mut withheld) = (RoaringBitmap::new(), RoaringBitmap::new());
        for voice in voices {
            withheld |= meant(voice.people, &voice.withholds, self.value);
            if voice.rule == Some(rule) {
                let mine = voice.people & among;
                given |= meant(&mine, &voice.assigns, self.value) - &withheld;
            }
        }
        given
    }

    /// The rules that give the value to the person in `row` (see [`RuleSet::granting_rules`]).
    #[must_use]
    pub fn granting(&self, row: u32) -> Vec<&'a str> {
        let voices = match &self.said {
            Said::Decided(deciders) => {
                let decider = deciders.iter().find(|(_, people)| people.contains(row));
                return decider.and_then(|(rule, _)| *rule).into_iter().collect();
            }
            Said::Named(voices) => voices,
        };
        let mut rules = Vec::new();
        for voice in voices.iter().filter(|voice| voice.people.contains(row)) {
            let means = |all: &[Concerned<'_>]| all.iter().any(|one| one.includes(self.value, row));
            if means(&voice.withholds) {
                break;
            }
            if let Some(rule) = voice.rule
                && means(&voice.assigns)
            {
                rules.push(rule);
            }
        }
        rules
    }
}

/// Those of `people` for whom any of `all` means `value`.
fn meant(people: &RoaringBitmap, all: &[Concerned<'_>], value: &str) -> RoaringBitmap {
    if all.is_empty() {
        return RoaringBitmap::new();
    }
    if all.iter().any(|one| matches!(one, Concerned::Everyone)) {
        return people.clone();
    }
    people.iter().filter(|&row| all.iter().any(|one| one.includes(value, row))).collect()
}

fn voice<'a>(
    view: &SlotView<'a>,
    value: &str,
    rule: Option<&'a str>,
    speaker: &'a Speaker,
) -> Option<Voice<'a>> {
    let concerned = |source| Concerned::of(source, value, view.snapshot);
    let assigned = view.gives(speaker).flat_map(|gives| match gives {
        Gives::Nothing => &[][..],
        Gives::Values(values) => values.as_slice(),
    });
    let assigns: Vec<_> = assigned.filter_map(concerned).collect();
    let withholds: Vec<_> = view.withheld_sources(speaker).filter_map(concerned).collect();
    let speaks = !assigns.is_empty() || !withholds.is_empty();
    speaks.then_some(Voice { rule, people: &speaker.people, assigns, withholds })
}

impl<'a> Concerned<'a> {
    fn of(source: &ValueSource, value: &str, snapshot: &'a Snapshot) -> Option<Self> {
        match source {
            ValueSource::Fixed(fixed) => (fixed == value).then_some(Self::Everyone),
            ValueSource::Groups { prefix } => {
                let begins = value.starts_with(prefix.as_deref().unwrap_or_default());
                let found = snapshot.groups_named(value).iter();
                let groups = found.map(|&at| &snapshot.groups()[at as usize]);
                let members: Vec<_> = groups
                    .filter(|group| begins && group.display == value)
                    .map(rolecall_directory::Group::all)
                    .collect();
                (!members.is_empty()).then_some(Self::Members(members))
            }
            ValueSource::Attribute(name) => template_column(name, snapshot).map(Self::Cells),
        }
    }

    fn includes(&self, value: &str, row: u32) -> bool {
        match self {
            Self::Everyone => true,
            Self::Members(groups) => groups.iter().any(|members| members.contains(row)),
            Self::Cells(column) => column.elements(row).any(|element| element == value),
        }
    }
}

/// The values that `source` stands for, for the person in `row`.
#[must_use]
pub fn values_for(source: &ValueSource, snapshot: &Snapshot, row: u32) -> Vec<String> {
    match source {
        ValueSource::Fixed(value) => vec![value.clone()],
        ValueSource::Groups { prefix } => {
            let prefix = prefix.as_deref().unwrap_or_default();
            let mine = snapshot.person(row).groups();
            let names = mine.map(|(at, _)| &snapshot.groups()[at as usize].display);
            names.filter(|name| name.starts_with(prefix)).cloned().collect()
        }
        ValueSource::Attribute(name) => {
            let column = template_column(name, snapshot);
            let elements = column.into_iter().flat_map(|column| column.elements(row));
            elements.filter(|one| !one.is_empty()).map(str::to_owned).collect()
        }
    }
}
