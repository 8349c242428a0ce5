//! PATCH on a user's attributes (RFC 7644 section 3.5.2).

use serde_json::{Map, Value};

use super::answer::Refusal;
use super::filter::Path;

const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Add,
    Replace,
    Remove,
}

/// One operation of a PatchOp message.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) verb: Verb,
    pub(super) path: Option<Path>,
    pub(super) value: Value,
}

/// Reads a PatchOp message; a `remove` needs a path and takes no value, the others need a value.
pub(super) fn operations(body: &Value) -> Result<Vec<Operation>, Refusal> {
    let syntax = |detail: &str| Refusal::bad("invalidSyntax", detail);
    let named = body["schemas"].as_array().is_some_and(|list| list.iter().any(|s| s == PATCH_OP));
    if !named {
        return Err(syntax("schemas must name the PatchOp message"));
    }
    let list = body["Operations"].as_array().filter(|list| !list.is_empty());
    let list = list.ok_or_else(|| syntax("Operations must be a list that is not empty"))?;
    list.iter().map(operation).collect()
}

fn operation(body: &Value) -> Result<Operation, Refusal> {
    let syntax = |detail: &str| Refusal::bad("invalidSyntax", detail);
    let verb = match body["op"].as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("add") => Verb::Add,
        Some("replace") => Verb::Replace,
        Some("remove") => Verb::Remove,
        _ => return Err(syntax("op must be add, replace or remove")),
    };
    let path = match body.get("path") {
        None => None,
        Some(Value::String(path)) => Some(Path::parse(path)?),
        Some(_) => return Err(Refusal::bad("invalidPath", "path must be text")),
    };
    let value = body.get("value").cloned().unwrap_or_default();
    match verb {
        Verb::Remove if path.is_none() => Err(Refusal::bad("noTarget", "remove needs a path")),
        Verb::Remove if !value.is_null() => Err(syntax("remove takes no value: put it in path")),
        Verb::Add | Verb::Replace if body.get("value").is_none() => {
            Err(syntax("add and replace need a value"))
        }
        Verb::Add | Verb::Replace if path.is_none() && !value.is_object() => {
            Err(syntax("without a path the value must be an object"))
        }
        _ => Ok(Operation { verb, path, value }),
    }
}

/// Applies one operation to a user's attributes.
pub(super) fn apply(target: &mut Map<String, Value>, operation: Operation) -> Result<(), Refusal> {
    let Operation { verb, path, value } = operation;
    let Some(path) = path else {
        let Value::Object(values) = value else { return Ok(()) };
        for (name, value) in values {
            set(target, &name, verb, value);
        }
        return Ok(());
    };
    if ["id", "meta", "groups"].iter().any(|fixed| path.attribute.eq_ignore_ascii_case(fixed)) {
        return Err(Refusal::bad("mutability", format!("{} is read-only", path.attribute)));
    }
    let holder = holder(target, path.schema.as_deref())?;
    let key = key(holder, &path.attribute);
    match (&path.within, &path.sub) {
        (Some(_), _) => elements(holder, &key, &path, verb, &value),
        (None, Some(sub)) => {
            if verb == Verb::Remove {
                if let Some(Value::Object(complex)) = holder.get_mut(&key) {
                    remove(complex, sub);
                }
                return Ok(());
            }
            let complex = holder.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(complex) = complex else {
                let detail = format!("{key} is a list: name its element in brackets");
                return Err(Refusal::bad("invalidPath", detail));
            };
            set(complex, sub, verb, value);
            Ok(())
        }
        (None, None) if verb == Verb::Remove => {
            holder.remove(&key);
            Ok(())
        }
        (None, None) => {
            set(holder, &key, verb, value);
            Ok(())
        }
    }
}

/// Applies an operation whose path chooses elements of a list.
fn elements(
    holder: &mut Map<String, Value>,
    key: &str,
    path: &Path,
    verb: Verb,
    value: &Value,
) -> Result<(), Refusal> {
    let chosen = |element: &Value| path.within.as_ref().is_none_or(|w| w.matches(element));
    let list = match holder.get_mut(key) {
        Some(Value::Array(list)) => list,
        _ => return Err(no_target(key)),
    };
    if !list.iter().any(chosen) {
        return Err(no_target(key));
    }
    match (&path.sub, verb) {
        (None, Verb::Remove) => {
            list.retain(|element| !chosen(element));
            if list.is_empty() {
                holder.remove(key);
            }
        }
        (Some(sub), _) => {
            for element in list.iter_mut().filter(|element| chosen(element)) {
                if let Value::Object(complex) = element {
                    if verb == Verb::Remove {
                        remove(complex, sub);
                    } else {
                        set(complex, sub, verb, value.clone());
                    }
                }
            }
        }
        (None, _) => {
            for element in list.iter_mut().filter(|element| chosen(element)) {
                *element = value.clone();
            }
        }
    }
    Ok(())
}

fn no_target(key: &str) -> Refusal {
    Refusal::bad("noTarget", format!("No element of {key} matches the path"))
}

/// Sets an attribute: `add` extends lists and objects, `replace` takes their place.
fn set(holder: &mut Map<String, Value>, name: &str, verb: Verb, value: Value) {
    let key = key(holder, name);
    match (holder.get_mut(&key), value) {
        (_, Value::Null) => {
            holder.remove(&key);
        }
        (Some(Value::Object(old)), Value::Object(new)) => {
            for (name, value) in new {
                set(old, &name, verb, value);
            }
        }
        (Some(Value::Array(old)), Value::Array(new)) if verb == Verb::Add => {
            new.into_iter().for_each(|element| extend(old, element));
        }
        (Some(Value::Array(old)), element @ Value::Object(_)) if verb == Verb::Add => {
            extend(old, element);
        }
        (_, value) => {
            holder.insert(key, value);
        }
    }
}

/// Adds an element to a list that lacks it; elements are the same when `value` and `type` are.
fn extend(list: &mut Vec<Value>, element: Value) {
    let same = |old: &Value| old["value"] == element["value"] && old["type"] == element["type"];
    if !list.iter().any(same) {
        list.push(element);
    }
}

fn remove(holder: &mut Map<String, Value>, name: &str) {
    let key = key(holder, name);
    holder.remove(&key);
}

/// The object that holds an attribute: the user, or the extension that the URN names.
fn holder<'a>(
    user: &'a mut Map<String, Value>,
    schema: Option<&str>,
) -> Result<&'a mut Map<String, Value>, Refusal> {
    let Some(schema) = schema else { return Ok(user) };
    let key = key(user, schema);
    match user.entry(key).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(extension) => Ok(extension),
        _ => Err(Refusal::bad("invalidPath", format!("{schema} is not a schema extension"))),
    }
}

/// The name under which an attribute stands or will stand, whatever case it was written in.
fn key(holder: &Map<String, Value>, name: &str) -> String {
    let stands = holder.keys().find(|key| key.eq_ignore_ascii_case(name));
    let known = || super::discovery::spelling(name).map(str::to_owned);
    stands.cloned().or_else(known).unwrap_or_else(|| name.to_owned())
}
