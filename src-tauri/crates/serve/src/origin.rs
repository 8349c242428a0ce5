//! Who may speak to the server at all, and the headers on every answer.

use crate::answer::Refusal;
use crate::loopback::Shared;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

const ON_EVERY_ANSWER: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Refuses pages of other origins and names that only pretend to be this machine (DNS rebinding).
pub(crate) async fn check(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = match refusal(shared.address, request.headers()) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in ON_EVERY_ANSWER {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn refusal(address: SocketAddr, headers: &HeaderMap) -> Option<Refusal> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !names(address).contains(&host.to_ascii_lowercase()) {
        return Some(Refusal::new(
            StatusCode::FORBIDDEN,
            "wrong_host",
            format!("This server answers only as {address}. Open the address it printed."),
        ));
    }
    let origin = headers.get(ORIGIN)?;
    let ours = format!("http://{host}");
    if origin.to_str().is_ok_and(|origin| origin.eq_ignore_ascii_case(&ours)) {
        return None;
    }
    Some(Refusal::new(
        StatusCode::FORBIDDEN,
        "wrong_origin",
        "Pages of other origins may not use this server. Open the address it printed.",
    ))
}

/// The values of `Host` that name this server.
fn names(address: SocketAddr) -> Vec<String> {
    let port = address.port();
    let mut names = vec![address.to_string(), format!("localhost:{port}")];
    if port == 80 {
        // A browser leaves out the port that HTTP has by default.
        let bare = address.to_string();
        names.extend(bare.strip_suffix(":80").map(str::to_owned));
        names.push("localhost".to_owned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_address() {
        let names_of = |text: &str| names(text.parse().expect("an address"));
        assert_eq!(names_of("127.0.0.1:4600"), ["127.0.0.1:4600", "localhost:4600"]);
        assert_eq!(names_of("[::1]:4600"), ["[::1]:4600", "localhost:4600"]);
        let default = ["127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"];
        assert_eq!(names_of("127.0.0.1:80"), default);
    }
}
