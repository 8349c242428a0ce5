//! The way in: the rate limit and faults stand before every call, the record behind it.

use super::console::{Call, Console, Right};
use super::errors::Refusal;
use super::fault::FaultKind;
use super::throttle::Standing;
use super::{assertion, groups, users};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use std::io;
use std::sync::Arc;

/// The longest answer that is looked into.
const ANSWER_LIMIT: usize = 16 << 20;

pub(crate) type Answer = Result<Response, Refusal>;

impl Console {
    /// Whether the call's credential is good for what it asks.
    pub(crate) fn may(&self, headers: &HeaderMap, right: Right) -> Result<(), Refusal> {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        self.admits(given.unwrap_or_default(), right)
    }
}

/// The API of `console`.
pub fn router(console: Arc<Console>) -> Router {
    let users = "/api/v1/users";
    let groups = "/api/v1/groups";
    Router::new()
        .route("/oauth2/v1/token", post(assertion::token))
        .route(users, get(users::list).post(users::create))
        // Okta's own client puts a slash before the query.
        .route(&format!("{users}/"), get(users::list).post(users::create))
        .route(&format!("{groups}/"), get(groups::list).post(groups::create))
        .route(&format!("{groups}/{{id}}/users/"), get(groups::members))
        .route(&format!("{users}/{{id}}/groups/"), get(users::groups))
        .route(
            &format!("{users}/{{id}}"),
            get(users::show).post(users::change).put(users::change).delete(users::delete),
        )
        .route(&format!("{users}/{{id}}/lifecycle/{{verb}}"), post(users::lifecycle))
        .route(&format!("{users}/{{id}}/groups"), get(users::groups))
        .route(groups, get(groups::list).post(groups::create))
        .route(&format!("{groups}/{{id}}"), get(groups::show).delete(groups::delete))
        .route(&format!("{groups}/{{id}}/users"), get(groups::members))
        .route(
            &format!("{groups}/{{id}}/users/{{user}}"),
            put(groups::member).delete(groups::member),
        )
        .layer(from_fn_with_state(console.clone(), door))
        .with_state(console)
}

/// Serves the API of `console` on a free port of this machine; answers its origin.
///
/// # Errors
/// When no port can be had.
pub async fn open(console: Arc<Console>) -> io::Result<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router(console)).await });
    Ok(origin)
}

async fn door(State(console): State<Arc<Console>>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let mut call = Call {
        method: request.method().to_string(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        status: 0,
    };
    let standing = console.counted();
    let mut answer = if standing.is_some_and(|one| one.is_over) {
        Refusal::rate().into_response()
    } else {
        match console.strike(&call.path) {
            Some(FaultKind::Status(status)) => Refusal::told(status).into_response(),
            fault => {
                if let Some(FaultKind::Slow(wait)) = fault {
                    tokio::time::sleep(wait).await;
                }
                spoilt(next.run(request).await, fault).await
            }
        }
    };
    if let Some(standing) = standing {
        tell(&mut answer, standing);
    }
    let is_cut = answer.extensions().get::<IsCut>().is_some();
    call.status = if is_cut { 0 } else { answer.status().as_u16() };
    console.note(call);
    answer
}

fn tell(answer: &mut Response, standing: Standing) {
    let Standing { limit, remaining, reset, .. } = standing;
    let told = [
        ("x-rate-limit-limit", u64::from(limit)),
        ("x-rate-limit-remaining", u64::from(remaining)),
        ("x-rate-limit-reset", reset),
    ];
    for (name, number) in told {
        answer.headers_mut().insert(name, HeaderValue::from(number));
    }
}

/// An answer whose connection is cut.
#[derive(Clone)]
struct IsCut;

/// The answer with what goes wrong with it.
async fn spoilt(mut answer: Response, fault: Option<FaultKind>) -> Response {
    match fault {
        Some(FaultKind::Garbage) => "<html>gateway</html>".into_response(),
        Some(FaultKind::Cut) => {
            let broken = io::Error::new(io::ErrorKind::ConnectionReset, "cut");
            let pieces = [Ok(Bytes::from_static(b"[{")), Err::<Bytes, io::Error>(broken)];
            let mut answer = Response::new(Body::from_stream(futures_util::stream::iter(pieces)));
            answer.headers_mut().insert(header::CONTENT_LENGTH, 1000.into());
            answer.extensions_mut().insert(IsCut);
            answer
        }
        Some(FaultKind::LastPage) => {
            answer.headers_mut().remove(header::LINK);
            answer
        }
        Some(FaultKind::EmptyPage) => {
            let (mut parts, _) = answer.into_parts();
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from("[]"))
        }
        Some(FaultKind::Half) => {
            let (mut parts, body) = answer.into_parts();
            let bytes = to_bytes(body, ANSWER_LIMIT).await.unwrap_or_default();
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(bytes.slice(..bytes.len() / 2)))
        }
        _ => answer,
    }
}
