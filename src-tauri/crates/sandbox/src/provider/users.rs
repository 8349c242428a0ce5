//! `/Users`: checks, and what each method does.

use serde_json::{Map, Value};

use super::answer::{Answer, Refusal};
use super::console::{Console, User};
use super::discovery::{ENTERPRISE, is_core, spelling};
use super::list;
use super::patch;
use super::query::Query;

/// The core user schema (RFC 7643 section 4.1).
pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

pub(super) fn list(console: &Console, query: &Query) -> Answer {
    let named = query.filter.as_ref().and_then(|filter| filter.equals("userName"));
    let found: Vec<&User> = match (named, &query.filter) {
        (Some(name), _) => console.user_named(name).into_iter().collect(),
        (None, Some(filter)) => {
            console.users().filter(|user| filter.matches(&console.user_json(user))).collect()
        }
        (None, None) => console.users().collect(),
    };
    list::page(query, &found, |user| console.user_json(user))
}

pub(super) fn get(console: &Console, id: &str, query: &Query) -> Result<Answer, Refusal> {
    let json = console.user_json(console.user(id)?);
    let mut answer = Answer::resource(200, json);
    answer.body = answer.body.map(|body| query.project(body));
    Ok(answer)
}

/// Creates a user; returns the answer and the userName.
pub(super) fn create(console: &mut Console, body: &Value) -> Result<(Answer, String), Refusal> {
    let attributes = checked(console, body)?;
    let name = attributes.get("userName").and_then(Value::as_str).unwrap_or_default().to_owned();
    if console.refused_users.contains(&name.to_lowercase()) {
        return Err(Refusal::invalid_value(format!("Attribute userName may not be {name}")));
    }
    let id = console.add_user(attributes)?.meta.id.clone();
    Ok((Answer::resource(201, console.user_json(console.user(&id)?)), name))
}

pub(super) fn replace(console: &mut Console, id: &str, body: &Value) -> Result<Answer, Refusal> {
    console.user(id)?;
    let attributes = checked(console, body)?;
    changed(console, id, attributes)
}

pub(super) fn modify(console: &mut Console, id: &str, body: &Value) -> Result<Answer, Refusal> {
    let mut attributes = console.user(id)?.attributes.clone();
    for operation in patch::operations(body)? {
        patch::apply(&mut attributes, operation)?;
    }
    let attributes = valid(console, attributes)?;
    changed(console, id, attributes)
}

fn changed(
    console: &mut Console,
    id: &str,
    attributes: Map<String, Value>,
) -> Result<Answer, Refusal> {
    console.change_user(id, attributes)?;
    Ok(Answer::resource(200, console.user_json(console.user(id)?)))
}

/// The attributes of a whole user as sent by POST or PUT, checked; read-only ones are left out.
pub(super) fn checked(console: &Console, body: &Value) -> Result<Map<String, Value>, Refusal> {
    let Value::Object(object) = body else {
        return Err(Refusal::bad("invalidSyntax", "A user must be a JSON object"));
    };
    let named = body["schemas"].as_array().is_some_and(|list| list.iter().any(|s| s == USER));
    if !named {
        return Err(Refusal::bad("invalidSyntax", format!("schemas must name {USER}")));
    }
    valid(console, object.clone())
}

/// Checks attributes and brings their names into the standard's spelling.
fn valid(console: &Console, object: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let mut attributes = Map::new();
    for (name, value) in object {
        let name = spelling(&name).map_or(name, str::to_owned);
        let read_only = ["schemas", "id", "meta", "groups"].contains(&name.as_str());
        let nothing = value.is_null()
            || value.as_array().is_some_and(Vec::is_empty)
            || value.as_object().is_some_and(Map::is_empty);
        if read_only || nothing {
            continue;
        }
        let extension = name == ENTERPRISE && value.is_object();
        if !extension && !is_core(&name) {
            return Err(Refusal::bad("invalidPath", format!("Attribute {name} is unknown")));
        }
        attributes.insert(name, value);
    }
    attributes.entry("active").or_insert(Value::Bool(true));
    required(&attributes)?;
    lists(console, &attributes)?;
    Ok(attributes)
}

fn required(attributes: &Map<String, Value>) -> Result<(), Refusal> {
    let name = attributes.get("name").cloned().unwrap_or_default();
    let user_name = attributes.get("userName").cloned().unwrap_or_default();
    let wanted = [
        ("userName", &user_name),
        ("name.familyName", &name["familyName"]),
        ("name.givenName", &name["givenName"]),
    ];
    for (path, value) in wanted {
        if value.as_str().is_none_or(|text| text.trim().is_empty()) {
            return Err(Refusal::invalid_value(format!("Attribute {path} is required")));
        }
    }
    if !attributes.get("active").is_some_and(Value::is_boolean) {
        return Err(Refusal::invalid_value("Attribute active must be true or false"));
    }
    Ok(())
}

fn lists(console: &Console, attributes: &Map<String, Value>) -> Result<(), Refusal> {
    for name in ["emails", "phoneNumbers", "addresses", "entitlements", "roles"] {
        let Some(list) = attributes.get(name) else { continue };
        let Some(list) = list.as_array() else {
            return Err(Refusal::invalid_value(format!("Attribute {name} must be a list")));
        };
        let mut seen = Vec::new();
        for element in list.iter().filter(|_| name != "addresses") {
            let Some(value) = element["value"].as_str().filter(|value| !value.is_empty()) else {
                return Err(Refusal::invalid_value(format!("Attribute {name}.value is required")));
            };
            let known = match name {
                "emails" => value.contains('@'),
                "entitlements" => console.sells(value),
                "roles" => console.roles.is_empty() || console.roles.iter().any(|r| r == value),
                _ => true,
            };
            if !known {
                let detail = format!("\"{value}\" is not allowed in attribute {name}");
                return Err(Refusal::invalid_value(detail));
            }
            let pair = (value, element["type"].as_str());
            if seen.contains(&pair) {
                let detail = format!("Attribute {name} holds \"{value}\" twice");
                return Err(Refusal::invalid_value(detail));
            }
            seen.push(pair);
        }
    }
    Ok(())
}
