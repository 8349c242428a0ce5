//! The addresses.

use super::change::{Change, NewUsers};
use super::console::{Conflict, Console, lock};
use super::door::{BASE, door};
use super::errors::Refusal;
use super::query::Query;
use super::tenant::{Named, Tenant, same, shown_user};
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{delete, get, post, put};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io;
use std::sync::Arc;
use std::time::Instant;
use tokio::net::TcpListener;

type Shared = State<Arc<Console>>;
type Answered = Result<Json<Value>, Refusal>;

/// The API of `console`, and its token endpoint at `/oauth/token`.
pub fn router(console: Arc<Console>) -> Router {
    let account = format!("{BASE}/accounts/{{account}}");
    Router::new()
        .route("/oauth/token", post(token))
        .route(&format!("{BASE}/me"), get(me))
        .route(&format!("{account}/users"), get(users).post(create))
        .route(&format!("{account}/users/{{user}}"), put(change))
        .route(&format!("{account}/users/rolesets"), delete(leave_role_sets))
        .route(&format!("{account}/licenses"), get(licenses))
        .route(&format!("{account}/rolesets"), get(role_sets))
        .route(&format!("{account}/rolesets/{{role}}/users"), put(join_role_set))
        .route(&format!("{account}/groups"), get(groups))
        .route(&format!("{account}/templates"), get(templates))
        .route(&format!("{account}/attributes"), get(attributes).post(create_attribute))
        .fallback(async || Refusal::not_found("there is nothing here"))
        .layer(from_fn_with_state(console.clone(), door))
        .with_state(console)
}

/// Serves `console` on a free port of this machine for as long as the runtime lives; answers the
/// address of the whole, `http://127.0.0.1:port`.
///
/// # Errors
/// When no port is to be had.
pub async fn open(console: Arc<Console>) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    // Serving ends only with the runtime, and then nobody asks any more.
    tokio::spawn(async move { axum::serve(listener, router(console)).await });
    Ok(format!("http://{address}"))
}

async fn token(State(console): Shared, headers: HeaderMap, body: String) -> Response {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Basic "));
    let given = given.and_then(|text| STANDARD.decode(text).ok());
    let right = format!("{}:{}", console.client_id, console.client_secret);
    if given.as_deref() != Some(right.as_bytes()) {
        return (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_client"})))
            .into_response();
    }
    if !body.split('&').any(|pair| pair == "grant_type=client_credentials") {
        let body = json!({"error": "unsupported_grant_type"});
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let mut tokens = lock(&console.tokens);
    let token = tokens.give(Instant::now());
    let seconds = tokens.lifetime.as_secs();
    Json(json!({"access_token": token, "token_type": "Bearer", "expires_in": seconds}))
        .into_response()
}

/// The account, when `key` is its own.
fn own<'t>(tenant: &'t mut Tenant, key: &str) -> Result<&'t mut Tenant, Refusal> {
    if tenant.key != key {
        let words = format!("The token has no right on account {key}");
        return Err(Refusal::new(StatusCode::FORBIDDEN, "AccessDenied", words));
    }
    Ok(tenant)
}

fn read<T: serde::de::DeserializeOwned>(body: &str) -> Result<T, Refusal> {
    serde_json::from_str(body).map_err(|error| Refusal::invalid(error.to_string()))
}

async fn me(State(console): Shared) -> Json<Value> {
    let tenant = console.tenant();
    Json(json!({"accountKey": tenant.key, "key": tenant.credential}))
}

async fn users(
    State(console): Shared,
    Path(account): Path<String>,
    RawQuery(query): RawQuery,
) -> Answered {
    let mut tenant = console.tenant();
    let tenant = own(&mut tenant, &account)?;
    let query = Query::read(query.as_deref());
    let (offset, email) = (query.number("offset", 0)?, query.email()?);
    let size = query.number("pageSize", 100)?.clamp(1, console.page_most);
    let wanted = tenant.users.values();
    let wanted = wanted.filter(|user| email.is_none_or(|email| same(email, &user.email)));
    let all: Vec<_> = wanted.collect();
    let page = all.iter().skip(offset).take(size);
    let page: Vec<Value> = page.map(|user| shown_user(user, query.get("attributes"))).collect();
    let last = (offset + page.len()).saturating_sub(1);
    Ok(Json(json!({
        "results": page, "fromIndex": offset, "toIndex": last, "total": all.len(),
    })))
}

async fn create(
    State(console): Shared,
    Path(account): Path<String>,
    body: String,
) -> Result<Response, Refusal> {
    let mut tenant = console.tenant();
    let tenant = own(&mut tenant, &account)?;
    let asked: NewUsers = read(&body)?;
    let made = tenant.create(&asked, console.conflict == Conflict::Refused)?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

async fn change(
    State(console): Shared,
    Path((account, user)): Path<(String, String)>,
    body: String,
) -> Result<StatusCode, Refusal> {
    let mut tenant = console.tenant();
    let change: Change = read(&body)?;
    own(&mut tenant, &account)?.change(&user, change)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets or empties the role sets of who the filter selects.
fn with_role_set(
    console: &Console,
    account: &str,
    query: Option<&str>,
    role: Option<&str>,
) -> Result<StatusCode, Refusal> {
    let mut tenant = console.tenant();
    let tenant = own(&mut tenant, account)?;
    if let Some(role) = role.filter(|role| !tenant.role_sets.iter().any(|one| one.key == *role)) {
        return Err(Refusal::not_found(format!("there is no role set {role}")));
    }
    let query = Query::read(query);
    let email = query.email()?.ok_or_else(|| Refusal::invalid("a filter is needed"))?;
    let found = tenant.by_email(email).cloned();
    let before = found.ok_or_else(|| Refusal::not_found(format!("there is no user {email}")))?;
    let mut after = before.clone();
    after.role_sets = role.into_iter().map(str::to_owned).collect();
    tenant.replace(&before, after);
    Ok(StatusCode::NO_CONTENT)
}

async fn join_role_set(
    State(console): Shared,
    Path((account, role)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<StatusCode, Refusal> {
    with_role_set(&console, &account, query.as_deref(), Some(&role))
}

async fn leave_role_sets(
    State(console): Shared,
    Path(account): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<StatusCode, Refusal> {
    with_role_set(&console, &account, query.as_deref(), None)
}

async fn licenses(State(console): Shared, Path(account): Path<String>) -> Answered {
    let mut tenant = console.tenant();
    let tenant = own(&mut tenant, &account)?;
    Ok(Json(tenant.licenses.iter().map(|one| tenant.shown_license(one)).collect()))
}

fn listed(all: &[Named], key: &str) -> Value {
    all.iter().map(|one| json!({key: one.key, "name": one.name})).collect()
}

async fn role_sets(State(console): Shared, Path(account): Path<String>) -> Answered {
    Ok(Json(listed(&own(&mut console.tenant(), &account)?.role_sets, "id")))
}

async fn groups(State(console): Shared, Path(account): Path<String>) -> Answered {
    Ok(Json(listed(&own(&mut console.tenant(), &account)?.groups, "key")))
}

async fn templates(State(console): Shared, Path(account): Path<String>) -> Answered {
    Ok(Json(listed(&own(&mut console.tenant(), &account)?.templates, "key")))
}

async fn attributes(State(console): Shared, Path(account): Path<String>) -> Answered {
    Ok(Json(listed(&own(&mut console.tenant(), &account)?.attributes, "key")))
}

/// Adds what `body` names to a list; answers its key, a bare JSON string.
fn add(
    console: &Console,
    account: &str,
    body: &str,
    list: fn(&mut Tenant) -> &mut Vec<Named>,
) -> Result<Response, Refusal> {
    let mut tenant = console.tenant();
    let tenant = own(&mut tenant, account)?;
    let asked: Value = read(body)?;
    let name = asked["name"].as_str().filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| Refusal::invalid("name is needed"))?;
    if list(tenant).iter().any(|one| one.name == name) {
        let words = format!("There is a \"{name}\" already");
        return Err(Refusal::new(StatusCode::CONFLICT, "NameExists", words));
    }
    Ok((StatusCode::CREATED, Json(tenant.named(list, name))).into_response())
}

async fn create_attribute(
    State(console): Shared,
    Path(account): Path<String>,
    body: String,
) -> Result<Response, Refusal> {
    add(&console, &account, &body, |tenant| &mut tenant.attributes)
}
