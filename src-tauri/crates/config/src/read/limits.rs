//! The tables of a target that hold numbers; what is not given keeps its default.

use super::report::Text;
use super::section::Section;
use crate::duration;
use rolecall_directory::{CallLimit, QuarantineLimits, RemovalLimits};

const MANY: u64 = i64::MAX as u64;

/// The seconds of a duration, from one on; reported when it is none.
pub(super) fn seconds(section: &Section<'_>, key: &str, default: u64) -> u64 {
    let Some(text) = section.text(key) else { return default };
    match duration::parse(&text.value).filter(|seconds| (1..=MANY).contains(seconds)) {
        Some(seconds) => seconds,
        None => {
            no_duration(section, key, &text);
            default
        }
    }
}

/// Reports what is no duration.
fn no_duration(section: &Section<'_>, key: &str, text: &Text) {
    let message = format!(
        "{key}: \"{}\" is no duration; write a number and d, h, m or s, such as \"40m\" or \"2h\"",
        text.value
    );
    section.report.error(text.at(), "invalid_value", message);
}

fn whole(section: &Section<'_>, key: &str, most: u64, default: u64) -> u64 {
    section.get(key).and_then(|entry| entry.whole(0, most)).unwrap_or(default)
}

pub(super) fn removals(target: &Section<'_>) -> RemovalLimits {
    let default = RemovalLimits::default();
    let Some(section) = target.table("removals") else { return default };
    section.only(&["count", "percent", "at_least"]);
    RemovalLimits {
        count: whole(&section, "count", MANY, default.count),
        percent: whole(&section, "percent", 100, default.percent),
        at_least: whole(&section, "at_least", MANY, default.at_least),
    }
}

pub(super) fn quarantine(target: &Section<'_>) -> QuarantineLimits {
    let default = QuarantineLimits::default();
    let Some(section) = target.table("quarantine") else { return default };
    section.only(&["requests", "percent", "window"]);
    QuarantineLimits {
        requests: whole(&section, "requests", MANY, default.requests),
        percent: whole(&section, "percent", 100, default.percent),
        window_seconds: seconds(&section, "window", default.window_seconds),
    }
}

pub(super) fn calls(target: &Section<'_>) -> Option<CallLimit> {
    let section = target.table("limit")?;
    section.only(&["requests_per_second", "concurrent"]);
    let concurrent =
        section.get("concurrent").and_then(|entry| entry.whole(1, u64::from(u32::MAX)));
    Some(CallLimit {
        requests_per_second: section.get("requests_per_second").and_then(|entry| entry.positive()),
        concurrent: concurrent.and_then(|count| u32::try_from(count).ok()),
    })
}
