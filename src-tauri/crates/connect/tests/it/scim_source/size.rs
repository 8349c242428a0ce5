//! Twenty thousand people: few calls, small batches, and changes alone afterwards.

use super::changes::Aged;
use rolecall_connect::{DirectorySink, ReadSource};
use rolecall_directory::{Member, PersonRow, SourceWarning};
use serde_json::json;
use std::sync::atomic::Ordering;

const PEOPLE: usize = 20_000;

#[derive(Default)]
struct Counted {
    active: usize,
    members: usize,
}

impl DirectorySink for Counted {
    fn columns(&mut self, _: &[String]) {}
    fn person(&mut self, person: &PersonRow<'_>) {
        self.active += usize::from(person.active);
    }
    fn group(&mut self, _: &str, _: &str) {}
    fn member(&mut self, _: &str, _: Member<'_>) {
        self.members += 1;
    }
    fn warning(&mut self, warning: SourceWarning) {
        panic!("nothing is wrong: {}", warning.message);
    }
}

#[tokio::test]
async fn twenty_thousand_are_read_by_pages_and_then_by_changes() {
    let aged = Aged::of(PEOPLE).await;
    let reader = aged.reader();
    aged.calls();
    let mut counted = Counted::default();
    let report = reader.source().read(&mut counted).await.unwrap();
    assert_eq!((report.people, report.complete), (PEOPLE as u64, true));
    assert_eq!((counted.active, counted.members), (PEOPLE, PEOPLE));
    // A full page may be the last one, and one group a page's size: one call more tells.
    assert_eq!(aged.calls(), 101 + 2 + 4, "pages of people, of groups, and four proofs");
    let batches = reader.kept.batches.load(Ordering::Relaxed);
    assert!(batches >= 100, "a page at a time: {batches}");

    let off = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "active", "value": false}]});
    aged.send("PATCH", &format!("Users/{}", aged.id("p00042")), &off).await;
    aged.calls();
    let mut counted = Counted::default();
    reader.source().read(&mut counted).await.unwrap();
    assert_eq!(counted.active, PEOPLE - 1);
    assert_eq!(aged.calls(), 2 + 1, "who changed, that no more did, and no group");
}
