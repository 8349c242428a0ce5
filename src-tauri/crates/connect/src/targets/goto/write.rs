//! Carrying out steps: what frees seats, then new people, then all other changes.

use super::answers::Answers;
use super::change::{Change, Unit, units};
use super::client::Client;
use super::create::Made;
use super::read::filter;
use super::seen::Seen;
use super::user::User;
use crate::calls::{Ask, Refusal};
use crate::{AccountWork, JournalError, WorkStep};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use reqwest::Method;
use rolecall_directory::{Cause, NotSent, StepKind};
use serde_json::Value;
use std::collections::{HashMap, HashSet, VecDeque};
use tokio::sync::Mutex;

/// One run's writing to one account.
pub(super) struct Writing<'a> {
    pub client: &'a Client,
    pub seen: &'a Mutex<Seen>,
    pub invite: bool,
    pub answers: Answers<'a>,
}

impl Writing<'_> {
    /// Carries everything out.
    ///
    /// # Errors
    /// Only when the journal refused.
    pub async fn carry_out(&self, accounts: &[AccountWork]) -> Result<(), JournalError> {
        let (new, old): (Vec<&AccountWork>, Vec<_>) =
            accounts.iter().partition(|work| work.steps.iter().any(is_create));
        let scarce = self.scarce(accounts).await;
        let (first, last): (Vec<_>, Vec<_>) =
            old.into_iter().map(|work| (work, in_turn(work, &scarce))).map(of_work).unzip();
        self.change_all(first).await?;
        let made = self.create_all(&new).await?;
        self.follow_all(made).await?;
        self.change_all(last).await
    }

    /// The products of which more seats are to be given than are free.
    async fn scarce<'w>(&self, accounts: &'w [AccountWork]) -> HashSet<&'w str> {
        let mut needed: HashMap<&str, u64> = HashMap::new();
        let steps = accounts.iter().flat_map(|work| &work.steps);
        for product in steps.filter_map(|one| product(one, StepKind::Assign)) {
            *needed.entry(product).or_default() += 1;
        }
        let seen = self.seen.lock().await;
        needed.retain(|product, count| seen.catalogue.free(product) < *count);
        needed.into_keys().collect()
    }

    async fn change_all(&self, works: Vec<Steps<'_>>) -> Result<(), JournalError> {
        let works: Vec<_> = works.into_iter().filter(|(_, steps)| !steps.is_empty()).collect();
        let works = &works;
        let calls = (0..works.len()).map(|at| async move {
            let (work, steps) = &works[at];
            let key = work.account.as_ref().map(|account| account.key.clone());
            let named = || work.steps.iter().find_map(|one| one.step.account.clone());
            let key = key.or_else(named).unwrap_or_default();
            self.change(work, &key, steps.clone(), false).await
        });
        stream::iter(calls)
            .buffer_unordered(self.client.gate.most())
            .try_collect::<Vec<()>>()
            .await?;
        Ok(())
    }

    /// Does what remains to be done on accounts that were just made.
    async fn follow_all(&self, made: Vec<Made<'_>>) -> Result<(), JournalError> {
        let made = &made;
        let calls = (0..made.len()).map(|at| async move {
            let Made { new, key, with_licenses, .. } = &made[at];
            self.change(new.work, key, new.left(*with_licenses), true).await
        });
        stream::iter(calls)
            .buffer_unordered(self.client.gate.most())
            .try_collect::<Vec<()>>()
            .await?;
        Ok(())
    }

    /// Changes one account by `steps`; one that was just made is `new`, and gets the attributes
    /// that are sent with whatever comes first.
    async fn change(
        &self,
        work: &AccountWork,
        key: &str,
        steps: Vec<&WorkStep>,
        new: bool,
    ) -> Result<(), JournalError> {
        if self.answers.cancelled() {
            let words = "the run was stopped before this";
            return self.answers.not_sent(&steps, NotSent::Cancelled, words).await;
        }
        let of_state =
            |one: &&WorkStep| matches!(one.step.kind, StepKind::Suspend | StepKind::Reactivate);
        let (state, values): (Vec<_>, Vec<_>) = steps.into_iter().partition(of_state);
        let mut all = units(&values, work.person.as_ref());
        if let Some(person) = work.person.as_ref().filter(|person| new && !person.send.is_empty()) {
            all.push(Unit { steps: Vec::new(), change: Change::Details(person) });
        }
        let (count, refused) = (all.len(), self.send(key, all).await?);
        // GoTo has no flag for either: a suspension is that all managed values are gone, and who
        // was given one again is back.
        let (suspends, others): (Vec<_>, Vec<_>) =
            state.into_iter().partition(|one| one.step.kind == StepKind::Suspend);
        for (steps, failed) in
            [(suspends, !refused.is_empty()), (others, refused.len() == count && count > 0)]
        {
            match refused.first().filter(|_| failed) {
                Some(refused) => self.answers.refused(&steps, refused).await?,
                None => {
                    self.answers.sending(&steps).await?;
                    self.answers.done(&steps, 0, key).await?;
                }
            }
        }
        Ok(())
    }

    /// Sends `units` in one call; where that is refused, it is halved until what is refused is
    /// alone. Answers the refusals, one for each unit.
    async fn send(&self, key: &str, units: Vec<Unit<'_>>) -> Result<Vec<Refusal>, JournalError> {
        let mut refusals = Vec::new();
        let mut waiting = VecDeque::from(self.calls(key, units).await);
        while let Some(mut batch) = waiting.pop_front() {
            if batch.is_empty() {
                continue;
            }
            let steps: Vec<&WorkStep> = batch.iter().flat_map(|unit| unit.steps.clone()).collect();
            self.answers.sending(&steps).await?;
            match self.make(key, &batch).await {
                Ok(tries) => self.answers.done(&steps, tries, key).await?,
                Err(refused) if batch.len() > 1 && is_about_part(&refused) => {
                    let second = batch.split_off(batch.len() / 2);
                    waiting.push_front(second);
                    waiting.push_front(batch);
                }
                Err(refused) => {
                    self.answers.failed(&steps, &refused).await?;
                    refusals.extend(std::iter::repeat_n(refused, batch.len()));
                }
            }
        }
        Ok(refusals)
    }

    /// What goes into one call: everything, but for custom roles, which have calls of their own.
    async fn calls<'s>(&self, key: &str, units: Vec<Unit<'s>>) -> Vec<Vec<Unit<'s>>> {
        let seen = self.seen.lock().await;
        let user = seen.user(key).unwrap_or_default();
        let changes_role_sets = |unit: &Unit<'_>| {
            let mut after = user.clone();
            // A change that cannot be made is told when it is sent.
            let made = unit.change.apply(&mut after, &seen.catalogue).is_ok();
            made && after.role_sets != user.role_sets
        };
        let (alone, together): (Vec<_>, Vec<_>) = units.into_iter().partition(changes_role_sets);
        std::iter::once(together).chain(alone.into_iter().map(|unit| vec![unit])).collect()
    }

    /// Makes the changes of `units` together; answers how often it was tried.
    async fn make(&self, key: &str, units: &[Unit<'_>]) -> Result<u32, Refusal> {
        let (before, after) = {
            let mut seen = self.seen.lock().await;
            seen.refresh(self.client).await?;
            let absent = || {
                let words = "the account is not there any more; sync again";
                Refusal::new(Cause::NotFound, words)
            };
            let before = seen.user(key).ok_or_else(absent)?;
            let mut after = before.clone();
            for unit in units {
                unit.change.apply(&mut after, &seen.catalogue)?;
            }
            (before, after)
        };
        let tries = self.put(&before, &after).await?;
        self.seen.lock().await.put(after);
        Ok(tries)
    }

    /// Makes `after` of `before`. A role is given before another is taken.
    async fn put(&self, before: &User, after: &User) -> Result<u32, Refusal> {
        let mut tries = 0;
        if let Some(role) = after.role_sets.difference(&before.role_sets).next() {
            let below = format!("rolesets/{role}/users");
            tries += self.by_filter(Method::PUT, &below, &after.email).await?;
        }
        let body = after.difference(before);
        if !body.is_empty() {
            let body = Value::Object(body);
            let path = self.client.path(&format!("users/{}", after.key));
            tries += self.client.call(&Ask::send(Method::PUT, path, &body)).await?.tries;
        }
        if after.role_sets.is_empty() && !before.role_sets.is_empty() {
            tries += self.by_filter(Method::DELETE, "users/rolesets", &after.email).await?;
        }
        Ok(tries)
    }

    /// A call that concerns the user with this address.
    async fn by_filter(&self, method: Method, below: &str, email: &str) -> Result<u32, Refusal> {
        let query = vec![("filter", filter(email)?)];
        let ask = Ask { method, ..Ask::get(self.client.path(below), query) };
        self.client.call(&ask).await.map(|answer| answer.tries)
    }
}

fn is_create(step: &WorkStep) -> bool {
    step.step.kind == StepKind::Create
}

/// The product that `step` gives or takes, as `kind` says.
fn product(step: &WorkStep, kind: StepKind) -> Option<&str> {
    let is_one = step.step.kind == kind && step.step.slot.as_deref() == Some("products");
    step.step.value.as_deref().filter(|_| is_one)
}

/// The steps of `work` that free seats before others need them, and the others. Who is given
/// nothing is done with at once; of who is, only what is scarce is taken by a call of its own.
fn in_turn<'w>(
    work: &'w AccountWork,
    scarce: &HashSet<&str>,
) -> (Vec<&'w WorkStep>, Vec<&'w WorkStep>) {
    let gives = work.steps.iter().any(|one| product(one, StepKind::Assign).is_some());
    let takes = |one: &WorkStep| matches!(one.step.kind, StepKind::Unassign | StepKind::Suspend);
    if !gives && work.steps.iter().any(takes) {
        return (work.steps.iter().collect(), Vec::new());
    }
    let frees = |one: &&WorkStep| {
        product(one, StepKind::Unassign).is_some_and(|product| scarce.contains(product))
    };
    work.steps.iter().partition(frees)
}

type Steps<'w> = (&'w AccountWork, Vec<&'w WorkStep>);

fn of_work<'w>(
    (work, (first, last)): (&'w AccountWork, (Vec<&'w WorkStep>, Vec<&'w WorkStep>)),
) -> (Steps<'w>, Steps<'w>) {
    ((work, first), (work, last))
}

/// Whether part of what was asked together may be what is refused.
pub(super) fn is_about_part(refused: &Refusal) -> bool {
    refused.is_about_content()
        || matches!(
            refused.cause,
            Cause::NotFound
                | Cause::ExternallyManaged
                | Cause::AccountExists
                | Cause::AttributeMissing
        )
}
