//! Who is gone, who is there again, edits, edit windows and proofs of domains.

use crate::workspace;
use rolecall_directory::{
    Configuration, DirectoryDefinition, DomainDefinition, Folded, ListedGroup, PersonRecord,
    PersonRow,
};
use rolecall_store::{
    DomainProof, Edit, EditWindow, EditedPerson, KnownState, NewActivity, Page, Store,
};

fn person(id: &str, name: &str) -> PersonRecord {
    PersonRecord {
        id: id.into(),
        user_name: name.into(),
        active: true,
        attributes: vec![("email".into(), format!("{name}@example.com"))],
        ..PersonRecord::default()
    }
}

fn deliver(store: &Store, people: &[PersonRecord], groups: &[&str], by_hand: bool) {
    let mut writer = store.begin_reading("main", 7).unwrap();
    if by_hand {
        writer = writer.by_hand();
    }
    writer.columns(&["id".to_owned(), "userName".to_owned(), "email".to_owned()]);
    for person in people {
        let attributes = [person.attribute("email").unwrap_or_default()];
        let row = PersonRow {
            id: &person.id,
            user_name: &person.user_name,
            active: person.active,
            org_unit: None,
            attributes: &attributes,
            groups: "",
        };
        writer.person(&row).unwrap();
    }
    let groups = groups.iter().map(|name| ListedGroup {
        id: format!("gid-{name}"),
        display: (*name).to_owned(),
        people: [0].into_iter().collect(),
        members: Vec::new(),
    });
    writer.finish(groups, 7).unwrap();
}

fn known(store: &Store, state: KnownState) -> Vec<String> {
    let found = store.known_people((Some("main"), Some(state)), "", Page::ALL).unwrap();
    assert_eq!(found.total, store.known_count("main", state).unwrap(), "counted the same");
    found.rows.into_iter().map(|one| one.person.user_name).collect()
}

fn entry(kind: &str) -> NewActivity {
    NewActivity {
        at: 7,
        who: "ann@desk".into(),
        kind: kind.into(),
        status: "ok".into(),
        person: None,
        rule: None,
        target: None,
        run: None,
        cause: None,
        detail: serde_json::json!({}),
    }
}

#[test]
fn who_is_not_delivered_any_more_is_gone_and_comes_back() {
    let (_dir, store) = workspace();
    let all = [person("1", "ann"), person("2", "bob"), person("3", "zoe"), person("4", "eve")];
    deliver(&store, &all, &[], false);
    assert!(known(&store, KnownState::Gone).is_empty(), "nobody was there before");
    let before = store.life_generation().unwrap();
    deliver(&store, &[all[0].clone(), all[2].clone()], &[], false);
    assert_eq!(known(&store, KnownState::Gone), ["bob", "eve"], "zoe only moved up");
    assert_ne!(store.life_generation().unwrap(), before, "what was made of it is old");
    let eve = store.known_person("main", "EVE").unwrap().unwrap();
    assert_eq!(eve.person, all[3], "as last read");
    deliver(&store, &[all[0].clone(), all[2].clone()], &[], false);
    assert_eq!(known(&store, KnownState::Gone), ["bob", "eve"], "an equal reading changes nothing");
    let renamed = PersonRecord { user_name: "robert".into(), ..all[1].clone() };
    deliver(&store, &[renamed, all[2].clone(), all[3].clone()], &[], false);
    assert_eq!(known(&store, KnownState::Gone), ["ann"], "bob came back by his id, eve by all");
}

#[test]
fn a_new_id_under_the_same_name_or_address_is_the_same_person() {
    let (_dir, store) = workspace();
    deliver(&store, &[person("1", "ann"), person("2", "bob")], &[], false);
    let mut married = person("22", "berg");
    married.attributes[0].1 = "BOB@example.com".into();
    deliver(&store, &[person("11", "Ann"), married], &[], false);
    assert!(known(&store, KnownState::Gone).is_empty());
}

#[test]
fn an_empty_reading_loses_nobody() {
    let (_dir, store) = workspace();
    deliver(&store, &[person("1", "ann")], &["Sales"], false);
    deliver(&store, &[], &[], false);
    assert_eq!(known(&store, KnownState::Gone), ["ann"]);
    let groups = store.gone_groups("main").unwrap();
    assert_eq!(groups.len(), 1);
    assert_eq!((groups[0].display.as_str(), groups[0].since), ("Sales", 7));
    deliver(&store, &[person("1", "ann")], &["Sales"], false);
    assert!(known(&store, KnownState::Gone).is_empty());
    assert!(store.gone_groups("main").unwrap().is_empty(), "it is there again");
}

#[test]
fn a_group_that_moved_is_not_gone() {
    let (_dir, store) = workspace();
    deliver(&store, &[person("1", "ann")], &["A", "B", "C"], false);
    deliver(&store, &[person("1", "ann")], &["B", "C"], false);
    let groups = store.gone_groups("main").unwrap();
    let names: Vec<_> = groups.iter().map(|group| group.display.as_str()).collect();
    assert_eq!(names, ["A"]);
}

#[test]
fn what_an_administrator_makes_of_it_leaves_nobody_gone() {
    let (_dir, store) = workspace();
    deliver(&store, &[person("1", "ann"), person("2", "bob")], &[], false);
    deliver(&store, &[person("1", "ann")], &[], true);
    assert!(known(&store, KnownState::Gone).is_empty());
}

#[test]
fn people_who_were_there_before_the_source_wait_for_it() {
    let (_dir, store) = workspace();
    let (ann, bob, zoe) = (person("1", "ann"), person("2", "bob"), person("3", "zoe"));
    deliver(&store, &[ann.clone(), bob.clone(), zoe.clone()], &[], false);
    store.await_people("main", &[ann, bob, zoe], 9).unwrap();
    assert!(store.reading("main").unwrap().is_none());
    assert_eq!(known(&store, KnownState::NotSeenYet), ["ann", "bob", "zoe"]);
    // By id, by name, by e-mail, each another.
    let mut by_mail = person("z", "z");
    by_mail.attributes[0].1 = "zoe@example.com".into();
    deliver(&store, &[person("x", "BOB"), by_mail], &[], false);
    assert_eq!(known(&store, KnownState::NotSeenYet), ["ann"]);
    assert!(known(&store, KnownState::Gone).is_empty(), "not seen yet is not gone");
    store.forget_life("main").unwrap();
    assert!(known(&store, KnownState::NotSeenYet).is_empty());
}

#[test]
fn edits_and_windows_are_kept() {
    let (_dir, store) = workspace();
    let edit =
        Edit { attribute: "title".into(), edited: "Boss".into(), at: 3, who: "ann@desk".into() };
    let edited = EditedPerson { id: "1".into(), source: person("1", "ann"), edits: vec![edit] };
    store.edit_person("main", &edited, &[entry("person_edited")]).unwrap();
    assert_eq!(store.edited_people("main").unwrap(), [edited]);
    assert!(store.edited_people("other").unwrap().is_empty());
    store.forget_edits("main", &["1".to_owned()], &[]).unwrap();
    assert!(store.edited_people("main").unwrap().is_empty());

    let window =
        EditWindow { directory: "main".into(), opened_at: 100, until: 200, who: "ann@desk".into() };
    store.open_edit_window(&window, entry("edit_window_opened")).unwrap();
    assert_eq!(store.edit_window("main").unwrap(), Some(window.clone()));
    assert!([100, 199].iter().all(|&now| window.is_open(now)));
    assert!([99, 200].iter().all(|&now| !window.is_open(now)), "nor after the clock was set back");
    assert!(store.close_edit_window(&window, entry("edit_window_closed")).unwrap());
    assert!(!store.close_edit_window(&window, entry("edit_window_closed")).unwrap(), "once");
    let told = store.activity(&rolecall_store::ActivityFilter::default(), Page::ALL).unwrap();
    assert_eq!(told.rows.len(), 3);
}

#[test]
fn a_found_proof_counts_for_that_proof_only() {
    let (_dir, store) = workspace();
    let domain = DomainDefinition {
        name: "Example.com".into(),
        verified: false,
        proof: Some("p-1".into()),
        proven: false,
    };
    let mut configuration = Configuration {
        directories: vec![DirectoryDefinition {
            name: "main".into(),
            domains: vec![domain],
            check_domains: true,
            org_unit_prefix: "OU-".into(),
            source: None,
        }],
        ..Configuration::default()
    };
    store.replace_configuration(&configuration).unwrap();
    let version = store.configuration_version().unwrap();
    let mut proof = DomainProof {
        directory: "main".into(),
        name: Folded::new("example.COM"),
        proof: "p-1".into(),
        requested_at: 1,
        verified_at: None,
        last_checked_at: Some(2),
        last_answer: Some("no_record".into()),
    };
    store.keep_domain_proof(&proof, &[]).unwrap();
    assert_eq!(store.configuration_version().unwrap(), version, "nothing to plan anew for");
    proof.verified_at = Some(5);
    store.keep_domain_proof(&proof, &[]).unwrap();
    assert!(store.configuration_version().unwrap() > version);
    let kept = store.configuration().unwrap();
    assert!(kept.directories[0].domains[0].is_verified());
    assert!(!kept.directories[0].domains[0].verified, "the administrator gave no word");
    configuration.directories[0].domains[0].proof = Some("p-2".into());
    store.replace_configuration(&configuration).unwrap();
    assert!(!store.configuration().unwrap().directories[0].domains[0].is_verified());
}
