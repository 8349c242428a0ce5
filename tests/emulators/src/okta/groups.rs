//! Groups and who is in them.

use super::console::Right;
use super::door::Answer;
use super::errors::Refusal;
use super::filter::Filter;
use super::org::Org;
use super::pages::{Asked, page};
use super::users::Shared;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Json};
use serde_json::Value;
use std::collections::HashMap;

/// Properties that `filter` knows.
const FILTERED: [&str; 4] = ["id", "type", "lastUpdated", "lastMembershipUpdated"];

pub(crate) async fn list(
    State(console): Shared,
    OriginalUri(uri): OriginalUri,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::ReadGroups)?;
    let filter = match (query.get("search"), query.get("filter")) {
        (Some(search), _) => Some(Filter::read(search, &|_| true)?),
        (None, Some(filter)) => Some(Filter::read(filter, &|name| FILTERED.contains(&name))?),
        (None, None) => None,
    };
    let org = console.org();
    let wanted = |group: &Value| filter.as_ref().is_none_or(|filter| filter.holds(group));
    let asked = Asked { path: uri.path(), query: &query, headers: &headers };
    page(&asked, org.groups.iter().filter(|(_, group)| wanted(group)))
}

fn known<'o>(org: &'o Org, id: &str) -> Result<&'o Value, Refusal> {
    org.groups.get(id).ok_or_else(|| Refusal::not_found(id, "UserGroup"))
}

pub(crate) async fn create(
    State(console): Shared,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    console.may(&headers, Right::Manage)?;
    let Some(name) = body["profile"]["name"].as_str() else {
        return Err(Refusal::invalid("name", "The field cannot be left blank"));
    };
    let mut org = console.org();
    let id = org.group(name);
    Ok(Json(org.groups[&id].clone()).into_response())
}

pub(crate) async fn show(
    State(console): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::ReadGroups)?;
    Ok(Json(known(&console.org(), &id)?.clone()).into_response())
}

pub(crate) async fn delete(
    State(console): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::Manage)?;
    let mut org = console.org();
    known(&org, &id)?;
    org.delete_group(&id);
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(crate) async fn members(
    State(console): Shared,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::ReadGroups)?;
    let org = console.org();
    known(&org, &id)?;
    let ids = org.members.get(&id).into_iter().flatten();
    let asked = Asked { path: uri.path(), query: &query, headers: &headers };
    page(&asked, ids.filter_map(|id| org.users.get_key_value(id)))
}

pub(crate) async fn member(
    method: Method,
    State(console): Shared,
    Path((group, user)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    console.may(&headers, Right::Manage)?;
    let mut org = console.org();
    known(&org, &group)?;
    let there = match method {
        Method::PUT => org.join(&group, &user),
        _ => org.leave(&group, &user),
    };
    if !there {
        return Err(Refusal::not_found(&user, "User"));
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
