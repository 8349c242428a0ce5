//! The built interface: read from `ui/dist` by a debug build, inside the program otherwise.

use crate::answer::Refusal;
use crate::calls::nothing_here;
use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../../ui/dist"]
struct Interface;

/// Answers with a file; the names below `assets/` carry a hash of what they hold.
pub(crate) async fn file(method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let refusal = Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "malformed",
            "The interface can only be read.",
        );
        return ([(ALLOW, "GET, HEAD")], refusal).into_response();
    }
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let Some(file) = Interface::get(path) else { return nothing_here().await.into_response() };
    let kind = file.metadata.mimetype();
    let kind = if kind.starts_with("text/") || kind == "application/javascript" {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
    };
    let keep = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    ([(CONTENT_TYPE, kind.as_str()), (CACHE_CONTROL, keep)], Body::from(file.data)).into_response()
}
