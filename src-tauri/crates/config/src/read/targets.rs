//! `[[target]]`.

use super::condition;
use super::limits;
use super::names::Names;
use super::report::{Text, listed, nearest};
use super::schedule;
use super::section::Section;
use super::slots;
use super::sources::Attributes;
use super::target_kind;
use rolecall_directory::{TargetDefinition, TargetKind, UnmanagedPolicy};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The words for what happens to unmanaged accounts.
pub(crate) const POLICIES: [(&str, UnmanagedPolicy); 3] = [
    ("leave", UnmanagedPolicy::Leave),
    ("report", UnmanagedPolicy::Report),
    ("adopt", UnmanagedPolicy::Adopt),
];

pub(super) const COMMON: [&str; 11] = [
    "name",
    "kind",
    "unmanaged",
    "every",
    "at",
    "removals",
    "quarantine",
    "limit",
    "protect",
    "send",
    "slot",
];

/// Reads all targets with their slots.
pub(super) fn read(
    root: &Section<'_>,
    base: &Path,
    attributes: &Attributes,
) -> Vec<TargetDefinition> {
    let mut names = Names::new("target");
    let sections = root.tables("target", "[[target]]");
    sections.iter().map(|section| read_one(section, base, attributes, &mut names)).collect()
}

fn read_one(
    section: &Section<'_>,
    base: &Path,
    attributes: &Attributes,
    names: &mut Names,
) -> TargetDefinition {
    let name = names.read(section, "\"goto\"");
    let kind = target_kind::read(section, base);
    let protect = section.text("protect");
    if let Some(protect) = &protect {
        condition::check(section.report, "protect", protect, attributes);
    }
    TargetDefinition {
        name,
        unmanaged: section
            .text("unmanaged")
            .map_or_else(Default::default, |word| read_policy(section, &word)),
        every_seconds: limits::seconds(
            section,
            "every",
            kind.as_ref().map_or(1, TargetKind::usual_interval),
        ),
        at: schedule::read_at(section),
        removals: limits::removals(section),
        quarantine: limits::quarantine(section),
        limit: limits::calls(section),
        protect: protect.map(|text| text.value),
        send: read_send(section, attributes),
        slots: slots::read(section, kind.as_ref()),
        // Without a kind there is an error, and the rest is read only to be checked.
        kind: kind.unwrap_or(TargetKind::Csv { accounts: PathBuf::new() }),
    }
}

fn read_policy(section: &Section<'_>, word: &Text) -> UnmanagedPolicy {
    if let Some((_, policy)) = POLICIES.iter().find(|(known, _)| *known == word.value) {
        return *policy;
    }
    let words = || POLICIES.iter().map(|(known, _)| *known);
    let message = format!("unmanaged: \"{}\" is none of {}", word.value, listed(words()));
    section.report.suggest(word.at(), "unknown_word", message, nearest(&word.value, words()));
    UnmanagedPolicy::Leave
}

fn read_send(section: &Section<'_>, attributes: &Attributes) -> BTreeMap<String, String> {
    let mut send = BTreeMap::new();
    for entry in section.table("send").map(|send| send.entries()).unwrap_or_default() {
        let Some(ours) = entry.text() else { continue };
        condition::check_sent(section.report, entry.key, &ours, attributes);
        send.insert(entry.key.to_owned(), ours.value);
    }
    send
}
