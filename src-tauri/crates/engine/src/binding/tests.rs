//! Rules through renames of groups, in a real workspace, with groups that have ids of their own.

use super::*;
use crate::{Engine, SystemClock};
use rolecall_connect::Proxies;
use rolecall_directory::{DirectoryDefinition, GroupRecord, SnapshotBuilder};
use rolecall_secrets::{Environment, Secrets};
use rolecall_store::{ActivityFilter, Page};
use std::sync::Arc;

struct Office {
    store: Store,
    engine: Engine,
    _dir: tempfile::TempDir,
}

fn directory(name: &str) -> DirectoryDefinition {
    DirectoryDefinition {
        name: name.to_owned(),
        domains: Vec::new(),
        check_domains: false,
        org_unit_prefix: "OU-".to_owned(),
        source: None,
    }
}

fn rule(id: &str, when: &str) -> Rule {
    Rule {
        id: id.to_owned(),
        name: format!("Rule {id}"),
        note: String::new(),
        heading: String::new(),
        enabled: true,
        when: when.to_owned(),
        assigns: Vec::new(),
        withholds: Vec::new(),
    }
}

/// The groups of one directory each: id and display name.
fn snapshot(directories: &[&[(&str, &str)]]) -> Snapshot {
    let mut builder = SnapshotBuilder::new(&[]);
    for groups in directories {
        builder.directory("OU-");
        for (id, display) in *groups {
            builder.group(&GroupRecord {
                id: (*id).to_owned(),
                display: (*display).to_owned(),
                members: Vec::new(),
            });
        }
    }
    builder.finish()
}

impl Office {
    /// A workspace with these rules and two directories.
    fn new(conditions: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let rules = conditions.iter().enumerate();
        let configuration = Configuration {
            directories: vec![directory("main"), directory("other")],
            rules: rules.map(|(at, when)| rule(&at.to_string(), when)).collect(),
            ..Configuration::default()
        };
        store.replace_configuration(&configuration).unwrap();
        let secrets = Arc::new(Secrets::new(Environment::of([] as [(
            std::ffi::OsString,
            std::ffi::OsString,
        ); 0])));
        let engine = Engine::new(secrets, Arc::new(SystemClock), Proxies::System);
        Self { store, engine, _dir: dir }
    }

    /// Saves these rules in the place of those there are.
    fn save(&self, rules: &[Rule]) {
        let version = self.store.configuration_version().unwrap();
        assert!(self.store.save_draft(rules, version, &[]).unwrap());
    }

    /// Reads these groups; answers the conditions as they are then.
    fn read(&self, directories: &[&[(&str, &str)]]) -> Vec<String> {
        let configuration = self.store.configuration().unwrap();
        let snapshot = snapshot(directories);
        let followed =
            self.engine.follow_renames(&self.store, &configuration, &snapshot, None).unwrap();
        let stored = self.store.configuration().unwrap();
        assert_eq!(followed.unwrap_or(configuration), stored, "what is answered is what is kept");
        stored.rules.into_iter().map(|rule| rule.when).collect()
    }

    /// What Activity says of renames: rule, old and new name.
    fn told(&self) -> Vec<String> {
        let filter =
            ActivityFilter { kind: Some("rule_renamed_group".to_owned()), ..<_>::default() };
        let entries = self.store.activity(&filter, Page::ALL).unwrap().rows;
        let told = entries.iter().map(|entry| {
            let detail = &entry.entry.detail;
            format!(
                "{}: {} -> {}",
                entry.entry.rule.as_deref().unwrap(),
                detail["from"],
                detail["to"]
            )
        });
        let mut told: Vec<String> = told.collect();
        told.sort();
        told
    }
}

const A: &str = "groups.display eq \"A\"";

#[test]
fn a_renamed_group_is_renamed_in_the_rules_that_name_it() {
    let office =
        Office::new(&["not (groups.display  in (\"x\",\"a\")) and title eq \"A\"", "title pr"]);
    let version = office.store.configuration_version().unwrap();
    let first = office.read(&[&[("1", "A"), ("2", "C")]]);
    assert_eq!(first[0], "not (groups.display  in (\"x\",\"a\")) and title eq \"A\"");
    assert_eq!(office.store.configuration_version().unwrap(), version, "nothing was changed");
    let second = office.read(&[&[("1", "The \"A\" team"), ("2", "C")]]);
    let expected = "not (groups.display  in (\"x\",\"The \\\"A\\\" team\")) and title eq \"A\"";
    assert_eq!(second, [expected, "title pr"]);
    assert!(office.store.configuration_version().unwrap() > version, "screens and plans notice");
    assert_eq!(office.told(), ["Rule 0: \"a\" -> \"The \\\"A\\\" team\""]);
    let again = office.read(&[&[("1", "The \"A\" team"), ("2", "C")]]);
    assert_eq!(again, second, "and only once");
    assert_eq!(office.told().len(), 1);
    let back = office.read(&[&[("1", "a"), ("2", "C")]]);
    assert_eq!(back, first, "back again, to the letter");
}

#[test]
fn groups_that_swap_their_names_take_their_rules_along() {
    let b = "groups.display eq \"B\" and not (groups.display eq \"A\")";
    let office = Office::new(&[A, b]);
    office.read(&[&[("1", "A"), ("2", "B")]]);
    let swapped = office.read(&[&[("1", "B"), ("2", "A")]]);
    let expected =
        ["groups.display eq \"B\"", "groups.display eq \"A\" and not (groups.display eq \"B\")"];
    assert_eq!(swapped, expected);
    assert_eq!(office.read(&[&[("1", "B"), ("2", "A")]]), expected, "and stay");
    assert_eq!(office.read(&[&[("1", "A"), ("2", "B")]]), [A, b], "and back");
}

#[test]
fn names_move_on_in_a_row() {
    let office = Office::new(&[A, "groups.display in (\"A\", \"B\", \"C\")"]);
    office.read(&[&[("1", "A"), ("2", "B"), ("3", "C")]]);
    let moved = office.read(&[&[("1", "B"), ("2", "C"), ("3", "D")]]);
    assert_eq!(moved, ["groups.display eq \"B\"", "groups.display in (\"B\", \"C\", \"D\")"]);
}

#[test]
fn a_name_that_a_new_group_took_stays_with_the_name() {
    let office = Office::new(&[A]);
    office.read(&[&[("1", "A")]]);
    assert_eq!(office.read(&[&[("1", "B"), ("9", "A")]]), [A]);
    assert_eq!(office.read(&[&[("1", "B")]]), ["groups.display eq \"B\""], "until it is gone");
}

#[test]
fn groups_without_ids_of_their_own_are_names_only() {
    let office = Office::new(&[A]);
    office.read(&[&[("A", "A")]]);
    assert_eq!(office.read(&[&[("B", "B")]]), [A]);
    assert!(office.store.group_bindings().unwrap().is_empty());
}

#[test]
fn a_group_that_is_gone_and_made_anew_is_the_new_one() {
    let office = Office::new(&[A]);
    office.read(&[&[("1", "A")]]);
    assert_eq!(office.read(&[&[]]), [A], "gone");
    office.read(&[&[("2", "A")]]);
    assert_eq!(office.read(&[&[("2", "B")]]), ["groups.display eq \"B\""]);
}

#[test]
fn where_two_directories_disagree_the_text_stays() {
    let office = Office::new(&[A]);
    office.read(&[&[("1", "A")], &[("1", "A")]]);
    assert_eq!(office.read(&[&[("1", "B")], &[("1", "A")]]), [A], "it would lose the other's");
    assert_eq!(office.read(&[&[("1", "B")], &[("1", "B")]]), ["groups.display eq \"B\""]);
}

#[test]
fn a_rule_is_bound_before_the_reading_that_renames_its_group() {
    let office = Office::new(&["title pr"]);
    let configuration = office.store.configuration().unwrap();
    let mut writer = office.store.begin_reading("main", 0).unwrap();
    writer.columns(&["userName".to_owned()]);
    let group = rolecall_directory::ListedGroup {
        id: "1".to_owned(),
        display: "A".to_owned(),
        people: roaring::RoaringBitmap::new(),
        members: Vec::new(),
    };
    writer.finish(std::iter::once(group), 1).unwrap();
    office.save(&[rule("0", "title pr"), rule("new", A)]);
    office.engine.bind_rules(&office.store, &configuration).unwrap();
    let read = office.read(&[&[("1", "B")]]);
    assert_eq!(read, ["title pr", "groups.display eq \"B\""]);
}

#[test]
fn a_rule_that_is_gone_or_says_something_else_is_bound_no_more() {
    let office = Office::new(&[A, "groups.display eq \"B\""]);
    office.read(&[&[("1", "A"), ("2", "B")]]);
    assert_eq!(office.store.group_bindings().unwrap().len(), 2);
    office.save(&[rule("1", "title pr")]);
    office.read(&[&[("1", "A"), ("2", "B")]]);
    assert!(office.store.group_bindings().unwrap().is_empty());
}

#[test]
fn a_configuration_file_is_never_rewritten() {
    let office = Office::new(&[]);
    let configuration = Configuration {
        directories: vec![directory("main")],
        rules: vec![rule("a", A)],
        ..Configuration::default()
    };
    for name in ["A", "B"] {
        let snapshot = snapshot(&[&[("1", name)]]);
        let followed =
            office.engine.follow_renames(&office.store, &configuration, &snapshot, None).unwrap();
        assert_eq!(followed, None);
    }
    assert!(office.store.group_bindings().unwrap().is_empty());
}

#[test]
fn a_rule_changed_meanwhile_is_left_alone() {
    let office = Office::new(&[A]);
    office.read(&[&[("1", "A")]]);
    let stale = RewrittenRule {
        rule: "0".to_owned(),
        before: "groups.display eq \"Z\"".to_owned(),
        after: "groups.display eq \"Y\"".to_owned(),
        entries: Vec::new(),
    };
    assert_eq!(office.store.bind_groups(&[stale], &[]).unwrap(), [false]);
    assert_eq!(office.store.configuration().unwrap().rules[0].when, A);
}
