//! What a service provider says of itself (RFC 7644 section 4), and what holds where it says
//! nothing that can be read.

use super::attribute::{Attribute, Schema};
use super::client::{Ask, Client};
use super::features::Features;
use super::learned::Learned;
use crate::calls::Refusal;
use reqwest::Url;
use rolecall_directory::{Cause, canonical_attribute};
use rolecall_scim::message::ListResponse;
use rolecall_scim::{AttrPath, fold, urn};
use serde_json::Value;

/// Required attributes that are always sent, or are the provider's own.
const OWN: [&str; 6] = ["userName", "schemas", "id", "meta", "active", "externalId"];

/// What is known of a service provider.
#[derive(Debug)]
pub(crate) struct Discovery {
    /// Where users are, below the base address.
    pub users: String,
    /// Where groups are.
    pub groups: String,
    /// Whether it says that it has groups, or says nothing of what it has.
    pub has_groups: bool,
    /// What it says it can do.
    pub features: Features,
    /// What calls have taught otherwise.
    pub(super) learned: Learned,
    /// The schemas of users, the core one first; empty when they could not be read.
    schemas: Vec<Schema>,
    /// The schema of groups, where it could be read.
    group: Option<Schema>,
    /// URNs of the extensions that users have by the resource type.
    extensions: Vec<String>,
}

impl Discovery {
    /// Asks the three discovery endpoints. One that is missing or broken is done without.
    ///
    /// # Errors
    /// Where no call would be answered: no connection, or the token is not accepted.
    pub async fn ask(client: &Client) -> Result<Self, (String, Refusal)> {
        let config = document(client, "ServiceProviderConfig", Vec::new()).await?;
        let types = listed(client, "ResourceTypes").await?;
        let mut schemas = listed(client, "Schemas").await?;
        if !schemas.iter().any(|one| is_named(one, urn::USER)) {
            // Some have no list, or leave out of it what they tell when asked for it.
            schemas.extend(whole(document(client, user_schema(), Vec::new()).await?));
        }
        Ok(Self::read(&config, &types, schemas, &client.place()))
    }

    fn read(config: &Value, types: &[Value], schemas: Vec<Value>, base: &str) -> Self {
        let of = |schema: &str, name: &str| {
            let by_schema = types.iter().find(|one| {
                text(one, "schema").is_some_and(|urn| urn.eq_ignore_ascii_case(schema))
            });
            by_schema.or_else(|| types.iter().find(|one| text(one, "name") == Some(name))).cloned()
        };
        let (user, group) = (of(urn::USER, "User"), of(urn::GROUP, "Group"));
        let endpoint = |kind: &Option<Value>, usual: &str| {
            let told = kind.as_ref().and_then(|one| text(one, "endpoint"));
            told.and_then(|told| below(told, base)).unwrap_or_else(|| usual.to_owned())
        };
        let extensions = user.iter().flat_map(|one| list(one, "schemaExtensions"));
        let extensions = extensions.filter_map(|one| text(one, "schema")).map(str::to_owned);
        let extensions: Vec<String> = extensions.collect();
        Self {
            users: endpoint(&user, "Users"),
            groups: endpoint(&group, "Groups"),
            has_groups: group.is_some() || types.is_empty(),
            features: Features::read(config),
            learned: Learned::default(),
            group: schemas.iter().find(|one| is_named(one, urn::GROUP)).map(Schema::read),
            schemas: of_users(schemas, user.is_some().then_some(extensions.as_slice()))
                .iter()
                .map(Schema::read)
                .collect(),
            extensions,
        }
    }

    /// What holds where a provider says nothing.
    pub fn usual() -> Self {
        Self::read(&Value::Null, &[], Vec::new(), "")
    }

    /// Whether users are changed by PATCH.
    pub fn patches_users(&self) -> bool {
        self.features.patch && !self.learned.users_want_put()
    }

    /// The definition of the attribute at `path`, where the schemas have it.
    pub(super) fn attribute(&self, path: &AttrPath) -> Option<&Attribute> {
        let schema = match &path.schema {
            Some(urn) => self.schemas.iter().find(|one| same(&one.id, urn)),
            None => self.schemas.first(),
        };
        schema?.attribute(path)
    }

    /// Whether the target surely has no place for `path`.
    pub fn lacks(&self, path: &AttrPath) -> bool {
        let untold = path.schema.as_ref().is_some_and(|urn| {
            let extends = self.extensions.iter().any(|known| same(known, urn));
            extends && !self.schemas.iter().any(|one| same(&one.id, urn))
        });
        !self.schemas.is_empty() && !untold && self.attribute(path).is_none()
    }

    /// Whether the schemas say that `path` is a list, and it is meant as a whole.
    pub fn is_list(&self, path: &AttrPath) -> bool {
        let whole = path.sub.is_none() && path.value_filter.is_none();
        whole && self.attribute(path).is_some_and(|one| one.is_list)
    }

    /// Whether the schemas say that `path` is the target's own to fill.
    pub fn is_read_only(&self, path: &AttrPath) -> bool {
        self.attribute(path).is_some_and(|one| one.is_read_only)
    }

    /// Whether the schemas say that every user must have `path`.
    pub fn requires(&self, path: &AttrPath) -> bool {
        self.attribute(path).is_some_and(|one| one.is_required)
    }

    /// Whether the schemas say that every group must have `path`.
    pub fn groups_require(&self, path: &AttrPath) -> bool {
        let attribute = self.group.as_ref().and_then(|schema| schema.attribute(path));
        attribute.is_some_and(|one| one.is_required)
    }

    /// The attributes that a user must have, as columns of ours.
    pub fn required(&self) -> Vec<String> {
        let mut required = Vec::new();
        for schema in &self.schemas {
            for attribute in schema.attributes.iter().filter(|one| one.is_required) {
                let name = attribute.name.as_str();
                if OWN.iter().any(|own| same(own, name)) {
                    continue;
                }
                let subs = attribute.subs.iter().filter(|one| one.is_required);
                let subs: Vec<_> = subs.map(|sub| sub.name.as_str()).collect();
                let path = AttrPath::new(name);
                let paths = match subs.is_empty() {
                    true if same(name, "name") => Vec::new(),
                    true => vec![path],
                    false => subs.iter().map(|sub| path.clone().with_sub(*sub)).collect(),
                };
                // The whole name is made of its parts.
                for path in paths.iter().filter(|path| !path.is("name.formatted")) {
                    let column = canonical_attribute(path).map(str::to_owned);
                    let column = column.unwrap_or_else(|| path.dotted());
                    if !required.contains(&column) {
                        required.push(column);
                    }
                }
            }
        }
        required
    }
}

fn user_schema() -> String {
    format!("Schemas/{}", urn::USER)
}

async fn document(
    client: &Client,
    path: impl Into<String>,
    query: Vec<(&'static str, String)>,
) -> Result<Value, (String, Refusal)> {
    let path = path.into();
    match client.call(&Ask::get(path.clone(), query)).await {
        Ok(answer) => Ok(answer.body),
        Err(refused) if is_hopeless(&refused) => Err((path, refused)),
        Err(_) => Ok(Value::Null),
    }
}

/// All that is listed at `path`, which may be more than is told unasked.
async fn listed(client: &Client, path: &str) -> Result<Vec<Value>, (String, Refusal)> {
    let first = document(client, path, Vec::new()).await?;
    let total = ListResponse::read(&first).ok().and_then(|list| list.total_results);
    let told = resources_in(first);
    let Some(total) = total.filter(|total| *total > told.len() as u64) else { return Ok(told) };
    let asked = vec![("startIndex", "1".to_owned()), ("count", total.to_string())];
    let all = resources_in(document(client, path, asked).await?);
    Ok(if all.len() > told.len() { all } else { told })
}

/// The resources of a list, of a bare JSON list, or the one that stands in a list's place.
fn resources_in(answer: Value) -> Vec<Value> {
    match answer {
        Value::Array(all) => all,
        answer => match ListResponse::read(&answer) {
            Ok(list) => list.resources,
            Err(_) => whole(answer),
        },
    }
}

/// A schema or resource type by itself; nothing for anything else.
fn whole(answer: Value) -> Vec<Value> {
    let is_one = answer.get("attributes").is_some() || answer.get("endpoint").is_some();
    Vec::from_iter(is_one.then_some(answer))
}

/// The one document of an answer, also where it came as a list of one.
pub(super) fn document_in(answer: &Value) -> Value {
    let listed = match answer {
        Value::Array(all) => all.first().cloned(),
        _ => ListResponse::read(answer).ok().and_then(|list| list.resources.into_iter().next()),
    };
    listed.unwrap_or_else(|| answer.clone())
}

/// Whether no other call would fare better. A 5xx is the trouble of that endpoint alone.
fn is_hopeless(refused: &Refusal) -> bool {
    match refused.cause {
        Cause::CredentialRejected | Cause::CertificateUntrusted => true,
        Cause::Timeout | Cause::RateLimited => true,
        Cause::Unavailable => !refused.maybe_done,
        _ => false,
    }
}

/// An endpoint below the base address, however it is told: relative to it, from the root of the
/// server, or in full. `None` for one elsewhere.
fn below(endpoint: &str, base: &str) -> Option<String> {
    let base = Url::parse(&format!("{base}/")).ok();
    let path = match (endpoint.contains("://"), &base) {
        (true, Some(base)) => {
            let whole = Url::parse(endpoint).ok()?;
            let inside = whole.origin() == base.origin() && whole.path().starts_with(base.path());
            inside.then(|| whole.path().to_owned())?
        }
        (true, None) => return None,
        (false, _) => endpoint.to_owned(),
    };
    let root = base.as_ref().map_or("/", Url::path);
    let rest = if path.starts_with('/') { path.strip_prefix(root).unwrap_or(&path) } else { &path };
    let rest = rest.trim_matches('/');
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// The schemas of users: the core one, then the extensions that users have.
fn of_users(all: Vec<Value>, extensions: Option<&[String]>) -> Vec<Value> {
    let is_extension = |urn: &str| match extensions {
        Some(extensions) => extensions.iter().any(|known| same(known, urn)),
        None => fold(urn).contains(":extension:"),
    };
    let (core, others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| is_named(one, urn::USER));
    if core.is_empty() {
        return Vec::new();
    }
    let others = others.into_iter().filter(|one| text(one, "id").is_some_and(is_extension));
    core.into_iter().chain(others).collect()
}

/// Whether `schema` is the one of that URN.
fn is_named(schema: &Value, urn: &str) -> bool {
    same(text(schema, "id").unwrap_or_default(), urn)
}

pub(super) fn list<'a>(holder: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> {
    holder.get(member).and_then(Value::as_array).into_iter().flatten()
}

pub(super) fn text<'a>(holder: &'a Value, member: &str) -> Option<&'a str> {
    holder.get(member).and_then(Value::as_str)
}

pub(super) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn endpoints_are_found_however_they_are_told() {
        let base = "https://x.example/scim/v2";
        for told in
            ["/Users", "Users", "/Users/", "/scim/v2/Users", "https://x.example/scim/v2/Users"]
        {
            assert_eq!(below(told, base).as_deref(), Some("Users"), "{told}");
        }
        for told in ["https://other.example/scim/v2/Users", "https://x.example/Users", "/", ""] {
            assert_eq!(below(told, base), None, "{told}");
        }
        assert_eq!(below("/People/All", base).as_deref(), Some("People/All"), "of its own name");
        assert_eq!(below("/Users", "http://localhost").as_deref(), Some("Users"), "at the root");
    }
}
