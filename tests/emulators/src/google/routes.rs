//! The addresses: token, users, groups, members; what is below reports is answered beside.

use super::answer::Refusal;
use super::console::Console;
use super::customer::{Customer, Group, etag};
use super::reports::{self, AUDIT};
use crate::front::{Asked, unescaped};
use crate::keys;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use jiff::Timestamp;
use jsonwebtoken::Algorithm;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Below this is the API.
const BASE: &str = "/admin/directory/v1/";
/// Below this is the API of reports.
const REPORTS: &str = "/admin/reports/v1/activity/";
/// The grant by a signed token.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The API of `console`.
pub fn router(console: Arc<Console>) -> Router {
    Router::new().fallback(answer).with_state(console)
}

/// Serves `console` on a free port of this machine; its base address.
///
/// # Errors
/// When no port can be had.
pub async fn open(console: Arc<Console>) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let place = format!("http://{}", listener.local_addr()?);
    let router = router(console);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(place)
}

async fn answer(State(console): State<Arc<Console>>, request: Request<Body>) -> Response {
    let throttled = console.throttled_as;
    let refused = |code: u16, wait: Option<u64>| {
        let refused = match wait {
            Some(_) if !throttled.is_empty() => {
                Refusal::new(403, throttled, "Quota exceeded for quota metric")
            }
            _ => Refusal::new(code, "backendError", "The emulator was told to refuse this."),
        };
        refused.into_response()
    };
    let answered = async |asked: Asked| {
        let path = asked.path.clone();
        if let Some(below) = path.strip_prefix(REPORTS) {
            let answered = reports::answer(&console, below, &asked);
            return answered.unwrap_or_else(IntoResponse::into_response);
        }
        match path.strip_prefix(BASE) {
            Some(below) => {
                directory(&console, below, &asked).unwrap_or_else(IntoResponse::into_response)
            }
            None if path == "/token" => token(&console, &asked),
            None if path == "/o/oauth2/v2/auth" => {
                console.sign_ins.authorize(&asked.query, &console.client_id)
            }
            None => Refusal::new(404, "notFound", "Not Found").into_response(),
        }
    };
    let mut response = console.front.pass(request, refused, answered).await;
    // By the clock of the customer, which is that of the log.
    let now = Timestamp::from_millisecond(console.customer().log.now()).unwrap_or_default();
    let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

fn token(console: &Console, asked: &Asked) -> Response {
    let form = crate::front::pairs(&asked.body);
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let wrong = |status: StatusCode, error: &str, words: &str| {
        (status, Json(json!({"error": error, "error_description": words}))).into_response()
    };
    let (bad, unauthorized) = (StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED);
    if matches!(field("grant_type"), "authorization_code" | "refresh_token") {
        let Some(refresh) = console.sign_ins.redeem(&form) else {
            return wrong(bad, "invalid_grant", "Token has been expired or revoked.");
        };
        let scopes = ["user", "group"].map(|one| format!("admin.directory.{one}.readonly"));
        let further = console.delegates(AUDIT).then(|| AUDIT.to_owned());
        let scopes = scopes.into_iter().chain(further).collect();
        let (token, lasts) = console.front.give_token(scopes);
        let body = json!({
            "access_token": token, "expires_in": lasts, "token_type": "Bearer",
            "refresh_token": refresh,
        });
        return Json(body).into_response();
    }
    if field("grant_type") != GRANT {
        return wrong(bad, "unsupported_grant_type", "Invalid grant_type");
    }
    // Google's own client names Google's address wherever it calls.
    let own = format!("{}/token", asked.base("http"));
    let audiences = [own.as_str(), "https://oauth2.googleapis.com/token"];
    let Ok((header, claims)) = keys::read_token(field("assertion"), Algorithm::RS256, &audiences)
    else {
        return wrong(bad, "invalid_grant", "Invalid JWT Signature.");
    };
    let text = |name: &str| claims[name].as_str().unwrap_or_default();
    if text("iss") != console.client_email || header.kid.as_deref() != Some("key-1") {
        return wrong(bad, "invalid_grant", "Invalid grant: account not found");
    }
    if claims["exp"].as_i64().unwrap_or_default() - claims["iat"].as_i64().unwrap_or_default()
        > 3600
    {
        return wrong(bad, "invalid_grant", "Invalid JWT: Token must be a short-lived token");
    }
    if text("sub") != console.admin {
        return wrong(bad, "invalid_grant", "Invalid email or User ID");
    }
    let scopes: Vec<String> = text("scope").split_whitespace().map(str::to_owned).collect();
    if scopes.is_empty() || !scopes.iter().all(|scope| console.delegates(scope)) {
        let words = "Client is unauthorized to retrieve access tokens using this method, or client \
                     not authorized for any of the scopes requested.";
        return wrong(unauthorized, "unauthorized_client", words);
    }
    let (token, lasts) = console.front.give_token(scopes);
    let body = json!({"access_token": token, "expires_in": lasts, "token_type": "Bearer"});
    Json(body).into_response()
}

pub(super) type Answered = Result<Response, Refusal>;

fn directory(console: &Console, below: &str, asked: &Asked) -> Answered {
    let Some(rights) = console.front.rights(&asked.headers) else {
        let words = "Request had invalid authentication credentials.";
        return Err(Refusal::new(401, "authError", words));
    };
    let segments: Vec<String> = below.split('/').map(unescaped).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let wanted = if segments[0] == "users" { "user" } else { "group" };
    let suffix = format!("admin.directory.{wanted}.readonly");
    if !rights.iter().any(|scope| scope.ends_with(&suffix)) {
        let words = "Request had insufficient authentication scopes.";
        return Err(Refusal::new(403, "insufficientPermissions", words));
    }
    let customer = console.customer();
    match segments.as_slice() {
        ["users"] => {
            check_customer(console, asked)?;
            let all = users(&customer, asked)?;
            let show = |user: &&Map<String, Value>| shown_user(user, asked);
            page(asked, ("admin#directory#users", "users"), &all, console.page_most, show)
        }
        ["users", key] => {
            let named = |user: &&Map<String, Value>| {
                let aliases = user.get("aliases").and_then(Value::as_array);
                user["primaryEmail"] == *key || aliases.is_some_and(|all| all.contains(&json!(key)))
            };
            let user = customer.users.get(*key).or_else(|| customer.users.values().find(named));
            let user =
                user.ok_or_else(|| Refusal::new(404, "notFound", "Resource Not Found: userKey"))?;
            Ok(Json(shown_user(user, asked)).into_response())
        }
        ["groups"] => {
            check_customer(console, asked)?;
            let all: Vec<Value> = customer.groups.values().map(Customer::listed_group).collect();
            page(asked, ("admin#directory#groups", "groups"), &all, 200, Value::clone)
        }
        ["groups", key] => {
            let listed = Customer::listed_group(group(&customer, key)?);
            Ok(Json(listed).into_response())
        }
        ["groups", key, "members"] => {
            let group = group(&customer, key)?;
            let all: Vec<Value> = group.members.iter().map(member).collect();
            page(asked, ("admin#directory#members", "members"), &all, 200, Value::clone)
        }
        _ => Err(Refusal::new(404, "notFound", "Not Found")),
    }
}

fn group<'c>(customer: &'c Customer, key: &str) -> Result<&'c Group, Refusal> {
    let named = |group: &&Group| group.fields["email"] == *key;
    let group = customer.groups.get(key).or_else(|| customer.groups.values().find(named));
    group.ok_or_else(|| Refusal::new(404, "notFound", "Resource Not Found: groupKey"))
}

fn member(member: &super::Member) -> Value {
    json!({
        "kind": "admin#directory#member", "id": member.id, "type": member.kind, "role": "MEMBER",
        "email": member.email, "status": "ACTIVE",
    })
}

fn check_customer(console: &Console, asked: &Asked) -> Result<(), Refusal> {
    match asked.query.get("customer").map(String::as_str) {
        Some("my_customer") => Ok(()),
        Some(id) if id == console.customer_id => Ok(()),
        _ => Err(Refusal::new(400, "invalid", "Invalid Input: Bad request for customer")),
    }
}

/// The users that are asked for, by address.
fn users<'c>(
    customer: &'c Customer,
    asked: &Asked,
) -> Result<Vec<&'c Map<String, Value>>, Refusal> {
    let is_deleted = asked.query.get("showDeleted").is_some_and(|text| text == "true");
    let from = if is_deleted { &customer.deleted } else { &customer.users };
    let mut found = Vec::new();
    for user in from.values() {
        let passes = match asked.query.get("query") {
            None => true,
            Some(query) => passes(query, user)
                .ok_or_else(|| Refusal::new(400, "invalid", "Invalid Input: query"))?,
        };
        if passes {
            found.push(user);
        }
    }
    found.sort_by_key(|user| user["primaryEmail"].as_str().unwrap_or_default());
    Ok(found)
}

/// A user as listed: custom schemas come with the whole projection only.
fn shown_user(user: &Map<String, Value>, asked: &Asked) -> Value {
    let mut user = user.clone();
    if asked.query.get("projection").is_none_or(|text| text != "full") {
        user.remove("customSchemas");
    }
    let mut user = Value::Object(user);
    user["etag"] = json!(etag(&user));
    user
}

/// Whether a user passes a query of `field=value` clauses; none when it is no such query.
fn passes(query: &str, user: &Map<String, Value>) -> Option<bool> {
    let mut all = true;
    for clause in query.split_whitespace() {
        let (name, value) = clause.split_once('=')?;
        let value = value.trim_matches('\'');
        all &= match name {
            "isSuspended" => user["suspended"] == value.parse::<bool>().ok()?,
            "isArchived" => user["archived"] == value.parse::<bool>().ok()?,
            "orgUnitPath" => {
                let path = user["orgUnitPath"].as_str().unwrap_or_default();
                path == value || path.starts_with(&format!("{}/", value.trim_end_matches('/')))
            }
            "email" => user["primaryEmail"] == value,
            _ => return None,
        };
    }
    Some(all)
}

/// A page of `all`, unless the caller knows it by its etag.
pub(super) fn page<T>(
    asked: &Asked,
    (kind, name): (&str, &str),
    all: &[T],
    longest: usize,
    show: impl Fn(&T) -> Value,
) -> Answered {
    let most = asked.query.get("maxResults").and_then(|text| text.parse().ok()).unwrap_or(100);
    let most = most.clamp(1, longest.max(1));
    let from = match asked.query.get("pageToken").map(|token| token.strip_prefix("page-")) {
        None => 0,
        Some(Some(number)) => number.parse().unwrap_or(usize::MAX),
        Some(None) => return Err(Refusal::new(400, "invalid", "Invalid Input: pageToken")),
    };
    let from = if asked.skip { from + most } else { from };
    let shown: Vec<Value> = all.iter().skip(from).take(most).map(show).collect();
    let mut body = json!({"kind": kind});
    // An empty list is left out.
    if !shown.is_empty() {
        body[name] = json!(shown);
    }
    if from.saturating_add(most) < all.len() {
        body["nextPageToken"] = json!(format!("page-{}", from + most));
    }
    let tag = etag(&body);
    body["etag"] = json!(tag);
    if asked.header("if-none-match") == Some(tag.as_str()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let mut response = Json(body).into_response();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}
