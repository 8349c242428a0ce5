//! The addresses: token, users, groups, actions.

use super::action::carry_out;
use super::commands::Command;
use super::console::{Console, Fault, lock, refusal};
use super::organization::{Group, Organization, Status, User, key};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

type Shared = State<Arc<Console>>;
type Asked = Query<HashMap<String, String>>;

/// The API of `console`.
pub fn router(console: Arc<Console>) -> Router {
    let base = "/v2/usermanagement";
    Router::new()
        .route("/ims/token/v2", post(token))
        .route("/ims/token/v2/", post(token))
        .route(&format!("{base}/action/{{org}}"), post(action))
        .route(&format!("{base}/users/{{org}}/{{page}}"), get(users))
        .route(&format!("{base}/users/{{org}}/{{page}}/{{group}}"), get(members))
        .route(&format!("{base}/organizations/{{org}}/users/{{user}}"), get(user))
        .route(&format!("{base}/groups/{{org}}/{{page}}"), get(groups))
        .with_state(console)
}

async fn token(State(console): Shared, Query(query): Asked, body: String) -> Response {
    let form: HashMap<String, String> = body
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let given = |name: &str| query.get(name).or_else(|| form.get(name)).map(String::as_str);
    let right = given("client_id") == Some(&console.client_id)
        && given("client_secret") == Some(&console.client_secret)
        && given("grant_type") == Some("client_credentials");
    if !right {
        let body = json!({"error": "invalid_client", "error_description": "invalid client"});
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let mut given = lock(&console.given);
    *given += 1;
    let token = format!("token-{given}");
    lock(&console.tokens).push((token.clone(), 0));
    Json(json!({"access_token": token, "token_type": "bearer", "expires_in": 86_399}))
        .into_response()
}

async fn action(
    State(console): Shared,
    Path(org): Path<String>,
    Query(query): Asked,
    headers: HeaderMap,
    body: String,
) -> Response {
    let call = "POST action";
    if let Some(refused) = console.refuses(&headers, &org, "action", 10) {
        console.note(call, refused.status());
        return refused;
    }
    let commands: Vec<Command> = match serde_json::from_str(&body) {
        Ok(commands) => commands,
        Err(error) => {
            console.note(call, StatusCode::BAD_REQUEST);
            return refusal(StatusCode::BAD_REQUEST, "400000", &error.to_string());
        }
    };
    if commands.len() > 10 {
        console.note(call, StatusCode::BAD_REQUEST);
        return refusal(StatusCode::BAD_REQUEST, "400000", "More than ten commands");
    }
    console.note_post(&body);
    tokio::time::sleep(console.delay).await;
    let fault = lock(&console.faults).pop_front();
    let status = |code| StatusCode::from_u16(code).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    if let Some(Fault::Before(code)) = fault {
        console.note(call, status(code));
        return refusal(status(code), "unavailable", "Try again");
    }
    if fault == Some(Fault::Throttled) {
        console.note(call, StatusCode::TOO_MANY_REQUESTS);
        return refusal(StatusCode::TOO_MANY_REQUESTS, "429050", "Too many requests");
    }
    let is_test = query.get("testOnly").is_some_and(|value| value == "true");
    let answer = carry_out(&mut lock(&console.organization), &commands, is_test);
    match fault {
        Some(Fault::After(code)) => {
            console.note(call, status(code));
            return refusal(status(code), "unavailable", "The answer was lost");
        }
        Some(Fault::Silent) => std::future::pending().await,
        Some(Fault::Garbled) => {
            console.note(call, StatusCode::OK);
            return "<html>".into_response();
        }
        _ => console.note(call, StatusCode::OK),
    }
    let mut answer = Json(answer).into_response();
    if let Some(id) = headers.get("x-request-id") {
        answer.headers_mut().insert("x-request-id", id.clone());
    }
    answer
}

/// A page of `items`, the last one past the end, with the headers that count.
fn page<T>(
    items: &[T],
    page: usize,
    size: usize,
    name: &str,
    write: impl Fn(&T) -> Value,
) -> Response {
    let pages = items.len().div_ceil(size).max(1);
    let at = page.min(pages - 1);
    let shown = items.iter().skip(at * size).take(size).map(write).collect::<Vec<_>>();
    let count = shown.len();
    let body = json!({"result": "success", "lastPage": at + 1 == pages, name: shown});
    let mut answer = Json(body).into_response();
    let counted = [
        ("x-total-count", items.len()),
        ("x-page-count", pages),
        ("x-current-page", at),
        ("x-page-size", count.max(1)),
    ];
    for (name, number) in counted {
        answer.headers_mut().insert(name, HeaderValue::from(number));
    }
    answer
}

fn shown(user: &User, groups: &[&str]) -> Value {
    let mut value = serde_json::to_value(user).unwrap_or_default();
    value["groups"] = json!(groups);
    value
}

/// The users of a page alone are written out.
fn user_page(organization: &Organization, users: &[&User], at: usize, size: usize) -> Response {
    page(users, at, size, "users", |user| shown(user, &organization.groups_of(&user.email)))
}

async fn users(
    State(console): Shared,
    Path((org, at)): Path<(String, usize)>,
    Query(query): Asked,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = console.refuses(&headers, &org, "users", 25) {
        console.note("GET users", refused.status());
        return refused;
    }
    let organization = lock(&console.organization);
    let domain = query.get("domain").map(|domain| key(domain));
    let wanted = organization.users.values().filter(|user| user.status == Status::Active);
    let wanted = wanted.filter(|user| domain.as_ref().is_none_or(|one| *one == user.domain));
    let all: Vec<&User> = wanted.collect();
    console.note("GET users", StatusCode::OK);
    user_page(&organization, &all, at, console.page_size)
}

async fn members(
    State(console): Shared,
    Path((org, at, name)): Path<(String, usize, String)>,
    Query(query): Asked,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = console.refuses(&headers, &org, "members", 25) {
        console.note("GET members", refused.status());
        return refused;
    }
    let organization = lock(&console.organization);
    let Some(group) = organization.groups.get(&key(&name)) else {
        console.note("GET members", StatusCode::NOT_FOUND);
        return refusal(StatusCode::NOT_FOUND, "error.group.not_found", "no such group");
    };
    let licensed = query.get("status").is_none_or(|status| status != "inactive");
    let all = organization.licensed(group, licensed);
    console.note("GET members", StatusCode::OK);
    user_page(&organization, &all, at, console.page_size)
}

async fn user(
    State(console): Shared,
    Path((org, name)): Path<(String, String)>,
    Query(query): Asked,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = console.refuses(&headers, &org, "user", 25) {
        console.note("GET user", refused.status());
        return refused;
    }
    let organization = lock(&console.organization);
    let found = organization.find(&name, query.get("domain").map(String::as_str));
    match found.and_then(|found| organization.users.get(&found)) {
        Some(found) => {
            console.note("GET user", StatusCode::OK);
            let user = shown(found, &organization.groups_of(&found.email));
            Json(json!({"result": "success", "user": user})).into_response()
        }
        None => {
            console.note("GET user", StatusCode::NOT_FOUND);
            let body = json!({"result": "error.user.not_found", "message": "User not found"});
            (StatusCode::NOT_FOUND, Json(body)).into_response()
        }
    }
}

fn listed(group: &Group) -> Value {
    let mut value = json!({
        "groupId": group.id,
        "groupName": group.name,
        "type": group.kind,
        "memberCount": group.members.len(),
    });
    if let Some(product) = &group.product {
        value["productName"] = json!(product);
        value["productProfileName"] = json!(group.name);
        value["licenseQuota"] =
            json!(group.quota.map_or_else(|| "UNLIMITED".to_owned(), |quota| quota.to_string()));
    }
    value
}

async fn groups(
    State(console): Shared,
    Path((org, at)): Path<(String, usize)>,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = console.refuses(&headers, &org, "groups", 5) {
        console.note("GET groups", refused.status());
        return refused;
    }
    let organization = lock(&console.organization);
    let all: Vec<&Group> = organization.groups.values().collect();
    console.note("GET groups", StatusCode::OK);
    page(&all, at, console.page_size, "groups", |group| listed(group))
}

/// Serves the API of `console` on a free port of this machine; answers its origin.
///
/// # Errors
/// When no port can be had.
pub async fn open(console: Arc<Console>) -> std::io::Result<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router(console)).await });
    Ok(origin)
}
