//! The service provider that others write to.

mod dialects;
mod hostile;
mod model;
mod rfc;
mod source;

use rolecall_connect::{Provider, PushAnswer, PushCall, PushJob, PushMethod, PushQueue, PushWork};
use rolecall_directory::{AttributeDefinition, AttributeType, SourceDefinition, SourceKind};
use rolecall_store::Store;
use serde_json::Value;
use std::sync::Arc;
use tempfile::TempDir;

pub const BASE: &str = "https://host/scim/v2/main";

/// A provider over a workspace of its own.
pub struct World {
    pub store: Arc<Store>,
    pub provider: Arc<Provider>,
    now: std::cell::Cell<i64>,
    _dir: TempDir,
}

/// A request with headers.
#[derive(Default)]
pub struct Ask<'a> {
    pub method: &'a str,
    pub place: &'a str,
    pub body: Vec<u8>,
    pub if_match: Option<&'a str>,
    pub if_none_match: Option<&'a str>,
}

pub fn definition() -> SourceDefinition {
    SourceDefinition::new(SourceKind::ScimPush)
}

pub fn attributes() -> Vec<AttributeDefinition> {
    let badge = AttributeDefinition {
        from: Some("urn:acme:2.0:User:badge".to_owned()),
        ..AttributeDefinition::text("badge")
    };
    let skills =
        AttributeDefinition { kind: AttributeType::List, ..AttributeDefinition::text("skills") };
    vec![badge, skills]
}

impl World {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::open(dir.path()).unwrap());
        let provider = Arc::new(Provider::new("main", &definition(), &attributes()));
        Self { store, provider, now: std::cell::Cell::new(1_700_000_000_000), _dir: dir }
    }

    fn job(&self, ask: Ask<'_>) -> PushJob {
        let (path, query) = ask.place.split_once('?').unwrap_or((ask.place, ""));
        self.now.set(self.now.get() + 1000);
        let call = PushCall {
            method: PushMethod::read(ask.method),
            path: path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            query: query.to_owned(),
            if_match: ask.if_match.map(str::to_owned),
            if_none_match: ask.if_none_match.map(str::to_owned),
            body: ask.body,
            base: BASE.to_owned(),
            now: self.now.get(),
        };
        self.provider.begin(&call)
    }

    /// Carries a request out.
    pub fn ask(&self, ask: Ask<'_>) -> PushAnswer {
        match self.job(ask) {
            PushJob::Done(answer) => answer,
            PushJob::Read(read) => read.answer(&self.store),
            PushJob::Write(work) => self.store.push_batch(|batch| work.carry_out(batch)).unwrap(),
        }
    }

    pub fn get(&self, place: &str) -> PushAnswer {
        self.ask(Ask { method: "GET", place, ..Ask::default() })
    }

    pub fn send(&self, method: &str, place: &str, body: &Value) -> PushAnswer {
        self.ask(Ask { method, place, body: body.to_string().into_bytes(), ..Ask::default() })
    }

    pub fn delete(&self, place: &str) -> PushAnswer {
        self.ask(Ask { method: "DELETE", place, ..Ask::default() })
    }

    /// Makes a resource and answers its id.
    pub fn made(&self, place: &str, body: &Value) -> String {
        let answer = self.send("POST", place, body);
        assert_eq!(answer.status, 201, "{answer:?}");
        body_of(&answer)["id"].as_str().unwrap().to_owned()
    }

    /// The resource as it is read now.
    pub fn read(&self, place: &str) -> Value {
        let answer = self.get(place);
        assert_eq!(answer.status, 200, "{answer:?}");
        body_of(&answer)
    }

    /// Ids of a list, in its order.
    pub fn found(&self, place: &str) -> Vec<String> {
        let list = self.read(place);
        let all = list["Resources"].as_array().unwrap().iter();
        all.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn body_of(answer: &PushAnswer) -> Value {
    answer.body.clone().unwrap_or_default()
}

/// An error as RFC 7644 section 3.12 has it.
pub fn refused(answer: &PushAnswer, status: u16, scim_type: &str) {
    let body = body_of(answer);
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(body["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error");
    assert_eq!(body["status"], status.to_string(), "the status is a text");
    assert_eq!(body.get("scimType").and_then(Value::as_str).unwrap_or_default(), scim_type);
    assert!(body["detail"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_come_together_are_all_answered() {
    let world = World::new();
    let queue = PushQueue::start(world.store.clone());
    let work = |number: usize| -> PushWork {
        let name = format!("user{}@example.com", number % 50);
        let body = serde_json::json!({"userName": name}).to_string().into_bytes();
        match world.job(Ask { method: "POST", place: "Users", body, ..Ask::default() }) {
            PushJob::Write(work) => work,
            _ => panic!("a create writes"),
        }
    };
    let all: Vec<_> = (0..100)
        .map(|number| {
            let (queue, work) = (queue.clone(), work(number));
            tokio::spawn(async move { queue.write(work).await.status })
        })
        .collect();
    let mut statuses = std::collections::BTreeMap::new();
    for one in all {
        *statuses.entry(one.await.unwrap()).or_insert(0) += 1;
    }
    assert_eq!(statuses, [(201, 50), (409, 50)].into(), "one of each name is made");
    assert_eq!(world.read("Users?count=0")["totalResults"], 50);
    assert!(world.store.pushed_at("main").unwrap().is_some(), "and noted");
}
