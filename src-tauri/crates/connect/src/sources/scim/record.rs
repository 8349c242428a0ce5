//! Records of users and groups as a provider gives them, read leniently.

use crate::sources::Known;
use rolecall_directory::{MirrorMember, RecordKind, SourceFlaw};
use rolecall_scim::{AttrPath, get};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Under what the members of a group are remembered in the record that is kept of it: they
/// themselves are kept beside it.
const MEMBERS: &str = "membersDigest";

/// Who a user is. Whoever is not said to be inactive is active (RFC 7643 section 4.1.1 leaves it
/// open).
pub(super) fn person(_id: &str, record: &Value) -> Result<Option<Known>, SourceFlaw> {
    let user_name = text(record, "userName").unwrap_or_default();
    let inactive = text(record, "active").is_some_and(|word| word.eq_ignore_ascii_case("false"));
    Ok(Some(Known { user_name, active: !inactive, org_unit: None }))
}

/// The name of a group.
pub(super) fn group(record: &Value) -> Option<String> {
    text(record, "displayName")
}

/// When a record was last changed, where it says so.
pub(super) fn modified(record: &Value) -> Option<String> {
    let moment = text(record.get("meta")?, "lastModified")?;
    moment.parse::<jiff::Timestamp>().ok().map(|_| moment)
}

/// A plain value, its name in any case.
pub(super) fn text(record: &Value, name: &str) -> Option<String> {
    get(record, &AttrPath::new(name)).into_iter().find_map(|value| match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    })
}

/// The members of a group, and the record without them.
pub(super) fn parted(mut group: Value) -> (Value, Vec<MirrorMember>) {
    let mut members: Vec<MirrorMember> =
        get(&group, &AttrPath::new("members")).into_iter().filter_map(member).collect();
    members.sort();
    members.dedup();
    if let Some(record) = group.as_object_mut() {
        record.retain(|name, _| !name.eq_ignore_ascii_case("members"));
        record.insert(MEMBERS.to_owned(), Value::String(digest(&members)));
    }
    (group, members)
}

fn member(value: &Value) -> Option<MirrorMember> {
    let reference = text(value, "$ref").unwrap_or_default();
    let mut segments = reference.trim_end_matches('/').rsplit('/');
    let last = segments.next().filter(|id| !id.is_empty()).map(str::to_owned);
    let kind = match text(value, "type") {
        Some(word) if word.eq_ignore_ascii_case("group") => RecordKind::Group,
        Some(_) => RecordKind::Person,
        None if segments.next() == Some("Groups") => RecordKind::Group,
        None => RecordKind::Person,
    };
    let id = match value {
        Value::String(id) => Some(id.clone()),
        _ => text(value, "value").or(last),
    };
    Some(MirrorMember { kind, id: id? })
}

fn digest(members: &[MirrorMember]) -> String {
    let mut hash = Sha256::new();
    for member in members {
        hash.update(member.id.as_bytes());
        hash.update([0]);
    }
    let mut text = String::new();
    for byte in hash.finalize() {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Whether a record is another one though it says that it was not changed. In which groups a user
/// is belongs to the groups.
pub(super) fn contradicts(before: &str, now: &Value) -> bool {
    let before: Value = serde_json::from_str(before).unwrap_or_default();
    let same_moment = modified(&before).is_some() && modified(&before) == modified(now);
    let without = |record: &Value| {
        let mut record = record.clone();
        if let Some(members) = record.as_object_mut() {
            let aside =
                |name: &str| ["meta", "groups"].iter().any(|one| name.eq_ignore_ascii_case(one));
            members.retain(|name, _| !aside(name));
        }
        record
    };
    same_moment && without(&before) != without(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_told_apart_however_they_are_written() {
        let group = json!({"displayName": "G", "Members": [
            {"value": "u1"}, {"value": "g2", "type": "Group"}, "u3", {"value": "u1"},
            {"$ref": "https://x/v2/Groups/g4"}, {"value": "u5", "$ref": "../Users/u5"}, {},
        ]});
        let (record, members) = parted(group);
        let told: Vec<_> = members.iter().map(|one| (one.kind, one.id.as_str())).collect();
        let (person, group) = (RecordKind::Person, RecordKind::Group);
        assert_eq!(
            told,
            [(person, "u1"), (person, "u3"), (person, "u5"), (group, "g2"), (group, "g4")]
        );
        assert!(record.get("Members").is_none() && record[MEMBERS].is_string(), "{record}");
        let (other, _) = parted(json!({"displayName": "G", "members": ["u1"]}));
        assert_ne!(record[MEMBERS], other[MEMBERS], "others are in it");
    }

    #[test]
    fn a_change_that_is_not_told_is_noticed() {
        let record = |modified: &str, name: &str| json!({"meta": {"lastModified": modified, "version": name}, "name": name});
        let before = record("2026-01-01T00:00:00Z", "a").to_string();
        assert!(contradicts(&before, &record("2026-01-01T00:00:00Z", "b")), "not told");
        assert!(!contradicts(&before, &record("2026-01-02T00:00:00Z", "b")), "told");
        assert!(!contradicts(&before, &record("2026-01-01T00:00:00Z", "a")), "the same");
        assert!(!contradicts("{}", &json!({"name": "b"})), "nothing was said of when");
    }

    #[test]
    fn activity_is_read_as_vendors_write_it() {
        let active = |record: Value| person("1", &record).ok().flatten().map(|one| one.active);
        assert_eq!(active(json!({"active": "False"})), Some(false));
        assert_eq!(active(json!({"Active": false})), Some(false));
        assert_eq!(active(json!({})), Some(true));
    }
}
