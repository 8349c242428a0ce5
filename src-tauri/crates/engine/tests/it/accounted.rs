//! The target's own count against the summary, in every test: what a target holds before and after
//! a run, written as steps, is what the run says was done; what else changed there is among the
//! steps that failed without an answer.

use rolecall_directory::{
    Configuration, Folded, SlotBinding, StepKind, TargetDefinition, TargetKind,
};
use rolecall_engine::RunResult;
use rolecall_sandbox::provider::{Provider, View};
use rolecall_store::{JournalStep, Page, StepFilter, StepState, Store};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What changed: the kind of step, the account's key, slot and value.
type Change = (StepKind, String, String, String);

/// Providers by the port at which runs reach them.
static SEEN: Mutex<BTreeMap<u16, View>> = Mutex::new(BTreeMap::new());

/// Lets runs that reach `provider` at `port` be accounted for.
pub fn see(port: u16, provider: &Provider) {
    SEEN.lock().unwrap().insert(port, provider.view());
}

/// What targets hold before a run, by their names.
pub struct Before(BTreeMap<String, Content>);

/// What a target holds.
#[derive(Default)]
struct Content {
    /// By key.
    users: BTreeMap<String, User>,
    /// Slot and value of groups, whoever is in them.
    groups: BTreeSet<(String, String)>,
}

#[derive(Default)]
struct User {
    name: String,
    active: bool,
    /// All that is neither state nor a value of a slot.
    rest: String,
    values: BTreeSet<(String, String)>,
}

impl Before {
    /// The targets of `configuration`, as far as they can be looked into.
    pub async fn of(configuration: &Configuration) -> Self {
        for port in configuration.targets.iter().filter_map(port) {
            settle(port).await;
        }
        let targets = configuration.targets.iter();
        Self(targets.filter_map(|one| Some((one.name.clone(), content(one)?))).collect())
    }

    /// Compares what the targets hold now with what `result` says was done.
    pub fn against(self, configuration: &Configuration, store: &Store, result: &RunResult) {
        let follow_up = result.follow_up.as_ref().map(|next| next.run);
        let runs = [Some(result.run), follow_up].into_iter().flatten();
        let all = |run| store.steps(run, &StepFilter::default(), Page::ALL).unwrap().rows;
        let steps: Vec<JournalStep> = runs.flat_map(all).collect();
        for (name, mut before) in self.0 {
            let Some(definition) = configuration.target(&name) else { continue };
            let mut after = content(definition).unwrap_or_default();
            let mut steps: Vec<_> = steps.iter().filter(|step| step.target == name).collect();
            before.leave_out_renamed(&mut after, &mut steps);
            compare(&before, &after, &steps);
        }
    }
}

impl Content {
    /// Leaves out the accounts whose key a step changed, where the key is the userName: nothing
    /// tells which one was which. There are as many as before.
    fn leave_out_renamed(&mut self, after: &mut Self, steps: &mut Vec<&JournalStep>) {
        let writes = |step: &&&JournalStep| {
            let kind = matches!(step.step.kind, StepKind::Update | StepKind::Adopt);
            kind && step.state == StepState::Done
        };
        let name = |step: &&JournalStep| Folded::new(&step.step.user).as_str().to_owned();
        let mut new: BTreeSet<String> = steps.iter().filter(writes).map(name).collect();
        new.retain(|key| !self.users.contains_key(key) && after.users.contains_key(key));
        let old = self.users.keys().filter(|key| !after.users.contains_key(*key));
        let old: Vec<String> = old.cloned().collect();
        assert_eq!(old.len(), new.len(), "nobody is ever deleted: {old:?}, {new:?}");
        self.users.retain(|key, _| !old.contains(key));
        after.users.retain(|key, _| !new.contains(key));
        steps.retain(|step| !new.contains(&name(step)));
    }
}

fn compare(before: &Content, after: &Content, steps: &[&JournalStep]) {
    let named = after.users.iter().map(|(key, user)| (Folded::new(&user.name), key));
    let names: BTreeMap<Folded, &String> = named.collect();
    let in_state = |state| {
        let of_state = steps.iter().filter(move |step| step.state == state);
        of_state.map(|step| key(after, &names, step)).collect::<BTreeSet<Change>>()
    };
    let (mut done, failed) = (in_state(StepState::Done), in_state(StepState::Failed));
    let mut changes: BTreeSet<Change> = changes(before, after).into_iter().collect();
    // Who is adopted is written anew where the names differ.
    let adopts = done.iter().filter(|one| one.0 == StepKind::Adopt);
    let adopted: BTreeSet<String> = adopts.map(|one| one.1.clone()).collect();
    done.retain(|one| one.0 != StepKind::Adopt);
    changes
        .retain(|one| one.0 != StepKind::Update || !adopted.contains(&one.1) || done.contains(one));
    let unseen: Vec<_> = done.difference(&changes).collect();
    assert_eq!(unseen, [] as [&Change; 0], "said to be done, and the target does not show it");
    changes.retain(|change| !done.contains(change) && !failed.contains(change));
    assert_eq!(changes, BTreeSet::new(), "the target changed, and no step says so");
}

fn key(after: &Content, names: &BTreeMap<Folded, &String>, step: &JournalStep) -> Change {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let by_key = step.step.account.as_ref().filter(|key| after.users.contains_key(*key));
    let account = by_key.or_else(|| names.get(&Folded::new(&step.step.user)).copied());
    let account = account.filter(|_| step.step.kind != StepKind::Value);
    let account = account.cloned().unwrap_or_default();
    (step.step.kind, account, text(&step.step.slot), text(&step.step.value))
}

/// What became of a target, as steps.
fn changes(before: &Content, after: &Content) -> Vec<Change> {
    let mut changes = Vec::new();
    for (key, user) in &after.users {
        let mut add = |kind, slot: &str, value: &str| {
            changes.push((kind, key.clone(), slot.to_owned(), value.to_owned()));
        };
        let new = User { active: true, ..User::default() };
        let old = before.users.get(key);
        match old {
            None => add(StepKind::Create, "", ""),
            Some(old) if (&old.name, &old.rest) != (&user.name, &user.rest) => {
                add(StepKind::Update, "", "");
            }
            Some(_) => {}
        }
        let old = old.unwrap_or(&new);
        match (old.active, user.active) {
            (true, false) => add(StepKind::Suspend, "", ""),
            (false, true) => add(StepKind::Reactivate, "", ""),
            _ => {}
        }
        for (slot, value) in user.values.difference(&old.values) {
            add(StepKind::Assign, slot, value);
        }
        for (slot, value) in old.values.difference(&user.values) {
            add(StepKind::Unassign, slot, value);
        }
    }
    let gone: Vec<_> = before.users.keys().filter(|key| !after.users.contains_key(*key)).collect();
    assert_eq!(gone, [] as [&String; 0], "nobody is ever deleted");
    for (slot, value) in after.groups.difference(&before.groups) {
        changes.push((StepKind::Value, String::new(), slot.clone(), value.clone()));
    }
    changes
}

fn content(definition: &TargetDefinition) -> Option<Content> {
    match &definition.kind {
        TargetKind::Csv { accounts } => {
            Some(in_file(&std::fs::read_to_string(accounts).unwrap_or_default(), definition))
        }
        TargetKind::Scim { .. } => {
            let view = SEEN.lock().unwrap().get(&port(definition)?).cloned()?;
            Some(in_console(&view, definition))
        }
        TargetKind::Umapi { .. } | TargetKind::Goto { .. } => None,
    }
}

fn port(definition: &TargetDefinition) -> Option<u16> {
    let TargetKind::Scim { url, .. } = &definition.kind else { return None };
    reqwest::Url::parse(url).ok()?.port()
}

/// Waits until what killed processes had sent to `port` is carried out there: it counts to their
/// runs. Where the other end of a connection is gone, and this one still reads, its state is 08.
async fn settle(port: u16) {
    let local = format!(":{port:04X}");
    let is_left = |line: &str| {
        let mut cells = line.split_whitespace().skip(1);
        let at = cells.next().unwrap_or_default();
        at.ends_with(&local) && cells.nth(1) == Some("08")
    };
    let end = Instant::now() + Duration::from_secs(60);
    while std::fs::read_to_string("/proc/net/tcp").unwrap_or_default().lines().any(is_left) {
        assert!(Instant::now() < end, "the provider carries out what it was sent");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// What an accounts file holds; the tests write no quotes into one.
fn in_file(text: &str, definition: &TargetDefinition) -> Content {
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let mut content = Content::default();
    for cells in lines {
        let mut user = User::default();
        for (name, cell) in header.iter().zip(cells) {
            match *name {
                "userName" => user.name = cell.to_owned(),
                "active" => user.active = cell == "true",
                "managed" | "unmanaged" => {}
                slot if definition.slot(slot).is_some() => {
                    let values = cell.split(';').filter(|value| !value.is_empty());
                    user.values.extend(values.map(|value| (slot.to_owned(), value.to_owned())));
                }
                _ => user.rest += &format!("{name}={cell};"),
            }
        }
        let values = user
            .values
            .iter()
            .filter(|(slot, _)| definition.slot(slot).is_some_and(|slot| slot.create_values));
        content.groups.extend(values.cloned());
        content.users.insert(Folded::new(&user.name).as_str().to_owned(), user);
    }
    content
}

fn in_console(view: &View, definition: &TargetDefinition) -> Content {
    let (users, groups) = (view.users(), view.groups());
    let mut content = Content::default();
    let bound = |wanted: &SlotBinding| {
        definition.slots.iter().find(|slot| slot.bind.as_ref() == Some(wanted))
    };
    for user in users {
        let mut rest = user.as_object().unwrap().clone();
        let mut values = BTreeSet::new();
        for (name, binding) in
            [("roles", SlotBinding::Roles), ("entitlements", SlotBinding::Entitlements)]
        {
            if let Some(slot) = bound(&binding) {
                let list = rest.remove(name).unwrap_or_default();
                let list = list.as_array().cloned().unwrap_or_default();
                values.extend(list.iter().map(|one| (slot.name.clone(), text(&one["value"]))));
            }
        }
        for slot in &definition.slots {
            if let Some(SlotBinding::Attribute(path)) = &slot.bind {
                let value = rest.remove(path.as_str()).map(|one| text(&one)).unwrap_or_default();
                values.extend((!value.is_empty()).then(|| (slot.name.clone(), value)));
            }
        }
        for own in ["id", "meta", "groups", "schemas", "active", "userName"] {
            rest.remove(own);
        }
        let (name, active) = (text(&user["userName"]), user["active"] != false);
        let rest = Value::Object(rest).to_string();
        content.users.insert(text(&user["id"]), User { name, active, rest, values });
    }
    let Some(slot) = bound(&SlotBinding::Groups) else { return content };
    for group in groups {
        let held = (slot.name.clone(), text(&group["displayName"]));
        for member in group["members"].as_array().into_iter().flatten() {
            if let Some(user) = content.users.get_mut(&text(&member["value"])) {
                user.values.insert(held.clone());
            }
        }
        content.groups.insert(held);
    }
    content
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(String::new, str::to_owned)
}
