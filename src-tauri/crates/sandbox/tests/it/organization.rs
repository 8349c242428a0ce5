//! The sample organization, and what its first sync comes to by plain counting over the written files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rolecall_sandbox::organization::{self, DOMAIN, FIRST_SYNC, OTHER_DOMAIN, SHORT_PRODUCT};
use rolecall_sandbox::provider::Provider;

type Row = HashMap<String, String>;

fn rows(path: &std::path::Path) -> Vec<Row> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// All groups of each userName, inherited ones too.
fn groups_of(users: &[Row], groups: &[Row]) -> HashMap<String, BTreeSet<String>> {
    let mut above: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut found: HashMap<String, BTreeSet<String>> = HashMap::new();
    for row in groups {
        match row["type"].as_str() {
            "group" => above.entry(&row["member"]).or_default().push(&row["group"]),
            _ => {
                found.entry(row["member"].clone()).or_default().insert(row["group"].clone());
            }
        }
    }
    for user in users {
        let own = found.entry(user["userName"].clone()).or_default();
        own.extend(user["groups"].split(';').map(str::to_owned));
        let mut todo: Vec<String> = own.iter().cloned().collect();
        while let Some(group) = todo.pop() {
            for upper in above.get(group.as_str()).into_iter().flatten() {
                if own.insert((*upper).to_owned()) {
                    todo.push((*upper).to_owned());
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn the_first_sync_comes_to_the_numbers_written_down() {
    let dir = tempfile::tempdir().unwrap();
    let sample = organization::write(dir.path(), "http://127.0.0.1:1/scim/v2").unwrap();
    let (users, groups) = (rows(&sample.users), rows(&sample.groups));
    let of = groups_of(&users, &groups);
    let provider = Provider::start(organization::console()).await.unwrap();
    let before = provider.users();
    let accounts: BTreeSet<&str> =
        before.iter().map(|user| user["userName"].as_str().unwrap()).collect();

    let (mut none, mut exists, mut outside, mut nameless, mut made, mut webinar) =
        (0, 0, 0, 0, 0, 0);
    for user in users.iter().filter(|user| user["active"] == "true") {
        let name = user["userName"].as_str();
        let is_in = |group: &str| of[name].contains(group);
        let desk = !user["orgUnit"].starts_with("/Vellamo/Operations");
        let lead = is_in("Managers") || user["title"].starts_with("Director");
        if !desk && !lead && !is_in("Contractors") && !is_in("Console Administrators") {
            none += 1;
        } else if !name.ends_with(&format!("@{DOMAIN}")) {
            outside += 1;
        } else if accounts.contains(name) {
            exists += 1;
        } else if user["familyName"].is_empty() {
            nameless += 1;
        } else {
            made += 1;
            let hosts = user["department"] == "Marketing" || is_in("Training");
            webinar += u32::from(hosts && !is_in("Contractors"));
        }
    }
    let held = provider.products().into_iter().find(|one| one.name == SHORT_PRODUCT).unwrap();
    let expected = FIRST_SYNC;
    assert_eq!((users.len(), before.len()), (expected.people, expected.accounts_before));
    assert_eq!(none, expected.nothing_given);
    assert_eq!((exists, outside), (expected.account_exists, expected.domain_not_verified));
    assert_eq!((nameless, made), (expected.attribute_missing, expected.created));
    assert_eq!((held.seats, held.used), (expected.webinar_seats, expected.webinar_used_before));
    assert_eq!((webinar + held.used - held.seats) as usize, expected.no_licences);
    assert_eq!(before.len() + made, expected.accounts_after);
}

#[tokio::test]
async fn only_webinar_runs_out() {
    let provider = Provider::start(organization::console()).await.unwrap();
    let free: BTreeMap<String, u32> =
        provider.products().into_iter().map(|one| (one.name, one.seats - one.used)).collect();
    let dir = tempfile::tempdir().unwrap();
    let sample = organization::write(dir.path(), "http://127.0.0.1:1/scim/v2").unwrap();
    let (users, groups) = (rows(&sample.users), rows(&sample.groups));
    let of = groups_of(&users, &groups);
    let count =
        |is: &dyn Fn(&Row) -> bool| u32::try_from(users.iter().filter(|u| is(u)).count()).unwrap();
    let has = |user: &Row, group: &str| of[&user["userName"]].contains(group);
    let support = |user: &Row| user["orgUnit"].starts_with("/Vellamo/Customer Success/Support");
    assert!(count(&|_| true) <= free["Meeting"] + FIRST_SYNC.nothing_given as u32);
    assert!(count(&|user| has(user, "Sales") || support(user)) <= free["Connect"]);
    assert!(
        count(&|user| has(user, "Console Administrators") || support(user))
            <= free["Remote Support"]
    );
    assert!(count(&|user| has(user, "Managers")) <= free["Analytics"]);
}

#[test]
fn people_are_believable_and_the_same_every_time() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sample = organization::write(one.path(), "http://127.0.0.1:1/scim/v2").unwrap();
    let again = organization::write(two.path(), "http://127.0.0.1:1/scim/v2").unwrap();
    for (left, right) in [
        (&sample.users, &again.users),
        (&sample.groups, &again.groups),
        (&sample.config, &again.config),
    ] {
        assert_eq!(std::fs::read(left).unwrap(), std::fs::read(right).unwrap());
    }
    let users = rows(&sample.users);
    for key in ["id", "userName", "employeeNumber"] {
        let distinct: BTreeSet<&String> = users.iter().map(|user| &user[key]).collect();
        assert_eq!(distinct.len(), users.len(), "{key} is unique");
    }
    for user in &users {
        let (local, domain) = user["userName"].split_once('@').unwrap();
        assert!([DOMAIN, OTHER_DOMAIN].contains(&domain));
        let plain = |letter: char| letter.is_ascii_lowercase() || letter == '.' || letter == '-';
        assert!(local.chars().all(plain) && local.len() > 2 && !local.ends_with('.'), "{local}");
        assert!(user["orgUnit"].starts_with("/Vellamo/"));
    }
    let marked =
        users.iter().filter(|user| !user["givenName"].is_ascii() || !user["familyName"].is_ascii());
    assert!(marked.count() > 100);
}

#[test]
fn the_configuration_names_only_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let url = "http://127.0.0.1:4711/scim/v2";
    let sample = organization::write(dir.path(), url).unwrap();
    let config: toml::Table = std::fs::read_to_string(&sample.config).unwrap().parse().unwrap();
    assert_eq!(config["target"][0]["url"].as_str(), Some(url));
    let users = rows(&sample.users);
    let mut names: BTreeSet<String> =
        rows(&sample.groups).iter().map(|row| row["group"].clone()).collect();
    names.extend(users.iter().map(|user| user["groups"].clone()));
    let rules = config["rule"].as_array().unwrap();
    assert!(rules.len() >= 8);
    for rule in rules {
        let when = rule["when"].as_str().unwrap();
        for part in when.split("groups.display eq \"").skip(1) {
            let group = part.split('"').next().unwrap();
            assert!(names.contains(group), "{group}");
        }
        for part in when.split("orgUnit sw \"").skip(1) {
            let unit = part.split('"').next().unwrap();
            assert!(users.iter().any(|user| user["orgUnit"].starts_with(unit)), "{unit}");
        }
    }
}
