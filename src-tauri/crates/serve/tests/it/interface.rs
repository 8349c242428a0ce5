//! The page and its headers.

use crate::{Server, refused};
use reqwest::Method;
use reqwest::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use serde_json::{Value, json};

#[tokio::test]
async fn the_page_comes_with_a_strict_policy() {
    let server = Server::start().await;
    let page = server.get("").send().await.expect("an answer");
    assert_eq!(page.status(), 200);
    let header = |name| page.headers()[name].to_str().expect("text");
    assert_eq!(header(CONTENT_TYPE.as_str()), "text/html; charset=utf-8");
    assert_eq!(header(CACHE_CONTROL.as_str()), "no-cache");
    assert_eq!(header(X_CONTENT_TYPE_OPTIONS.as_str()), "nosniff");
    assert_eq!(header(REFERRER_POLICY.as_str()), "no-referrer");
    let policy = header(CONTENT_SECURITY_POLICY.as_str());
    for part in ["default-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{part} is missing in {policy}");
    }
    for weak in ["unsafe-eval", "script-src", "blob:", "http:"] {
        assert!(!policy.contains(weak), "{weak} weakens {policy}");
    }
    let page = page.text().await.expect("text");
    assert!(page.contains("<title>Rolecall</title>"), "{page}");
}

#[tokio::test]
async fn what_the_page_asks_for_is_there_and_kept() {
    let server = Server::start().await;
    let page = server.get("").send().await.expect("an answer").text().await.expect("text");
    let assets = page.split('"').filter_map(|part| part.strip_prefix("./assets/"));
    for name in assets {
        let asset = server.get(&format!("assets/{name}")).send().await.expect("an answer");
        assert_eq!(asset.status(), 200, "{name}");
        let kept = asset.headers()[CACHE_CONTROL].to_str().expect("text");
        assert!(kept.contains("immutable"), "{name}: {kept}");
        let kind = asset.headers()[CONTENT_TYPE].to_str().expect("text");
        assert_ne!(kind, "application/octet-stream", "{name}");
    }
}

#[tokio::test]
async fn nothing_but_the_interface_is_served() {
    let server = Server::start().await;
    for path in
        ["assets/none.js", "rules", "..%2fpackage.json", "%2e%2e/package.json", "//etc/passwd"]
    {
        let answer = server.get(path).send().await.expect("an answer");
        assert_eq!(refused(answer).await.0, 404, "{path}");
    }
    let write = server.request(Method::PUT, "index.html").body("x").send().await;
    assert_eq!(write.expect("an answer").status(), 405);
}

#[tokio::test]
async fn health_tells_only_that_the_program_is_there() {
    let server = Server::start().await;
    let answer = server.get("health").send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let health: Value = answer.json().await.expect("JSON");
    assert_eq!(health, json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")}));
}
