//! `[schedule]`, and the times of a target.

use super::section::Section;
use rolecall_directory::{Cron, QuietHours, ScheduleDefinition, is_always_quiet};

/// Reads what holds for runs by themselves in all targets.
pub(super) fn read(root: &Section<'_>) -> ScheduleDefinition {
    let Some(section) = root.table("schedule") else { return ScheduleDefinition::default() };
    section.only(&["quiet"]);
    let Some(entry) = section.get("quiet") else { return ScheduleDefinition::default() };
    let mut quiet = Vec::new();
    for text in entry.texts().unwrap_or_default() {
        match QuietHours::parse(&text.value) {
            Ok(hours) => quiet.push(hours),
            Err(error) => {
                section.report.error(text.at(), "invalid_value", format!("quiet: {error}"));
            }
        }
    }
    if is_always_quiet(&quiet) {
        let message = "quiet: the whole day is quiet, so that no run would ever start by itself; \
                       leave some of it, or switch User sync off";
        section.report.error(entry.at(), "invalid_value", message);
    }
    ScheduleDefinition { quiet }
}

/// Reads at which times a target is synced, where it says so instead of how often.
pub(super) fn read_at(section: &Section<'_>) -> Option<Cron> {
    let entry = section.get("at")?;
    if section.get("every").is_some() {
        let message = "a target has every or at, not both: every says how often, at at which times";
        section.report.error(entry.key_at, "invalid_value", message);
    }
    let text = entry.text()?;
    match Cron::parse(&text.value) {
        Ok(cron) => Some(cron),
        Err(error) => {
            let message = format!("at: {error}; such as \"0 6 * * 1-5\", at six on working days");
            section.report.error(text.at(), "invalid_value", message);
            None
        }
    }
}
