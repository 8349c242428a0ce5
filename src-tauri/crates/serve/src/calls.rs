//! Sessions, commands and health.

use crate::answer::Refusal;
use crate::loopback::Shared;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rolecall_contract::Command;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;

/// The most a request's body may hold: 4 MiB.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

#[derive(Deserialize)]
pub(crate) struct Opening {
    token: String,
}

/// Exchanges the token of a one-time address for a cookie.
pub(crate) async fn session(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let opening: Opening = read(&headers, body).await?;
    let cookie = shared.sessions.open(&opening.token).ok_or_else(Refusal::no_session)?;
    Ok(([(SET_COOKIE, cookie)], Json(json!({}))).into_response())
}

/// Runs a command. It runs to its end, also when the page that asked is gone.
pub(crate) async fn call(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Refusal> {
    admit(&shared, &headers)?;
    let command = Command::read(read(&headers, body).await?)?;
    let name = command.name();
    let app = Arc::clone(&shared.app);
    let answer = tokio::spawn(async move { app.call(command).await }).await;
    match answer {
        Ok(answer) => Ok(Json(answer?)),
        Err(error) => {
            tracing::error!(%error, command = name, "a command broke off");
            Err(Refusal::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                format!("\"{name}\" broke off through a fault in Rolecall. Its log says more."),
            ))
        }
    }
}

/// Says that the program is there, and no more.
pub(crate) async fn health() -> Json<Value> {
    Json(json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")}))
}

/// Answers for addresses below `/api` that are none.
pub(crate) async fn nothing_here() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.")
}

/// Refuses whoever has no session.
pub(crate) fn admit(shared: &Shared, headers: &HeaderMap) -> Result<(), Refusal> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    if shared.sessions.admits(cookies) { Ok(()) } else { Err(Refusal::no_session()) }
}

async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Refusal> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(malformed("its content type is not application/json"));
    }
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if announced
        .and_then(|length| length.parse().ok())
        .is_some_and(|length: usize| length > LARGEST_BODY)
    {
        return Err(too_large());
    }
    let bytes = to_bytes(body, LARGEST_BODY).await.map_err(|_| too_large())?;
    serde_json::from_slice(&bytes).map_err(|error| malformed(&error.to_string()))
}

fn malformed(why: &str) -> Refusal {
    let message = format!("The request could not be read: {why}.");
    Refusal::new(StatusCode::BAD_REQUEST, "malformed", message)
}

fn too_large() -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        "The request holds more than 4 MiB, or broke off. Send less at a time.",
    )
}
