//! The addresses: token, users, groups, actions; and what tests set and read of the emulator.

use super::action::carry_out;
use super::commands::Command;
use super::organization::{Group, Organization, User, key};
use super::throttle::Throttle;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The organization behind the API, and who may ask.
pub struct Console {
    /// The organization's id, `<hex>@AdobeOrg`.
    pub org_id: String,
    /// The client's id, which is the API key too.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// How many users a page has.
    pub page_size: usize,
    /// What it holds.
    pub organization: Mutex<Organization>,
    /// How often it may be called.
    pub throttle: Mutex<Throttle>,
    tokens: Mutex<Vec<String>>,
    calls: Mutex<Vec<String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Console {
    /// A console whose minute lasts `minute`.
    #[must_use]
    pub fn new(organization: Organization, minute: Duration) -> Self {
        Self {
            org_id: "A1B2C3D4E5F60718293A4B5C@AdobeOrg".into(),
            client_id: "rolecall-client".into(),
            client_secret: "rolecall-secret".into(),
            page_size: 2000,
            organization: Mutex::new(organization),
            throttle: Mutex::new(Throttle::new(minute)),
            tokens: Mutex::default(),
            calls: Mutex::default(),
        }
    }

    /// Every call that was answered, as `METHOD path status`.
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        lock(&self.calls).clone()
    }

    /// What the organization holds now.
    #[must_use]
    pub fn holds(&self) -> Organization {
        lock(&self.organization).clone()
    }

    /// Makes every token that was given out worthless.
    pub fn expire_tokens(&self) {
        lock(&self.tokens).clear();
    }

    fn note(&self, call: &str, status: StatusCode) {
        lock(&self.calls).push(format!("{call} {}", status.as_u16()));
    }

    /// Why a call is not let in; nothing when it is.
    fn refuses(
        &self,
        headers: &HeaderMap,
        org: &str,
        kind: &'static str,
        most: usize,
    ) -> Option<Response> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if header("x-api-key") != Some(&self.client_id) {
            return Some(refusal(StatusCode::FORBIDDEN, "403000", "Api Key is invalid"));
        }
        let token = header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let known = token.is_some_and(|token| lock(&self.tokens).iter().any(|one| one == token));
        if !known || org != self.org_id {
            return Some(refusal(StatusCode::UNAUTHORIZED, "401013", "Oauth token is not valid"));
        }
        let wait = lock(&self.throttle).pass(kind, most, Instant::now()).err()?;
        let mut answer = refusal(StatusCode::TOO_MANY_REQUESTS, "429050", "Too many requests");
        answer.headers_mut().insert("retry-after", HeaderValue::from(wait));
        Some(answer)
    }
}

type Shared = State<Arc<Console>>;
type Asked = Query<HashMap<String, String>>;

fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({"error_code": code, "message": message}))).into_response()
}

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
    let mut tokens = lock(&console.tokens);
    let token = format!("token-{}", tokens.len() + 1);
    tokens.push(token.clone());
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
    let is_test = query.get("testOnly").is_some_and(|value| value == "true");
    let answer = carry_out(&mut lock(&console.organization), &commands, is_test);
    console.note(call, StatusCode::OK);
    let mut answer = Json(answer).into_response();
    if let Some(id) = headers.get("x-request-id") {
        answer.headers_mut().insert("x-request-id", id.clone());
    }
    answer
}

/// A page of `items`, the last one past the end, with the headers that count.
fn page(items: &[Value], page: usize, size: usize, name: &str) -> Response {
    let pages = items.len().div_ceil(size).max(1);
    let at = page.min(pages - 1);
    let shown = items.iter().skip(at * size).take(size).cloned().collect::<Vec<_>>();
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

fn shown(organization: &Organization, user: &User) -> Value {
    let mut value = serde_json::to_value(user).unwrap_or_default();
    value["groups"] = json!(organization.groups_of(&user.email));
    value
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
    let wanted = organization.users.values();
    let wanted = wanted.filter(|user| domain.as_ref().is_none_or(|one| *one == user.domain));
    let all: Vec<Value> = wanted.map(|user| shown(&organization, user)).collect();
    console.note("GET users", StatusCode::OK);
    page(&all, at, console.page_size, "users")
}

async fn members(
    State(console): Shared,
    Path((org, at, name)): Path<(String, usize, String)>,
    Query(query): Asked,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = console.refuses(&headers, &org, "users", 25) {
        console.note("GET members", refused.status());
        return refused;
    }
    let organization = lock(&console.organization);
    let Some(group) = organization.groups.get(&key(&name)) else {
        console.note("GET members", StatusCode::NOT_FOUND);
        return refusal(StatusCode::NOT_FOUND, "error.group.not_found", "no such group");
    };
    let licensed = query.get("status").is_none_or(|status| status != "inactive");
    let users = organization.licensed(group, licensed).into_iter();
    let all: Vec<Value> = users.map(|user| shown(&organization, user)).collect();
    console.note("GET members", StatusCode::OK);
    page(&all, at, console.page_size, "users")
}

async fn user(
    State(console): Shared,
    Path((org, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = console.refuses(&headers, &org, "user", 25) {
        console.note("GET user", refused.status());
        return refused;
    }
    let organization = lock(&console.organization);
    match organization.users.get(&key(&name)) {
        Some(found) => {
            console.note("GET user", StatusCode::OK);
            Json(json!({"result": "success", "user": shown(&organization, found)})).into_response()
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
    let all: Vec<Value> = organization.groups.values().map(listed).collect();
    console.note("GET groups", StatusCode::OK);
    page(&all, at, console.page_size, "groups")
}
