//! The requests of the load, and how they are measured.

use crate::line::{Line, Place};
use crate::machine::processor;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const CONNECTIONS: usize = 64;
/// Far enough apart that requests which go at once are for different people.
const STEP: usize = 7919;

/// One provider under the load.
pub struct Provider {
    pub name: String,
    pub place: Place,
    /// The process that answers.
    pub process: u32,
    /// Whether it is asked by filter too; those that look through everybody for that would take
    /// hours.
    pub reads: bool,
    /// How many are there from the beginning.
    pub present: usize,
    /// The ids of those; of one who was asked for twice the answer may have told none.
    pub ids: Vec<String>,
    /// How many more were made.
    pub made: usize,
}

/// A kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Create,
    Patch,
    Read,
}

impl Kind {
    /// All, in the order in which they are measured.
    pub const ALL: [Self; 3] = [Self::Create, Self::Patch, Self::Read];

    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "creates",
            Self::Patch => "patches",
            Self::Read => "reads",
        }
    }
}

impl Provider {
    /// Makes users until `present` are there.
    pub fn fill(&mut self, present: usize) {
        let ids = Mutex::new(Vec::with_capacity(present));
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                scope.spawn(|| {
                    let mut line = Line::new(&self.place);
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= present {
                            break;
                        }
                        let (status, body) = line.ask("POST", "/Users", &user(number));
                        assert_eq!(status, 201, "a create of what is to be there: {body}");
                        ids.lock().unwrap().extend(id_of(&body));
                    }
                });
            }
        });
        self.ids = ids.into_inner().unwrap();
        self.present = present;
        assert!(!self.ids.is_empty(), "creates answer ids");
    }

    /// Sends requests of a kind for so many seconds, and tells how they were answered.
    pub fn measure(&mut self, kind: Kind, seconds: f64) -> Value {
        let (present, made) = (self.present, self.made);
        let (told, asked) = load(&*self, seconds, |line, number| match kind {
            Kind::Create => {
                let (status, body) = line.ask("POST", "/Users", &user(present + made + number));
                assert_eq!(status, 201, "a create: {body}");
            }
            Kind::Patch => {
                let id = &self.ids[number.wrapping_mul(STEP) % self.ids.len()];
                let body = format!(
                    r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{"op":"replace","path":"title","value":"Title {number} of {made}"}}]}}"#
                );
                let (status, body) = line.ask("PATCH", &format!("/Users/{id}"), &body);
                assert!(status == 200 || status == 204, "a patch: {status} {body}");
            }
            Kind::Read => {
                let number = number.wrapping_mul(STEP) % present;
                let filter = format!("userName%20eq%20%22user{number}%40example.com%22");
                let path = format!("/Users?filter={filter}&count=1");
                let (status, body) = line.ask("GET", &path, "");
                assert!(status == 200 && body.contains("ext-"), "a read: {status} {body}");
            }
        });
        if kind == Kind::Create {
            self.made += asked;
        }
        told
    }
}

/// Has 64 connections do `one` for a while, each time with another number. What is answered later
/// than that is waited for, and is in the 99th of 100, but not in what was answered a second.
/// Answers what was told, and how many were asked.
fn load(
    provider: &Provider,
    seconds: f64,
    one: impl Fn(&mut Line<'_>, usize) + Sync,
) -> (Value, usize) {
    let times = Mutex::new(Vec::new());
    let (next, in_time) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (theirs, own) = (processor(provider.process), processor(std::process::id()));
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut line = Line::new(&provider.place);
                let mut own = Vec::new();
                while begin.elapsed().as_secs_f64() < seconds {
                    let asked = Instant::now();
                    one(&mut line, next.fetch_add(1, Ordering::Relaxed));
                    own.push(asked.elapsed().as_secs_f64());
                    if begin.elapsed().as_secs_f64() < seconds {
                        in_time.fetch_add(1, Ordering::Relaxed);
                    }
                }
                times.lock().unwrap().append(&mut own);
            });
        }
    });
    let mut times = times.into_inner().unwrap();
    times.sort_by(f64::total_cmp);
    let asked = times.len();
    let p99 = times.get(asked * 99 / 100).copied().unwrap_or_default() * 1000.0;
    let each = |since: Option<f64>, process| {
        Some((processor(process)? - since?) * 1e6 / asked.max(1) as f64)
    };
    let told = json!({
        "rate": in_time.into_inner() as f64 / seconds,
        "p99": p99,
        "provider_us": each(theirs, provider.process),
        "client_us": each(own, std::process::id()),
    });
    (told, asked)
}

fn user(number: usize) -> String {
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"user{number}@example.com","externalId":"ext-{number}","name":{{"givenName":"Given{number}","familyName":"Family{number}"}},"displayName":"Given{number} Family{number}","active":true,"emails":[{{"value":"user{number}@example.com","type":"work","primary":true}}]}}"#
    )
}

fn id_of(body: &str) -> Option<String> {
    let rest = &body[body.find(r#""id""#)? + 4..];
    let rest = &rest[rest.find('"')? + 1..];
    Some(rest[..rest.find('"')?].to_owned())
}
