//! The way in: faults, tokens and the throttle stand before every call, the record behind it.

use super::console::{Call, Console, lock};
use super::errors::Refusal;
use super::fault::{FaultKind, strike};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::io;
use std::sync::Arc;
use std::time::Instant;

/// Below this everything wants a token.
pub(crate) const BASE: &str = "/admin/rest/v1";
/// The longest body that is read.
const BODY_LIMIT: usize = 4 << 20;

/// Lets a call in, or not; notes it either way.
pub(crate) async fn door(
    State(console): State<Arc<Console>>,
    request: Request,
    next: Next,
) -> Response {
    let at = Instant::now();
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let path = parts.uri.path().to_owned();
    let mut call = Call {
        at,
        method: parts.method.to_string(),
        path: path.strip_prefix(BASE).unwrap_or(&path).to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
        status: 0,
    };
    if let Err(refused) = admitted(&console, &path, &parts.headers, at) {
        call.status = refused.status.as_u16();
        console.note(call);
        return refused.into_response();
    }
    let fault = strike(&mut lock(&console.faults), &call.method, &path);
    let answer = match fault {
        Some(FaultKind::Status(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            Refusal::new(status, "Fault", "The emulator was told to refuse this").into_response()
        }
        Some(FaultKind::CutBefore) => cut(),
        fault => {
            if let Some(FaultKind::Slow(wait)) = fault {
                tokio::time::sleep(wait).await;
            }
            let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
            match fault {
                Some(FaultKind::CutAfter) => cut(),
                Some(FaultKind::Silent) => std::future::pending().await,
                Some(FaultKind::Garbage) => "<html>gateway</html>".into_response(),
                _ => answer,
            }
        }
    };
    let is_cut = matches!(fault, Some(FaultKind::CutAfter | FaultKind::CutBefore));
    call.status = if is_cut { 0 } else { answer.status().as_u16() };
    console.note(call);
    answer
}

/// Whether a call comes within the rate and with a good token.
fn admitted(
    console: &Console,
    path: &str,
    headers: &HeaderMap,
    now: Instant,
) -> Result<(), Refusal> {
    if !path.starts_with(BASE) {
        return Ok(());
    }
    if !lock(&console.throttle).pass(now) {
        let words = "Rate limit exceeded";
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "RateLimit", words));
    }
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = given.and_then(|value| value.strip_prefix("Bearer "));
    if !token.is_some_and(|token| lock(&console.tokens).knows(token, now)) {
        let words = "Invalid token passed";
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, "InvalidToken", words));
    }
    Ok(())
}

/// An answer whose body breaks off before its first byte, which cuts the connection.
fn cut() -> Response {
    let broken = io::Error::new(io::ErrorKind::ConnectionReset, "cut");
    let body = Body::from_stream(futures_util::stream::iter([Err::<Bytes, io::Error>(broken)]));
    let mut answer = Response::new(body);
    answer.headers_mut().insert(header::CONTENT_LENGTH, 1000.into());
    answer
}
