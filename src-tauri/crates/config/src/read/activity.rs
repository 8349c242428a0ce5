//! `[activity]`.

use super::section::Section;
use crate::duration;
use rolecall_directory::ActivityDefinition;

const DAY: u64 = 86_400;

/// Reads how long Activity is kept.
pub(super) fn read(root: &Section<'_>) -> ActivityDefinition {
    let Some(section) = root.table("activity") else { return ActivityDefinition::default() };
    section.only(&["keep"]);
    let Some(text) = section.get("keep").and_then(|entry| entry.text()) else {
        return ActivityDefinition::default();
    };
    let seconds = duration::parse(&text.value).filter(|seconds| seconds.is_multiple_of(DAY));
    let days = seconds.and_then(|seconds| u32::try_from(seconds / DAY).ok());
    days.and_then(ActivityDefinition::keeping).unwrap_or_else(|| {
        let message = format!(
            "keep: \"{}\" cannot be chosen; write whole days from \"{}d\" on, such as \"365d\", or \
             leave it out to keep Activity for ever",
            text.value,
            ActivityDefinition::FEWEST_DAYS
        );
        section.report.error(text.at(), "invalid_value", message);
        ActivityDefinition::default()
    })
}
