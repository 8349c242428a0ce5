//! `[[directory]]` and its source.

use super::ColumnsOf;
use super::names::Names;
use super::report::{Text, listed, nearest};
use super::section::Section;
use super::source_kind;
use super::sources::{Header, Headers};
use rolecall_directory::{DirectoryDefinition, DomainDefinition, SourceDefinition, SourceKind};
use std::path::Path;

/// What org unit groups are called by when nothing is said.
pub(crate) const ORG_UNIT_PREFIX: &str = "OU-";

/// Reads all directories, and the header rows of their sources.
pub(super) fn read(
    root: &Section<'_>,
    base: &Path,
    columns: &ColumnsOf<'_>,
) -> (Vec<DirectoryDefinition>, Headers) {
    let mut names = Names::new("directory");
    let mut headers = Headers::default();
    let mut directories = Vec::new();
    for section in root.tables("directory", "[[directory]]") {
        section.only(&["name", "domains", "check_domains", "org_unit_prefix", "source"]);
        let name = names.read(&section, "\"main\"");
        let kind = section.get("source").and_then(|entry| entry.table("[directory.source]"));
        let source = kind.as_ref().and_then(|source| source_kind::read(source, base));
        if let (Some(section), Some(source)) = (&kind, &source) {
            read_header(section, source, columns, &mut headers);
        } else if kind.is_some() {
            headers.some_unread = true;
        }
        let prefix = section.text("org_unit_prefix");
        directories.push(DirectoryDefinition {
            name,
            domains: read_domains(&section, kind.as_ref()),
            check_domains: section.boolean("check_domains", true),
            org_unit_prefix: prefix.map_or_else(|| ORG_UNIT_PREFIX.to_owned(), |text| text.value),
            source,
        });
    }
    (directories, headers)
}

fn read_domains(section: &Section<'_>, source: Option<&Section<'_>>) -> Vec<DomainDefinition> {
    let kind = source.and_then(|source| source.get("kind")).filter(super::section::Entry::is_text);
    let kind = kind.and_then(|kind| kind.text()).map(|kind| kind.value);
    // A kind that is missing or misspelt has an error of its own. Without a source the people are
    // there by the administrator's own hand.
    let by_word = source.is_none()
        || kind.is_none_or(|kind| {
            ["csv", "ldif"].contains(&kind.as_str()) || !source_kind::KINDS.contains(&kind.as_str())
        });
    let mut names = Names::new("domain");
    let mut domains = Vec::new();
    for domain in section.tables("domains", "{ name = \"example.com\", verified = true }") {
        domain.only(&["name", "verified", "proof"]);
        let name = names.read(&domain, "\"example.com\"");
        let verified = domain.boolean("verified", false);
        let proof = domain.text("proof").map(|text| text.value);
        if let (true, false, Some(entry)) = (verified, by_word, domain.get("verified")) {
            let message = "verified = true is the administrator's word and counts for csv and \
                           ldif sources only; give proof = \"<uuid>\" of the TXT record instead";
            domain.report.error(entry.at(), "invalid_value", message);
        }
        domains.push(DomainDefinition { name, verified, proof, proven: false });
    }
    domains
}

/// Reports a kind that there is not.
pub(super) fn unknown_kind(section: &Section<'_>, what: &str, kind: &Text, known: &[&str]) {
    let word = &kind.value;
    let message =
        format!("unknown {what} kind \"{word}\"; available: {}", listed(known.iter().copied()));
    let near = nearest(word, known.iter().copied());
    section.report.suggest(kind.at(), "unknown_word", message, near);
}

/// Asks a CSV source for the header row and checks that the map names its columns. Of other kinds
/// only what the map fills is known: their further attributes are listed under `[[attribute]]`.
fn read_header(
    section: &Section<'_>,
    source: &SourceDefinition,
    columns: &ColumnsOf<'_>,
    headers: &mut Headers,
) {
    let SourceKind::Csv { users, .. } = &source.kind else {
        headers.mapped.extend(source.map.keys().cloned());
        return;
    };
    let answer = if users.as_os_str().is_empty() { None } else { columns(source) };
    let Some(answer) = answer else {
        headers.some_unread = true;
        return;
    };
    let file = users.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    let header = Header { file, names: answer.header, map: source.map.clone() };
    // Types were reported when the map was read first.
    for entry in section.table("map").map(|map| map.entries()).unwrap_or_default() {
        if entry.is_text()
            && let Some(theirs) = entry.text()
            // Nothing fills the attribute, though a column of its name or its `from` would.
            && !theirs.value.is_empty()
        {
            header.require(section.report, &format!("map {}", entry.key), &theirs);
        }
    }
    headers.read.push(header);
}
