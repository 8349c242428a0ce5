//! Carrying out steps: values, then accounts, then memberships.

use super::client::{Ask, Client};
use super::discovery::Discovery;
use super::mapping::{Bound, Place};
use super::operations::{Unit, value_is};
use super::read::{Groups, first, groups};
use crate::calls::Refusal;
use crate::{AccountWork, Journal, JournalError, Outcome, StepResult, ValueWork, WorkStep};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use reqwest::Method;
use rolecall_directory::{Cause, NotSent, StepKind};
use rolecall_scim::message::PatchOperation;
use rolecall_scim::{AttrPath, fold, urn};
use serde_json::json;
use std::collections::BTreeMap;

/// How many members one call changes in a group.
const MEMBERS: usize = 100;

/// One run's writing to one target.
pub(super) struct Writing<'a> {
    pub client: &'a Client,
    pub known: &'a Discovery,
    pub bound: &'a [Bound],
    pub journal: &'a dyn Journal,
}

/// A step that changes who is in a group.
#[derive(Debug, Clone)]
pub(super) struct Membership {
    pub step: WorkStep,
    /// The account's key.
    pub user: String,
}

impl Writing<'_> {
    /// Carries everything out; `known` are the groups, read when they are needed and absent.
    ///
    /// # Errors
    /// Only when the journal refused.
    pub async fn carry_out(
        &self,
        values: &[ValueWork],
        accounts: &[AccountWork],
        known: Option<Groups>,
    ) -> Result<Groups, JournalError> {
        let steps = accounts.iter().flat_map(|work| &work.steps);
        let needs_groups = steps.chain(values.iter().map(|value| &value.step));
        let needs_groups = needs_groups.into_iter().any(|step| self.is_membership(step));
        let by_name = match known {
            Some(known) => Ok(known),
            None if !needs_groups => Ok(Groups::new()),
            None => groups(self.client, self.known).await,
        };
        let mut unread = None;
        let mut by_name = by_name.unwrap_or_else(|error| {
            unread = Some(Refusal::new(error.cause, error.message));
            Groups::new()
        });
        for value in values {
            self.value(&value.step, &mut by_name, unread.as_ref()).await?;
        }
        // Whatever frees seats is done before anything that may use them.
        let frees = |work: &&AccountWork| {
            work.steps
                .iter()
                .any(|one| matches!(one.step.kind, StepKind::Unassign | StepKind::Suspend))
        };
        let (first, second): (Vec<_>, Vec<_>) = accounts.iter().partition(frees);
        let mut memberships = self.accounts(first).await?;
        memberships.extend(self.accounts(second).await?);
        self.memberships(memberships, &by_name, unread.as_ref()).await?;
        Ok(by_name)
    }

    async fn accounts(&self, works: Vec<&AccountWork>) -> Result<Vec<Membership>, JournalError> {
        let works = &works;
        let calls = stream::iter(0..works.len()).map(|at| self.account(works[at]));
        let all: Vec<Vec<Membership>> =
            calls.buffer_unordered(self.client.gate.most()).try_collect().await?;
        Ok(all.into_iter().flatten().collect())
    }

    /// Makes a value. Only groups need making; any other value is there once someone holds it.
    async fn value(
        &self,
        step: &WorkStep,
        by_name: &mut Groups,
        unread: Option<&Refusal>,
    ) -> Result<(), JournalError> {
        if self.journal.cancelled() {
            return self.not_sent(&[step], NotSent::Cancelled, "the run was stopped").await;
        }
        self.sending(&[step]).await?;
        let name = step.step.value.clone().unwrap_or_default();
        if !self.is_membership(step) || by_name.contains_key(&fold(&name)) {
            return self.done(&[step], 0, None).await;
        }
        if let Some(refused) = unread {
            return self.failed(&[step], refused, None).await;
        }
        let body = json!({"schemas": [urn::GROUP], "displayName": name});
        let ask = Ask::send(Method::POST, self.known.groups.clone(), &body);
        let made = self.client.call(&ask).await;
        let id = made
            .as_ref()
            .ok()
            .and_then(|answer| first(&answer.body, "id").or_else(|| answer.location_id.clone()));
        match (made, id) {
            (Ok(answer), Some(id)) => {
                by_name.insert(fold(&name), (id, name));
                self.done(&[step], answer.tries, None).await
            }
            (made, _) => {
                // It may be there all the same: made by someone else, or without an answer.
                let words = "the target made the group and did not tell its id";
                let refused =
                    made.err().unwrap_or_else(|| Refusal::new(Cause::UnreadableAnswer, words));
                if let Ok(now) = groups(self.client, self.known).await {
                    *by_name = now;
                }
                if by_name.contains_key(&fold(&name)) {
                    return self.done(&[step], refused.tries, None).await;
                }
                self.failed(&[step], &refused, None).await
            }
        }
    }

    /// Changes who is in which group, as many members at once as a call may carry.
    async fn memberships(
        &self,
        all: Vec<Membership>,
        by_name: &Groups,
        unread: Option<&Refusal>,
    ) -> Result<(), JournalError> {
        let mut of_group: BTreeMap<String, Vec<Membership>> = BTreeMap::new();
        for one in all {
            let name = one.step.step.value.clone().unwrap_or_default();
            of_group.entry(name).or_default().push(one);
        }
        // The chunks of one group follow each other; different groups go at once.
        let of_group: Vec<(String, Vec<Membership>)> = of_group.into_iter().collect();
        let of_group = &of_group;
        stream::iter(0..of_group.len())
            .map(|at| async move {
                let (name, all) = &of_group[at];
                for chunk in all.chunks(MEMBERS) {
                    self.members(name, chunk, by_name, unread).await?;
                }
                Ok(())
            })
            .buffer_unordered(self.client.gate.most())
            .try_collect::<Vec<()>>()
            .await?;
        Ok(())
    }

    async fn members(
        &self,
        name: &str,
        chunk: &[Membership],
        by_name: &Groups,
        unread: Option<&Refusal>,
    ) -> Result<(), JournalError> {
        let steps: Vec<&WorkStep> = chunk.iter().map(|one| &one.step).collect();
        if self.journal.cancelled() {
            return self.not_sent(&steps, NotSent::Cancelled, "the run was stopped").await;
        }
        let Some((id, _)) = by_name.get(&fold(name)) else {
            let words =
                format!("the target has no group \"{name}\"; make it there, or set create_values");
            let absent = Refusal::new(Cause::NotFound, words);
            self.sending(&steps).await?;
            return self.failed(&steps, unread.unwrap_or(&absent), None).await;
        };
        let units = chunk.iter().map(|one| {
            let members = AttrPath::new("members");
            let operation = if one.step.step.kind == StepKind::Assign {
                PatchOperation::add(members, json!([{"value": one.user}]))
            } else {
                PatchOperation::remove(members.with_filter(value_is(&one.user)))
            };
            Unit { steps: vec![&one.step], operations: vec![operation] }
        });
        self.send_units(&format!("{}/{id}", self.known.groups), units.collect(), None).await
    }

    /// Where the values of the step's slot are kept.
    pub fn bound_to(&self, step: &WorkStep) -> Option<&Bound> {
        self.bound.iter().find(|one| Some(&one.slot.name) == step.step.slot.as_ref())
    }

    /// Whether the step is about a slot that is kept in groups.
    pub fn is_membership(&self, step: &WorkStep) -> bool {
        self.bound_to(step).is_some_and(|one| one.place == Place::Groups)
            && matches!(step.step.kind, StepKind::Assign | StepKind::Unassign | StepKind::Value)
    }

    /// Writes down that `steps` are about to be sent.
    pub async fn sending(&self, steps: &[&WorkStep]) -> Result<(), JournalError> {
        let ids: Vec<i64> = steps.iter().map(|one| one.id).collect();
        self.journal.sending(&ids).await
    }

    /// Writes down that `steps` are done.
    pub async fn done(
        &self,
        steps: &[&WorkStep],
        tries: u32,
        key: Option<&str>,
    ) -> Result<(), JournalError> {
        self.answered(steps, StepResult::Done, tries, "", key).await
    }

    /// Writes down that `steps` failed.
    pub async fn failed(
        &self,
        steps: &[&WorkStep],
        refused: &Refusal,
        key: Option<&str>,
    ) -> Result<(), JournalError> {
        let result = StepResult::Failed(refused.cause);
        self.answered(steps, result, refused.tries, &refused.message, key).await
    }

    /// Writes down that `steps` were not sent.
    pub async fn not_sent(
        &self,
        steps: &[&WorkStep],
        why: NotSent,
        words: &str,
    ) -> Result<(), JournalError> {
        self.answered(steps, StepResult::NotSent(why), 0, words, None).await
    }

    async fn answered(
        &self,
        steps: &[&WorkStep],
        result: StepResult,
        tries: u32,
        message: &str,
        key: Option<&str>,
    ) -> Result<(), JournalError> {
        let outcome = |one: &&WorkStep| Outcome {
            id: one.id,
            result,
            tries,
            account: key.map(str::to_owned),
            message: message.to_owned(),
        };
        if steps.is_empty() {
            return Ok(());
        }
        self.journal.answered(steps.iter().map(outcome).collect()).await
    }
}
