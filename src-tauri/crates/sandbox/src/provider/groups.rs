//! `/Groups`: checks, and what each method does. Members are users.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::console::{Console, Group};
use super::list;
use super::patch::{self, Operation, Verb};
use super::query::Query;

/// The core group schema (RFC 7643 section 4.2).
pub(super) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

pub(super) fn list(console: &Console, query: &Query) -> Answer {
    let holds = |group: &&Group| match &query.filter {
        Some(filter) => filter.matches(&console.group_json(group)),
        None => true,
    };
    let found: Vec<&Group> = console.groups().filter(holds).collect();
    list::page(query, &found, |group| shape(console, group, query))
}

/// Leaves the members out early when they are not wanted: they may be many.
fn shape(console: &Console, group: &Group, query: &Query) -> Value {
    if query.wants("members") {
        return console.group_json(group);
    }
    let bare = Group { members: BTreeSet::new(), ..group.clone() };
    console.group_json(&bare)
}

pub(super) fn get(console: &Console, id: &str, query: &Query) -> Result<Answer, Refusal> {
    let mut answer = Answer::resource(200, shape(console, console.group(id)?, query));
    answer.body = answer.body.map(|body| query.project(body));
    Ok(answer)
}

pub(super) fn create(console: &mut Console, body: &Value) -> Result<Answer, Refusal> {
    let (name, external_id, members) = whole(console, body, None)?;
    let id = console.add_group(name, external_id, members).meta.id.clone();
    Ok(Answer::resource(201, console.group_json(console.group(&id)?)))
}

pub(super) fn replace(console: &mut Console, id: &str, body: &Value) -> Result<Answer, Refusal> {
    let old = console.group(id)?.members.clone();
    let (name, external_id, members) = whole(console, body, Some(id))?;
    console.change_group(id, &old, members, |group| {
        group.display_name = name;
        group.external_id = external_id;
    });
    Ok(Answer::resource(200, console.group_json(console.group(id)?)))
}

/// Groups with more members than this answer a PATCH with 204 (RFC 7644 section 3.5.2 allows both).
const SHOWN: usize = 200;

/// Applies all operations of a PATCH or none.
pub(super) fn modify(console: &mut Console, id: &str, body: &Value) -> Result<Answer, Refusal> {
    let mut change = Change::default();
    for operation in patch::operations(body)? {
        change.take(console, console.group(id)?, operation)?;
    }
    let Change { gone, come, display_name, external_id } = change;
    console.change_group(id, &gone, come, |group| {
        group.display_name = display_name.unwrap_or_else(|| group.display_name.clone());
        group.external_id = external_id.unwrap_or_else(|| group.external_id.clone());
    });
    if console.group(id)?.members.len() > SHOWN {
        return Ok(Answer::no_content());
    }
    Ok(Answer::resource(200, console.group_json(console.group(id)?)))
}

/// What the operations of a PATCH come to.
#[derive(Debug, Default)]
struct Change {
    gone: BTreeSet<String>,
    come: BTreeSet<String>,
    display_name: Option<String>,
    external_id: Option<Option<String>>,
}

impl Change {
    fn take(&mut self, console: &Console, group: &Group, op: Operation) -> Result<(), Refusal> {
        let Some(path) = op.path else {
            let Value::Object(values) = op.value else { return Ok(()) };
            for (name, value) in values {
                self.set(console, group, &name, op.verb, &value)?;
            }
            return Ok(());
        };
        let members = path.attribute.eq_ignore_ascii_case("members");
        match (&path.within, op.verb) {
            (Some(filter), Verb::Remove) if members && path.sub.is_none() => {
                let chosen = |id: &&String| filter.matches(&json!({"value": id, "type": "User"}));
                let standing = group.members.difference(&self.gone).chain(&self.come);
                let out: Vec<String> = standing.filter(chosen).cloned().collect();
                for id in out {
                    self.come.remove(&id);
                    self.gone.insert(id);
                }
                Ok(())
            }
            (None, Verb::Remove) if members && path.sub.is_none() => {
                self.come.clear();
                self.gone.extend(group.members.iter().cloned());
                Ok(())
            }
            (None, Verb::Remove) if path.attribute.eq_ignore_ascii_case("externalId") => {
                self.external_id = Some(None);
                Ok(())
            }
            (None, Verb::Add | Verb::Replace) if path.sub.is_none() => {
                self.set(console, group, &path.attribute, op.verb, &op.value)
            }
            _ => Err(Refusal::bad("invalidPath", format!("{} cannot be changed", path.attribute))),
        }
    }

    fn set(
        &mut self,
        console: &Console,
        group: &Group,
        name: &str,
        verb: Verb,
        value: &Value,
    ) -> Result<(), Refusal> {
        match name.to_ascii_lowercase().as_str() {
            "displayname" => {
                self.display_name = Some(free_name(console, value, Some(&group.meta.id))?);
            }
            "externalid" => self.external_id = Some(value.as_str().map(str::to_owned)),
            "members" => {
                if verb == Verb::Replace {
                    self.come.clear();
                    self.gone.extend(group.members.iter().cloned());
                }
                self.come.extend(member_ids(console, value)?);
            }
            "id" | "meta" | "schemas" => {
                return Err(Refusal::bad("mutability", format!("{name} is read-only")));
            }
            _ => return Err(Refusal::bad("invalidPath", format!("Attribute {name} is unknown"))),
        }
        Ok(())
    }
}

type Whole = (String, Option<String>, BTreeSet<String>);

fn whole(console: &Console, body: &Value, own: Option<&str>) -> Result<Whole, Refusal> {
    let named = body["schemas"].as_array().is_some_and(|list| list.iter().any(|s| s == GROUP));
    if !named {
        return Err(Refusal::bad("invalidSyntax", format!("schemas must name {GROUP}")));
    }
    let name = free_name(console, &body["displayName"], own)?;
    let external_id = body["externalId"].as_str().map(str::to_owned);
    let members = match body.get("members") {
        Some(members) => member_ids(console, members)?,
        None => BTreeSet::new(),
    };
    Ok((name, external_id, members))
}

fn free_name(console: &Console, name: &Value, own: Option<&str>) -> Result<String, Refusal> {
    let Some(name) = name.as_str().filter(|name| !name.trim().is_empty()) else {
        return Err(Refusal::invalid_value("Attribute displayName is required"));
    };
    match console.group_named(name) {
        Some(other) if own != Some(other.meta.id.as_str()) => {
            Err(Refusal::taken(format!("displayName \"{name}\" is already in use")))
        }
        _ => Ok(name.to_owned()),
    }
}

fn member_ids(console: &Console, members: &Value) -> Result<BTreeSet<String>, Refusal> {
    let one = std::slice::from_ref(members);
    let list = members.as_array().map_or(one, Vec::as_slice);
    list.iter()
        .map(|member| match member["value"].as_str() {
            Some(id) if console.refuses_member(id) => {
                let detail = format!("The userName of {id} may not be in a group");
                Err(Refusal::invalid_value(detail))
            }
            Some(id) if console.user(id).is_ok() => Ok(id.to_owned()),
            Some(id) => Err(Refusal::invalid_value(format!("Member {id} is not a user"))),
            None => Err(Refusal::invalid_value("Attribute members.value is required")),
        })
        .collect()
}
