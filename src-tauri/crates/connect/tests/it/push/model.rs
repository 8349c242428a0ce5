//! A random sequence of requests leaves what a simple model in memory holds.

use super::World;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Step {
    MakeUser(String, String),
    MakeGroup(String, Vec<Index>),
    Title(Index, Option<String>),
    Department(Index, String),
    Activity(Index, bool),
    Rename(Index, String),
    Replace(Index, String, String),
    Join(Index, Vec<Index>),
    Leave(Index, Vec<Index>, bool),
    SetMembers(Index, Vec<Index>),
    DeleteUser(Index),
    DeleteGroup(Index),
}

fn name() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["ann", "Bob", "ÅSA", "dora", "Eve", "finn"])
        .prop_map(str::to_owned)
}

fn step() -> impl Strategy<Value = Step> {
    let one = any::<Index>;
    let some = || vec(any::<Index>(), 0..4);
    prop_oneof![
        4 => (name(), "[a-z]{1,3}").prop_map(|(name, title)| Step::MakeUser(name, title)),
        2 => (name(), some()).prop_map(|(name, members)| Step::MakeGroup(name, members)),
        2 => (one(), proptest::option::of("[a-z]{1,3}")).prop_map(|(at, title)| Step::Title(at, title)),
        1 => (one(), "[a-z]{1,3}").prop_map(|(at, text)| Step::Department(at, text)),
        1 => (one(), any::<bool>()).prop_map(|(at, active)| Step::Activity(at, active)),
        1 => (one(), name()).prop_map(|(at, name)| Step::Rename(at, name)),
        1 => (one(), name(), "[a-z]{1,3}").prop_map(|(at, name, title)| Step::Replace(at, name, title)),
        2 => (one(), some()).prop_map(|(at, members)| Step::Join(at, members)),
        2 => (one(), some(), any::<bool>()).prop_map(|(at, who, listed)| Step::Leave(at, who, listed)),
        1 => (one(), some()).prop_map(|(at, members)| Step::SetMembers(at, members)),
        1 => one().prop_map(Step::DeleteUser),
        1 => one().prop_map(Step::DeleteGroup),
    ]
}

#[derive(Default)]
struct Model {
    users: BTreeMap<String, Map<String, Value>>,
    groups: BTreeMap<String, (String, Vec<String>)>,
    /// In the order in which they were made.
    order: Vec<String>,
}

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

impl Model {
    fn user(&self, at: &Index) -> Option<String> {
        let all: Vec<&String> =
            self.order.iter().filter(|id| self.users.contains_key(*id)).collect();
        (!all.is_empty()).then(|| at.get(&all).to_string())
    }

    fn group(&self, at: &Index) -> Option<String> {
        let all: Vec<&String> =
            self.order.iter().filter(|id| self.groups.contains_key(*id)).collect();
        (!all.is_empty()).then(|| at.get(&all).to_string())
    }

    fn taken(&self, name: &str, own: Option<&str>) -> bool {
        let same = |other: &str| other.to_lowercase() == name.to_lowercase();
        let mut others = self.users.iter().filter(|(id, _)| Some(id.as_str()) != own);
        others.any(|(_, user)| same(user["userName"].as_str().unwrap()))
    }

    fn members(&self, who: &[Index]) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for id in who.iter().filter_map(|at| self.user(at)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

fn listed(ids: &[String]) -> Value {
    ids.iter().map(|id| json!({"value": id})).collect()
}

fn patch(world: &World, place: &str, operation: Value) -> u16 {
    world.send("PATCH", place, &json!({"Operations": [operation]})).status
}

/// Does the same to both.
fn both(world: &World, model: &mut Model, step: &Step) {
    match step {
        Step::MakeUser(name, title) => {
            let user = json!({"userName": name, "title": title});
            let answer = world.send("POST", "Users", &user);
            assert_eq!(answer.status, if model.taken(name, None) { 409 } else { 201 });
            if answer.status == 201 {
                let id = super::body_of(&answer)["id"].as_str().unwrap().to_owned();
                model.order.push(id.clone());
                model.users.insert(id, user.as_object().unwrap().clone());
            }
        }
        Step::MakeGroup(name, who) => {
            let members = model.members(who);
            let group = json!({"displayName": name, "members": listed(&members)});
            let answer = world.send("POST", "Groups", &group);
            let taken = model.groups.values().any(|(other, _)| other == name);
            assert_eq!(answer.status, if taken { 409 } else { 201 });
            if !taken {
                let id = super::body_of(&answer)["id"].as_str().unwrap().to_owned();
                model.order.push(id.clone());
                model.groups.insert(id, (name.clone(), members));
            }
        }
        Step::Title(at, title) => {
            let Some(id) = model.user(at) else { return };
            let place = format!("Users/{id}");
            let user = model.users.get_mut(&id).unwrap();
            let status = match title {
                Some(title) => {
                    user.insert("title".to_owned(), json!(title));
                    patch(world, &place, json!({"op": "Replace", "path": "title", "value": title}))
                }
                None => {
                    user.remove("title");
                    patch(world, &place, json!({"op": "Remove", "path": "title"}))
                }
            };
            assert_eq!(status, 200);
        }
        Step::Department(at, text) => {
            let Some(id) = model.user(at) else { return };
            let key = format!("{ENTERPRISE}:department");
            let value = json!({(key): text});
            assert_eq!(
                patch(world, &format!("Users/{id}"), json!({"op": "add", "value": value})),
                200
            );
            let user = model.users.get_mut(&id).unwrap();
            user.insert(ENTERPRISE.to_owned(), json!({"department": text}));
        }
        Step::Activity(at, active) => {
            let Some(id) = model.user(at) else { return };
            let value = if *active { json!("True") } else { json!(false) };
            let operation = json!({"op": "replace", "value": {"active": value}});
            assert_eq!(patch(world, &format!("Users/{id}"), operation), 200);
            model.users.get_mut(&id).unwrap().insert("active".to_owned(), json!(active));
        }
        Step::Rename(at, name) => {
            let Some(id) = model.user(at) else { return };
            let operation = json!({"op": "replace", "path": "userName", "value": name});
            let status = patch(world, &format!("Users/{id}"), operation);
            let taken = model.taken(name, Some(&id));
            assert_eq!(status, if taken { 409 } else { 200 });
            if !taken {
                model.users.get_mut(&id).unwrap().insert("userName".to_owned(), json!(name));
            }
        }
        Step::Replace(at, name, title) => {
            let Some(id) = model.user(at) else { return };
            let user = json!({"userName": name, "title": title});
            let taken = model.taken(name, Some(&id));
            let status = world.send("PUT", &format!("Users/{id}"), &user).status;
            assert_eq!(status, if taken { 409 } else { 200 });
            if !taken {
                model.users.insert(id, user.as_object().unwrap().clone());
            }
        }
        _ => members(world, model, step),
    }
}

fn members(world: &World, model: &mut Model, step: &Step) {
    match step {
        Step::Join(at, who) => {
            let (Some(id), who) = (model.group(at), model.members(who)) else { return };
            let operation = json!({"op": "Add", "path": "members", "value": listed(&who)});
            assert_eq!(patch(world, &format!("Groups/{id}"), operation), 200);
            let (_, members) = model.groups.get_mut(&id).unwrap();
            members
                .extend(who.into_iter().filter(|one| !members.contains(one)).collect::<Vec<_>>());
        }
        Step::Leave(at, who, as_list) => {
            let (Some(id), who) = (model.group(at), model.members(who)) else { return };
            let place = format!("Groups/{id}");
            if *as_list {
                let operation = json!({"op": "Remove", "path": "members", "value": listed(&who)});
                assert_eq!(patch(world, &place, operation), 200);
            } else {
                for one in &who {
                    let path = format!("members[value eq \"{one}\"]");
                    assert_eq!(patch(world, &place, json!({"op": "remove", "path": path})), 200);
                }
            }
            model.groups.get_mut(&id).unwrap().1.retain(|one| !who.contains(one));
        }
        Step::SetMembers(at, who) => {
            let (Some(id), who) = (model.group(at), model.members(who)) else { return };
            let operation = json!({"op": "replace", "value": {"members": listed(&who)}});
            assert_eq!(patch(world, &format!("Groups/{id}"), operation), 200);
            let (_, members) = model.groups.get_mut(&id).unwrap();
            members.retain(|one| who.contains(one));
            members
                .extend(who.into_iter().filter(|one| !members.contains(one)).collect::<Vec<_>>());
        }
        Step::DeleteUser(at) => {
            let Some(id) = model.user(at) else { return };
            assert_eq!(world.delete(&format!("Users/{id}")).status, 204);
            model.users.remove(&id);
            model.groups.values_mut().for_each(|(_, members)| members.retain(|one| *one != id));
        }
        Step::DeleteGroup(at) => {
            let Some(id) = model.group(at) else { return };
            assert_eq!(world.delete(&format!("Groups/{id}")).status, 204);
            model.groups.remove(&id);
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    #[test]
    fn the_provider_holds_what_the_model_holds(steps in vec(step(), 1..40)) {
        let (world, mut model) = (World::new(), Model::default());
        for step in &steps {
            both(&world, &mut model, step);
        }
        let users = world.read("Users?count=1000");
        let listed: Vec<&str> = users["Resources"].as_array().unwrap()
            .iter().map(|one| one["id"].as_str().unwrap()).collect();
        let expected: Vec<&str> = model.order.iter().map(String::as_str)
            .filter(|id| model.users.contains_key(*id)).collect();
        prop_assert_eq!(listed, expected, "who is there, in the order in which they came");
        for resource in users["Resources"].as_array().unwrap() {
            let id = resource["id"].as_str().unwrap();
            for name in ["userName", "title", "active", ENTERPRISE] {
                prop_assert_eq!(resource.get(name), model.users[id].get(name), "{} of {}", name, resource);
            }
            let told: Vec<&str> = resource.get("groups").and_then(Value::as_array).into_iter()
                .flatten().map(|one| one["value"].as_str().unwrap()).collect();
            let mut expected: Vec<&str> = model.order.iter().map(String::as_str).collect();
            expected.retain(|group| model.groups.get(*group).is_some_and(|(_, members)| members.iter().any(|one| one == id)));
            prop_assert_eq!(told, expected, "groups of {}", resource);
            let name = resource["userName"].as_str().unwrap();
            let query: String = url::form_urlencoded::byte_serialize(format!("userName eq \"{}\"", name.to_uppercase()).as_bytes()).collect();
            prop_assert_eq!(world.found(&format!("Users?filter={query}")), vec![id.to_owned()]);
        }
        let groups = world.read("Groups?count=1000");
        prop_assert_eq!(groups["totalResults"].as_u64(), Some(model.groups.len() as u64));
        for resource in groups["Resources"].as_array().unwrap() {
            let (name, members) = &model.groups[resource["id"].as_str().unwrap()];
            let told: Vec<&str> = resource.get("members").and_then(Value::as_array).into_iter()
                .flatten().map(|one| one["value"].as_str().unwrap()).collect();
            prop_assert_eq!(resource["displayName"].as_str(), Some(name.as_str()));
            prop_assert_eq!(told, members.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
