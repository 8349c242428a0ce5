//! Many changes in one request (RFC 7644 section 3.7).

use super::answer::{PushAnswer, Refusal, Stop, settled};
use super::call::PushMethod;
use super::change::Change;
use super::limits::MOST_OPERATIONS;
use super::provider::{Context, Provider};
use rolecall_directory::RecordKind;
use rolecall_scim::schema::Projection;
use rolecall_scim::urn;
use rolecall_store::{PushBatch, StoreError};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const REFERENCE: &str = "bulkId:";

/// The operations of a bulk request.
pub(super) struct Bulk {
    operations: Vec<Operation>,
    /// After how many errors the rest is left undone.
    fail_on_errors: Option<u64>,
}

struct Operation {
    method: String,
    path: String,
    bulk_id: Option<String>,
    version: Option<String>,
    data: Option<Value>,
}

impl Bulk {
    /// Reads the body of a bulk request.
    ///
    /// # Errors
    /// When it is none, or holds too many operations (413).
    pub fn read(sent: &Value) -> Result<Self, Refusal> {
        let part = |value: &Value, name: &str| -> Option<Value> {
            let members = value.as_object()?;
            let found = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1;
            (!found.is_null()).then(|| found.clone())
        };
        let Some(Value::Array(listed)) = part(sent, "Operations") else {
            return Err(Refusal::syntax("a bulk request needs a list of \"Operations\""));
        };
        if listed.len() > MOST_OPERATIONS {
            let words = format!(
                "a bulk request may hold {MOST_OPERATIONS} operations; send {} in several",
                listed.len()
            );
            return Err(Refusal::plain(413, words));
        }
        let mut operations = Vec::with_capacity(listed.len());
        for (one, number) in listed.iter().zip(1..) {
            let text = |name: &str| part(one, name)?.as_str().map(str::to_owned);
            let needed = |name: &str| {
                let words = format!("operation {number} of the bulk request has no \"{name}\"");
                text(name).ok_or_else(|| Refusal::syntax(words))
            };
            operations.push(Operation {
                method: needed("method")?,
                path: needed("path")?,
                bulk_id: text("bulkId"),
                version: text("version"),
                data: part(one, "data"),
            });
        }
        let fail_on_errors = part(sent, "failOnErrors").and_then(|number| number.as_u64());
        Ok(Self { operations, fail_on_errors })
    }

    /// Carries the operations out, those that refer to another after that one, and answers each.
    ///
    /// # Errors
    /// When the workspace fails.
    pub fn carry_out(
        &self,
        provider: &Provider,
        batch: &PushBatch<'_>,
        context: &Context,
    ) -> Result<PushAnswer, StoreError> {
        let mut made = BTreeMap::new();
        let mut answers: BTreeMap<usize, PushAnswer> = BTreeMap::new();
        let mut waiting: Vec<usize> = (0..self.operations.len()).collect();
        let (mut errors, mut changed) = (0, false);
        let enough =
            |errors: u64| self.fail_on_errors.is_some_and(|most| most > 0 && errors >= most);
        while !waiting.is_empty() && !enough(errors) {
            let before = waiting.len();
            let mut still = Vec::new();
            for at in std::mem::take(&mut waiting) {
                if enough(errors) {
                    break;
                }
                let one = &self.operations[at];
                if self.waits(one, &made, &answers) {
                    still.push(at);
                    continue;
                }
                let answer = one.carry_out(provider, batch, context, &made)?;
                if let (Some(name), Some(id)) = (&one.bulk_id, made_id(&answer)) {
                    made.insert(name.clone(), id);
                }
                errors += u64::from(answer.status >= 400);
                changed |= answer.changed;
                answers.insert(at, answer);
            }
            if still.len() == before {
                for at in still {
                    let words = "operations refer to each other in a circle";
                    answers.insert(at, PushAnswer::error(409, None, words));
                }
                break;
            }
            waiting = still;
        }
        let failed = answers.values().filter(|answer| answer.status >= 400).count();
        let detail = format!("{} operations, {failed} refused", answers.len());
        let told = answers.into_iter();
        let told: Vec<Value> = told.map(|(at, answer)| self.operations[at].told(answer)).collect();
        let body = json!({"schemas": [urn::BULK_RESPONSE], "Operations": told});
        Ok(PushAnswer { changed, detail, ..PushAnswer::with(200, body) })
    }

    /// Whether an operation refers to a resource that a later one will make.
    fn waits(
        &self,
        one: &Operation,
        made: &BTreeMap<String, String>,
        answers: &BTreeMap<usize, PushAnswer>,
    ) -> bool {
        let mut named = BTreeSet::new();
        references(&Value::String(one.path.replace('/', " ")), &mut named);
        one.data.iter().for_each(|data| references(data, &mut named));
        named.iter().filter(|name| !made.contains_key(*name)).any(|name| {
            let maker = self.operations.iter().position(|other| {
                other.bulk_id.as_deref() == Some(name)
                    && PushMethod::read(&other.method) == PushMethod::Post
            });
            maker.is_some_and(|at| !answers.contains_key(&at))
        })
    }
}

impl Operation {
    fn carry_out(
        &self,
        provider: &Provider,
        batch: &PushBatch<'_>,
        context: &Context,
        made: &BTreeMap<String, String>,
    ) -> Result<PushAnswer, StoreError> {
        settled(self.try_out(provider, batch, context, made))
    }

    fn try_out(
        &self,
        provider: &Provider,
        batch: &PushBatch<'_>,
        context: &Context,
        made: &BTreeMap<String, String>,
    ) -> Result<PushAnswer, Stop> {
        let method = PushMethod::read(&self.method);
        let parts: Vec<&str> = self.path.split('/').filter(|part| !part.is_empty()).collect();
        let kind = match parts.first().map(|first| first.to_ascii_lowercase()).as_deref() {
            Some("users") => RecordKind::Person,
            Some("groups") => RecordKind::Group,
            _ => return Err(Refusal::plain(404, format!("there is no \"{}\"", self.path)).into()),
        };
        if self.bulk_id.is_none() && method == PushMethod::Post {
            return Err(Refusal::value("an operation that creates needs a \"bulkId\"").into());
        }
        let id = parts.get(1).map(|id| resolved(id, made)).transpose()?;
        let fits = matches!(
            (method, id.is_some()),
            (PushMethod::Post, false)
                | (PushMethod::Put | PushMethod::Patch | PushMethod::Delete, true)
        );
        if !fits || parts.len() > 2 {
            let words = format!("\"{}\" of \"{}\" cannot be done in bulk", self.method, self.path);
            return Err(Refusal::value(words).into());
        }
        let mut data = self.data.clone();
        if let Some(data) = &mut data {
            replace(data, made)?;
        }
        if data.is_none() && method != PushMethod::Delete {
            return Err(Refusal::syntax("the operation has no \"data\"").into());
        }
        let change = Change::read(provider, method, (kind, id.as_deref().as_ref()), data)?;
        let context = Context {
            base: context.base.clone(),
            now: context.now,
            if_match: self.version.clone(),
            asked: Projection::default(),
        };
        change.carry_out(provider, batch, &context)
    }

    /// The answer to one operation within that to the whole.
    fn told(&self, answer: PushAnswer) -> Value {
        let mut told = json!({"method": self.method.to_ascii_uppercase()});
        if let Some(bulk_id) = &self.bulk_id {
            told["bulkId"] = json!(bulk_id);
        }
        if let Some(location) = answer.location {
            told["location"] = json!(location);
        }
        if let Some(etag) = answer.etag {
            told["version"] = json!(etag);
        }
        told["status"] = json!(answer.status.to_string());
        if answer.status >= 400 {
            told["response"] = answer.body.unwrap_or_default();
        }
        told
    }
}

fn made_id(answer: &PushAnswer) -> Option<String> {
    (answer.status == 201).then_some(())?;
    Some(answer.body.as_ref()?.get("id")?.as_str()?.to_owned())
}

/// The names of operations that a value refers to.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            for part in text.split([' ', '"', '/', '[', ']']) {
                if let Some(name) = part.strip_prefix(REFERENCE) {
                    found.insert(name.to_owned());
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|one| references(one, found)),
        Value::Object(members) => members.values().for_each(|one| references(one, found)),
        _ => {}
    }
}

/// The id that a reference stands for, or the text as it is.
fn resolved(text: &str, made: &BTreeMap<String, String>) -> Result<String, Refusal> {
    let Some(name) = text.strip_prefix(REFERENCE) else { return Ok(text.to_owned()) };
    let wrong = || Refusal::value(format!("no operation made \"{name}\", which is referred to"));
    made.get(name).cloned().ok_or_else(wrong)
}

fn replace(value: &mut Value, made: &BTreeMap<String, String>) -> Result<(), Refusal> {
    match value {
        Value::String(text) if text.starts_with(REFERENCE) => *text = resolved(text, made)?,
        // Within a path, as members[value eq "bulkId:x"].
        Value::String(text) if text.contains(REFERENCE) => {
            for (name, id) in made {
                *text = text.replace(&format!("{REFERENCE}{name}\""), &format!("{id}\""));
            }
        }
        Value::Array(list) => {
            for one in list {
                replace(one, made)?;
            }
        }
        Value::Object(members) => {
            for (_, one) in members.iter_mut() {
                replace(one, made)?;
            }
        }
        _ => {}
    }
    Ok(())
}
