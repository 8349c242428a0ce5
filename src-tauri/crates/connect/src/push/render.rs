//! Resources as they are kept and as they are answered.

use super::provider::Provider;
use jiff::Timestamp;
use rolecall_directory::RecordKind;
use rolecall_scim::fold;
use rolecall_scim::schema::{Projection, ResourceType, project};
use rolecall_store::{PushKeys, PushMember, PushRecord, PushView, StoreError};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The entity tag of a version: weak, as answers are made anew.
pub(super) fn etag(version: i64) -> String {
    format!("W/\"{version}\"")
}

/// Whether a list of entity tags, as clients send it, names `version`; compared weakly.
pub(super) fn names_version(tags: &str, version: i64) -> bool {
    let own = version.to_string();
    tags.split(',').map(str::trim).any(|tag| {
        let bare = tag.strip_prefix("W/").or(tag.strip_prefix("w/")).unwrap_or(tag);
        tag == "*" || bare.trim_matches('"') == own
    })
}

/// A moment as RFC 7643 section 2.3.5 has it, always of the same length so that texts are in order.
fn moment(at: i64) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// A segment of a path, such as a directory's name, encoded (RFC 3986 section 2.1).
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut path = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                path.push(char::from(byte));
            }
            // Writing to a text cannot fail.
            _ => drop(write!(path, "%{byte:02X}")),
        }
    }
    path
}

/// What a resource with this body is found by.
pub(super) fn keys(kind: RecordKind, body: &Value) -> PushKeys {
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let display = text("displayName");
    let external_id = body.get("externalId").and_then(Value::as_str).map(str::to_owned);
    if kind == RecordKind::Group {
        let (label, name) = (display.to_owned(), fold(display));
        return PushKeys { label, name, external_id, ..PushKeys::default() };
    }
    let emails = body.get("emails").and_then(Value::as_array).map(Vec::as_slice);
    let values = emails.unwrap_or_default().iter().filter_map(|one| one.get("value")?.as_str());
    PushKeys {
        label: if display.is_empty() { text("userName") } else { display }.to_owned(),
        name: fold(text("userName")),
        external_id,
        display: (!display.is_empty()).then(|| fold(display)),
        emails: values.map(fold).collect(),
    }
}

/// Whether resources of one kind with these bodies are found by the same; see [`keys`].
pub(super) fn is_found_alike(one: &Value, other: &Value) -> bool {
    let parts = ["userName", "displayName", "externalId", "emails"];
    parts.iter().all(|part| one.get(part) == other.get(part))
}

impl Provider {
    pub(super) fn type_of(&self, kind: RecordKind) -> &ResourceType {
        match kind {
            RecordKind::Person => &self.users,
            RecordKind::Group => &self.groups,
        }
    }

    pub(super) fn location(&self, base: &str, kind: RecordKind, id: &str) -> String {
        format!("{base}{}/{id}", self.type_of(kind).endpoint)
    }

    /// The whole resource with id, meta, and what it is related to: a group's members, the groups
    /// of a user.
    pub(super) fn whole(
        &self,
        base: &str,
        record: &PushRecord,
        body: &Value,
        related: &[PushMember],
    ) -> Value {
        let mut whole = Map::new();
        whole.insert("schemas".to_owned(), body.get("schemas").cloned().unwrap_or_default());
        whole.insert("id".to_owned(), json!(record.id));
        let kept = body.as_object().into_iter().flatten().filter(|(name, _)| *name != "schemas");
        whole.extend(kept.map(|(name, value)| (name.clone(), value.clone())));
        if !related.is_empty() {
            let name = if record.kind == RecordKind::Group { "members" } else { "groups" };
            let related = related.iter().map(|one| self.relation(base, record.kind, one));
            whole.insert(name.to_owned(), related.collect());
        }
        let meta = json!({
            "resourceType": self.type_of(record.kind).name,
            "created": moment(record.created),
            "lastModified": moment(record.modified),
            "location": self.location(base, record.kind, &record.id),
            "version": etag(record.version),
        });
        whole.insert("meta".to_owned(), meta);
        Value::Object(whole)
    }

    fn relation(&self, base: &str, of: RecordKind, one: &PushMember) -> Value {
        let mut told = json!({"value": one.id});
        if let Some(kind) = one.kind {
            told["$ref"] = json!(self.location(base, kind, &one.id));
        }
        if let Some(display) = &one.display {
            told["display"] = json!(display);
        }
        let what = match (of, one.kind) {
            (_, None) => return told,
            (RecordKind::Person, _) => "direct",
            (RecordKind::Group, Some(RecordKind::Person)) => "User",
            (RecordKind::Group, Some(RecordKind::Group)) => "Group",
        };
        told["type"] = json!(what);
        told
    }

    /// What a resource is related to, where the answer or a filter is about it.
    pub(super) fn related(
        &self,
        view: &PushView<'_>,
        record: &PushRecord,
        asked: &Projection,
    ) -> Result<Vec<PushMember>, StoreError> {
        match record.kind {
            RecordKind::Group if asked.shows("members") => view.members(record),
            RecordKind::Person if asked.shows("groups") => {
                view.groups_of(&self.directory, &record.id)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The resource as it is answered.
    pub(super) fn shown(
        &self,
        view: &PushView<'_>,
        base: &str,
        record: &PushRecord,
        asked: &Projection,
    ) -> Result<Value, StoreError> {
        let body = body(record);
        let related = self.related(view, record, asked)?;
        let whole = self.whole(base, record, &body, &related);
        Ok(project(&whole, self.type_of(record.kind), asked))
    }
}

/// The attributes of a resource as they are kept.
pub(super) fn body(record: &PushRecord) -> Value {
    serde_json::from_str(&record.body).unwrap_or_default()
}
