//! Trying out access to a directory: each scope by a token of its own, for a token that asks for
//! one scope too many is refused as a whole.

use super::client::{List, Page};
use super::errors::remedy;
use super::log::AUDIT;
use super::refresh::{GROUPS, USERS};
use super::{GoogleSource, client, person};
use crate::calls::Refusal;
use crate::sources::probing::{SHOWN, opening, right_of, sampled};
use crate::{ConnectError, Probe, ProbeSource};
use async_trait::async_trait;
use rolecall_directory::Cause;
use serde_json::Value;

impl GoogleSource<'_> {
    /// The first page of `list` at `path`, with a token for `scope` alone.
    async fn first(
        &self,
        scope: &str,
        list: List,
        path: &str,
        most: usize,
    ) -> Result<Page, Refusal> {
        let only = client(&self.settings, &self.key, self.http.clone(), &[scope]);
        let only =
            only.map_err(|ConnectError { cause, message, .. }| Refusal::new(cause, message))?;
        let mut query = vec![("maxResults", most.to_string())];
        if list != List::Members {
            query.push(("customer", self.settings.customer.clone()));
        }
        if list == List::Users {
            query.push(("projection", "full".to_owned()));
            let words = self.definition.scope.query.clone();
            query.extend(words.map(|words| ("query", words)));
        }
        // A token is refused for a scope that was not delegated: the credential itself is good.
        only.page(list, path, query).await.map_err(|refused| {
            let is_scope = refused.message.contains("unauthorized_client");
            if is_scope { Refusal { cause: Cause::NotPermitted, ..refused } } else { refused }
        })
    }

    async fn groups(&self) -> Result<(), Refusal> {
        let page = self.first(GROUPS, List::Groups, "groups", 1).await?;
        let id = page.objects.first().and_then(|group| group.get("id")?.as_str());
        if let Some(id) = id {
            self.first(GROUPS, List::Members, &format!("groups/{id}/members"), 1).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl ProbeSource for GoogleSource<'_> {
    async fn probe(&self) -> Probe {
        let account = &self.key.client_id;
        let users = self.first(USERS, List::Users, "users", SHOWN).await;
        let next = |refused: &Refusal| remedy(refused, USERS, account);
        let place = self.client.caller.place();
        let mut probe = Probe::default();
        probe.steps.extend(opening(&place, USERS, users.as_ref().err(), &next));
        // Without a token no right can be tried.
        if !probe.steps.iter().any(|step| step.step == "credential" && step.ok) {
            return probe;
        }
        let groups = self.groups().await;
        let next = |refused: &Refusal| remedy(refused, GROUPS, account);
        probe.steps.push(right_of(GROUPS, groups.as_ref().err(), &next));
        if let Some(log) = &self.log {
            let tried = log.try_out(&self.settings.customer).await;
            let next = |refused: &Refusal| {
                let next = remedy(refused, AUDIT, account);
                format!("It is not needed: without it all users are listed at each reading. {next}")
            };
            probe.steps.push(right_of(AUDIT, tried.as_ref().err(), &next).optional());
        }
        if let Ok(page) = users {
            let records: Vec<(String, Value)> = page
                .objects
                .into_iter()
                .filter_map(|user| {
                    Some((user.get("id")?.as_str()?.to_owned(), Value::Object(user)))
                })
                .collect();
            let who = |_: &str, record: &Value| Ok(Some(person(record)));
            let (step, people) = sampled(&self.mapped, &records, &who);
            probe.steps.push(step);
            probe.people = people;
        }
        probe
    }
}
