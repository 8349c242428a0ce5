//! A Snapshot that was changed is the Snapshot that would be built anew; so is one that was
//! written and read.

use crate::described::{assert_consistent, described};
use proptest::prelude::*;
use rolecall_directory::{
    GroupRecord, MemberRecord, PersonChange, PersonRecord, Snapshot, SnapshotBuilder,
};
use std::collections::BTreeMap;

type People = BTreeMap<(usize, u8), PersonRecord>;

fn person(id: u8) -> impl Strategy<Value = PersonRecord> {
    let name =
        prop_oneof![Just("ann"), Just("Bob"), Just("éva"), Just("ÉVA"), Just("a.long.name.x")];
    let unit = prop_oneof![Just(None), Just(Some("/")), Just(Some("/A")), Just(Some("/a/B"))];
    let groups = proptest::collection::vec(0u8..6, 0..4);
    let title = prop_oneof![Just(""), Just("Clerk"), Just("clerk"), Just("Head")];
    (name, 0u8..3, any::<bool>(), unit, groups, title).prop_map(
        move |(name, number, active, unit, groups, title)| PersonRecord {
            id: format!("Id-{id}"),
            user_name: format!("{name}{number}"),
            active,
            org_unit: unit.map(str::to_owned),
            attributes: vec![
                ("email".to_owned(), format!("{name}@example.com")),
                ("title".to_owned(), title.to_owned()),
            ],
            groups: groups.into_iter().map(|group| format!("G{group}")).collect(),
        },
    )
}

fn anyone() -> impl Strategy<Value = ((usize, u8), PersonRecord)> {
    (0usize..2, 0u8..12).prop_flat_map(|(directory, id)| (Just((directory, id)), person(id)))
}

fn built(people: &People, nested: &[(u8, u8)]) -> Snapshot {
    let mut builder = SnapshotBuilder::new(&[]);
    for directory in 0..2 {
        builder.directory(["OU-", "OE-"][directory]);
        builder.column("title");
        for (_, person) in people.iter().filter(|((home, _), _)| *home == directory) {
            builder.person(person);
        }
        for group in 0..6 {
            let name = format!("G{group}");
            let inner = nested.iter().filter(|(outer, _)| *outer == group);
            // An org unit's group may be in another, too.
            let inner = inner.map(|(_, inner)| match inner {
                6 => MemberRecord::Group("OU-/A".to_owned()),
                inner => MemberRecord::Group(format!("G{inner}")),
            });
            let members = inner.collect();
            builder.group(&GroupRecord { id: name.clone(), display: name, members });
        }
        if directory == 0 {
            let members = Vec::new();
            let name = "OU-/A".to_owned();
            builder.group(&GroupRecord { id: name.clone(), display: name, members });
        }
    }
    builder.finish()
}

proptest! {
    #[test]
    fn changes_lead_to_what_is_built_anew(
        first in proptest::collection::vec(anyone(), 0..12),
        nested in proptest::collection::vec((0u8..6, 0u8..7), 0..8),
        rounds in proptest::collection::vec(
            proptest::collection::vec((anyone(), 0u8..4), 0..6), 1..4
        ),
    ) {
        let mut people: People = first.into_iter().collect();
        let mut snapshot = built(&people, &nested);
        for round in rounds {
            let before = described(&snapshot);
            // What is kept for lookups must follow: it is made before the change.
            assert_consistent(&snapshot);
            let mut changes = Vec::new();
            for ((at, person), kind) in round {
                if kind == 0 {
                    changes.push(PersonChange::Gone { directory: at.0, id: format!("Id-{}", at.1) });
                    people.remove(&at);
                } else {
                    changes.push(PersonChange::Here { directory: at.0, person: person.clone() });
                    people.insert(at, person);
                }
            }
            let changed = snapshot.apply(&changes);
            assert_consistent(&snapshot);
            let now = described(&snapshot);
            prop_assert_eq!(&now, &described(&built(&people, &nested)));
            for (at, row) in now.iter().map(|((directory, id), one)| {
                let rows = snapshot.rows_named(&one.user_name).iter();
                let mut mine = rows.filter(|&&row| {
                    let person = snapshot.person(row);
                    person.id() == id && person.directory() == *directory
                });
                ((*directory, id.clone()), *mine.next().expect("is found by name"))
            }) {
                let differs = before.get(&at) != now.get(&at);
                prop_assert!(!differs || changed.contains(row), "{:?} is among the changed", at);
            }
        }
    }

    #[test]
    fn what_is_written_is_read(
        people in proptest::collection::vec(anyone(), 0..12),
        nested in proptest::collection::vec((0u8..6, 0u8..7), 0..8),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let snapshot = built(&people.into_iter().collect(), &nested);
        let mut bytes = Vec::new();
        snapshot.write_to(&mut bytes).expect("writes into memory");
        let size = bytes.len() as u64;
        let read = Snapshot::read_from(bytes.as_slice(), size).expect("reads what was written");
        assert_consistent(&read);
        prop_assert_eq!(described(&read), described(&snapshot));
        prop_assert_eq!(read.unknown_members(), snapshot.unknown_members());
        let mut again = Vec::new();
        read.write_to(&mut again).expect("writes into memory");
        prop_assert!(again == bytes, "and is written as before");
        let part = cut.index(bytes.len());
        prop_assert!(Snapshot::read_from(&bytes[..part], part as u64).is_err(), "a part of it");
        let sound = bytes.clone();
        for (at, flip) in damage {
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
        }
        if bytes != sound {
            prop_assert!(Snapshot::read_from(bytes.as_slice(), size).is_err(), "damaged bytes");
        }
    }
}

#[test]
fn who_is_gone_leaves_an_empty_row() {
    let record = |id: &str| PersonRecord {
        id: id.to_owned(),
        user_name: format!("{id}@example.com"),
        active: true,
        groups: vec!["Sales".to_owned()],
        ..<_>::default()
    };
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    for id in ["ann", "bob"] {
        builder.person(&record(id));
    }
    let mut snapshot = builder.finish();
    let changed = snapshot.apply(&[
        PersonChange::Gone { directory: 0, id: "ann".to_owned() },
        PersonChange::Gone { directory: 0, id: "nobody".to_owned() },
        PersonChange::Here { directory: 7, person: record("eve") },
        PersonChange::Here { directory: 0, person: record("zoe") },
    ]);
    assert_eq!(changed.iter().collect::<Vec<_>>(), [0, 2], "the one who left, the one who came");
    assert_eq!(snapshot.people(), 3, "rows stay what they were");
    assert_eq!(snapshot.active().iter().collect::<Vec<_>>(), [1, 2], "the empty row is inactive");
    assert!(snapshot.rows_named("ann@example.com").is_empty(), "and found by nobody");
    let &[sales] = snapshot.groups_named("sales") else { panic!("one group") };
    let sales = &snapshot.groups()[sales as usize];
    assert_eq!(sales.all().iter().collect::<Vec<_>>(), [1, 2], "and in no group");
    assert_eq!(snapshot.of_directory()[0].iter().collect::<Vec<_>>(), [1, 2], "nor directory");
}

#[test]
fn seventy_thousand_people_are_written_and_changed() {
    let record = |number: u32, name: &str| PersonRecord {
        id: format!("R{number}"),
        user_name: format!("{name}{number}@example.com"),
        active: true,
        groups: vec![format!("G{}", number % 100)],
        ..<_>::default()
    };
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    for number in 0..70_000 {
        builder.person(&record(number, "User"));
    }
    let mut bytes = Vec::new();
    builder.finish().write_to(&mut bytes).expect("writes into memory");
    let size = bytes.len() as u64;
    let mut snapshot = Snapshot::read_from(bytes.as_slice(), size).expect("reads it again");
    let here = |number, name| PersonChange::Here { directory: 0, person: record(number, name) };
    let changed = snapshot.apply(&[here(69_999, "Other"), here(70_000, "User")]);
    assert_eq!(changed.iter().collect::<Vec<_>>(), [69_999, 70_000], "one changed, one came");
    assert_eq!(snapshot.rows_named("other69999@EXAMPLE.com"), [69_999], "by the new name");
    assert!(snapshot.rows_named("user69999@example.com").is_empty(), "not by the old one");
    assert_eq!(snapshot.rows_named("user70000@example.com"), [70_000], "the new one too");
    assert_eq!(snapshot.rows_named("USER4711@example.com"), [4711], "and everybody else");
    assert_eq!(snapshot.keys().id.find("r70000"), snapshot.keys().id.of(70_000), "by id, too");
    assert!(
        snapshot.by_name().is_sorted_by_key(|&row| snapshot.keys().user_name.text(row)),
        "in order"
    );
}
