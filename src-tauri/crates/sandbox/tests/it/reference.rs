//! Reference organizations: their sizes, forms, and that a seed says all.

use std::collections::{BTreeSet, HashMap};

use rolecall_sandbox::reference::{self, Size};

#[test]
fn a_reference_organization_has_the_proportions_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let size = Size { users: 5000, groups: 400, rules: 60, targets: 2, seed: 7 };
    let written = reference::write(dir.path(), size).unwrap();
    assert_eq!(written[0].entries, 5000);
    let mut sizes: HashMap<String, usize> = HashMap::new();
    let mut names = BTreeSet::new();
    let mut csv = csv::Reader::from_path(dir.path().join("users.csv")).unwrap();
    for row in csv.deserialize::<HashMap<String, String>>() {
        let row = row.unwrap();
        names.insert(row["userName"].clone());
        for group in row["groups"].split(';') {
            *sizes.entry(group.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(names.len(), 5000, "userNames are unique");
    assert!(sizes.len() > 380, "nearly all groups have people: {}", sizes.len());
    let per_person = sizes.values().sum::<usize>() as f64 / 5000.0;
    assert!((6.0..12.0).contains(&per_person), "{per_person}");
    assert!(sizes["Team 00000"] > 20 * sizes["Team 00200"], "sizes fall as ranks rise");

    let config = std::fs::read_to_string(dir.path().join("config.toml")).unwrap();
    let config: toml::Table = config.parse().unwrap();
    assert_eq!(config["rule"].as_array().unwrap().len(), 60);
    assert_eq!(config["target"].as_array().unwrap().len(), 2);
    let products = &config["target"][0]["slot"][0]["values"];
    assert_eq!(products.as_array().unwrap().len(), 40);
    let text = config["rule"].to_string();
    for form in ["groups.display", "orgUnit sw", "not (", " or ", "withhold", "role = \"\""] {
        assert!(text.contains(form), "{form}");
    }
}

#[test]
fn the_same_seed_gives_the_same_files_and_another_does_not() {
    let read = |seed: u64| {
        let dir = tempfile::tempdir().unwrap();
        let size = Size { seed, ..Size::of(300) };
        let written = reference::write(dir.path(), size).unwrap();
        let text = |one: &reference::Written| std::fs::read_to_string(&one.path).unwrap();
        written.iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(read(1), read(1));
    assert_ne!(read(1), read(2));
}
