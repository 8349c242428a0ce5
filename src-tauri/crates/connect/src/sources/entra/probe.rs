//! Trying out access to a tenant: address, credential, and each permission by itself.

use super::delta::{GROUPS, USERS};
use super::errors::remedy;
use super::fields::select_to_choose;
use super::{EntraSource, person};
use crate::calls::{Ask, Refusal};
use crate::sources::probing::{SHOWN, opening, right_of, sampled};
use crate::{Probe, ProbeSource};
use async_trait::async_trait;
use reqwest::Method;
use serde_json::{Value, json};

/// What tells the directory extensions.
const EXTENSIONS: &str = "directoryObjects/getAvailableExtensionProperties";

impl EntraSource<'_> {
    /// A few users, with these properties.
    fn few(&self, select: String) -> Ask<'static> {
        let mut query = vec![("$select", select), ("$top", SHOWN.to_string())];
        let mut headers = Vec::new();
        if let Some(filter) = &self.definition.scope.query {
            query.extend([("$filter", filter.clone()), ("$count", "true".to_owned())]);
            headers.push(super::eventual());
        }
        Ask { headers, ..Ask::get("users", query) }
    }

    /// The directory extensions that users may have, by the names under which they are read; none
    /// where the application may not ask. It needs `Directory.Read.All`, which nothing else does.
    ///
    /// `directoryObject: getAvailableExtensionProperties` (Microsoft Graph v1.0). A tenant of more
    /// than a thousand service principals is told of none, a known issue of Microsoft's.
    async fn extensions(&self) -> Vec<String> {
        let body = json!({});
        // It only looks, though it is a POST: it may be sent again.
        let ask = Ask { once: false, ..Ask::send(Method::POST, EXTENSIONS, &body) };
        let Ok(page) = self.client.page(&ask).await else { return Vec::new() };
        let of_users = page.objects.into_iter().filter(|one| {
            let targets = one.get("targetObjects").and_then(Value::as_array);
            targets.is_some_and(|targets| targets.iter().any(|target| target == "User"))
        });
        of_users.filter_map(|one| Some(one.get("name")?.as_str()?.to_owned())).collect()
    }

    async fn groups(&self) -> Result<(), Refusal> {
        let query = vec![("$select", "id,displayName".to_owned()), ("$top", "1".to_owned())];
        let page = self.client.page(&Ask::get("groups", query)).await?;
        let id = page.objects.first().and_then(|group| group.get("id")?.as_str());
        if let Some(id) = id {
            let query = vec![("$select", "id".to_owned()), ("$top", "1".to_owned())];
            self.client.page(&Ask::get(format!("groups/{id}/members"), query)).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl ProbeSource for EntraSource<'_> {
    async fn probe(&self) -> Probe {
        let users = self.client.page(&self.few(self.select.clone())).await;
        let place = self.client.caller.place();
        let next = |refused: &Refusal| remedy(refused, USERS);
        let mut probe = Probe::default();
        probe.steps.extend(opening(&place, USERS, users.as_ref().err(), &next));
        // Without a token no right can be tried.
        if !probe.steps.iter().any(|step| step.step == "credential" && step.ok) {
            return probe;
        }
        let groups = self.groups().await;
        let next = |refused: &Refusal| remedy(refused, GROUPS);
        probe.steps.push(right_of(GROUPS, groups.as_ref().err(), &next));
        if let Ok(page) = users {
            // What there is to choose from; what a tenant does not tell of it is no lack of a right.
            let extensions = self.extensions().await;
            let all = self.few(select_to_choose(&self.select, &extensions));
            let page = self.client.page(&all).await.unwrap_or(page);
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
            probe.offered = extensions;
        }
        probe
    }
}
