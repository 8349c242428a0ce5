//! One change: a resource made, replaced, patched or deleted.

use super::answer::{PushAnswer, Refusal, Stop};
use super::call::PushMethod;
use super::limits::MOST_MEMBERS_ANSWERED;
use super::members::{self, MemberChange};
use super::patch::Patch;
use super::provider::{Context, Provider};
use super::render::{body, etag, is_found_alike, keys, names_version};
use rolecall_directory::RecordKind;
use rolecall_scim::message::ScimType;
use rolecall_scim::schema::{ConformError, conform};
use rolecall_store::{PushBatch, PushJoining, PushKey, PushKeys, PushRecord};
use serde_json::Value;
use uuid::{Builder, Uuid};

/// A change that could be read.
pub(super) struct Change {
    kind: RecordKind,
    id: String,
    what: What,
}

enum What {
    /// Attributes and, of a group, members.
    Create {
        body: Value,
        members: Vec<PushJoining>,
    },
    /// The same; members that are not spoken of stay, so that nobody leaves by an omission.
    Replace {
        body: Value,
        members: Option<Vec<PushJoining>>,
    },
    Patch(Patch),
    Delete,
}

impl From<ConformError> for Refusal {
    fn from(error: ConformError) -> Self {
        match error {
            ConformError::NotAnObject => Self::syntax(error.to_string()),
            ConformError::Missing { .. } | ConformError::Form { .. } => {
                Self::value(error.to_string())
            }
        }
    }
}

impl Change {
    /// Reads a change of the resource with `id`, or of none to be made.
    ///
    /// # Errors
    /// When the body is not what such a change needs.
    pub fn read(
        provider: &Provider,
        method: PushMethod,
        (kind, id): (RecordKind, Option<&&str>),
        sent: Option<Value>,
    ) -> Result<Self, Refusal> {
        let sent = sent.unwrap_or_default();
        let what = match method {
            PushMethod::Post => {
                let (body, members) = taken(provider, kind, &sent)?;
                What::Create { body, members: members.unwrap_or_default() }
            }
            PushMethod::Put => {
                let (body, members) = taken(provider, kind, &sent)?;
                What::Replace { body, members }
            }
            PushMethod::Patch => What::Patch(Patch::read(provider, kind, sent)?),
            _ => What::Delete,
        };
        Ok(Self { kind, id: id.map(|id| (*id).to_owned()).unwrap_or_default(), what })
    }

    /// Carries the change out.
    ///
    /// # Errors
    /// A refusal, by which nothing was written, or the workspace's failure.
    pub fn carry_out(
        &self,
        provider: &Provider,
        batch: &PushBatch<'_>,
        context: &Context,
    ) -> Result<PushAnswer, Stop> {
        let Self { kind, id, what } = self;
        if let What::Create { body, members } = what {
            return create(provider, batch, context, (*kind, body, members));
        }
        let found = batch.find(&provider.directory, *kind, PushKey::Id(id))?.into_iter().next();
        let record = found.ok_or_else(|| Refusal::not_found(provider.type_of(*kind).name, id))?;
        let wanted = context.if_match.as_ref();
        if wanted.is_some_and(|tags| !names_version(tags, record.version)) {
            let words = format!(
                "the {} was changed meanwhile: it is at version {} now; read it again",
                provider.type_of(*kind).name,
                etag(record.version)
            );
            return Err(Refusal::plain(412, words).into());
        }
        match what {
            What::Delete | What::Create { .. } => {
                batch.remove(&provider.directory, &record)?;
                Ok(PushAnswer { status: 204, changed: true, ..PushAnswer::default() })
            }
            What::Replace { body: after, members } => {
                let change = members.iter().map(|all| MemberChange::Set(all.clone())).collect();
                let before = body(&record);
                put(provider, batch, context, (&record, &before, after, change, true))
            }
            What::Patch(patch) => {
                let before = body(&record);
                let after = patch.applied(provider, record.kind, &before)?;
                let change = patch.members.clone();
                put(provider, batch, context, (&record, &before, &after, change, false))
            }
        }
    }
}

/// The attributes that are kept of what was sent, and the members where it speaks of them.
pub(super) fn taken(
    provider: &Provider,
    kind: RecordKind,
    sent: &Value,
) -> Result<(Value, Option<Vec<PushJoining>>), Refusal> {
    let mut body = conform(sent, provider.type_of(kind))?;
    let mut members = None;
    if let Value::Object(kept) = &mut body {
        kept.shift_remove("password");
        let listed = kept.shift_remove("members");
        let named = |name: &str| {
            let found = sent.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| !value.is_null())
        };
        if listed.is_some() || named("members") == Some(true) {
            members = Some(members::joining(&listed.unwrap_or(Value::Array(Vec::new())))?);
        }
    }
    Ok((body, members))
}

fn create(
    provider: &Provider,
    batch: &PushBatch<'_>,
    context: &Context,
    (kind, body, members): (RecordKind, &Value, &[PushJoining]),
) -> Result<PushAnswer, Stop> {
    let keys = keys(kind, body);
    unique(provider, batch, kind, &keys, None)?;
    let id = new_id(context.now);
    let of = (kind, id.as_str());
    let text = body.to_string();
    let record = batch.insert(&provider.directory, of, &keys, &text, context.now)?;
    batch.join(&provider.directory, &record, members)?;
    let answer = answered(provider, batch, context, (201, &record, body))?;
    Ok(PushAnswer { changed: true, ..answer })
}

/// A new id (RFC 9562 section 5.7): those that are made one after the other stand beside each other
/// in indexes, so that few pages change with a batch.
fn new_id(now: i64) -> String {
    let random = Uuid::new_v4().into_bytes();
    // Neither the version nor the variant of the random one.
    let [a, b, c, d, e, f, .., g, h, i, j] = random;
    let millis = u64::try_from(now).unwrap_or(0);
    let id = Builder::from_unix_timestamp_millis(millis, &[a, b, c, d, e, f, g, h, i, j]);
    id.into_uuid().to_string()
}

/// Gives a resource other attributes and members, and answers it.
fn put(
    provider: &Provider,
    batch: &PushBatch<'_>,
    context: &Context,
    (old, before, after, change, whole): (&PushRecord, &Value, &Value, Vec<MemberChange>, bool),
) -> Result<PushAnswer, Stop> {
    let text = after.to_string();
    let other = text != old.body;
    // Where it is found as before, indexes need no change.
    let keys = (other && !is_found_alike(before, after)).then(|| keys(old.kind, after));
    if let Some(keys) = &keys {
        unique(provider, batch, old.kind, keys, Some(old.seq))?;
    }
    // All that could be refused is, before anything is written.
    members::check(batch, old, &change)?;
    let mut record = old.clone();
    if other {
        record = batch.replace(&provider.directory, old, keys.as_ref(), &text, context.now)?;
    }
    let moved = members::carry_out(batch, &provider.directory, &record, &change)?;
    if moved && !other {
        record = batch.touch(&record, context.now)?;
    }
    let changed = other || moved;
    let asked = !context.asked.attributes.is_empty() || !context.asked.shows("members");
    if record.kind == RecordKind::Group
        && !whole
        && !asked
        && batch.member_count(&record)? > MOST_MEMBERS_ANSWERED
    {
        let location = Some(provider.location(&context.base, record.kind, &record.id));
        let etag = Some(etag(record.version));
        return Ok(PushAnswer { status: 204, location, etag, changed, ..PushAnswer::default() });
    }
    let answer = answered(provider, batch, context, (200, &record, after))?;
    Ok(PushAnswer { changed, ..answer })
}

fn answered(
    provider: &Provider,
    batch: &PushBatch<'_>,
    context: &Context,
    (status, record, body): (u16, &PushRecord, &Value),
) -> Result<PushAnswer, Stop> {
    let related = match (status, record.kind) {
        // Whoever was just made is in no group.
        (201, RecordKind::Person) => Vec::new(),
        _ => provider.related(batch, record, &context.asked)?,
    };
    let whole = provider.whole(&context.base, record, body, &related);
    let kind = provider.type_of(record.kind);
    let shown = rolecall_scim::schema::project(&whole, kind, &context.asked);
    let location = Some(provider.location(&context.base, record.kind, &record.id));
    let etag = Some(etag(record.version));
    Ok(PushAnswer { location, etag, ..PushAnswer::with(status, shown) })
}

/// Refuses a name that another resource of the kind has.
fn unique(
    provider: &Provider,
    batch: &PushBatch<'_>,
    kind: RecordKind,
    keys: &PushKeys,
    own: Option<i64>,
) -> Result<(), Stop> {
    let same = batch.find(&provider.directory, kind, PushKey::Name(&keys.name))?;
    let Some(other) = same.iter().find(|other| Some(other.seq) != own) else { return Ok(()) };
    let (what, attribute) = match kind {
        RecordKind::Person => ("User", "userName"),
        RecordKind::Group => ("Group", "displayName"),
    };
    let theirs = body(other);
    let name = theirs.get(attribute).and_then(Value::as_str).unwrap_or_default();
    let words = format!(
        "there is already a {what} with the {attribute} \"{name}\"; its id is \"{}\"",
        other.id
    );
    Err(Refusal::new(409, ScimType::Uniqueness, words).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_of_time_and_differ() {
        let now = 1_795_000_000_000;
        let ids: Vec<String> = (0..100).map(|at| new_id(now + at)).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        assert_ne!(new_id(now), new_id(now), "at one moment too");
        let read = Uuid::parse_str(&ids[0]).map(|id| id.get_version_num());
        assert_eq!(read, Ok(7));
    }
}
