//! What a service provider says of itself (RFC 7644 section 4), and what holds where it says
//! nothing that can be read.

use super::client::{Ask, Client};
use crate::calls::Refusal;
use rolecall_directory::{Cause, canonical_attribute};
use rolecall_scim::message::ListResponse;
use rolecall_scim::{AttrPath, fold, urn};
use serde_json::Value;

/// People asked for on one page, where the provider does not allow less.
const PAGE: u64 = 200;
/// Required attributes that are always sent, or are the provider's own.
const OWN: [&str; 6] = ["userName", "schemas", "id", "meta", "active", "externalId"];

/// What is known of a service provider.
#[derive(Debug, Clone)]
pub(super) struct Discovery {
    /// Where users are, below the base address.
    pub users: String,
    /// Where groups are.
    pub groups: String,
    /// Whether PATCH may be used; PUT otherwise.
    pub patch: bool,
    /// How many resources a page may have.
    pub page: u64,
    /// The schemas of users, the core one first; empty when they could not be read.
    schemas: Vec<Value>,
}

impl Discovery {
    /// Asks the three discovery endpoints. One that is missing or broken is done without.
    ///
    /// # Errors
    /// Where no call would be answered: no connection, or the token is not accepted.
    pub async fn ask(client: &Client) -> Result<Self, (String, Refusal)> {
        let config = document(client, "ServiceProviderConfig").await?;
        let types = document(client, "ResourceTypes").await?;
        let schemas = document(client, "Schemas").await?;
        let supported = config.pointer("/patch/supported");
        let most = config.pointer("/filter/maxResults").and_then(Value::as_u64);
        let types = ListResponse::read(&types).map(|list| list.resources).unwrap_or_default();
        let endpoint = |schema: &str, usual: &str| {
            let found = types.iter().find(|one| text(one, "schema") == Some(schema));
            let path = found.and_then(|one| text(one, "endpoint")).unwrap_or(usual);
            let path = if path.contains("://") { usual } else { path };
            path.trim_matches('/').to_owned()
        };
        let all = ListResponse::read(&schemas).map(|list| list.resources).unwrap_or_default();
        Ok(Self {
            users: endpoint(urn::USER, "Users"),
            groups: endpoint(urn::GROUP, "Groups"),
            patch: supported.and_then(Value::as_bool).unwrap_or(true),
            page: most.filter(|most| *most > 0).map_or(PAGE, |most| most.min(PAGE)),
            schemas: of_users(all, &types),
        })
    }

    /// What holds where a provider says nothing.
    pub fn usual() -> Self {
        Self {
            users: "Users".to_owned(),
            groups: "Groups".to_owned(),
            patch: true,
            page: PAGE,
            schemas: Vec::new(),
        }
    }

    /// The definition of the attribute at `path`, where the schemas have it.
    pub fn attribute(&self, path: &AttrPath) -> Option<&Value> {
        let schema = match &path.schema {
            Some(urn) => {
                self.schemas.iter().find(|one| same(text(one, "id").unwrap_or_default(), urn))
            }
            None => self.schemas.first(),
        };
        let top = named(schema?, "attributes", &path.name)?;
        match &path.sub {
            Some(sub) => named(top, "subAttributes", sub),
            None => Some(top),
        }
    }

    /// Whether the target surely has no place for `path`.
    pub fn lacks(&self, path: &AttrPath) -> bool {
        !self.schemas.is_empty() && self.attribute(path).is_none()
    }

    /// The attributes that a user must have, as columns of ours.
    pub fn required(&self) -> Vec<String> {
        let mut required = Vec::new();
        for schema in &self.schemas {
            for attribute in list(schema, "attributes").filter(|one| is_required(one)) {
                let name = text(attribute, "name").unwrap_or_default();
                if OWN.iter().any(|own| same(own, name)) {
                    continue;
                }
                let subs = list(attribute, "subAttributes").filter(|one| is_required(one));
                let subs: Vec<_> = subs.filter_map(|sub| text(sub, "name")).collect();
                let path = AttrPath::new(name);
                let paths = match subs.is_empty() {
                    true if same(name, "name") => Vec::new(),
                    true => vec![path],
                    false => subs.iter().map(|sub| path.clone().with_sub(*sub)).collect(),
                };
                for path in paths {
                    let column = canonical_attribute(&path).map(str::to_owned);
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

async fn document(client: &Client, path: &'static str) -> Result<Value, (String, Refusal)> {
    match client.call(&Ask::get(path, Vec::new())).await {
        Ok(answer) => Ok(answer.body),
        Err(refused) if is_hopeless(&refused) => Err((path.to_owned(), refused)),
        Err(_) => Ok(Value::Null),
    }
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

/// The schemas of users: the core one, then the extensions that users have.
fn of_users(all: Vec<Value>, types: &[Value]) -> Vec<Value> {
    let user = types.iter().find(|one| text(one, "schema") == Some(urn::USER));
    let extensions: Vec<&str> = user
        .map(|one| list(one, "schemaExtensions").filter_map(|one| text(one, "schema")).collect())
        .unwrap_or_default();
    let is_extension = |urn: &str| match user {
        Some(_) => extensions.iter().any(|known| same(known, urn)),
        None => fold(urn).contains(":extension:"),
    };
    let (core, others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| same(text(one, "id").unwrap_or_default(), urn::USER));
    if core.is_empty() {
        return Vec::new();
    }
    let others = others.into_iter().filter(|one| text(one, "id").is_some_and(is_extension));
    core.into_iter().chain(others).collect()
}

fn is_required(attribute: &Value) -> bool {
    let read_only = text(attribute, "mutability").is_some_and(|word| same(word, "readOnly"));
    attribute.get("required").and_then(Value::as_bool).unwrap_or(false) && !read_only
}

fn named<'a>(holder: &'a Value, member: &str, name: &str) -> Option<&'a Value> {
    list(holder, member).find(|one| same(text(one, "name").unwrap_or_default(), name))
}

fn list<'a>(holder: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> {
    holder.get(member).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(holder: &'a Value, member: &str) -> Option<&'a str> {
    holder.get(member).and_then(Value::as_str)
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
