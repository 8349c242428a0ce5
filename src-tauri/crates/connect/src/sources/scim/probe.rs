//! Trying out a provider: address, token, users, groups, the query, and five people.

use super::ScimSource;
use super::record::{person, text};
use crate::calls::Refusal;
use crate::sources::probing::{SHOWN, opening, right_of, sampled};
use crate::targets::scim::client::Ask;
use crate::{Probe, ProbeSource};
use async_trait::async_trait;
use rolecall_directory::Cause;
use rolecall_scim::message::ListResponse;
use serde_json::Value;

/// What reading users is called here; SCIM has no names for rights.
const USERS: &str = "users.read";
/// What reading groups is called here.
const GROUPS: &str = "groups.read";

impl ScimSource<'_> {
    async fn few(&self, path: &str, filter: Option<&str>) -> Result<Vec<(String, Value)>, Refusal> {
        let mut query = vec![("startIndex", "1".to_owned()), ("count", SHOWN.to_string())];
        query.extend(filter.map(|filter| ("filter", filter.to_owned())));
        let answer = self.client.call(&Ask::get(path, query)).await?;
        let list = ListResponse::read(&answer.body).map_err(|error| {
            let words = format!("the provider's list cannot be read: {error}");
            Refusal::new(Cause::UnreadableAnswer, words)
        })?;
        let with_id = |record: Value| Some((text(&record, "id")?, record));
        Ok(list.resources.into_iter().filter_map(with_id).collect())
    }
}

fn remedy(refused: &Refusal) -> String {
    let next = match refused.cause {
        Cause::CredentialRejected => "Enter a valid token of this provider",
        Cause::NotPermitted => "Give the token the right to read users and groups",
        Cause::NotFound | Cause::UnreadableAnswer => "Check url: it must end where /Users begins",
        Cause::RejectedByTarget | Cause::AttributeInvalid => "Correct the query of scope",
        _ => "Check the address and the network, then try again",
    };
    next.to_owned()
}

#[async_trait]
impl ProbeSource for ScimSource<'_> {
    async fn probe(&self) -> Probe {
        let place = self.client.place();
        let known = match self.discover().await {
            Ok(known) => known,
            Err((_, refused)) => {
                return Probe {
                    steps: opening(&place, USERS, Some(&refused), &remedy),
                    ..Probe::default()
                };
            }
        };
        let query = self.definition.scope.query.as_deref();
        let mut users = self.few(&known.users, None).await;
        let mut steps = opening(&place, USERS, users.as_ref().err(), &remedy);
        if steps.len() < 3 {
            return Probe { steps, ..Probe::default() };
        }
        if known.has_groups {
            let groups = self.few(&known.groups, None).await;
            steps.push(right_of(GROUPS, groups.as_ref().err(), &remedy));
        }
        if users.is_ok() && query.is_some() {
            users = self.few(&known.users, query).await;
            steps.push(right_of("scope.query", users.as_ref().err(), &remedy));
        }
        let Ok(users) = users else { return Probe { steps, ..Probe::default() } };
        let (step, people) = sampled(&self.mapped, &users, &person);
        steps.push(step);
        Probe { steps, people, ..Probe::default() }
    }
}
