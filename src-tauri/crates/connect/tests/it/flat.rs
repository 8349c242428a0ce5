//! Memory while a source is read in full: it does not grow with the number of pages.

use crate::scim_target::NO_PROXY;
use rolecall_connect::{
    DirectorySink, EntraSettings, EntraSource, GoogleSettings, GoogleSource, Http, HttpSettings,
    Mirror, MirrorError, OktaSettings, OktaSource, ReadSource, ScimSource, ScimSourceSettings,
};
use rolecall_directory::{
    Member, MirrorChange, MirrorMember, MirrorState, PersonRow, RecordKind, SourceDefinition,
    SourceKind, SourceWarning,
};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use wiremock::matchers::path_regex;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// Pages that are read first, so that everything is at hand that is needed whatever their number.
const FEW: usize = 20;
/// Pages that are read then; kept, their text alone would take fifty megabytes.
const MANY: usize = 1_000;
/// People on a page.
const PAGE: usize = 100;
/// What the most memory may have grown by, in KiB.
const GROWN: u64 = 20 << 10;

/// What is kept on disk elsewhere; here it is only counted.
#[derive(Default)]
struct Counting {
    state: Mutex<MirrorState>,
    people: AtomicUsize,
}

/// The same, as a source holds it.
struct Held<'c>(&'c Counting);

impl Mirror for Held<'_> {
    fn state(&self) -> Result<MirrorState, MirrorError> {
        Ok(self.0.state.lock().unwrap().clone())
    }
    fn begin(&self) -> Result<(), MirrorError> {
        *self.0.state.lock().unwrap() = MirrorState { filling: true, ..MirrorState::default() };
        Ok(())
    }
    fn advance(&self, changes: &[MirrorChange], cursor: Option<&str>) -> Result<(), MirrorError> {
        let is_person = |change: &&MirrorChange| {
            matches!(change, MirrorChange::Put { kind: RecordKind::Person, .. })
        };
        self.0.people.fetch_add(changes.iter().filter(is_person).count(), Ordering::Relaxed);
        self.0.state.lock().unwrap().cursor = cursor.map(str::to_owned);
        Ok(())
    }
    fn end(&self, cursor: Option<&str>, now: i64) -> Result<(), MirrorError> {
        let cursor = cursor.map(str::to_owned);
        *self.0.state.lock().unwrap() =
            MirrorState { cursor, filling: false, filled_at: Some(now) };
        Ok(())
    }
    fn get(&self, _: RecordKind, _: &str) -> Result<Option<String>, MirrorError> {
        Ok(None)
    }
    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError> {
        let people = self.0.people.load(Ordering::Relaxed);
        (0..people)
            .filter(|_| kind == RecordKind::Person)
            .for_each(|number| take(&number.to_string(), "{}"));
        Ok(())
    }
    fn each_member(
        &self,
        _: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        Ok(())
    }
}

/// Takes everything and keeps nothing.
struct Nobody;

impl DirectorySink for Nobody {
    fn columns(&mut self, _: &[String]) {}
    fn person(&mut self, _: &PersonRow<'_>) {}
    fn group(&mut self, _: &str, _: &str) {}
    fn member(&mut self, _: &str, _: Member<'_>) {}
    fn warning(&mut self, _: SourceWarning) {}
}

/// The most memory that this process ever had, in KiB; `None` where the system does not tell.
fn most() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Half a kilobyte of a person, under the names of all four.
fn person(number: usize) -> Value {
    let (id, name) = (format!("{number:08}"), format!("p{number}@example.com"));
    json!({
        "id": id, "userPrincipalName": name, "primaryEmail": name, "userName": name,
        "status": "ACTIVE", "lastUpdated": "2026-01-01T00:00:00.000Z",
        "profile": {"login": name, "email": name}, "note": "x".repeat(300),
    })
}

/// A vendor with `pages` pages of people, each made when it is asked for.
struct Vendor {
    server: MockServer,
    pages: Arc<AtomicUsize>,
}

impl Vendor {
    async fn new() -> Self {
        let server = MockServer::builder().disable_request_recording().start().await;
        let pages = Arc::new(AtomicUsize::new(FEW));
        let (base, held) = (server.uri(), pages.clone());
        let answer = move |request: &Request| answer(&base, held.load(Ordering::Relaxed), request);
        Mock::given(path_regex(".*")).respond_with(answer).mount(&server).await;
        Self { server, pages }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.uri())
    }
}

fn answer(base: &str, pages: usize, request: &Request) -> ResponseTemplate {
    let field = |wanted: &str| {
        let mut pairs = request.url.query_pairs();
        pairs.find(|(name, _)| name == wanted).and_then(|(_, value)| value.parse::<usize>().ok())
    };
    let list = |page: usize| (page * PAGE..(page + 1) * PAGE).map(person).collect::<Vec<_>>();
    let ok = |body: Value| ResponseTemplate::new(200).set_body_json(body);
    match request.url.path() {
        path if path.ends_with("/token") => ok(json!({"access_token": "t", "expires_in": 3600})),
        "/v1.0/users/delta" => {
            let page = field("$skiptoken").unwrap_or(0);
            let (name, query) = match page + 1 < pages {
                true => ("@odata.nextLink", format!("$skiptoken={}", page + 1)),
                false => ("@odata.deltaLink", "$deltatoken=1".to_owned()),
            };
            ok(json!({"value": list(page), name: format!("{base}/v1.0/users/delta?{query}")}))
        }
        "/v1.0/groups/delta" => {
            let link = format!("{base}/v1.0/groups/delta?$deltatoken=1");
            ok(json!({"value": [], "@odata.deltaLink": link}))
        }
        "/v1.0/users/$count" => {
            ResponseTemplate::new(200).set_body_string((pages * PAGE).to_string())
        }
        "/directory/users" => {
            let page = field("pageToken").unwrap_or(0);
            let mut body = json!({"kind": "users", "users": list(page)});
            if page + 1 < pages {
                body["nextPageToken"] = json!((page + 1).to_string());
            }
            ok(body)
        }
        "/directory/groups" => ok(json!({"kind": "groups"})),
        "/api/v1/users" => {
            let page = field("after").unwrap_or(0);
            let answer = ok(Value::Array(list(page)));
            if page + 1 == pages {
                return answer;
            }
            let next = format!("<{base}/api/v1/users?after={}>; rel=\"next\"", page + 1);
            answer.insert_header("link", next.as_str())
        }
        "/api/v1/groups" => ok(json!([])),
        "/scim/Users" => {
            let from = field("startIndex").unwrap_or(1);
            let page = (from - 1) / PAGE;
            let found = if page < pages { list(page) } else { Vec::new() };
            ok(json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                "totalResults": pages * PAGE, "startIndex": from, "itemsPerPage": found.len(),
                "Resources": found,
            }))
        }
        _ => ResponseTemplate::new(404),
    }
}

fn http() -> Http {
    Http::new(&HttpSettings { proxies: NO_PROXY, ..HttpSettings::default() }).unwrap()
}

fn definition() -> SourceDefinition {
    SourceDefinition::new(SourceKind::ScimPush)
}

/// Reads few pages, then many: what the most memory has grown by stays far below what they hold.
#[expect(clippy::needless_lifetimes, reason = "what the closure is given lives as long as `kept`")]
async fn stays_flat<'c>(
    vendor: &Vendor,
    kept: &'c Counting,
    source: impl Fn(Box<dyn Mirror + 'c>) -> Box<dyn ReadSource + 'c>,
) {
    for pages in [FEW, FEW, MANY] {
        vendor.pages.store(pages, Ordering::Relaxed);
        *kept.state.lock().unwrap() = MirrorState::default();
        kept.people.store(0, Ordering::Relaxed);
        let before = most();
        let read = source(Box::new(Held(kept))).read(&mut Nobody).await;
        assert!(read.is_ok(), "{pages} pages are read: {:?}", read.err());
        assert_eq!(kept.people.load(Ordering::Relaxed), pages * PAGE, "all of them");
        let (Some(before), Some(after)) = (before, most()) else { return };
        println!("{pages} pages: from {before} to {after} KiB at most");
        if pages == MANY {
            assert!(after - before < GROWN, "it grew by {} KiB", after - before);
        }
    }
}

#[tokio::test]
async fn pages_of_entra_id_are_not_held() {
    let (vendor, kept) = (Vendor::new().await, Counting::default());
    let settings = EntraSettings {
        tenant: "t".to_owned(),
        client_id: "c".to_owned(),
        url: Some(vendor.url("/v1.0")),
        token_url: Some(vendor.url("/token")),
        now: 1_795_000_000_000,
        ..EntraSettings::default()
    };
    let secret = SecretString::from("s");
    let source = |mirror| {
        let made = EntraSource::new(&settings, &secret, http(), mirror, definition(), &[]);
        Box::new(made.unwrap()) as Box<dyn ReadSource + '_>
    };
    stays_flat(&vendor, &kept, source).await;
}

#[tokio::test]
async fn pages_of_google_are_not_held() {
    let (vendor, kept) = (Vendor::new().await, Counting::default());
    let settings = GoogleSettings {
        customer: "my_customer".to_owned(),
        url: Some(vendor.url("/directory")),
        token_url: Some(vendor.url("/token")),
        now: 1_795_000_000_000,
        ..GoogleSettings::default()
    };
    let secret = json!({"type": "authorized_user", "client_id": "c", "refresh_token": "r"});
    let secret = SecretString::from(secret.to_string());
    let source = |mirror| {
        let made = GoogleSource::new(settings.clone(), &secret, http(), mirror, definition(), &[]);
        Box::new(made.unwrap()) as Box<dyn ReadSource + '_>
    };
    stays_flat(&vendor, &kept, source).await;
}

#[tokio::test]
async fn pages_of_okta_are_not_held() {
    let (vendor, kept) = (Vendor::new().await, Counting::default());
    let settings =
        OktaSettings { url: vendor.url(""), now: 1_795_000_000_000, ..OktaSettings::default() };
    let secret = SecretString::from("s");
    let source = |mirror| {
        let made = OktaSource::new(settings.clone(), &secret, http(), mirror, definition(), &[]);
        Box::new(made.unwrap()) as Box<dyn ReadSource + '_>
    };
    stays_flat(&vendor, &kept, source).await;
}

#[tokio::test]
async fn pages_of_a_scim_provider_are_not_held() {
    let (vendor, kept) = (Vendor::new().await, Counting::default());
    let url = vendor.url("/scim");
    let settings =
        ScimSourceSettings { url, now: 1_795_000_000_000, ..ScimSourceSettings::default() };
    let source = |mirror| {
        let token = SecretString::from("s");
        let made = ScimSource::new(settings.clone(), token, http(), mirror, definition(), &[]);
        Box::new(made.unwrap()) as Box<dyn ReadSource + '_>
    };
    stays_flat(&vendor, &kept, source).await;
}
