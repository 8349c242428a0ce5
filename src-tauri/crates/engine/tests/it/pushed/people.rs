//! An organization whose people come by SCIM push, in requests that follow from a number.

use crate::world::World;
use rolecall_connect::{Provider, PushAnswer, PushCall, PushJob, PushMethod};
use rolecall_directory::Configuration;
use rolecall_scim::schema::ADOBE_USER;
use rolecall_scim::urn;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

const NAMES: [&str; 12] =
    ["ann", "Bob", "cid", "dan", "eve", "Fay", "gus", "hal", "ida", "Jim", "kai", "lea"];
const GROUPS: [&str; 4] = ["EMEA", "Sales", "Web", "Staff"];
const UNITS: [&str; 5] = ["/", "/x", "/x/y", "/X/z", "/q"];
const DEPARTMENTS: [&str; 3] = ["Sales", "Legal", "IT"];
const OWN: &str = "urn:ietf:params:scim:schemas:extension:rolecall:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Numbers that follow from a first one.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end as u64) as usize
    }

    pub fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Whoever writes to the directory, and what was made there: ids by name.
pub struct Writer {
    provider: Arc<Provider>,
    people: BTreeMap<&'static str, String>,
    groups: BTreeMap<&'static str, String>,
}

impl Writer {
    pub fn new(configuration: &Configuration) -> Self {
        let directory = configuration.directories.iter().find(|one| one.name == "main").unwrap();
        let source = directory.source.as_ref().unwrap();
        let provider = Provider::new("main", source, &configuration.all_attributes());
        Self { provider: Arc::new(provider), people: BTreeMap::new(), groups: BTreeMap::new() }
    }

    pub fn send(&self, world: &World, method: &str, path: &[&str], body: &Value) -> PushAnswer {
        let call = PushCall {
            method: PushMethod::read(method),
            path: path.iter().map(|&part| part.to_owned()).collect(),
            query: String::new(),
            if_match: None,
            if_none_match: None,
            body: body.to_string().into_bytes(),
            base: "https://rolecall.example/scim/v2/main".to_owned(),
            now: rolecall_engine::Clock::now_ms(&world.clock),
        };
        match self.provider.begin(&call) {
            PushJob::Done(answer) => answer,
            PushJob::Read(read) => read.answer(&world.store),
            PushJob::Write(work) => {
                let batch = |batch: &rolecall_store::PushBatch<'_>| work.carry_out(batch);
                world.store.push_batch(batch).unwrap()
            }
        }
    }

    fn made(&self, world: &World, path: &str, body: &Value) -> Option<String> {
        let answer = self.send(world, "POST", &[path], body);
        (answer.status == 201).then(|| answer.body.unwrap()["id"].as_str().unwrap().to_owned())
    }

    /// Makes a person, and answers their id.
    pub fn person(&self, world: &World, body: &Value) -> String {
        self.made(world, "Users", body).expect("nobody has that name")
    }

    /// Many at first, in some groups.
    pub fn fill(&mut self, world: &World, dice: &mut Dice) {
        for name in NAMES.iter().copied().take(9) {
            let id = self.made(world, "Users", &random_person(dice, name)).unwrap();
            self.people.insert(name, id);
        }
        for name in GROUPS {
            let members: Vec<Value> = (self.people.values().filter(|_| dice.one_in(3)))
                .map(|id| json!({"value": id}))
                .collect();
            let body = json!({"displayName": name, "members": members});
            let id = self.made(world, "Groups", &body).unwrap();
            self.groups.insert(name, id);
        }
    }

    /// One request, mostly of what happens most.
    pub fn change(&mut self, world: &World, dice: &mut Dice) {
        let name = NAMES[dice.below(NAMES.len())];
        let group = GROUPS[dice.below(GROUPS.len())];
        let (person, within) = (self.people.get(name).cloned(), self.groups.get(group).cloned());
        match (dice.below(24), person, within) {
            (0, Some(id), _) => {
                self.send(world, "DELETE", &["Users", &id], &Value::Null);
                self.people.remove(name);
            }
            (1, _, Some(id)) => {
                let other = format!("{group}{}", dice.below(2));
                self.patch(world, &["Groups", &id], "replace", "displayName", &json!(other));
            }
            (2, _, Some(id)) => {
                self.send(world, "DELETE", &["Groups", &id], &Value::Null);
                self.groups.remove(group);
            }
            (3, _, Some(id)) => {
                let inner = GROUPS[dice.below(GROUPS.len())];
                if let Some(inner) = self.groups.get(inner).filter(|inner| **inner != id) {
                    let member = json!([{"value": inner}]);
                    self.patch(world, &["Groups", &id], "add", "members", &member);
                }
            }
            (_, _, None) => {
                let id = self.made(world, "Groups", &json!({"displayName": group}));
                self.groups.extend(id.map(|id| (group, id)));
            }
            (4..=9, Some(person), Some(id)) => {
                let member = json!([{"value": person}]);
                self.patch(world, &["Groups", &id], "add", "members", &member);
            }
            (10..=12, Some(person), Some(id)) => {
                let path = format!("members[value eq \"{person}\"]");
                self.patch(world, &["Groups", &id], "remove", &path, &Value::Null);
            }
            (13, Some(id), _) => {
                let away = json!(dice.one_in(2));
                self.patch(world, &["Users", &id], "replace", "active", &away);
            }
            (_, Some(id), _) => {
                self.send(world, "PUT", &["Users", &id], &random_person(dice, name));
            }
            (_, None, _) => {
                let id = self.made(world, "Users", &random_person(dice, name));
                self.people.extend(id.map(|id| (name, id)));
            }
        }
    }

    pub fn patch(&self, world: &World, place: &[&str], op: &str, path: &str, value: &Value) {
        let mut operation = json!({"op": op, "path": path});
        if !value.is_null() {
            operation["value"] = value.clone();
        }
        let body = json!({"schemas": [PATCH], "Operations": [operation]});
        self.send(world, "PATCH", place, &body);
    }
}

fn random_person(dice: &mut Dice, name: &str) -> Value {
    let mut user_name = name.to_owned();
    if dice.one_in(12) {
        user_name = format!("{name}-new");
    } else if dice.one_in(12) {
        user_name = name.to_uppercase();
    }
    let mut body = json!({
        "schemas": [urn::USER],
        "userName": user_name,
        "active": !dice.one_in(7),
        "title": dice.pick(&["Director", "Clerk"]),
    });
    if !dice.one_in(4) {
        body[urn::ENTERPRISE_USER] = json!({"department": dice.pick(&DEPARTMENTS)});
    }
    if dice.one_in(2) {
        body[ADOBE_USER] = json!({"organizationalUnit": dice.pick(&UNITS)});
    }
    if dice.one_in(2) {
        body[OWN] = json!({"level": dice.pick(&["1", "2", "three"])});
    }
    // Now and then two people have one address, or an address elsewhere.
    let address = match dice.below(16) {
        0 => "shared@example.com".to_owned(),
        1 => format!("{name}@elsewhere.example"),
        _ => format!("{}@example.com", name.to_lowercase()),
    };
    body["emails"] = json!([{"value": address, "primary": true}]);
    match dice.below(24) {
        0 => body["externalId"] = json!("the-same"),
        1 => body["externalId"] = json!(dice.pick(&NAMES)),
        _ => {}
    }
    body
}

/// Rules that ask for everything people have, and what they give in two targets.
pub fn random_rules(dice: &mut Dice) -> String {
    let conditions = [
        "groups.display eq \"Sales\"",
        "groups.display eq \"EMEA\" and department eq \"Legal\"",
        "groups.display eq \"OU-/x\"",
        "orgUnit sw \"/x\"",
        "orgUnit eq \"/q\"",
        "department in (\"Sales\", \"IT\")",
        "level gt 1",
        "not (title eq \"Clerk\")",
        "userName pr",
        "email ew \"@example.com\" and not (groups.display eq \"Web\")",
    ];
    let gifts = [
        "{ products = [\"A\"] }",
        "{ products = [\"B\", \"C\"] }",
        "{ role = \"Admin\" }",
        "{ role = \"Member\" }",
        "{ role = \"\" }",
        "{ teams = [\"{groups.display}\"] }",
        "{ teams = [\"{department}\"] }",
    ];
    let mut text = String::new();
    for at in 0..3 + dice.below(5) {
        let (when, gift) = (dice.pick(&conditions), dice.pick(&gifts));
        let target = dice.pick(&["one", "two"]);
        let verb = if dice.one_in(5) { "withhold" } else { "assign" };
        let gift = if verb == "withhold" { "{ products = [\"A\"] }" } else { gift };
        let _ = writeln!(
            text,
            "[[rule]]\nname = \"R{at}\"\nwhen = '{when}'\n{verb}.{target} = {gift}\n"
        );
    }
    if dice.one_in(4) {
        let _ = writeln!(
            text,
            "[[exception]]\nuser = \"ann\"\nreason = \"a while\"\nuntil = 2026-09-25\n\
             assign.one = {{ products = [\"C\"] }}\n"
        );
    }
    if dice.one_in(4) {
        let _ = writeln!(
            text,
            "[[rule]]\nname = \"Now\"\nwhen = 'started le now'\n\
             assign.two = {{ products = [\"A\"] }}\n"
        );
    }
    text
}
