//! `/scim/v2/<directory>`: calls of providers, handed on as they come; who may and what it means
//! is not decided here.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{
    ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HOST, HeaderName,
    HeaderValue, IF_MATCH, IF_NONE_MATCH, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::any;
use axum::serve::IncomingStream;
use rolecall_contract::{App, LARGEST_BODY, PushAnswer, PushHead, encoded};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long a body may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// What every call sees.
#[derive(Clone)]
pub(crate) struct Gate {
    pub app: Arc<App>,
    /// `http` or `https`.
    pub scheme: &'static str,
    /// Whether a proxy says where calls come from and what address they were for.
    pub proxied: bool,
    /// Where is listened, for calls that do not say what address they are for.
    pub address: SocketAddr,
}

/// Who is at the other end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// The routes.
pub(crate) fn router(gate: Gate) -> Router {
    Router::new().route("/scim", any(call)).route("/scim/{*rest}", any(call)).with_state(gate)
}

async fn call(
    State(gate): State<Gate>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let head = gate.head(&parts.uri, parts.method.as_str(), &parts.headers, peer.0);
    let token_sent = head.authorization.is_some();
    let answer = match gate.app.push_begin(head).await {
        Err(answer) => *answer,
        Ok(turn) => match read(&parts.headers, body).await {
            Ok(body) => gate.app.push_end(turn, body.into()).await,
            Err((status, words)) => gate.app.push_refuse(turn, status, words).await,
        },
    };
    respond(answer, token_sent)
}

impl Gate {
    fn head(&self, uri: &Uri, method: &str, headers: &HeaderMap, peer: SocketAddr) -> PushHead {
        let text = |name: &HeaderName| headers.get(name)?.to_str().ok().map(str::to_owned);
        let said = |name: &str| {
            let all = headers.get(name)?.to_str().ok()?;
            self.proxied.then(|| all.to_owned())
        };
        let mut path = uri.path().split('/').filter(|part| !part.is_empty()).map(decoded);
        // `scim` and the version; another version has no directory.
        let version = path.nth(1).unwrap_or_default();
        let directory = path.next().filter(|_| version == "v2").unwrap_or_default();
        let scheme = said("x-forwarded-proto").filter(|scheme| scheme == "https");
        let scheme = scheme.as_deref().unwrap_or(self.scheme);
        let host = said("x-forwarded-host").or_else(|| text(&HOST));
        let host = host.or_else(|| uri.authority().map(ToString::to_string));
        let host = host.filter(|host| is_host(host)).unwrap_or_else(|| self.address.to_string());
        // The last of the list is what the proxy itself saw.
        let address = said("x-forwarded-for");
        let address = address.as_deref().and_then(|all| all.rsplit(',').next()).map(str::trim);
        PushHead {
            base: format!("{scheme}://{host}/scim/v2/{}", encoded(&directory)),
            directory,
            method: method.to_owned(),
            path: path.collect(),
            query: uri.query().unwrap_or_default().to_owned(),
            authorization: text(&AUTHORIZATION),
            if_match: text(&IF_MATCH),
            if_none_match: text(&IF_NONE_MATCH),
            address: address.map_or_else(|| peer.ip().to_string(), |text| brief(text).to_owned()),
        }
    }
}

/// A name of a host with or without a port, and nothing that could be something else.
fn is_host(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
    !text.is_empty() && text.len() <= 255 && text.bytes().all(fits)
}

fn brief(text: &str) -> &str {
    &text[..text.floor_char_boundary(64)]
}

/// A part of a path, decoded; what is not UTF-8 then is nobody's name.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        rest = match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                &tail[2..]
            }
            _ => {
                bytes.push(*first);
                tail
            }
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, (u16, &'static str)> {
    let too_large = (413, "the body is larger than the 8 MiB that are taken; send less at a time");
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > LARGEST_BODY) {
        return Err(too_large);
    }
    match tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST_BODY)).await {
        Err(_) => Err((408, "the body did not come within a minute")),
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            let limit = cause.is_some_and(|cause| cause.contains("limit"));
            Err(if limit { too_large } else { (400, "the body broke off") })
        }
    }
}

fn respond(answer: PushAnswer, token_sent: bool) -> Response {
    let body = answer.body.as_ref().map(ToString::to_string);
    let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if answer.body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/scim+json"));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let challenge = match token_sent {
        true => "Bearer realm=\"Rolecall\", error=\"invalid_token\"",
        false => "Bearer realm=\"Rolecall\"",
    };
    for (name, value) in [
        (LOCATION, answer.location),
        (ETAG, answer.etag),
        (ALLOW, answer.allow.map(str::to_owned)),
        (RETRY_AFTER, answer.retry_after.map(|seconds| seconds.to_string())),
        (WWW_AUTHENTICATE, (answer.status == 401).then(|| challenge.to_owned())),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_paths_are_decoded() {
        assert_eq!(decoded("f%C3%B6r%20alla"), "för alla");
        assert_eq!(decoded("100%"), "100%", "what is no escape stays");
        assert_eq!(decoded("%FF"), "%FF", "what is no UTF-8 stays");
    }

    #[test]
    fn hosts_hold_nothing_else() {
        assert!(is_host("scim.example.com:8443") && is_host("[::1]:80"));
        assert!(!is_host("evil.example/x?") && !is_host("a b") && !is_host(""));
    }
}
