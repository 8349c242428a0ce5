//! Users and their lifecycle.

use super::console::{Console, Right};
use super::door::Answer;
use super::errors::Refusal;
use super::filter::Filter;
use super::org::Org;
use super::pages::{Asked, page};
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// Properties that `filter` knows.
const FILTERED: [&str; 7] = [
    "status",
    "lastUpdated",
    "id",
    "profile.login",
    "profile.email",
    "profile.firstName",
    "profile.lastName",
];

pub(crate) type Shared = State<Arc<Console>>;

pub(crate) async fn list(
    State(console): Shared,
    OriginalUri(uri): OriginalUri,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::ReadUsers)?;
    let filter = match (query.get("search"), query.get("filter")) {
        (Some(search), _) => Some(Filter::read(search, &|_| true)?),
        (None, Some(filter)) => Some(Filter::read(filter, &|name| FILTERED.contains(&name))?),
        (None, None) => None,
    };
    let org = console.org();
    let wanted = |user: &Value| match &filter {
        Some(filter) => filter.holds(user),
        None => user["status"] != "DEPROVISIONED",
    };
    let asked = Asked { path: uri.path(), query: &query, headers: &headers };
    page(&asked, org.users.iter().filter(|(_, user)| wanted(user)))
}

pub(crate) async fn create(
    State(console): Shared,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    console.may(&headers, Right::Manage)?;
    let profile = &body["profile"];
    for name in ["login", "email", "firstName", "lastName"] {
        if !profile[name].is_string() {
            return Err(Refusal::invalid(name, "The field cannot be left blank"));
        }
    }
    let mut org = console.org();
    if find(&org, profile["login"].as_str().unwrap_or_default()).is_some() {
        let words = "An object with this field already exists in the current organization";
        return Err(Refusal::invalid("login", words));
    }
    let has_password = body["credentials"]["password"].is_object();
    let status = match query.get("activate").map(String::as_str) {
        Some("false") => "STAGED",
        _ if has_password => "ACTIVE",
        _ => "PROVISIONED",
    };
    let id = org.user_of(profile, status);
    Ok(Json(org.users[&id].clone()).into_response())
}

/// The id of the user with that id or login.
fn find(org: &Org, name: &str) -> Option<String> {
    if org.users.contains_key(name) {
        return Some(name.to_owned());
    }
    let same = |user: &Value| {
        user["profile"]["login"].as_str().is_some_and(|login| login.eq_ignore_ascii_case(name))
    };
    org.users.iter().find(|(_, user)| same(user)).map(|(id, _)| id.clone())
}

fn known(org: &Org, name: &str) -> Result<String, Refusal> {
    find(org, name).ok_or_else(|| Refusal::not_found(name, "User"))
}

pub(crate) async fn show(
    State(console): Shared,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::ReadUsers)?;
    let org = console.org();
    let id = known(&org, &name)?;
    Ok(Json(org.users[&id].clone()).into_response())
}

/// A POST changes what it names, a PUT everything.
pub(crate) async fn change(
    method: axum::http::Method,
    State(console): Shared,
    Path(name): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    console.may(&headers, Right::Manage)?;
    let mut org = console.org();
    let id = known(&org, &name)?;
    let mut profile = match method {
        axum::http::Method::PUT => json!({}),
        _ => org.users[&id]["profile"].clone(),
    };
    for (attribute, value) in body["profile"].as_object().into_iter().flatten() {
        profile[attribute] = value.clone();
    }
    let now = org.now();
    if let Some(user) = org.users.get_mut(&id) {
        user["profile"] = profile;
        user["lastUpdated"] = json!(now);
    }
    Ok(Json(org.users[&id].clone()).into_response())
}

/// The first deletion deactivates, the second is for good.
pub(crate) async fn delete(
    State(console): Shared,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::Manage)?;
    let mut org = console.org();
    let id = known(&org, &name)?;
    if org.users[&id]["status"] == "DEPROVISIONED" {
        org.delete_user(&id);
    } else {
        org.status(&id, "DEPROVISIONED");
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(crate) async fn lifecycle(
    State(console): Shared,
    Path((name, verb)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::Manage)?;
    let mut org = console.org();
    let id = known(&org, &name)?;
    let before = org.users[&id]["status"].as_str().unwrap_or_default().to_owned();
    let after = match (verb.as_str(), before.as_str()) {
        ("activate", "STAGED" | "DEPROVISIONED") => "PROVISIONED",
        ("reactivate", "PROVISIONED") => "PROVISIONED",
        ("deactivate", "DEPROVISIONED") => return Err(Refusal::not_found(&name, "User")),
        ("deactivate", _) => "DEPROVISIONED",
        ("suspend", "ACTIVE") => "SUSPENDED",
        ("unsuspend", "SUSPENDED") | ("unlock", "LOCKED_OUT") => "ACTIVE",
        ("expire_password", "ACTIVE") => "PASSWORD_EXPIRED",
        _ => return Err(Refusal::invalid("status", "Cannot do that to a user of this status")),
    };
    org.status(&id, after);
    Ok(Json(json!({})).into_response())
}

pub(crate) async fn groups(
    State(console): Shared,
    OriginalUri(uri): OriginalUri,
    Path(name): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::ReadUsers)?;
    let org = console.org();
    let id = known(&org, &name)?;
    let has = |group: &String| org.members.get(group).is_some_and(|all| all.contains(&id));
    let asked = Asked { path: uri.path(), query: &query, headers: &headers };
    page(&asked, org.groups.iter().filter(|(group, _)| has(group)))
}
