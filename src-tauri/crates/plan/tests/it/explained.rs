//! Why a person has, or lacks, a value.

use crate::world::{ALL, World, account, person, rule};
use rolecall_directory::{AccountRecord, Assignment, Exception, Gives, ValueSource, Withholding};
use rolecall_plan::ValueState;

fn states(world: &World, user: &str) -> Vec<String> {
    let all = world.explain(user);
    all.iter().map(|one| format!("{}={} {:?}", one.slot, one.value, one.state)).collect()
}

fn state(world: &World, value: &str) -> ValueState {
    let all = world.explain("ann");
    all.iter().find(|one| one.value == value).expect("it is explained").state
}

#[test]
fn each_state_has_its_case() {
    let rules = vec![
        rule("no C", ALL, &[], &["products=C"]),
        rule("first", ALL, &["products=A", "products=C", "role=Member"], &[]),
        rule("second", ALL, &["role=Admin"], &[]),
        rule("others", "userName eq \"bob\"", &["products=B"], &[]),
    ];
    let world = World::new(vec![person("ann")], vec![], rules);
    assert_eq!(
        states(&world, "ANN"),
        [
            "products=A Granted",
            "products=B NotGranted",
            "products=C Withheld",
            "role=Admin Suppressed",
            "role=Member Granted"
        ],
        "by slot and value"
    );
    let short = world.clone().seats("products", "A", 0);
    assert_eq!(state(&short, "A"), ValueState::WithoutSeat, "no seat is left");
    let mut strange = world.clone();
    strange.accounts = vec![account("ann", &["products=B?", "role=Member"])];
    assert_eq!(state(&strange, "B"), ValueState::Unmanaged, "held, and not ours");
    let mut held = world.clone();
    held.accounts = vec![account("ann", &["products=B", "role=Admin"])];
    held.source.whole = false;
    assert_eq!(state(&held, "B"), ValueState::Held, "its unassign waits");
    assert_eq!(state(&held, "Member"), ValueState::Held, "and the assign of a replacement");
    assert_eq!(state(&held, "A"), ValueState::Granted, "what is given goes");
}

#[test]
fn in_a_slot_of_one_a_withheld_value_is_not_suppressed() {
    let rules = vec![
        rule("member", ALL, &["role=Member"], &[]),
        rule("no admin", ALL, &[], &["role=Admin"]),
        rule("admin", ALL, &["role=Admin"], &[]),
    ];
    let world = World::new(vec![person("ann")], vec![], rules.clone());
    assert_eq!(state(&world, "Admin"), ValueState::Withheld, "withheld above where it is given");
    let world = World::new(
        vec![person("ann")],
        vec![],
        vec![rules[0].clone(), rules[2].clone(), rules[1].clone()],
    );
    assert_eq!(state(&world, "Admin"), ValueState::Suppressed, "withheld too late to matter");
    let none = World::new(
        vec![person("ann")],
        vec![],
        vec![rule("none", ALL, &["role="], &[]), rules[2].clone()],
    );
    assert_eq!(state(&none, "Admin"), ValueState::Suppressed, "none decides too");
    let does: Vec<String> =
        none.explain("ann")[0].rules.iter().map(|voice| voice.does.clone()).collect();
    assert_eq!(does, ["assigns none", "assigns"], "and is named");
}

#[test]
fn every_rule_that_names_the_value_says_why() {
    let rules = vec![
        rule("sales", "groups eq \"Sales\"", &["products=A"], &[]),
        rule("legal", "department eq \"Legal\"", &["products=A"], &[]),
        rule("other", ALL, &["products=B"], &[]),
    ];
    let mut ann = person("ann");
    ann.groups = vec!["Sales".into()];
    let world = World::new(vec![ann], vec![], rules);
    let all = world.explain("ann");
    let voices: Vec<_> = all[0]
        .rules
        .iter()
        .map(|voice| (voice.rule.as_str(), voice.matches, voice.because.as_str()))
        .collect();
    assert_eq!(
        voices,
        [
            ("sales", true, "groups eq \"Sales\" (directly in Sales): yes"),
            ("legal", false, "department eq \"Legal\" (nothing): no"),
        ],
        "rules that speak of other values of a slot of many do not"
    );
}

fn exception(user: &str, gives: &str, denies: &str) -> Exception {
    let fixed = |value: &str| vec![ValueSource::Fixed(value.into())];
    Exception {
        user: user.into(),
        reason: "cover".into(),
        until: None,
        assigns: vec![Assignment {
            target: "t".into(),
            slot: "products".into(),
            gives: Gives::Values(fixed(gives)),
        }],
        withholds: vec![Withholding {
            target: "t".into(),
            slot: "products".into(),
            values: fixed(denies),
        }],
    }
}

#[test]
fn exceptions_speak_of_their_own_person_only() {
    let rules = vec![rule("all", ALL, &["products=A"], &[])];
    let mut world = World::new(["ann", "bob"].map(person).to_vec(), vec![], rules);
    world.configuration.exceptions = vec![exception("Ann", "B", "A"), exception("bob", "C", "A")];
    let all = world.explain("ann");
    assert_eq!(states(&world, "ann"), ["products=A Withheld", "products=B Granted"], "not C");
    let first = &all[0].rules[0];
    assert_eq!(
        (first.rule.as_str(), first.does.as_str(), first.because.as_str()),
        ("exception: cover", "withholds", "made for this person"),
        "named above the rules"
    );
    assert_eq!(all[0].rules.len(), 2, "bob's is not told to ann");
}

#[test]
fn inactive_people_are_told_so() {
    let rules = vec![rule("all", ALL, &["products=A"], &[])];
    let mut world = World::new(vec![person("ann")], vec![account("ann", &["products=A"])], rules);
    world.people[0][0].active = false;
    let all = world.explain("ann");
    assert_eq!(all[0].state, ValueState::NotGranted, "rules do not see her");
    let voice = &all[0].rules[0];
    assert!(!voice.matches, "though the clause holds");
    assert!(voice.because.starts_with("not active or not in scope; "), "{}", voice.because);
}

#[test]
fn templates_are_explained_as_they_resolve() {
    let rules = vec![
        rule("mail", ALL, &["g={emails.value}", "g={groups.display:OU-}"], &[]),
        rule("dept", ALL, &["g={department}"], &[]),
    ];
    let mut ann = person("ann");
    ann.org_unit = Some("/Sales".into());
    ann.attributes.push(("department".into(), "Legal".into()));
    let mut world = World::new(vec![ann], vec![], rules);
    world.target().slots = vec![crate::world::slot("g", true, &[])];
    assert_eq!(
        states(&world, "ann"),
        ["g=Legal Granted", "g=OU-/ Granted", "g=OU-/Sales Granted", "g=ann@example.com Granted"],
        "by path, by group, by attribute"
    );
    world.target().slots = vec![crate::world::slot("g", true, &["Legal"])];
    assert_eq!(states(&world, "ann"), ["g=Legal Granted"], "outside a fixed list is not given");
}

#[test]
fn what_someone_elses_account_holds_is_not_explained() {
    let accounts = vec![
        account("bob", &["products=B"]),
        AccountRecord { active: false, suspended_here: true, ..account("ann", &["products=C"]) },
    ];
    let world = World::new(["ann", "bob"].map(person).to_vec(), accounts, vec![]);
    assert_eq!(states(&world, "ann"), ["products=C NotGranted"], "only what she holds");
}
