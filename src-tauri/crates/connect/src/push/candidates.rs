//! What an index can find of a filter: everything else is read through.

use rolecall_directory::RecordKind;
use rolecall_scim::{AttrPath, Filter, Literal, Op, fold};
use rolecall_store::{PushKey, PushRecord, PushView, StoreError};
use std::collections::BTreeMap;

/// A key of our own making, to look resources up by.
enum Key {
    Id(String),
    Name(String),
    External(String),
    Display(String),
    Email(String),
    Member(String),
}

/// The resources that may meet `filter`, in the order of lists; `None` where only reading through
/// all of them tells.
pub(super) fn candidates(
    view: &PushView<'_>,
    directory: &str,
    kind: RecordKind,
    filter: &Filter,
) -> Result<Option<Vec<PushRecord>>, StoreError> {
    let Some(keys) = keys(filter, kind) else { return Ok(None) };
    let mut found = BTreeMap::new();
    for key in &keys {
        let key = match key {
            Key::Id(text) => PushKey::Id(text),
            Key::Name(text) => PushKey::Name(text),
            Key::External(text) => PushKey::External(text),
            Key::Display(text) => PushKey::Display(text),
            Key::Email(text) => PushKey::Email(text),
            Key::Member(text) => PushKey::Member(text),
        };
        found.extend(view.find(directory, kind, key)?.into_iter().map(|one| (one.seq, one)));
    }
    Ok(Some(found.into_values().collect()))
}

/// Keys of which a resource that meets the filter has at least one.
fn keys(filter: &Filter, kind: RecordKind) -> Option<Vec<Key>> {
    match filter {
        Filter::And(clauses) => clauses.iter().find_map(|clause| keys(clause, kind)),
        Filter::Or(clauses) => {
            let each = clauses.iter().map(|clause| keys(clause, kind));
            Some(each.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
        }
        Filter::Compare { path, op: Op::Eq, value: Literal::Text(text), .. } => {
            key(path, path.sub.as_deref(), text, kind).map(|key| vec![key])
        }
        Filter::ValuePath { path, filter, .. } => value_of(filter).and_then(|text| {
            let key = key(path, Some("value"), text, kind)?;
            Some(vec![key])
        }),
        _ => None,
    }
}

/// The value that one element must have to meet the filter of a value path.
fn value_of(filter: &Filter) -> Option<&str> {
    match filter {
        Filter::And(clauses) => clauses.iter().find_map(value_of),
        Filter::Compare { path, op: Op::Eq, value: Literal::Text(text), .. }
            if path.is("value") =>
        {
            Some(text)
        }
        _ => None,
    }
}

fn key(path: &AttrPath, sub: Option<&str>, text: &str, kind: RecordKind) -> Option<Key> {
    let core =
        path.schema.as_deref().is_none_or(|schema| schema.to_ascii_lowercase().contains(":core:"));
    // A text that is a moment equals other texts too.
    if !core
        || text.is_empty()
        || text.starts_with(|first: char| first.is_ascii_digit()) && is_date(text)
    {
        return None;
    }
    let person = kind == RecordKind::Person;
    let plain = sub.is_none() && path.value_filter.is_none();
    let value = sub.is_none_or(|sub| sub.eq_ignore_ascii_case("value"));
    match path.name.to_ascii_lowercase().as_str() {
        "id" if plain => Some(Key::Id(text.to_owned())),
        "externalid" if plain => Some(Key::External(text.to_owned())),
        "username" if plain && person => Some(Key::Name(fold(text))),
        "displayname" if plain && person => Some(Key::Display(fold(text))),
        "displayname" if plain => Some(Key::Name(fold(text))),
        "emails" if value && person => Some(Key::Email(fold(text))),
        "members" if value && !person => Some(Key::Member(text.to_owned())),
        _ => None,
    }
}

/// Whether a text begins as a date does.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-'
}
