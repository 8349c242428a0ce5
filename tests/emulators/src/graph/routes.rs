//! The addresses: tokens, users, groups, members.

use super::answer::{Refusal, refused};
use super::console::Console;
use super::delta;
use super::select::{Selected, passes};
use crate::front::Asked;
use crate::keys;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::net::TcpListener;

/// What tells the directory extensions: an action, so it is a POST.
const EXTENSIONS: &str = "directoryObjects/getAvailableExtensionProperties";

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
    let is_post = request.method() == axum::http::Method::POST;
    let answered = async |asked: Asked| {
        let path = asked.path.clone();
        let answer = match path.strip_prefix("/v1.0/") {
            Some(below) if !is_post || below == EXTENSIONS => graph(&console, below, &asked),
            _ => sign_in(&console, &path, &asked),
        };
        answer.unwrap_or_else(IntoResponse::into_response)
    };
    console.front.pass(request, refused, answered).await
}

/// What the sign-in service answers.
fn sign_in(console: &Console, path: &str, asked: &Asked) -> Result<Response, Refusal> {
    let tenant = path.split('/').nth(1).unwrap_or_default();
    let base = asked.base(console.scheme);
    if path.ends_with("/.well-known/openid-configuration") {
        return Ok(Json(json!({
            "issuer": format!("{base}/{tenant}/v2.0"),
            "authorization_endpoint": format!("{base}/{tenant}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{base}/{tenant}/oauth2/v2.0/token"),
        }))
        .into_response());
    }
    if path.ends_with("/oauth2/v2.0/authorize") {
        return Ok(console.sign_ins.authorize(&asked.query, &console.client_id));
    }
    if !path.ends_with("/oauth2/v2.0/token") {
        return Err(Refusal::new(404, "ResourceNotFound", "There is nothing at this address."));
    }
    let form = crate::front::pairs(&asked.body);
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let wrong = |status: StatusCode, error: &str, words: String| {
        let body = json!({"error": error, "error_description": words, "error_codes": []});
        Ok((status, Json(body)).into_response())
    };
    let (bad, unauthorized) = (StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED);
    if tenant != console.tenant_id {
        let words = format!("AADSTS90002: Tenant '{tenant}' not found.");
        return wrong(bad, "invalid_request", words);
    }
    if field("client_id") != console.client_id {
        let words = "AADSTS700016: Application was not found in the directory.";
        return wrong(bad, "unauthorized_client", words.to_owned());
    }
    if matches!(field("grant_type"), "authorization_code" | "refresh_token") {
        let Some(refresh) = console.sign_ins.redeem(&form) else {
            let words =
                "AADSTS70008: The provided authorization code or refresh token has expired.";
            return wrong(bad, "invalid_grant", words.to_owned());
        };
        let (token, lasts) = console.front.give_token(Vec::new());
        let body = json!({
            "token_type": "Bearer", "expires_in": lasts, "access_token": token,
            "refresh_token": refresh,
        });
        return Ok(Json(body).into_response());
    }
    if field("grant_type") != "client_credentials" || !field("scope").ends_with("/.default") {
        return wrong(bad, "invalid_scope", "AADSTS1002012: The scope is not valid.".to_owned());
    }
    let assertion = field("client_assertion");
    if assertion.is_empty() {
        if field("client_secret") != console.client_secret {
            let words = "AADSTS7000215: Invalid client secret provided.";
            return wrong(unauthorized, "invalid_client", words.to_owned());
        }
    } else if let Err(words) = signed(console, assertion, &format!("{base}{path}")) {
        let words = format!("AADSTS700027: Client assertion failed signature validation: {words}");
        return wrong(unauthorized, "invalid_client", words);
    }
    let (token, lasts) = console.front.give_token(Vec::new());
    let body = json!({"token_type": "Bearer", "expires_in": lasts, "access_token": token});
    Ok(Json(body).into_response())
}

/// Whether an assertion is what Microsoft asks for: PS256 by the registered certificate, which its
/// SHA-256 thumbprint names; or, as older clients do it, RS256 and a SHA-1 thumbprint.
fn signed(console: &Console, assertion: &str, audience: &str) -> Result<(), String> {
    let header = jsonwebtoken::decode_header(assertion).map_err(|error| error.to_string())?;
    let is_named = match header.alg {
        Algorithm::PS256 => {
            let certificate = CertificateDer::from_pem_slice(keys::CERTIFICATE.as_bytes());
            let certificate = certificate.map_err(|error| error.to_string())?;
            header.x5t_s256 == Some(URL_SAFE_NO_PAD.encode(Sha256::digest(&certificate)))
        }
        Algorithm::RS256 => {
            let thumbprint =
                header.x5t.map(|text| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')));
            matches!(thumbprint, Some(Ok(bytes)) if bytes.len() == 20)
        }
        _ => false,
    };
    if !is_named {
        return Err("no such certificate".to_owned());
    }
    let (_, claims) = keys::read_token(assertion, header.alg, &[audience])?;
    let is_own = |name: &str| claims[name] == console.client_id.as_str();
    if !is_own("iss") || !is_own("sub") || !claims["jti"].is_string() {
        return Err("iss, sub or jti".to_owned());
    }
    Ok(())
}

/// What Graph answers.
fn graph(console: &Console, below: &str, asked: &Asked) -> Result<Response, Refusal> {
    if console.front.rights(&asked.headers).is_none() {
        let words = "Lifetime validation failed, the token is expired.";
        return Err(Refusal::new(401, "InvalidAuthenticationToken", words));
    }
    let permission = match below.split('/').next().unwrap_or_default() {
        "users" => "User.Read.All",
        "groups" => "GroupMember.Read.All",
        "directoryObjects" => "Directory.Read.All",
        _ => return Err(Refusal::new(404, "ResourceNotFound", "There is no such resource.")),
    };
    if !console.may(permission) {
        let words = "Insufficient privileges to complete the operation.";
        return Err(Refusal::new(403, "Authorization_RequestDenied", words));
    }
    let segments: Vec<&str> = below.split('/').collect();
    let is_delta = |text: &str| matches!(text, "delta" | "delta()" | "microsoft.graph.delta()");
    let body = match segments.as_slice() {
        ["users", text] if is_delta(text) => delta::page(console, "users", asked)?,
        ["groups", text] if is_delta(text) => delta::page(console, "groups", asked)?,
        ["users", "$count"] => {
            return Ok(console.tenant().users.len().to_string().into_response());
        }
        ["users"] => {
            let users = console.tenant().users.values().cloned().collect();
            listed(
                console,
                users,
                &Selected::users(asked.query.get("$select").map(String::as_str))?,
                asked,
            )?
        }
        ["groups"] => {
            let groups =
                console.tenant().groups.values().map(|one| one.properties.clone()).collect();
            listed(
                console,
                groups,
                &Selected::groups(asked.query.get("$select").map(String::as_str))?,
                asked,
            )?
        }
        ["groups", id, "members"] => members(console, id, asked)?,
        ["directoryObjects", _] if below == EXTENSIONS => extensions(console),
        ["groups", id] => {
            let selected = Selected::groups(asked.query.get("$select").map(String::as_str))?;
            let tenant = console.tenant();
            let group = tenant.groups.get(*id).ok_or_else(|| absent(id))?;
            Value::Object(selected.take(&group.properties))
        }
        ["users", id] => {
            let tenant = console.tenant();
            let named = |user: &&Map<String, Value>| user["userPrincipalName"] == *id;
            let user = tenant.users.get(*id).or_else(|| tenant.users.values().find(named));
            Value::Object(user.cloned().ok_or_else(|| absent(id))?)
        }
        _ => return Err(absent(below)),
    };
    Ok(Json(body).into_response())
}

fn extensions(console: &Console) -> Value {
    let tenant = console.tenant();
    let told = tenant.extensions.iter().enumerate().map(|(number, (name, target))| {
        json!({
            "@odata.type": "#microsoft.graph.extensionProperty",
            "id": format!("{number:08x}-0000-4000-8000-0000000000ee"), "deletedDateTime": null,
            "appDisplayName": "Rolecall", "name": name, "dataType": "String",
            "isMultiValued": false, "isSyncedFromOnPremises": false, "targetObjects": [target],
        })
    });
    json!({"value": told.collect::<Vec<_>>()})
}

fn absent(id: &str) -> Refusal {
    let words = format!("Resource '{id}' does not exist.");
    Refusal::new(404, "Request_ResourceNotFound", &words)
}

fn members(console: &Console, id: &str, asked: &Asked) -> Result<Value, Refusal> {
    let tenant = console.tenant();
    let group = tenant.groups.get(id).ok_or_else(|| absent(id))?;
    let members = group.members.iter().map(|(id, kind)| {
        let object = json!({"@odata.type": kind.odata(), "id": id});
        object.as_object().cloned().unwrap_or_default()
    });
    let members = members.collect();
    drop(tenant);
    listed(console, members, &Selected::All, asked)
}

/// A page of a list, by `$filter`, `$top` and `$skiptoken`, with its count where that is asked for.
fn listed(
    console: &Console,
    mut all: Vec<Map<String, Value>>,
    selected: &Selected,
    asked: &Asked,
) -> Result<Value, Refusal> {
    if let Some(filter) = asked.query.get("$filter") {
        let mut passed = Vec::new();
        for one in all {
            if passes(filter, &one)? {
                passed.push(one);
            }
        }
        all = passed;
    }
    let number = |name: &str| asked.query.get(name).and_then(|text| text.parse::<usize>().ok());
    let most = number("$top").unwrap_or(100).min(console.page_most.max(1)).max(1);
    let from = number("$skiptoken").unwrap_or(0) + if asked.skip { most } else { 0 };
    let shown = all.iter().skip(from).take(most).map(|one| Value::Object(selected.take(one)));
    let mut body = json!({"value": shown.collect::<Vec<_>>()});
    if asked.query.contains_key("$count") {
        body["@odata.count"] = json!(all.len());
    }
    if from + most < all.len() {
        let kept = asked.query.iter().filter(|(name, _)| *name != "$skiptoken");
        let kept: Vec<String> =
            kept.map(|(name, value)| format!("{name}={}", value.replace(' ', "%20"))).collect();
        let base = asked.base(console.scheme);
        body["@odata.nextLink"] =
            json!(format!("{base}{}?{}&$skiptoken={}", asked.path, kept.join("&"), from + most));
    }
    Ok(body)
}
