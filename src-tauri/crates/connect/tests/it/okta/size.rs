//! Twenty thousand people: few calls, small batches, and changes alone afterwards.

use super::{World, old};
use rolecall_connect::{DirectorySink, ReadReport, ReadSource};
use rolecall_directory::{Member, PersonRow, SourceWarning};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

const PEOPLE: usize = 20_000;

/// Counts what is delivered.
#[derive(Default)]
struct Counted {
    department: usize,
    moved: usize,
    members: BTreeMap<String, usize>,
}

impl DirectorySink for Counted {
    fn columns(&mut self, names: &[String]) {
        let mut others = names
            .iter()
            .filter(|name| !["id", "userName", "active", "orgUnit"].contains(&name.as_str()));
        self.department = others.position(|name| name == "department").unwrap();
    }
    fn person(&mut self, person: &PersonRow<'_>) {
        self.moved += usize::from(person.attributes[self.department] == "New");
    }
    fn group(&mut self, _: &str, _: &str) {}
    fn member(&mut self, group: &str, _: Member<'_>) {
        *self.members.entry(group.to_owned()).or_default() += 1;
    }
    fn warning(&mut self, warning: SourceWarning) {
        panic!("nothing is wrong: {}", warning.message);
    }
}

async fn counted(world: &World) -> (Counted, ReadReport) {
    world.console.forget_calls();
    let mut counted = Counted::default();
    let report = world.source().read(&mut counted).await.unwrap();
    (counted, report)
}

#[tokio::test]
async fn twenty_thousand_are_read_by_pages_and_then_by_changes() {
    let mut org = old();
    let groups: Vec<String> = (0..50).map(|number| org.group(&format!("G{number}"))).collect();
    let everyone = org.group("Everyone");
    let mut ids = Vec::with_capacity(PEOPLE);
    for number in 0..PEOPLE {
        let id = org.user(&format!("p{number:05}@x.org"), ["P", "N"], "ACTIVE");
        org.join(&groups[number % groups.len()], &id);
        org.join(&everyone, &id);
        ids.push(id);
    }
    let world = World::of(org).await;
    let (delivered, report) = counted(&world).await;
    assert_eq!((report.people, report.groups, report.complete), (PEOPLE as u64, 51, true));
    assert_eq!(delivered.members["Everyone"], PEOPLE);
    assert_eq!(world.calls(), 100 + 1 + 50 * 2 + 100, "pages of people, of groups, of members");
    let largest = world.kept.largest.load(Ordering::Relaxed);
    assert!(largest <= 200, "never more than a page is held: {largest}");
    let batches = world.kept.batches.load(Ordering::Relaxed);
    assert!(batches >= 300, "one after the other: {batches}");

    {
        let mut org = world.console.org();
        for id in ids.iter().step_by(2000) {
            org.set(id, "department", json!("New"));
            org.leave(&groups[0], id);
        }
    }
    let (delivered, _) = counted(&world).await;
    assert_eq!(delivered.moved, 10, "those who changed");
    assert_eq!(delivered.members["G0"], PEOPLE / 50 - 10, "and left a group");
    assert_eq!(world.calls(), 1 + 1 + 2, "changed people, changed groups, two pages of members");
}
