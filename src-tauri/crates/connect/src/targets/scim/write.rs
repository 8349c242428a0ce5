//! Carrying out steps: values, then accounts, then memberships.

use super::client::Client;
use super::discovery::Discovery;
use super::groups::Groups;
use super::mapping::{Bound, Place};
use super::members::{Membership, Unborn};
use super::versions::Versions;
use crate::calls::Refusal;
use crate::{AccountWork, Journal, JournalError, Outcome, StepResult, ValueWork, WorkStep};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use rolecall_directory::{NotSent, StepKind};

/// One run's writing to one target.
pub(super) struct Writing<'a> {
    pub client: &'a Client,
    pub known: &'a Discovery,
    pub bound: &'a [Bound],
    pub versions: &'a Versions,
    pub journal: &'a dyn Journal,
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
    ) -> Result<Option<Groups>, JournalError> {
        let steps = accounts.iter().flat_map(|work| &work.steps);
        let needs_groups = steps.chain(values.iter().map(|value| &value.step));
        let needs_groups = needs_groups.into_iter().any(|step| self.is_membership(step));
        let are_known = known.is_some() || needs_groups;
        let read = match known {
            Some(known) => Ok(known),
            None if !needs_groups => Ok(Groups::default()),
            None => Groups::read(self.client, self.known, self.versions).await,
        };
        let mut unread = None;
        let mut groups = read.unwrap_or_else(|error| {
            unread = Some(Refusal::new(error.cause, error.message));
            Groups::default()
        });
        let mut unborn = Vec::new();
        for value in values {
            unborn.extend(self.value(&value.step, &mut groups, unread.as_ref()).await?);
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
        self.memberships(memberships, unborn, &mut groups, unread.as_ref()).await?;
        Ok(Some(groups).filter(|_| are_known && unread.is_none()))
    }

    async fn accounts(&self, works: Vec<&AccountWork>) -> Result<Vec<Membership>, JournalError> {
        let (mut memberships, left) = self.in_bulk(works).await?;
        let left = &left;
        let calls = stream::iter(0..left.len()).map(|at| self.account(left[at].0, left[at].1));
        let all: Vec<Vec<Membership>> =
            calls.buffer_unordered(self.client.gate.ahead()).try_collect().await?;
        memberships.extend(all.into_iter().flatten());
        Ok(memberships)
    }

    /// Makes a value. Only groups need making; any other value is there once someone holds it.
    /// Answers a group that is to be made with its first members, for it was refused without.
    async fn value(
        &self,
        step: &WorkStep,
        groups: &mut Groups,
        unread: Option<&Refusal>,
    ) -> Result<Option<Unborn>, JournalError> {
        if self.journal.cancelled() {
            self.not_sent(&[step], NotSent::Cancelled, "the run was stopped").await?;
            return Ok(None);
        }
        self.sending(&[step]).await?;
        let name = step.step.value.clone().unwrap_or_default();
        if !self.is_membership(step) || groups.id(&name).is_some() {
            self.done(&[step], 0, None).await?;
            return Ok(None);
        }
        if let Some(refused) = unread {
            self.failed(&[step], refused, None).await?;
            return Ok(None);
        }
        match self.make_group(&name, &[]).await {
            Ok((id, tries, _)) => {
                groups.insert(&name, id);
                self.done(&[step], tries, None).await?;
                Ok(None)
            }
            Err(refused) if refused.is_about_content() => {
                Ok(Some(Unborn { step: step.clone(), name, refused }))
            }
            Err(refused) => {
                self.failed(&[step], &refused, None).await?;
                Ok(None)
            }
        }
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
        self.answered(steps, StepResult::Done, (tries, "", false), key).await
    }

    /// Writes down that `steps` failed.
    pub async fn failed(
        &self,
        steps: &[&WorkStep],
        refused: &Refusal,
        key: Option<&str>,
    ) -> Result<(), JournalError> {
        let result = StepResult::Failed(refused.cause);
        let told = (refused.tries, refused.message.as_str(), refused.maybe_done);
        self.answered(steps, result, told, key).await
    }

    /// Writes down that `steps` were not sent.
    pub async fn not_sent(
        &self,
        steps: &[&WorkStep],
        why: NotSent,
        words: &str,
    ) -> Result<(), JournalError> {
        self.answered(steps, StepResult::NotSent(why), (0, words, false), None).await
    }

    async fn answered(
        &self,
        steps: &[&WorkStep],
        result: StepResult,
        (tries, message, maybe_done): (u32, &str, bool),
        key: Option<&str>,
    ) -> Result<(), JournalError> {
        let outcome = |one: &&WorkStep| Outcome {
            id: one.id,
            result,
            tries,
            account: key.map(str::to_owned),
            maybe_done,
            message: message.to_owned(),
        };
        if steps.is_empty() {
            return Ok(());
        }
        self.journal.answered(steps.iter().map(outcome).collect()).await
    }
}
