//! Patches (RFC 7644 section 3.5.2), in the dialects of clients.

use super::answer::Refusal;
use super::change::taken;
use super::limits::MOST_OPERATIONS;
use super::members::MemberChange;
use super::provider::Provider;
use rolecall_directory::RecordKind;
use rolecall_scim::apply;
use rolecall_scim::message::{MessageError, PatchOp, PatchOperation};
use rolecall_scim::schema::ResourceType;
use serde_json::{Map, Value};

/// What clients send along in an operation without path and mean nothing by (facts of Okta: a
/// rename carries the id).
const PASSED_OVER: [&str; 5] = ["id", "meta", "schemas", "groups", "password"];

/// A patch: of attributes, and of members.
#[derive(Clone)]
pub(super) struct Patch {
    attributes: PatchOp,
    pub members: Vec<MemberChange>,
}

impl From<MessageError> for Refusal {
    fn from(error: MessageError) -> Self {
        Self::new(400, error.scim_type(), error.to_string())
    }
}

impl Patch {
    /// Reads the body of a PATCH request.
    ///
    /// # Errors
    /// When it is no patch.
    pub fn read(provider: &Provider, kind: RecordKind, mut sent: Value) -> Result<Self, Refusal> {
        let schemas = provider.type_of(kind);
        for operation in operations(&mut sent) {
            spell(operation, schemas);
        }
        let whole = PatchOp::read(&sent)?;
        if whole.operations.len() > MOST_OPERATIONS {
            let words = format!("a patch may hold {MOST_OPERATIONS} operations; send several");
            return Err(Refusal::value(words));
        }
        let mut patch = Self { attributes: PatchOp::default(), members: Vec::new() };
        if kind == RecordKind::Person {
            patch.attributes = whole;
            return Ok(patch);
        }
        for (operation, number) in whole.operations.iter().zip(1..) {
            for (path, value) in operation.targets(number)? {
                if path.name.eq_ignore_ascii_case("members") {
                    patch.members.extend(MemberChange::read(operation.kind, &path, value)?);
                } else {
                    let value = value.cloned();
                    let one = PatchOperation { kind: operation.kind, path: Some(path), value };
                    patch.attributes.operations.push(one);
                }
            }
        }
        Ok(patch)
    }

    /// The attributes of a resource after the patch, which has those of `before`.
    ///
    /// # Errors
    /// When an operation cannot be carried out, or leaves something that is no such resource.
    pub fn applied(
        &self,
        provider: &Provider,
        kind: RecordKind,
        before: &Value,
    ) -> Result<Value, Refusal> {
        let mut resource = before.clone();
        if self.attributes.operations.is_empty() {
            return Ok(resource);
        }
        apply(&mut resource, &self.attributes)
            .map_err(|error| Refusal::new(400, error.scim_type(), error.to_string()))?;
        Ok(taken(provider, kind, &resource)?.0)
    }
}

fn operations(sent: &mut Value) -> &mut [Value] {
    let Value::Object(members) = sent else { return &mut [] };
    let named = members.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case("operations"));
    match named {
        Some((_, Value::Array(list))) => list,
        _ => &mut [],
    }
}

/// Spells the URNs in an operation's path, or in the keys of its value where it has none, as the
/// schemas do, and leaves out what means nothing there.
fn spell(operation: &mut Value, schemas: &ResourceType) {
    let Value::Object(members) = operation else { return };
    let named = |members: &Map<String, Value>, name: &str| {
        members.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned()
    };
    if let Some(key) = named(members, "path")
        && let Some(Value::String(path)) = members.get_mut(&key)
        && !path.trim().is_empty()
    {
        *path = schemas.spelled(path.trim());
        return;
    }
    let Some(key) = named(members, "value") else { return };
    let Some(Value::Object(values)) = members.get_mut(&key) else { return };
    let spelled = std::mem::take(values).into_iter();
    let spelled = spelled.map(|(key, value)| (schemas.spelled(&key), value));
    let meant = |key: &str| !PASSED_OVER.iter().any(|name| name.eq_ignore_ascii_case(key));
    *values = spelled.filter(|(key, _)| meant(key)).collect();
}
