//! Many accounts in one request (RFC 7644 section 3.7), where the answer accounts for each of
//! them; whatever it does not account for, or refuses, is done one by one.

use super::client::Ask;
use super::features::BulkLimit;
use super::mapping::new_user;
use super::members::Membership;
use super::operations::units;
use super::read::first;
use super::versions::version;
use super::write::Writing;
use crate::{AccountWork, JournalError, WorkStep};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use reqwest::Method;
use rolecall_directory::StepKind;
use rolecall_scim::message::PatchOp;
use rolecall_scim::urn;
use serde_json::{Value, json};

/// The most operations of one request, whatever is allowed: a lost answer is looked up for each.
const OPERATIONS: usize = 100;

/// An account's work that remains to be done by itself, and whether its account may have been made
/// already.
pub(super) type Left<'w> = (&'w AccountWork, bool);

/// One account's part of a bulk request.
struct Part<'w> {
    work: &'w AccountWork,
    /// What it does if it is accepted.
    steps: Vec<&'w WorkStep>,
    /// The key of the account, where there is one already.
    key: Option<String>,
    method: Method,
    path: String,
    data: Value,
}

/// What a bulk answer says of one part.
struct Told {
    status: u16,
    id: Option<String>,
    version: Option<String>,
}

impl Writing<'_> {
    /// Does what can be done in bulk. Answers the memberships that remain to be changed, and the
    /// work that remains to be done one by one.
    ///
    /// # Errors
    /// Only when the journal refused.
    pub async fn in_bulk<'w>(
        &self,
        works: Vec<&'w AccountWork>,
    ) -> Result<(Vec<Membership>, Vec<Left<'w>>), JournalError> {
        let limit = self.known.features.bulk.filter(|_| works.len() > 1);
        let Some(limit) = limit.filter(|_| !self.known.learned.bulk_is_unreliable()) else {
            return Ok((Vec::new(), works.into_iter().map(|work| (work, false)).collect()));
        };
        let (mut parts, mut left) = (Vec::new(), Vec::new());
        for work in works {
            match self.part(work) {
                Some(part) => parts.push(part),
                None => left.push((work, false)),
            }
        }
        let requests = requests(parts, limit);
        let requests = &requests;
        let told = stream::iter(0..requests.len()).map(|at| self.request(&requests[at]));
        let told: Vec<(Vec<Membership>, Vec<Left<'w>>)> =
            told.buffered(self.client.gate.most()).try_collect().await?;
        let mut memberships = Vec::new();
        for (members, others) in told {
            memberships.extend(members);
            left.extend(others);
        }
        Ok((memberships, left))
    }

    /// What an account needs as one operation; `None` where that does not do.
    fn part<'w>(&self, work: &'w AccountWork) -> Option<Part<'w>> {
        let steps: Vec<&WorkStep> =
            work.steps.iter().filter(|one| !self.is_membership(one)).collect();
        if !steps.iter().all(|one| self.has_place(one)) {
            return None;
        }
        let is = |kind: StepKind| move |one: &&&WorkStep| one.step.kind == kind;
        if steps.iter().any(|one| one.step.kind == StepKind::Create) {
            let others = steps.iter().filter(|one| one.step.kind != StepKind::Create);
            let person = work.person.as_ref()?;
            let values: Vec<&WorkStep> = others.filter(is(StepKind::Assign)).copied().collect();
            if values.len() + 1 != steps.len() {
                return None;
            }
            let data = self.with_values(new_user(person, self.known).ok()?, &values);
            let (method, path) = (Method::POST, format!("/{}", self.known.users));
            return Some(Part { work, steps, key: None, method, path, data });
        }
        // E-mails are read before they are written.
        if !self.known.patches_users() || self.writes_emails(work, &steps).is_some() {
            return None;
        }
        let key = work.account.as_ref()?.key.clone();
        let units = units(&steps, work, self.bound, self.known, None);
        if units.is_empty() || units.iter().any(|unit| unit.operations.is_empty()) {
            return None;
        }
        let operations = units.into_iter().flat_map(|unit| unit.operations).collect();
        let data = PatchOp { operations }.to_value();
        let path = format!("/{}/{key}", self.known.users);
        Some(Part { work, steps, key: Some(key), method: Method::PATCH, path, data })
    }

    /// Sends one request and writes down what its answer accounts for.
    async fn request<'w>(
        &self,
        parts: &[Part<'w>],
    ) -> Result<(Vec<Membership>, Vec<Left<'w>>), JournalError> {
        let one_by_one = |unsure| parts.iter().map(|part| (part.work, unsure)).collect();
        if self.journal.cancelled() || self.known.learned.bulk_is_unreliable() {
            return Ok((Vec::new(), one_by_one(false)));
        }
        let steps: Vec<&WorkStep> = parts.iter().flat_map(|part| part.steps.clone()).collect();
        self.sending(&steps).await?;
        let operations: Vec<Value> =
            parts.iter().zip(0..).map(|(part, number)| self.operation(part, number)).collect();
        let body = json!({"schemas": [urn::BULK_REQUEST], "Operations": operations});
        let answer = match self.client.call(&Ask::send(Method::POST, "Bulk", &body)).await {
            Ok(answer) => answer,
            Err(refused) => {
                // Later requests of this run fare no better.
                self.known.learned.bulk_fails();
                return Ok((Vec::new(), one_by_one(refused.maybe_done)));
            }
        };
        let (mut memberships, mut left) = (Vec::new(), Vec::new());
        for (part, number) in parts.iter().zip(0..) {
            let Some(told) = told(&answer.body, part, number) else {
                self.known.learned.bulk_fails();
                left.push((part.work, true));
                continue;
            };
            let key = part.key.clone().or(told.id);
            match key.filter(|_| (200..300).contains(&told.status)) {
                Some(key) => {
                    let path = format!("{}/{key}", self.known.users);
                    self.version_is(&path, told.version);
                    self.done(&part.steps, answer.tries, Some(&key)).await?;
                    let members = part.work.steps.iter().filter(|one| self.is_membership(one));
                    memberships.extend(
                        members.map(|one| Membership { step: one.clone(), user: key.clone() }),
                    );
                }
                // By itself it is refused in words of its own, or in parts.
                None => left.push((part.work, told.status < 300 || told.status >= 500)),
            }
        }
        Ok((memberships, left))
    }

    fn operation(&self, part: &Part<'_>, number: usize) -> Value {
        let mut operation = json!({
            "method": part.method.as_str(), "path": part.path, "bulkId": bulk_id(number),
            "data": part.data,
        });
        let version = part
            .key
            .as_ref()
            .and_then(|key| self.version_of(&format!("{}/{key}", self.known.users)));
        if let Some(version) = version {
            operation["version"] = json!(version);
        }
        operation
    }
}

/// As many parts to a request as it may carry.
fn requests<'w>(parts: Vec<Part<'w>>, limit: BulkLimit) -> Vec<Vec<Part<'w>>> {
    // Method, path and punctuation of an operation, and the frame of them all.
    const AROUND: usize = 256;
    let most = limit.operations.min(OPERATIONS);
    let mut requests: Vec<Vec<Part<'w>>> = Vec::new();
    let mut bytes = 0;
    for part in parts {
        let more = part.data.to_string().len() + AROUND;
        match requests.last_mut() {
            Some(last) if last.len() < most && bytes + more <= limit.bytes => {
                bytes += more;
                last.push(part);
            }
            _ => {
                bytes = AROUND + more;
                requests.push(vec![part]);
            }
        }
    }
    requests
}

fn bulk_id(number: usize) -> String {
    format!("rolecall-{number}")
}

/// What the answer says of a part: found by its bulkId, or by where the account is.
fn told(answer: &Value, part: &Part<'_>, number: usize) -> Option<Told> {
    let operations = answer.get("Operations")?.as_array()?;
    let by_id = |one: &&Value| first(one, "bulkId") == Some(bulk_id(number));
    let id_of = |one: &Value| {
        let location = first(one, "location");
        let end = location.as_deref().and_then(|at| at.trim_end_matches('/').rsplit('/').next());
        let inside = one.get("response").and_then(|response| first(response, "id"));
        inside.or_else(|| end.map(str::to_owned))
    };
    let by_place = |one: &&Value| {
        part.key.is_some() && first(one, "bulkId").is_none() && id_of(one) == part.key
    };
    let one = operations.iter().find(by_id).or_else(|| operations.iter().find(by_place))?;
    // SCIM writes it as a text, some as a number, some as an object with a code.
    let status = first(one, "status")
        .or_else(|| one.get("status").and_then(|status| first(status, "code")))
        .and_then(|status| status.parse().ok())?;
    let version = first(one, "version").or_else(|| version(one.get("response")?));
    Some(Told { status, id: id_of(one), version })
}
