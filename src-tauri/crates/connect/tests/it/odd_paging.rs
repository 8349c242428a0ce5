//! Lists as providers page them, to the standard and not.

use crate::odd_servers::{list, serving, users};
use crate::scim_target::target;
use rolecall_connect::ReadTarget;
use rolecall_directory::Cause;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// How many people there are.
const ALL: usize = 450;

/// A number of the query, where it is said.
fn said(request: &Request, name: &str) -> Option<usize> {
    let pair = request.url.query_pairs().find(|(key, _)| key == name)?;
    Some(pair.1.parse().unwrap())
}

fn from(request: &Request) -> usize {
    said(request, "startIndex").unwrap_or(1).saturating_sub(1).min(ALL)
}

fn some(request: &Request, most: usize) -> Vec<Value> {
    let from = from(request);
    users(from..(from + most.min(said(request, "count").unwrap_or(most))).min(ALL))
}

fn without_total(resources: &[Value]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"Resources": resources}))
}

fn refusal(status: u16) -> ResponseTemplate {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": status.to_string(), "detail": "not so",
    });
    ResponseTemplate::new(status).set_body_json(body)
}

/// How many accounts are read, each once.
async fn read(server: MockServer) -> usize {
    let state = target(&server.uri(), "t").read().await.unwrap();
    let mut names: Vec<String> = state.accounts.records().map(|one| one.user_name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len() as u32, state.accounts.len(), "nobody is there twice");
    names.len()
}

async fn refused(server: MockServer) -> String {
    let error = target(&server.uri(), "t").read().await.expect_err("is refused");
    assert_eq!(error.cause, Cause::UnreadableAnswer, "{error}");
    error.message
}

async fn all(why: &str, answer: impl Respond + 'static) {
    assert_eq!(read(serving(answer).await).await, ALL, "{why}");
}

#[tokio::test]
async fn count_is_kept_capped_or_ignored() {
    all("as asked", |request: &Request| list(ALL, &some(request, 1000))).await;
    all("capped", |request: &Request| list(ALL, &some(request, 20))).await;
    all("a cap of one", |request: &Request| list(ALL, &some(request, 1))).await;
    all("no pages at all", |_: &Request| list(ALL, &users(0..ALL))).await;
    let sized = |request: &Request| {
        let from = from(request);
        list(ALL, &users(from..(from + 30).min(ALL)))
    };
    all("a size of its own", sized).await;
    all("a total in quotes", |request: &Request| list(ALL.to_string(), &some(request, 200))).await;
}

#[tokio::test]
async fn totals_may_be_wrong_or_missing() {
    let page_as_total = |most: usize| {
        move |request: &Request| {
            let page = some(request, most);
            list(page.len(), &page)
        }
    };
    all("the page's size as the total", page_as_total(200)).await;
    all("the same where pages are capped", page_as_total(25)).await;
    all("no total", |request: &Request| without_total(&some(request, 100))).await;
    all("a total that is too small", |request: &Request| list(7, &some(request, 200))).await;
    let changing = |request: &Request| {
        let page = some(request, 200);
        list(from(request) + page.len(), &page)
    };
    all("a total of what came so far", changing).await;
    let more = serving(|request: &Request| list(ALL + 50, &some(request, 200))).await;
    let words = refused(more).await;
    assert!(words.contains("450") && words.contains("500"), "half is not planned on: {words}");
}

#[tokio::test]
async fn start_index_may_count_from_nought_or_be_ignored() {
    let from_zero = |total: bool| {
        move |request: &Request| {
            let from = said(request, "startIndex").unwrap_or(0).min(ALL);
            let page = users(from..(from + 200).min(ALL));
            if total { list(ALL, &page) } else { without_total(&page) }
        }
    };
    all("counted from 0", from_zero(true)).await;
    all("counted from 0 without a total", from_zero(false)).await;
    let first_page =
        |request: &Request| list(ALL, &users(0..said(request, "count").unwrap_or(100).min(ALL)));
    all("always the beginning, as long as asked", first_page).await;
    let same = serving(|_: &Request| list(1000, &users(0..200))).await;
    assert!(refused(same).await.contains("delivers 200"), "always the same page");
    let same = serving(|_: &Request| without_total(&users(0..200))).await;
    assert_eq!(read(same).await, 200, "always the same page, which is all there is");
}

#[tokio::test]
async fn pages_past_the_end_may_be_refused() {
    for status in [400, 404, 416] {
        let past = move |request: &Request| {
            let page = some(request, 150);
            if page.is_empty() { refusal(status) } else { list(ALL, &page) }
        };
        all("past the end", past).await;
        let early = serving(move |request: &Request| {
            if from(request) >= 300 { refusal(status) } else { list(ALL, &some(request, 150)) }
        });
        assert!(refused(early.await).await.contains("delivers 300"), "half is not planned on");
    }
}

#[tokio::test]
async fn words_about_pages_may_be_what_fails() {
    for status in [400, 500, 501] {
        let no_count = move |request: &Request| match said(request, "count") {
            Some(_) => refusal(status),
            None => list(ALL, &some(request, 100)),
        };
        all("count", no_count).await;
        let no_words = move |request: &Request| match request.url.query() {
            Some(_) => refusal(status),
            None => list(ALL, &users(0..ALL)),
        };
        all("anything", no_words).await;
    }
}

#[tokio::test]
async fn pages_that_do_not_end_are_refused() {
    let more = |request: &Request| {
        let from = said(request, "startIndex").unwrap();
        list(300, &users(from..from + 200))
    };
    assert!(refused(serving(more).await).await.contains("do not end"), "ever more");
    let cursor = |request: &Request| {
        let page = if request.url.query().unwrap().contains("cursor=c") { 0..0 } else { 0..9 };
        let at = request.url.query().unwrap().len() % 7;
        let body = json!({"Resources": users(page), "nextCursor": format!("c{at}{at}")});
        ResponseTemplate::new(200).set_body_json(body)
    };
    assert!(refused(serving(cursor).await).await.contains("do not end"), "a cursor in a circle");
}

/// Lists by cursor.
async fn by_cursor(config: Value) -> MockServer {
    let server = serving(|request: &Request| {
        let pair = request.url.query_pairs().find(|(key, _)| key == "cursor");
        let at: usize = match pair.map(|(_, value)| value.into_owned()).as_deref() {
            None if said(request, "startIndex") == Some(1) => 0,
            None => return refusal(400),
            Some("") => 0,
            Some(at) => at.trim_start_matches("at-").parse().unwrap(),
        };
        let mut body = json!({"Resources": users(at..(at + 100).min(ALL))});
        if at + 100 < ALL {
            body["nextCursor"] = json!(format!("at-{}", at + 100));
        }
        ResponseTemplate::new(200).set_body_json(body)
    })
    .await;
    Mock::given(method("GET"))
        .and(path("/ServiceProviderConfig"))
        .respond_with(ResponseTemplate::new(200).set_body_json(config))
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn cursors_are_followed_where_they_are_told() {
    let told = by_cursor(json!({"pagination": {"cursor": true, "index": false}})).await;
    assert_eq!(read(told).await, ALL, "advertised");
    assert_eq!(read(by_cursor(json!({})).await).await, ALL, "only in the answers");
    let once = std::sync::atomic::AtomicBool::new(false);
    let expires = serving(move |request: &Request| {
        let query = request.url.query().unwrap().to_owned();
        if query.contains("cursor=b") && !once.swap(true, std::sync::atomic::Ordering::SeqCst) {
            return refusal(400);
        }
        let (page, next) = match query {
            query if query.contains("cursor=b") => (200..ALL, None),
            query if query.contains("cursor=a") => (100..200, Some("b")),
            _ => (0..100, Some("a")),
        };
        let body = json!({"totalResults": ALL, "Resources": users(page), "nextCursor": next});
        ResponseTemplate::new(200).set_body_json(body)
    });
    assert_eq!(read(expires.await).await, ALL, "one that has expired is begun anew");
}
