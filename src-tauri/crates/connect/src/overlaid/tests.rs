//! What is laid over a mirror ends as if it had been done to the mirror itself.

use crate::{MemoryMirror, Mirror, OverlaidMirror};
use proptest::collection::vec;
use proptest::prelude::*;
use rolecall_directory::{MirrorChange, MirrorMember, RecordKind};
use std::collections::BTreeSet;

/// One verb.
#[derive(Debug, Clone)]
enum Verb {
    Begin,
    Advance(Vec<MirrorChange>),
    End,
}

fn kind() -> impl Strategy<Value = RecordKind> {
    prop_oneof![Just(RecordKind::Person), Just(RecordKind::Group)]
}

fn member() -> impl Strategy<Value = MirrorMember> {
    // A member's id tells what it is, as vendors' ids do.
    (0..6_u8).prop_map(|number| match number {
        0..4 => MirrorMember { kind: RecordKind::Person, id: format!("p{number}") },
        _ => MirrorMember { kind: RecordKind::Group, id: format!("g{}", number - 4) },
    })
}

fn id_of(kind: RecordKind, number: u8) -> String {
    match kind {
        RecordKind::Person => format!("p{}", number % 4),
        RecordKind::Group => format!("g{}", number % 2),
    }
}

fn change() -> impl Strategy<Value = MirrorChange> {
    let group = || (0..2_u8).prop_map(|number| format!("g{number}"));
    prop_oneof![
        3 => (kind(), any::<u8>(), any::<u8>()).prop_map(|(kind, number, body)| {
            MirrorChange::Put { kind, id: id_of(kind, number), body: body.to_string() }
        }),
        1 => (kind(), any::<u8>())
            .prop_map(|(kind, number)| MirrorChange::Gone { kind, id: id_of(kind, number) }),
        1 => (group(), vec(member(), 0..4))
            .prop_map(|(group, members)| MirrorChange::Members { group, members }),
        2 => (group(), member()).prop_map(|(group, member)| MirrorChange::Joined { group, member }),
        1 => (group(), member())
            .prop_map(|(group, member)| MirrorChange::Left { group, id: member.id }),
    ]
}

fn verbs() -> impl Strategy<Value = Vec<Verb>> {
    let verb = prop_oneof![
        1 => Just(Verb::Begin),
        4 => vec(change(), 0..5).prop_map(Verb::Advance),
        1 => Just(Verb::End),
    ];
    vec(verb, 0..12)
}

fn run(mirror: &dyn Mirror, verbs: &[Verb], from: usize) {
    for (number, verb) in verbs.iter().enumerate() {
        let cursor = format!("c{}", from + number);
        let done = match verb {
            Verb::Begin => mirror.begin(),
            Verb::Advance(changes) => mirror.advance(changes, Some(&cursor)),
            // Only what was begun ends.
            Verb::End if !mirror.state().unwrap().filling => Ok(()),
            Verb::End => mirror.end(Some(&cursor), number as i64),
        };
        done.unwrap();
    }
}

type Seen = (String, Vec<(String, String)>, BTreeSet<(String, MirrorMember)>, Vec<Vec<String>>);

/// Everything a mirror tells.
fn seen(mirror: &dyn Mirror) -> Seen {
    let (mut records, mut members) = (Vec::new(), BTreeSet::new());
    let mut unseen = Vec::new();
    for kind in [RecordKind::Person, RecordKind::Group] {
        let before = records.len();
        let mut each = |id: &str, body: &str| records.push((id.to_owned(), body.to_owned()));
        mirror.each(kind, &mut each).unwrap();
        assert!(records[before..].is_sorted(), "by id: {records:?}");
        for (id, body) in &records[before..] {
            let found = mirror.get(kind, id).unwrap();
            assert_eq!(found.as_ref(), Some(body), "alone as among all");
        }
        unseen.push(mirror.unseen(kind).unwrap());
    }
    let mut groups = Vec::new();
    mirror
        .each_member(&mut |group, member| {
            groups.push(group.to_owned());
            assert!(members.insert((group.to_owned(), member)), "each once");
        })
        .unwrap();
    assert!(groups.is_sorted(), "by group: {groups:?}");
    (format!("{:?}", mirror.state().unwrap()), records, members, unseen)
}

proptest! {
    #[test]
    fn what_is_laid_over_counts_as_if_it_had_been_done(before in verbs(), after in verbs()) {
        let (plain, below) = (MemoryMirror::default(), MemoryMirror::default());
        run(&plain, &before, 0);
        run(&below, &before, 0);
        run(&plain, &after, 100);
        let stood = seen(&below);
        let over = OverlaidMirror::over(Box::new(Borrowed(&below)));
        run(&over, &after, 100);
        prop_assert_eq!(seen(&over), seen(&plain));
        prop_assert_eq!(seen(&below), stood, "and below nothing is changed");
    }
}

/// A mirror that is only looked at: a change of it breaks the test.
struct Borrowed<'m>(&'m MemoryMirror);

impl Mirror for Borrowed<'_> {
    fn state(&self) -> Result<rolecall_directory::MirrorState, crate::MirrorError> {
        self.0.state()
    }
    fn begin(&self) -> Result<(), crate::MirrorError> {
        unreachable!("nothing is written")
    }
    fn advance(&self, _: &[MirrorChange], _: Option<&str>) -> Result<(), crate::MirrorError> {
        unreachable!("nothing is written")
    }
    fn end(&self, _: Option<&str>, _: i64) -> Result<(), crate::MirrorError> {
        unreachable!("nothing is written")
    }
    fn unseen(&self, kind: RecordKind) -> Result<Vec<String>, crate::MirrorError> {
        self.0.unseen(kind)
    }
    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, crate::MirrorError> {
        self.0.get(kind, id)
    }
    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), crate::MirrorError> {
        self.0.each(kind, take)
    }
    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), crate::MirrorError> {
        self.0.each_member(take)
    }
}
