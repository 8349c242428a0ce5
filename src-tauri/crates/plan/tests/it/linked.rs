//! Links by hand.

use crate::laws::{NAMES, worlds};
use crate::world::{ALL, World, account, person, rule};
use proptest::prelude::*;
use rolecall_directory::{AccountRecord, UnmanagedPolicy};
use rolecall_plan::HandLink;
use std::collections::BTreeSet;

fn link(account: &str, person: Option<&str>) -> HandLink {
    HandLink {
        account: format!("key-{account}"),
        person: person.map(|name| (0, format!("id-{name}"))),
    }
}

fn gives_a() -> Vec<rolecall_directory::Rule> {
    vec![rule("r", ALL, &["products=A"], &[])]
}

#[test]
fn a_link_by_hand_comes_before_every_key() {
    let accounts = vec![account("ann", &["products=A"]), account("other", &["products=A"])];
    let mut world = World::new(vec![person("ann"), person("bob")], accounts, gives_a());
    assert_eq!(
        world.steps(),
        ["create bob", "assign bob products=A", "suspend other", "unassign other products=A"],
        "without a link"
    );
    world.links = vec![link("other", Some("bob"))];
    assert_eq!(world.steps(), ["update bob"], "Bob's account is the other one");
    world.links = vec![link("ann", Some("bob")), link("other", Some("ann"))];
    assert_eq!(world.steps(), ["update ann", "update bob"], "even against userName and e-mail");
}

#[test]
fn an_unlinked_account_is_nobodys() {
    let strange = AccountRecord { managed: false, ..account("ann", &[]) };
    let mut world = World::new(vec![person("ann")], vec![strange], gives_a());
    world.target().unmanaged = UnmanagedPolicy::Report;
    assert_eq!(world.failures(), ["account_exists ann"], "by its name it is Ann's");
    world.links = vec![link("ann", None)];
    let listing = world.listing();
    assert_eq!(listing.orphans, ["ann"], "now no person explains it");
    assert!(listing.failures.is_empty(), "and Ann has none");
}

#[test]
fn an_unmanaged_account_that_is_linked_follows_the_policy() {
    let strange = AccountRecord { managed: false, ..account("x", &[]) };
    let mut world = World::new(vec![person("ann")], vec![strange], gives_a());
    world.links = vec![link("x", Some("ann"))];
    assert_eq!(world.failures(), ["account_exists ann"], "left alone");
    world.target().unmanaged = UnmanagedPolicy::Adopt;
    assert_eq!(world.steps(), ["adopt ann", "assign ann products=A"], "adopted");
}

#[test]
fn a_link_to_someone_who_is_gone_keeps_the_account_from_others() {
    let mut world =
        World::new(vec![person("ann")], vec![account("ann", &["products=A"])], gives_a());
    world.links = vec![link("ann", Some("gone")), link("nothing", Some("ann"))];
    assert_eq!(
        world.steps(),
        ["create ann", "suspend ann", "assign ann products=A", "unassign ann products=A"],
        "the account is not Ann's, whatever it is called"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn each_person_has_one_account_and_each_account_one_person(
        world in worlds(),
        links in proptest::collection::vec((0usize..8, proptest::option::of(0usize..9)), 0..8),
    ) {
        let mut world = world;
        let name = |at: usize| NAMES.get(at).map_or("gone", |name| *name).to_lowercase();
        world.links = links.iter().map(|(account, person)| HandLink {
            account: format!("key-{}", NAMES[*account]),
            person: person.map(|at| (0, format!("id-{}", name(at)))),
        }).collect();
        world.with(|input, plan| {
            let people = input.snapshot.people();
            let all = (0..people).filter_map(|row| plan.subjects.account(row));
            let mut seen = BTreeSet::new();
            for account in all {
                prop_assert!(seen.insert(account), "account {account} is one person's alone");
            }
            let every = plan.subjects.of_accounts(&input.table.rows().collect());
            prop_assert_eq!(every.len(), u64::from(input.table.len()), "a subject each");
            let mut linked = BTreeSet::new();
            for link in input.links {
                let Some(row) = input.table.rows().find(|row| input.table.key(*row) == link.account)
                else { continue };
                if !linked.insert(row) {
                    continue;
                }
                let subject = plan.subjects.of_accounts(&[row].into_iter().collect()).min().unwrap();
                match &link.person {
                    None => prop_assert!(subject >= people, "nobody's"),
                    Some((_, id)) if subject < people => {
                        prop_assert_eq!(input.snapshot.person(subject).id(), id, "theirs");
                    }
                    Some(_) => {}
                }
            }
            Ok(())
        })?;
    }
}
