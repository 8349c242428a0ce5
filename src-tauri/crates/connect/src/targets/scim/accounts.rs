//! Making and changing accounts.

use super::client::{Answer, Ask};
use super::errors::is_no_target;
use super::mapping::{Place, element, new_user, valued};
use super::members::Membership;
use super::operations::{Unit, carry_out, emails_with, units};
use super::read::first;
use super::write::Writing;
use crate::calls::Refusal;
use crate::{AccountWork, JournalError, PersonToSend, WorkStep};
use reqwest::Method;
use rolecall_directory::{Cause, NotSent, StepKind};
use rolecall_scim::message::{ListResponse, PatchKind, PatchOperation};
use rolecall_scim::{AttrPath, Filter, Literal, Op, Span, fold, set};
use serde_json::{Value, json};
use std::collections::VecDeque;

impl Writing<'_> {
    /// Does the work of one account; answers the memberships that remain to be changed. `unsure`
    /// tells that the account may have been made already.
    ///
    /// # Errors
    /// Only when the journal refused.
    pub async fn account(
        &self,
        work: &AccountWork,
        unsure: bool,
    ) -> Result<Vec<Membership>, JournalError> {
        let all: Vec<&WorkStep> = work.steps.iter().collect();
        if self.journal.cancelled() {
            self.not_sent(&all, NotSent::Cancelled, "the run was stopped before this").await?;
            return Ok(Vec::new());
        }
        let (members, own): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| self.is_membership(one));
        let (creates, mut rest): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|one| one.step.kind == StepKind::Create);
        let key = match creates.first() {
            Some(create) => {
                let (key, left) = self.create(work, create, &rest, unsure).await?;
                rest = left;
                let Some(key) = key else {
                    let words = format!("the account \"{}\" could not be made", create.step.user);
                    rest.extend(members);
                    self.not_sent(&rest, NotSent::AccountNotCreated, &words).await?;
                    return Ok(Vec::new());
                };
                key
            }
            None => {
                let key = work.account.as_ref().map(|account| account.key.clone());
                let named = || work.steps.iter().find_map(|one| one.step.account.clone());
                key.or_else(named).unwrap_or_default()
            }
        };
        if !rest.is_empty() {
            self.change(work, &key, &rest).await?;
        }
        let membership = |step: &WorkStep| Membership { step: step.clone(), user: key.clone() };
        Ok(members.into_iter().map(membership).collect())
    }

    /// Makes the account with its values in one call. Answers its key, `None` when there is no
    /// account, and the steps that remain.
    async fn create<'s>(
        &self,
        work: &AccountWork,
        create: &'s WorkStep,
        rest: &[&'s WorkStep],
        unsure: bool,
    ) -> Result<(Option<String>, Vec<&'s WorkStep>), JournalError> {
        let (values, mut left): (Vec<_>, Vec<_>) = rest
            .iter()
            .copied()
            .partition(|one| one.step.kind == StepKind::Assign && self.has_place(one));
        let mut sent = vec![create];
        sent.extend(&values);
        self.sending(&sent).await?;
        let plain = PersonToSend { user_name: create.step.user.clone(), ..PersonToSend::default() };
        let person = work.person.as_ref().unwrap_or(&plain);
        let (made, with_values) = self.make(person, &values, unsure).await;
        // Of an account that may have been made, what went along with it may be there too.
        let all_or_none = made.as_ref().map_or_else(|refused| refused.maybe_done, |_| true);
        if !with_values || !all_or_none {
            sent.truncate(1);
            left.splice(0..0, values);
        }
        match made {
            Ok((key, tries)) => {
                self.done(&sent, tries, Some(&key)).await?;
                Ok((Some(key), left))
            }
            Err(refused) => {
                self.failed(&sent, &refused, None).await?;
                Ok((None, left))
            }
        }
    }

    /// Makes the account with `values`; without them where they are what is refused, for one
    /// refused value must not lose the account. Tells whether they went along.
    async fn make(
        &self,
        person: &PersonToSend,
        values: &[&WorkStep],
        unsure: bool,
    ) -> (Result<(String, u32), Refusal>, bool) {
        let user = match new_user(person, self.known) {
            Ok(user) => user,
            Err(words) => return (Err(Refusal::new(Cause::AttributeInvalid, words)), false),
        };
        if unsure && let Ok(Some(id)) = self.find(person, false).await {
            return (Ok((id, 1)), true);
        }
        match self.post(person, &self.with_values(user.clone(), values), unsure).await {
            Err(refused) if refused.is_about_content() && !values.is_empty() => {
                (self.post(person, &user, refused.maybe_done).await, false)
            }
            other => (other, true),
        }
    }

    /// `user` with these values.
    pub fn with_values(&self, mut user: Value, values: &[&WorkStep]) -> Value {
        for step in values {
            let (Some(one), Some(value)) = (self.bound_to(step), &step.step.value) else {
                continue;
            };
            let (path, many) = match &one.place {
                Place::Groups => continue,
                Place::List(path) => (path, true),
                Place::Attribute(path) => (path, one.slot.many),
            };
            let set = if many {
                let add =
                    PatchOperation::add(path.clone(), json!([element(path, value, self.known)]));
                carry_out(&mut user, &[add])
            } else {
                let (path, value) = valued(path.clone(), &[value], self.known);
                set(&mut user, &path, value)
            };
            // A path that has no place in a user is refused by the PATCH that follows, with words.
            let _ = set;
        }
        user
    }

    /// Posts a user. A call that may have been carried out without an answer, as one before it may
    /// have been where `in_doubt` says so, is not sent again before the target was asked for the
    /// account. A refusal tells whether there may be one all the same.
    async fn post(
        &self,
        person: &PersonToSend,
        user: &Value,
        mut in_doubt: bool,
    ) -> Result<(String, u32), Refusal> {
        let ask = Ask::send(Method::POST, self.known.users.clone(), user);
        let (mut tries, mut again) = (0, in_doubt);
        loop {
            let refused = match self.client.call_from(&ask, tries).await {
                Ok(answer) => match id_of(&answer) {
                    Some(id) => return Ok((id, answer.tries)),
                    None => {
                        let words = "the target made the account and did not tell its id";
                        let refused = Refusal::new(Cause::UnreadableAnswer, words).maybe_done();
                        Refusal { tries: answer.tries, ..refused }
                    }
                },
                Err(refused) => refused,
            };
            let is_taken = refused.cause == Cause::AccountExists;
            let looks = refused.maybe_done || (is_taken && (again || refused.tries > 1));
            again |= refused.maybe_done || refused.tries > 1;
            in_doubt |= refused.maybe_done;
            let refused = Refusal { maybe_done: in_doubt, ..refused };
            if !looks {
                return Err(refused);
            }
            // A name that is taken may be taken by this very account; its externalId tells.
            match self.find(person, is_taken).await {
                Ok(Some(id)) => return Ok((id, refused.tries)),
                Ok(None) if self.client.may_retry(&refused) => {
                    self.client.wait(&refused).await;
                    tries = refused.tries;
                }
                Err(unseen) if is_taken && in_doubt => return Err(taken_unseen(&refused, &unseen)),
                _ => return Err(refused),
            }
        }
    }

    /// The key of the account that has the person's userName and no other person's externalId;
    /// with `strict`, the person's own.
    async fn find(&self, person: &PersonToSend, strict: bool) -> Result<Option<String>, Refusal> {
        let filter = Filter::Compare {
            path: AttrPath::new("userName"),
            op: Op::Eq,
            value: Literal::Text(person.user_name.clone()),
            span: Span::default(),
        };
        let query = vec![("filter", filter.to_string())];
        let answer = self.client.call(&Ask::get(self.known.users.clone(), query)).await?;
        let list = ListResponse::read(&answer.body)
            .map_err(|error| Refusal::new(Cause::UnreadableAnswer, error.to_string()))?;
        let is_theirs = |user: &&Value| {
            let name = first(user, "userName").is_some_and(|n| fold(&n) == fold(&person.user_name));
            name && first(user, "externalId").map_or(!strict, |id| id == person.id)
        };
        Ok(list.resources.iter().find(is_theirs).and_then(|user| first(user, "id")))
    }

    /// Changes an account that exists, in one call where the target accepts that.
    async fn change(
        &self,
        work: &AccountWork,
        key: &str,
        steps: &[&WorkStep],
    ) -> Result<(), JournalError> {
        let path = format!("{}/{key}", self.known.users);
        let emails = match self.changed_emails(work, &path, steps).await {
            Ok(emails) => emails,
            Err(refused) => {
                self.sending(steps).await?;
                return self.failed(steps, &refused, Some(key)).await;
            }
        };
        let all = units(steps, work, self.bound, self.known, emails.as_ref());
        let (idle, busy): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|unit| unit.operations.is_empty());
        let idle: Vec<&WorkStep> = idle.into_iter().flat_map(|unit| unit.steps).collect();
        if !idle.is_empty() {
            self.sending(&idle).await?;
            self.done(&idle, 0, Some(key)).await?;
        }
        let (placed, placeless): (Vec<_>, Vec<_>) =
            busy.into_iter().partition(|unit| unit.steps.iter().all(|one| self.has_place(one)));
        self.send_units(&path, placed, Some(key)).await?;
        for unit in placeless {
            self.try_unit(&path, unit, key).await?;
        }
        Ok(())
    }

    /// Whether the schemas have a place for the step's value, or may have.
    pub fn has_place(&self, step: &WorkStep) -> bool {
        match self.bound_to(step).map(|one| &one.place) {
            Some(Place::List(path) | Place::Attribute(path)) => !self.known.lacks(path),
            Some(Place::Groups) | None => true,
        }
    }

    /// Sends what the schemas have no place for, for they may be wrong; refused once, it is not
    /// tried again.
    async fn try_unit(&self, path: &str, unit: Unit<'_>, key: &str) -> Result<(), JournalError> {
        let attribute = unit.operations.iter().find_map(|one| one.path.as_ref());
        let attribute = attribute.map(AttrPath::dotted).unwrap_or_default();
        let learned = &self.known.learned;
        self.sending(&unit.steps).await?;
        let mut verdict = learned.placeless(&attribute);
        // One finds it out for all.
        let mut alone = None;
        if verdict.is_none() {
            alone = Some(learned.alone().await);
            verdict = learned.placeless(&attribute);
        }
        if verdict.is_some() {
            alone = None;
        }
        let accepted = verdict == Some(None);
        let (words, tries) = if let Some(Some(words)) = verdict {
            (words, 0)
        } else {
            let tried = match accepted {
                true => self.modify(path, &unit.operations).await,
                false => self.modify_once(path, &unit.operations).await,
            };
            match tried {
                Ok(answer) => {
                    learned.was_answered(&attribute, None);
                    return self.done(&unit.steps, answer.tries, Some(key)).await;
                }
                Err(refused) if accepted || !is_about_place(&refused) => {
                    return self.failed(&unit.steps, &refused, Some(key)).await;
                }
                Err(refused) => {
                    learned.was_answered(&attribute, Some(&refused.message));
                    (refused.message, refused.tries)
                }
            }
        };
        drop(alone);
        let words = format!(
            "the target's schemas have no \"{attribute}\", and it answered: {words}. Bind the \
             slot to an attribute that it has"
        );
        let refused = Refusal { tries, ..Refusal::new(Cause::RejectedByTarget, words) };
        self.failed(&unit.steps, &refused, Some(key)).await
    }

    /// Sends `units` in one call; one that is refused is halved until what is refused is alone.
    pub async fn send_units(
        &self,
        path: &str,
        units: Vec<Unit<'_>>,
        key: Option<&str>,
    ) -> Result<(), JournalError> {
        let mut waiting = VecDeque::from([units]);
        while let Some(mut batch) = waiting.pop_front() {
            let steps: Vec<&WorkStep> = batch.iter().flat_map(|unit| unit.steps.clone()).collect();
            if steps.is_empty() {
                continue;
            }
            self.sending(&steps).await?;
            let operations: Vec<_> =
                batch.iter().flat_map(|unit| unit.operations.clone()).collect();
            let modified = match key {
                Some(_) => self.modify(path, &operations).await.map(|answer| answer.tries),
                None => self.modify_group(path, &operations).await,
            };
            match modified {
                Ok(tries) => self.done(&steps, tries, key).await?,
                // In a group, what is not found may be a single member.
                Err(refused)
                    if batch.len() > 1
                        && (refused.is_about_content()
                            || (key.is_none() && refused.cause == Cause::NotFound)) =>
                {
                    let second = batch.split_off(batch.len() / 2);
                    waiting.push_front(second);
                    waiting.push_front(batch);
                }
                Err(refused) if is_no_target(&refused) && drop_removals(&mut batch) => {
                    // What was to be taken is not there: the rest remains to be done.
                    if batch.iter().all(|unit| unit.operations.is_empty()) {
                        self.done(&steps, refused.tries, key).await?;
                    } else {
                        waiting.push_front(batch);
                    }
                }
                Err(refused) => self.failed(&steps, &refused, key).await?,
            }
        }
        Ok(())
    }

    /// The account's e-mails with the person's as the primary one, when a step writes them.
    async fn changed_emails(
        &self,
        work: &AccountWork,
        path: &str,
        steps: &[&WorkStep],
    ) -> Result<Option<Value>, Refusal> {
        let Some(ours) = self.writes_emails(work, steps) else { return Ok(None) };
        let user = self.whole(path).await?;
        Ok(Some(emails_with(&user, ours, self.known)))
    }

    /// The e-mail that a step is to write, none of them meaning that there is to be none; `None`
    /// where none is written.
    pub fn writes_emails<'w>(
        &self,
        work: &'w AccountWork,
        steps: &[&WorkStep],
    ) -> Option<Option<&'w str>> {
        let writes = |one: &&WorkStep| matches!(one.step.kind, StepKind::Update | StepKind::Adopt);
        let ours = work.person.as_ref()?.email.as_deref();
        let theirs = work.account.as_ref().and_then(|account| account.email.as_deref());
        (ours != theirs && steps.iter().any(writes)).then_some(ours)
    }
}

/// The refusal of a name that is taken, perhaps by the very account that was asked for, where that
/// could not be looked up.
fn taken_unseen(refused: &Refusal, unseen: &Refusal) -> Refusal {
    let words = format!(
        "the target has an account of this name, which may be the one that was just asked for; \
         looking it up failed: {}. Sync again: it is looked up first",
        unseen.message
    );
    let tries = refused.tries;
    Refusal { tries, ..Refusal::new(unseen.cause, words).maybe_done() }
}

/// Whether a refusal may be of an attribute that is not there: some fail at one.
fn is_about_place(refused: &Refusal) -> bool {
    let spoken = matches!(refused.status, Some(400 | 409 | 422 | 500 | 501));
    spoken && !matches!(refused.cause, Cause::NoLicences | Cause::NotPermitted)
}

pub(super) fn id_of(answer: &Answer) -> Option<String> {
    first(&answer.body, "id").or_else(|| answer.location_id.clone())
}

/// Leaves out what a lone unit removes; tells whether there was any.
fn drop_removals(batch: &mut [Unit<'_>]) -> bool {
    let mut any = false;
    for unit in batch {
        let before = unit.operations.len();
        unit.operations.retain(|one| one.kind != PatchKind::Remove);
        any |= unit.operations.len() < before;
    }
    any
}
