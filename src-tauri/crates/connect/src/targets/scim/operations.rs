//! Steps as operations of a PATCH (RFC 7644 section 3.5.2), and as a whole resource where the
//! target takes only PUT.

use super::discovery::Discovery;
use super::mapping::{
    Bound, Place, account_email, element, email, extras, parse, text_of, valued, whole_name,
};
use crate::{AccountWork, WorkStep};
use rolecall_directory::StepKind;
use rolecall_scim::message::{PatchKind, PatchOperation};
use rolecall_scim::{AttrPath, Filter, Literal, Op, SetError, Span, fold, get, set};
use serde_json::{Value, json};

/// Steps that must be sent in one call, with what they ask for.
#[derive(Debug, Clone)]
pub(super) struct Unit<'a> {
    pub steps: Vec<&'a WorkStep>,
    pub operations: Vec<PatchOperation>,
}

/// The units of `steps`: what replaces a value in a slot of one goes together.
pub(super) fn units<'a>(
    steps: &[&'a WorkStep],
    work: &AccountWork,
    bound: &[Bound],
    known: &Discovery,
    emails: Option<&Value>,
) -> Vec<Unit<'a>> {
    let mut units: Vec<Unit<'a>> = Vec::new();
    for step in steps {
        let slot = bound.iter().find(|one| Some(&one.slot.name) == step.step.slot.as_ref());
        let single = slot.is_some_and(|one| !one.slot.many);
        let together = units.iter_mut().find(|unit| {
            single && unit.steps.iter().any(|other| other.step.slot == step.step.slot)
        });
        match together {
            Some(unit) => unit.steps.push(step),
            None => units.push(Unit { steps: vec![step], operations: Vec::new() }),
        }
    }
    for unit in &mut units {
        // What is taken goes before what is given.
        let mut ordered = unit.steps.clone();
        ordered.sort_by_key(|one| one.step.kind == StepKind::Assign);
        let assigns = unit.steps.iter().any(|one| one.step.kind == StepKind::Assign);
        for step in ordered {
            let all = operations(step, work, bound, known, emails, assigns);
            unit.operations.extend(all);
        }
    }
    units
}

fn operations(
    step: &WorkStep,
    work: &AccountWork,
    bound: &[Bound],
    known: &Discovery,
    emails: Option<&Value>,
    assigns: bool,
) -> Vec<PatchOperation> {
    match step.step.kind {
        StepKind::Suspend => vec![active(false)],
        StepKind::Reactivate => vec![active(true)],
        StepKind::Update | StepKind::Adopt => names(work, known, emails),
        StepKind::Assign | StepKind::Unassign => {
            let slot = bound.iter().find(|one| Some(&one.slot.name) == step.step.slot.as_ref());
            let (Some(one), Some(value)) = (slot, &step.step.value) else { return Vec::new() };
            let give = step.step.kind == StepKind::Assign;
            match &one.place {
                Place::Groups => Vec::new(),
                Place::List(path) => vec![element_operation(path, value, give, known)],
                Place::Attribute(path) if one.slot.many => {
                    vec![element_operation(path, value, give, known)]
                }
                Place::Attribute(path) if give => {
                    let (path, value) = valued(path.clone(), &[value], known);
                    vec![PatchOperation::replace(path, value)]
                }
                // The value that takes its place overwrites it.
                Place::Attribute(_) if assigns => Vec::new(),
                Place::Attribute(path) => vec![PatchOperation::remove(path.clone())],
            }
        }
        StepKind::Create | StepKind::Value => Vec::new(),
    }
}

fn active(value: bool) -> PatchOperation {
    PatchOperation::replace(AttrPath::new("active"), json!(value))
}

fn element_operation(
    path: &AttrPath,
    value: &str,
    give: bool,
    known: &Discovery,
) -> PatchOperation {
    if give {
        let element = element(path, value, known);
        PatchOperation::add(path.clone(), json!([element]))
    } else {
        PatchOperation::remove(path.clone().with_filter(value_is(value)))
    }
}

/// The filter `value eq "..."`.
pub(super) fn value_is(value: &str) -> Filter {
    Filter::Compare {
        path: AttrPath::new("value"),
        op: Op::Eq,
        value: Literal::Text(value.to_owned()),
        span: Span::default(),
    }
}

/// What differs between the account as it was read and the person.
fn names(work: &AccountWork, known: &Discovery, emails: Option<&Value>) -> Vec<PatchOperation> {
    let (Some(person), Some(account)) = (&work.person, &work.account) else { return Vec::new() };
    let mut changes = Vec::new();
    // What the source has no more is taken away there too.
    let mut put = |path: AttrPath, ours: Option<&str>, theirs: Option<&str>| match ours
        .filter(|ours| !ours.is_empty())
    {
        _ if known.is_read_only(&path) => {}
        Some(ours) if Some(ours) != theirs => {
            changes.push(PatchOperation::replace(path, json!(ours)));
        }
        None if theirs.is_some() => changes.push(PatchOperation::remove(path)),
        _ => {}
    };
    let sent = |name: &str| {
        account.sent.iter().find(|(path, _)| path == name).map(|(_, text)| text.as_str())
    };
    put(AttrPath::new("userName"), Some(&person.user_name), Some(&account.user_name));
    put(AttrPath::new("externalId"), Some(&person.id), account.external_id.as_deref());
    let name = |sub: &str| AttrPath::new("name").with_sub(sub);
    put(name("givenName"), person.given_name.as_deref(), sent("name.givenName"));
    put(name("familyName"), person.family_name.as_deref(), sent("name.familyName"));
    let same = |ours: &Option<String>, theirs| ours.as_deref() == theirs;
    if !same(&person.given_name, sent("name.givenName"))
        || !same(&person.family_name, sent("name.familyName"))
    {
        put(name("formatted"), whole_name(person, known).as_deref(), None);
    }
    match emails {
        Some(Value::Array(all)) if all.is_empty() => {
            changes.push(PatchOperation::remove(AttrPath::new("emails")));
        }
        Some(all) => changes.push(PatchOperation::replace(AttrPath::new("emails"), all.clone())),
        None => {}
    }
    let cleared = account.sent.iter().filter(|(path, _)| {
        let name = ["name.givenName", "name.familyName"].contains(&path.as_str());
        !name && !person.send.iter().any(|(sent, _)| sent == path)
    });
    let cleared = cleared.filter_map(|(path, _)| parse(path).ok());
    changes.extend(cleared.map(PatchOperation::remove));
    let spelled: Vec<&(String, String)> = person.send.iter().collect();
    for (path, value) in extras(person, known) {
        let own = path.to_string();
        let theirs = spelled
            .iter()
            .find(|(name, _)| own == *name || own == format!("{name}.value"))
            .and_then(|(name, _)| sent(name));
        if value == json!("") {
            changes.extend(theirs.map(|_| PatchOperation::remove(path)));
        } else if text_of(&value).as_deref() != theirs {
            changes.push(PatchOperation::replace(path, value));
        }
    }
    changes
}

/// The e-mails of `user` with `address` as the primary one, or without that; the others stay.
pub(super) fn emails_with(user: &Value, address: Option<&str>, known: &Discovery) -> Value {
    let mut emails: Vec<Value> = get(user, &AttrPath::new("emails"))
        .into_iter()
        .filter(|one| one.is_object())
        .cloned()
        .collect();
    let is_primary = |one: &Value| one.get("primary") == Some(&json!(true));
    let is_work = |one: &Value| one.get("type").and_then(Value::as_str) == Some("work");
    let at = emails.iter().position(is_primary).or_else(|| emails.iter().position(is_work));
    // Where nothing tells them apart, the only one is the one.
    let at = at.or((emails.len() == 1 && email("", known).get("type").is_none()).then_some(0));
    match (at, address) {
        (Some(at), Some(address)) => emails[at]["value"] = json!(address),
        (None, Some(address)) => {
            emails.push(email(address, known));
        }
        (at, None) => {
            emails.drain(at.map_or(0..emails.len().min(1), |at| at..at + 1));
        }
    }
    Value::Array(emails)
}

/// `operations` for the resource as it is now: e-mails that stay are those that it has now.
pub(super) fn renewed(
    operations: &[PatchOperation],
    resource: &Value,
    known: &Discovery,
) -> Vec<PatchOperation> {
    let mut operations = operations.to_vec();
    for one in &mut operations {
        let emails = one.path.as_ref().is_some_and(|path| *path == AttrPath::new("emails"));
        if let (PatchKind::Replace, true, Some(value)) = (one.kind, emails, &mut one.value) {
            let address = account_email(&json!({"emails": value}));
            *value = emails_with(resource, address.as_deref(), known);
        }
    }
    operations
}

/// Carries out `operations` on a whole resource, for a target without PATCH.
///
/// # Errors
/// When a value has no place in it.
pub(super) fn carry_out(
    resource: &mut Value,
    operations: &[PatchOperation],
) -> Result<(), SetError> {
    for operation in operations {
        let Some(path) = &operation.path else { continue };
        let plain = AttrPath { value_filter: None, ..path.clone() };
        match (operation.kind, &operation.value) {
            (PatchKind::Remove, _) => {
                let kept = match &path.value_filter {
                    Some(filter) => kept(resource, &plain, filter),
                    None => Value::Null,
                };
                set(resource, &plain, kept)?;
            }
            (PatchKind::Add, Some(Value::Array(new))) => {
                let mut all: Vec<Value> = get(resource, &plain).into_iter().cloned().collect();
                let fresh = new.iter().filter(|one| {
                    let same = |old: &Value| {
                        text_of(old).map(|t| fold(&t)) == text_of(one).map(|t| fold(&t))
                    };
                    !all.iter().any(same)
                });
                let fresh: Vec<Value> = fresh.cloned().collect();
                all.extend(fresh);
                set(resource, &plain, Value::Array(all))?;
            }
            (_, Some(value)) => set(resource, path, value.clone())?,
            (_, None) => {}
        }
    }
    Ok(())
}

/// The elements at `path` that `filter` does not select.
fn kept(resource: &Value, path: &AttrPath, filter: &Filter) -> Value {
    let selected = get(resource, &path.clone().with_filter(filter.clone()));
    let all = get(resource, path).into_iter();
    Value::Array(all.filter(|one| !selected.contains(one)).cloned().collect())
}
