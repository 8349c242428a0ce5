//! Values that rules give to more people than there are seats.

use super::{Finding, LintInput, Remark};
use crate::speaker::SpeakerSource;

/// One finding a value, at the rule with which the seats are passed.
pub(super) fn more_than_seats(input: &LintInput<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (target, resolution) in input.configuration.targets.iter().zip(input.resolutions) {
        for (slot, resolved) in target.slots.iter().zip(&resolution.slots) {
            for value in &slot.values {
                let (Some(seats), Some(given)) = (value.seats, resolved.values.get(&value.name))
                else {
                    continue;
                };
                let total: u64 = given.people.len();
                if total <= seats {
                    continue;
                }
                let mut so_far = 0;
                let mut passed = None;
                let mut rules = Vec::new();
                for grant in &given.grants {
                    so_far += grant.people.len();
                    let speaker = input.rules.speaker(grant.speaker);
                    let Some(SpeakerSource::Rule(rule)) = speaker.map(|one| one.source) else {
                        continue;
                    };
                    rules.push(rule);
                    if so_far > seats && passed.is_none() {
                        passed = Some(rule);
                    }
                }
                // Exceptions alone are nobody's rule.
                let Some(rule) = passed.or(rules.last().copied()) else { continue };
                let what = Remark::MoreThanSeats {
                    target: target.name.clone(),
                    slot: slot.name.clone(),
                    value: value.name.clone(),
                    missing: total - seats,
                    rules,
                };
                found.push(Finding { rule, what });
            }
        }
    }
    found
}
