//! Templates that stand for values outside a fixed list.

use super::{LintInput, Remark};
use crate::speaker::Speaker;
use crate::voices::template_column;
use roaring::RoaringBitmap;
use rolecall_directory::{Gives, LIST_SEPARATOR, SlotDefinition, ValueSource};

/// How many of the values are told.
const EXAMPLES: usize = 3;

/// What templates of `speaker` stand for and the slot does not have.
pub(super) fn outside_lists(input: &LintInput<'_>, speaker: &Speaker) -> Vec<Remark> {
    let mut found = Vec::new();
    for assignment in speaker.assigns.iter() {
        let Gives::Values(values) = &assignment.gives else { continue };
        let target = input.configuration.target(&assignment.target);
        let Some(slot) = target.and_then(|target| target.slot(&assignment.slot)) else { continue };
        if !slot.is_fixed() {
            continue;
        }
        for template in values {
            let (people, examples) = outside(input, speaker, slot, template);
            if !people.is_empty() {
                found.push(Remark::OutsideList {
                    target: assignment.target.clone(),
                    slot: assignment.slot.clone(),
                    template: template.clone(),
                    people: people.len(),
                    examples,
                });
            }
        }
    }
    found
}

fn outside(
    input: &LintInput<'_>,
    speaker: &Speaker,
    slot: &SlotDefinition,
    template: &ValueSource,
) -> (RoaringBitmap, Vec<String>) {
    let unlisted = |value: &str| !value.is_empty() && slot.value(value).is_none();
    let mut people = RoaringBitmap::new();
    let mut examples = Vec::new();
    match template {
        ValueSource::Fixed(_) => {}
        ValueSource::Groups { prefix } => {
            let prefix = prefix.as_deref().unwrap_or_default();
            let groups = input.snapshot.groups().iter();
            for group in groups.filter(|g| g.display.starts_with(prefix) && unlisted(&g.display)) {
                if group.all().is_disjoint(&speaker.people) {
                    continue;
                }
                people |= group.all() & &*speaker.people;
                if examples.len() < EXAMPLES {
                    examples.push(group.display.clone());
                }
            }
        }
        ValueSource::Attribute(name) => {
            let Some(column) = template_column(name, input.snapshot) else {
                return (people, examples);
            };
            people = column.rows_where(|text| text.split(LIST_SEPARATOR).any(unlisted));
            people &= &*speaker.people;
            for row in &people {
                let new = |value: &&str| unlisted(value) && !examples.iter().any(|e| e == value);
                let value = column.elements(row).find(new).map(str::to_owned);
                examples.extend(value);
                if examples.len() >= EXAMPLES {
                    break;
                }
            }
        }
    }
    (people, examples)
}
