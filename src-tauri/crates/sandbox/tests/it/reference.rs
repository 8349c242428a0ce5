//! Reference organizations: their sizes, forms, and that a seed says all.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use rolecall_sandbox::reference::{self, Size};

type Row = HashMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let mut csv = csv::Reader::from_path(path).unwrap();
    csv.deserialize().map(Result::unwrap).collect()
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').filter(|part| !part.is_empty())
}

#[test]
fn a_reference_organization_has_the_proportions_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let size = Size { users: 5000, groups: 400, rules: 60, seed: 7, ..Size::of(5000) };
    let written = reference::write(dir.path(), size).unwrap();
    assert_eq!(written.files[0].entries, 5000);
    let mut sizes: HashMap<String, usize> = HashMap::new();
    let mut names = BTreeSet::new();
    for row in rows(&dir.path().join("users.csv")) {
        names.insert(row["userName"].clone());
        for group in parts(&row["groups"]) {
            *sizes.entry(group.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(names.len(), 5000, "userNames are unique");
    let listed = rows(&dir.path().join("groups.csv"));
    for row in listed.iter().filter(|row| row["type"] == "user") {
        assert!(names.contains(&row["member"]), "{} is somebody", row["member"]);
        *sizes.entry(row["group"].clone()).or_default() += 1;
    }
    assert!(listed.iter().filter(|row| row["type"] == "group").count() >= 40);
    assert!(sizes.len() > 380, "nearly all groups have people: {}", sizes.len());
    assert_eq!(sizes.values().sum::<usize>(), written.memberships);
    let per_person = written.memberships as f64 / 5000.0;
    assert!((6.0..12.0).contains(&per_person), "{per_person}");
    assert!(sizes["Team 00000"] > 20 * sizes["Team 00200"], "sizes fall as ranks rise");
}

#[test]
fn the_configuration_has_rules_of_all_forms() {
    let dir = tempfile::tempdir().unwrap();
    reference::write(dir.path(), Size { rules: 60, ..Size::of(1000) }).unwrap();
    let config = std::fs::read_to_string(dir.path().join("config.toml")).unwrap();
    let config: toml::Table = config.parse().unwrap();
    assert_eq!(config["rule"].as_array().unwrap().len(), 60);
    assert_eq!(config["target"].as_array().unwrap().len(), 2);
    let products = &config["target"][0]["slot"][0]["values"];
    assert_eq!(products.as_array().unwrap().len(), 40);
    let text = config["rule"].to_string();
    let forms = [
        "groups.display eq",
        "groups.display in (",
        "groups[type eq",
        "orgUnit eq",
        "orgUnit sw",
        "level l",
        "level g",
        "startDate l",
        "startDate g",
        "remote eq",
        "skills eq",
        "skills ne",
        "country in (",
        "title re",
        "workstation re",
        "now + 30d",
        "le now",
        "email pr",
        "not (",
        " or ",
        "withhold",
        "role = \"\"",
        "enabled = false",
        "{groups.display:Project-}",
        "{groups.display:Site-}",
        "{department}",
    ];
    for form in forms {
        assert!(text.contains(form), "{form}");
    }
    assert!(config["exception"].as_array().unwrap().len() > 10);
    assert!(config["rule_test"].as_array().unwrap().len() > 5);
}

#[test]
fn accounts_are_those_of_people_but_for_a_little_drift() {
    let dir = tempfile::tempdir().unwrap();
    let written = reference::write(dir.path(), Size::of(5000)).unwrap();
    let accounts = rows(&dir.path().join("accounts-a.csv"));
    assert_eq!(accounts.len(), written.files[2].entries);
    let people: HashMap<String, Row> = rows(&dir.path().join("users.csv"))
        .into_iter()
        .map(|row| (row["userName"].clone(), row))
        .collect();
    let managed: Vec<&Row> = accounts
        .iter()
        .filter(|row| row["managed"] == "true" && !row["email"].is_empty())
        .collect();
    let gone =
        |row: &&&Row| people.get(&row["userName"]).is_none_or(|person| person["active"] == "false");
    let left = managed.iter().filter(gone).filter(|row| row["active"] == "true").count();
    assert_eq!(left, written.drift.suspend);
    assert!(left > 5, "some people who left still have their account: {left}");
    let renamed = managed.iter().filter(|row| row["email"] != row["userName"]).count();
    assert_eq!(renamed, written.drift.update);
    let values = accounts.iter().map(|row| {
        let role = usize::from(!row["role"].is_empty());
        parts(&row["products"]).count() + role + parts(&row["user_groups"]).count()
    });
    assert_eq!(values.sum::<usize>(), written.held);
    let share = written.drift.steps() as f64 / written.held as f64;
    assert!((0.005..0.02).contains(&share), "{share} of all values");
    for scarce in ["Product 07", "Product 15"] {
        let holders =
            accounts.iter().filter(|row| parts(&row["products"]).any(|name| name == scarce));
        assert!(holders.count() <= 5000 / 40, "{scarce}: no more than were bought");
    }
}

#[test]
fn an_empty_organization_has_no_account() {
    let dir = tempfile::tempdir().unwrap();
    let written = reference::write(dir.path(), Size { empty: true, ..Size::of(100) }).unwrap();
    assert_eq!(rows(&dir.path().join("accounts-a.csv")).len(), 0);
    assert_eq!((written.held, written.drift.steps()), (0, 0));
}

#[test]
fn the_same_seed_gives_the_same_files_and_another_does_not() {
    let read = |seed: u64| {
        let dir = tempfile::tempdir().unwrap();
        let size = Size { seed, ..Size::of(300) };
        let written = reference::write(dir.path(), size).unwrap();
        let text = |one: &reference::File| std::fs::read_to_string(&one.path).unwrap();
        written.files.iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(read(1), read(1));
    assert_ne!(read(1), read(2));
}
