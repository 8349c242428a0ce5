//! Trying out an org: address, credential, each right, the query, and five people.

use super::OktaSource;
use super::errors::{GROUPS, USERS, remedy};
use super::fields::person;
use crate::calls::Ask;
use crate::sources::probing::{SHOWN, opening, right_of, sampled};
use crate::{Probe, ProbeSource};
use async_trait::async_trait;

#[async_trait]
impl ProbeSource for OktaSource<'_> {
    async fn probe(&self) -> Probe {
        let limit = || ("limit", SHOWN.to_string());
        let users = self.client.page(&Ask::get("api/v1/users", vec![limit()])).await;
        let place = self.client.caller.place();
        let help = |refused: &_| remedy(USERS, refused);
        let mut probe = Probe {
            steps: opening(&place, USERS, users.as_ref().err(), &help),
            ..Probe::default()
        };
        if probe.steps.len() < 3 {
            return probe;
        }
        let groups = self.client.page(&Ask::get("api/v1/groups", vec![limit()])).await;
        let mut refused = groups.as_ref().err().cloned();
        if let Some((id, _)) = groups.ok().and_then(|page| page.records.into_iter().next()) {
            let path = format!("api/v1/groups/{id}/users");
            refused = self.client.page(&Ask::get(path, vec![limit()])).await.err();
        }
        let help = |refused: &_| remedy(GROUPS, refused);
        probe.steps.push(right_of(GROUPS, refused.as_ref(), &help));
        let Ok(mut users) = users else { return probe };
        if let Some(query) = &self.definition.scope.query {
            let ask = Ask::get("api/v1/users", vec![("search", query.clone()), limit()]);
            let found = self.client.page(&ask).await;
            let help = |refused: &_| remedy(USERS, refused);
            probe.steps.push(right_of("scope.query", found.as_ref().err(), &help));
            match found {
                Ok(found) => users = found,
                Err(_) => return probe,
            }
        }
        let (step, people) = sampled(&self.mapped, &users.records, &person);
        probe.steps.push(step);
        Probe { people, ..probe }
    }
}
