//! `[[directory]]` and its source.

use super::ColumnsOf;
use super::names::Names;
use super::report::{Text, nearest};
use super::section::Section;
use super::sources::{Header, Headers};
use rolecall_directory::{DirectoryDefinition, DomainDefinition, SourceDefinition};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What org unit groups are called by when nothing is said.
pub(crate) const ORG_UNIT_PREFIX: &str = "OU-";
/// Kinds of source the file knows; only the first is read in this version.
const KINDS: [&str; 8] = ["csv", "ldif", "ldap", "scim", "scim-push", "entra", "google", "okta"];

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
        let source = kind.as_ref().and_then(|source| read_source(source, base));
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
    // A kind that is missing or misspelt has an error of its own.
    let by_word = source.is_some()
        && kind.is_none_or(|kind| {
            ["csv", "ldif"].contains(&kind.as_str()) || !KINDS.contains(&kind.as_str())
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
        domains.push(DomainDefinition { name, verified, proof });
    }
    domains
}

fn read_source(section: &Section<'_>, base: &Path) -> Option<SourceDefinition> {
    let kind = section.required_text("kind", "\"csv\"")?;
    if kind.value != "csv" {
        unknown_kind(section, "source", &kind, &KINDS, "csv");
        return None;
    }
    section.only(&["kind", "users", "groups", "delimiter", "map"]);
    let users = section.required_text("users", "\"users.csv\"");
    let groups = section.text("groups");
    Some(SourceDefinition::Csv {
        users: users.map_or_else(PathBuf::new, |text| base.join(text.value)),
        groups: groups.map(|text| base.join(text.value)),
        delimiter: read_delimiter(section),
        map: read_map(section).into_iter().map(|(ours, theirs)| (ours, theirs.value)).collect(),
    })
}

/// Reports a kind that is not read: one for later, or none at all.
pub(super) fn unknown_kind(
    section: &Section<'_>,
    what: &str,
    kind: &Text,
    known: &[&str],
    available: &str,
) {
    let word = &kind.value;
    if known.contains(&word.as_str()) {
        let message = format!(
            "{what} kind \"{word}\" is not available in this version; available: {available}"
        );
        section.report.error(kind.at(), "kind_unavailable", message);
    } else {
        let message = format!("unknown {what} kind \"{word}\"; available: {available}");
        let near = nearest(word, known.iter().copied());
        section.report.suggest(kind.at(), "unknown_word", message, near);
    }
}

fn read_delimiter(section: &Section<'_>) -> char {
    let Some(text) = section.text("delimiter") else { return ',' };
    let mut signs = text.value.chars();
    match (signs.next(), signs.next()) {
        (Some(sign), None)
            if sign.is_ascii() && !sign.is_ascii_alphanumeric() && !"\"\r\n\0".contains(sign) =>
        {
            sign
        }
        _ => {
            let message = "delimiter: expected one character between the fields, such as \",\", \
                           \";\" or \"\\t\"";
            section.report.error(text.at(), "invalid_value", message);
            ','
        }
    }
}

/// The map of a source: ours = their column, with its place.
fn read_map(section: &Section<'_>) -> Vec<(String, Text)> {
    let entries = section.table("map").map(|map| map.entries()).unwrap_or_default();
    let text = |entry: super::section::Entry<'_>| Some((entry.key.to_owned(), entry.text()?));
    entries.into_iter().filter_map(text).collect()
}

/// Asks for the header row and checks that the map names its columns.
fn read_header(
    section: &Section<'_>,
    source: &SourceDefinition,
    columns: &ColumnsOf<'_>,
    headers: &mut Headers,
) {
    let SourceDefinition::Csv { users, map, .. } = source;
    let answer = if users.as_os_str().is_empty() { None } else { columns(source) };
    let Some(answer) = answer else {
        headers.some_unread = true;
        return;
    };
    let file = users.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    let header = Header { file, names: answer.header, map: BTreeMap::clone(map) };
    // Types were reported when the map was read first.
    for entry in section.table("map").map(|map| map.entries()).unwrap_or_default() {
        if entry.is_text()
            && let Some(theirs) = entry.text()
        {
            header.require(section.report, &format!("map {}", entry.key), &theirs);
        }
    }
    headers.read.push(header);
}
