//! Making accounts, as many at once as one call takes, each accounted for by itself.
//!
//! GoTo answers a POST with key and address of everybody in it, people who have a profile already
//! included. So who is named in the answer is looked for among the account's users before the
//! account counts as made: who is not there has a profile in another account, and was asked to
//! transfer it.

use super::new::New;
use super::read::{addresses, by_email};
use super::user::text_of;
use super::write::{Writing, is_about_part};
use crate::calls::{Ask, Refusal};
use crate::{AccountWork, JournalError, WorkStep};
use futures_util::future::join_all;
use reqwest::Method;
use rolecall_directory::{Cause, NotSent, StepKind};
use rolecall_scim::fold;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// How many people one POST makes. No source tells the most: this is our decision.
const TOGETHER: usize = 50;

/// A person whose account was made.
#[derive(Debug, Clone)]
pub(super) struct Made<'w> {
    pub new: New<'w>,
    pub key: String,
    pub with_licenses: bool,
    tries: u32,
    /// Whether it was seen among the account's users.
    seen: bool,
}

/// What a POST came to.
#[derive(Debug, Default)]
struct Posted {
    /// By folded address: the key, and whether it was looked up.
    found: HashMap<String, (String, bool)>,
    tries: u32,
    /// Why who is not found was not made.
    refused: Option<Refusal>,
}

impl Writing<'_> {
    /// Makes the accounts of `works`; answers those that are there now.
    ///
    /// # Errors
    /// Only when the journal refused.
    pub async fn create_all<'w>(
        &self,
        works: &[&'w AccountWork],
    ) -> Result<Vec<Made<'w>>, JournalError> {
        let mut of_licenses: BTreeMap<BTreeSet<String>, Vec<New<'w>>> = BTreeMap::new();
        for new in self.prepared(works).await? {
            of_licenses.entry(new.licenses.clone()).or_default().push(new);
        }
        let mut chunks = Vec::new();
        for mut all in of_licenses.into_values() {
            while !all.is_empty() {
                let rest = all.split_off(all.len().min(TOGETHER));
                chunks.push(std::mem::replace(&mut all, rest));
            }
        }
        let mut made = Vec::new();
        let mut chunks = chunks.into_iter().peekable();
        while chunks.peek().is_some() {
            let wave: Vec<_> = chunks.by_ref().take(self.client.gate.most()).collect();
            if self.answers.cancelled() {
                for new in wave.iter().flatten() {
                    let steps: Vec<&WorkStep> = new.work.steps.iter().collect();
                    let words = "the run was stopped before this";
                    self.answers.not_sent(&steps, NotSent::Cancelled, words).await?;
                }
                continue;
            }
            let posted = join_all(wave.into_iter().map(|chunk| self.post_all(chunk))).await;
            let posted: Result<Vec<Vec<Made<'w>>>, JournalError> = posted.into_iter().collect();
            made.extend(self.confirmed(posted?.into_iter().flatten().collect()).await?);
        }
        Ok(made)
    }

    /// The people of `works` that GoTo would take; the others fail here.
    async fn prepared<'w>(&self, works: &[&'w AccountWork]) -> Result<Vec<New<'w>>, JournalError> {
        if !works.is_empty() && self.seen.lock().await.is_old() {
            // Without the list who came since is found only after asking for them.
            if let Ok(all) = addresses(self.client).await {
                self.seen.lock().await.came(all);
            }
        }
        let mut prepared = Vec::new();
        for work in works {
            let create = work.steps.iter().find(|one| one.step.kind == StepKind::Create);
            let Some(create) = create else { continue };
            let new = {
                let seen = self.seen.lock().await;
                New::of(work, create, &seen.catalogue).and_then(|new| match seen.knows(new.email) {
                    true => Err(exists(new.email)),
                    false => Ok(new),
                })
            };
            match new {
                Ok(new) => prepared.push(new),
                Err(refused) => {
                    self.answers.sending(&[create]).await?;
                    self.all_not_made(work, &[create], &refused).await?;
                }
            }
        }
        Ok(prepared)
    }

    /// Makes the people of one chunk, all with the same licences. What is refused is halved until
    /// who is refused is alone, and then tried without licences, for one refused licence must not
    /// lose the account.
    async fn post_all<'w>(&self, chunk: Vec<New<'w>>) -> Result<Vec<Made<'w>>, JournalError> {
        let mut made = Vec::new();
        let mut waiting = VecDeque::from([(chunk, true)]);
        while let Some((mut batch, with_licenses)) = waiting.pop_front() {
            let steps: Vec<&WorkStep> =
                batch.iter().flat_map(|new| new.sent(with_licenses)).collect();
            self.answers.sending(&steps).await?;
            let posted = self.post(&batch, with_licenses).await;
            if let Some(refused) = posted.refused.as_ref().filter(|_| posted.found.is_empty()) {
                if batch.len() > 1 && is_about_part(refused) {
                    let second = batch.split_off(batch.len() / 2);
                    waiting.push_front((second, with_licenses));
                    waiting.push_front((batch, with_licenses));
                    continue;
                }
                let has_licenses = batch.iter().any(|new| !new.licenses.is_empty());
                let is_about_them = is_about_part(refused) && refused.cause != Cause::AccountExists;
                if with_licenses && has_licenses && is_about_them {
                    waiting.push_front((batch, false));
                    continue;
                }
            }
            for new in batch {
                let found = posted.found.get(&fold(new.email));
                let Some((key, seen)) = found.cloned() else {
                    let unnamed = || {
                        let words = "GoTo's answer does not name this person, who is not among \
                                     the users either";
                        Refusal::new(Cause::RejectedByTarget, words)
                    };
                    let refused = posted.refused.clone().unwrap_or_else(unnamed);
                    self.not_made(&new, with_licenses, &refused).await?;
                    continue;
                };
                // Of who was looked up nobody knows whether the licences came along.
                let with_licenses = with_licenses && !seen;
                made.push(Made { new, key, with_licenses, tries: posted.tries, seen });
            }
        }
        Ok(made)
    }

    /// Posts the people of `batch`. A call that may have been carried out without an answer is
    /// not sent again before everybody in it was looked for.
    async fn post(&self, batch: &[New<'_>], with_licenses: bool) -> Posted {
        let (mut posted, mut in_doubt) = (Posted::default(), false);
        loop {
            let is_left = |new: &&New<'_>| !posted.found.contains_key(&fold(new.email));
            let left: Vec<&New<'_>> = batch.iter().filter(is_left).collect();
            let mut body = json!({
                "users": left.iter().map(|new| new.record()).collect::<Vec<_>>(),
                "suppressEmail": !self.invite,
            });
            if let Some(new) = left.first().filter(|new| with_licenses && !new.licenses.is_empty())
            {
                body["licenseKeys"] = json!(new.licenses);
            }
            let ask = Ask::send(Method::POST, self.client.path("users"), &body);
            let refused = match self.client.call_from(&ask, posted.tries).await {
                Ok(answer) => {
                    posted.tries = answer.tries;
                    posted.found.extend(named(&answer.value));
                    self.look_up(batch, &mut posted).await;
                    return posted;
                }
                Err(refused) => refused,
            };
            posted.tries = refused.tries;
            let may_retry = refused.maybe_done && self.client.caller.may_retry(&refused);
            let is_sure = !refused.maybe_done;
            in_doubt |= refused.maybe_done;
            posted.refused = Some(Refusal { maybe_done: in_doubt, ..refused.clone() });
            if is_sure || !self.look_up(batch, &mut posted).await {
                return posted;
            }
            if posted.found.len() == batch.len() || !may_retry {
                return posted;
            }
            self.client.caller.wait(&refused).await;
            posted.refused = None;
        }
    }

    /// Looks for those of `batch` who are not found yet; tells whether all could be looked for.
    async fn look_up(&self, batch: &[New<'_>], posted: &mut Posted) -> bool {
        let mut all = true;
        for new in batch {
            if posted.found.contains_key(&fold(new.email)) {
                continue;
            }
            match by_email(self.client, new.email, Some("key,email")).await {
                Ok(Some(record)) => {
                    let key = text_of(&record["key"]).map(|key| (key, true));
                    posted.found.extend(key.map(|key| (fold(new.email), key)));
                }
                Ok(None) => {}
                Err(_) => all = false,
            }
        }
        if posted.found.values().any(|(_, looked_up)| *looked_up) {
            self.seen.lock().await.doubt_licenses();
        }
        all
    }

    /// Those of `made` who are among the account's users now; the others fail.
    async fn confirmed<'w>(&self, made: Vec<Made<'w>>) -> Result<Vec<Made<'w>>, JournalError> {
        let there = self.there(&made).await;
        let mut confirmed = Vec::new();
        for one in made {
            let is_old = self.seen.lock().await.user(&one.key).is_some();
            let refused = match &there {
                // The user had another address when the account was read.
                _ if is_old => Some(exists(one.new.email)),
                _ if one.seen => None,
                Ok(keys) if keys.contains(&one.key) => None,
                Ok(_) => Some(elsewhere(one.new.email)),
                Err(refused) => Some(refused.clone().maybe_done()),
            };
            if let Some(refused) = refused {
                self.seen.lock().await.doubt_licenses();
                self.not_made(&one.new, one.with_licenses, &refused).await?;
                continue;
            }
            let user = one.new.user(&one.key, one.with_licenses);
            self.seen.lock().await.put(user);
            let sent = one.new.sent(one.with_licenses);
            self.answers.done(&sent, one.tries, &one.key).await?;
            confirmed.push(one);
        }
        Ok(confirmed)
    }

    /// The keys of those of `made` who are users of the account, asked for in the fewer calls:
    /// one by one, or with all others.
    async fn there(&self, made: &[Made<'_>]) -> Result<HashSet<String>, Refusal> {
        let unsure: Vec<&Made<'_>> = made.iter().filter(|one| !one.seen).collect();
        if unsure.is_empty() {
            return Ok(HashSet::new());
        }
        if unsure.len() > self.seen.lock().await.pages {
            let all = addresses(self.client).await?;
            return Ok(all.into_iter().map(|(key, _)| key).collect());
        }
        let asked =
            unsure.iter().map(|one| by_email(self.client, one.new.email, Some("key,email")));
        let mut keys = HashSet::new();
        for answer in join_all(asked).await {
            keys.extend(answer?.and_then(|record| text_of(&record["key"])));
        }
        Ok(keys)
    }

    /// Writes down that this person was not made, and why. Of one who may be there all the same,
    /// what went along may be there too.
    async fn not_made(
        &self,
        new: &New<'_>,
        with_licenses: bool,
        refused: &Refusal,
    ) -> Result<(), JournalError> {
        let failed = match refused.maybe_done {
            true => new.sent(with_licenses),
            false => vec![new.create],
        };
        self.all_not_made(new.work, &failed, refused).await
    }

    /// The same, where these steps `failed`; the others need the account.
    async fn all_not_made(
        &self,
        work: &AccountWork,
        failed: &[&WorkStep],
        refused: &Refusal,
    ) -> Result<(), JournalError> {
        self.answers.failed(failed, refused).await?;
        let rest = work.steps.iter().filter(|one| failed.iter().all(|other| other.id != one.id));
        let rest: Vec<&WorkStep> = rest.collect();
        let user = rest.first().map(|one| one.step.user.as_str()).unwrap_or_default();
        let words = format!("the account \"{user}\" could not be made");
        self.answers.not_sent(&rest, NotSent::AccountNotCreated, &words).await
    }
}

/// Folded address and key of everybody whom the answer to a POST names.
fn named(answer: &Value) -> impl Iterator<Item = (String, (String, bool))> {
    let all = answer.as_array().into_iter().flatten();
    all.filter_map(|one| {
        let (key, email) = (text_of(&one["key"])?, text_of(&one["email"])?);
        Some((fold(&email), (key, false)))
    })
}

fn exists(email: &str) -> Refusal {
    let words = format!(
        "the account has a user {email} already, whom Rolecall did not make; adopt it, or link it \
         by hand"
    );
    Refusal::new(Cause::AccountExists, words)
}

fn elsewhere(email: &str) -> Refusal {
    let words = format!(
        "{email} has a GoTo profile in another account; GoTo asks them to transfer it to this \
         one. When they have accepted, adopt the account that is here then"
    );
    Refusal::new(Cause::AccountExists, words)
}
