//! News posted as JSON, signed.

use crate::news::News;
use crate::{NotifyError, words};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use rolecall_connect::{Http, LONGEST_WAIT, Patience, retry_after, untrusted};
use rolecall_directory::WebhookDefinition;
use rolecall_secrets::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::Sha256;
use std::time::Duration;

/// The header with the signature: `sha256=` and the HMAC-SHA256 of the body in hexadecimal.
pub const SIGNATURE: &str = "X-Rolecall-Signature";
/// The header with the number of what is posted, the same for each try.
pub const DELIVERY: &str = "X-Rolecall-Delivery";
/// How much of an answer is quoted.
const QUOTED: usize = 200;

/// The signature of `body` with `key`, as [`SIGNATURE`] carries it.
#[must_use]
pub fn signature(key: &SecretString, body: &[u8]) -> Option<String> {
    // A key of any length fits.
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()).ok()?;
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect();
    Some(format!("sha256={hex}"))
}

/// What is posted: `event`, `workspace`, `run`, `text`, `failures`, `held`, `error`, `page`.
fn body(news: &News) -> Value {
    json!({
        "event": if news.trial { "trial" } else { "run_news" },
        "workspace": news.workspace,
        "run": news.run,
        // The field that chat tools show.
        "text": format!("{}\n{}", words::subject(news), words::lines(news).join("\n")),
        "failures": news.failures,
        "held": news.held,
        "error": news.error,
        "page": news.page(),
    })
}

/// What a try came to.
struct Missed {
    error: NotifyError,
    wait: Option<Duration>,
}

/// Posts `news`, patiently where it fails in passing.
pub(crate) async fn post(
    http: &Http,
    webhook: &WebhookDefinition,
    key: Option<&SecretString>,
    news: &News,
    patience: Patience,
) -> Result<(), NotifyError> {
    let body = body(news).to_string();
    let signature = key.and_then(|key| signature(key, body.as_bytes()));
    let delivery = uuid::Uuid::new_v4().to_string();
    let mut tries = 0;
    loop {
        tries += 1;
        let mut request = http.client().post(&webhook.url);
        request = request.header(CONTENT_TYPE, "application/json").header(DELIVERY, &delivery);
        if let Some(signature) = &signature {
            request = request.header(SIGNATURE, signature);
        }
        let missed = match request.body(body.clone()).send().await {
            Ok(answer) if answer.status().is_success() => return Ok(()),
            Ok(answer) => refused(webhook, answer).await,
            Err(error) => Missed { error: unsent(webhook, &error), wait: None },
        };
        let too_long = missed.wait.is_some_and(|wait| wait > LONGEST_WAIT);
        if tries >= patience.tries || too_long || !missed.error.is_passing() {
            return Err(missed.error);
        }
        let jitter = patience.wait(tries, rand::random());
        tokio::time::sleep(missed.wait.unwrap_or(jitter)).await;
    }
}

/// The address as it may be shown: what stands in its path or query may be secret.
pub(crate) fn place(webhook: &WebhookDefinition) -> String {
    reqwest::Url::parse(&webhook.url).map_or_else(
        |_| "the webhook".to_owned(),
        |url| format!("the webhook at {}", url.origin().ascii_serialization()),
    )
}

async fn refused(webhook: &WebhookDefinition, mut answer: reqwest::Response) -> Missed {
    let status = answer.status();
    let wait = asked_to_wait(answer.headers());
    let mut text = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        text.extend_from_slice(&chunk);
        if text.len() >= QUOTED * 4 {
            break;
        }
    }
    let text: String = String::from_utf8_lossy(&text).chars().take(QUOTED).collect();
    let words = format!("{status} {}", text.trim());
    let remedy = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            "Check the secret that signs it, and that the receiver knows the same"
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => "Correct the address",
        status if status.is_redirection() => "It moved; set the address to where it is now",
        _ => "Look at what the receiver says",
    };
    let passing = status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    let words = words.trim().to_owned();
    Missed { error: NotifyError::Refused { place: place(webhook), words, remedy, passing }, wait }
}

fn asked_to_wait(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    retry_after(text(RETRY_AFTER)?, text(DATE))
}

fn unsent(webhook: &WebhookDefinition, error: &reqwest::Error) -> NotifyError {
    let place = place(webhook);
    if let Some(reason) = untrusted(error) {
        return NotifyError::Untrusted { place, reason };
    }
    if error.is_builder() {
        let reason = "it is no address".to_owned();
        return NotifyError::Wrong { what: "the address of the webhook".to_owned(), reason };
    }
    let mut reason = String::new();
    let mut next = std::error::Error::source(error);
    while let Some(inner) = next {
        reason = inner.to_string();
        next = inner.source();
    }
    if error.is_timeout() {
        reason = "no answer in time".to_owned();
    }
    NotifyError::Unreachable { place, reason }
}
