//! Delta queries of users and groups.

use super::answer::Refusal;
use super::console::{Console, Lost, Token, lock};
use super::select::Selected;
use super::tenant::{MemberKind, Tenant};
use crate::front::Asked;
use serde_json::{Map, Value, json};

/// What was found when a round of pages began.
#[derive(Debug)]
pub(super) struct Round {
    list: &'static str,
    select: Option<String>,
    objects: Vec<Map<String, Value>>,
    /// Up to which change it tells.
    until: usize,
}

/// Answers a page of `users` or `groups`.
pub(super) fn page(console: &Console, list: &'static str, asked: &Asked) -> Result<Value, Refusal> {
    let given =
        |name: &str| asked.query.get(name).or_else(|| asked.query.get(&name.to_lowercase()));
    let token =
        given("$skipToken").or_else(|| given("$deltaToken")).filter(|text| !text.is_empty());
    let base = format!("{}/v1.0/{list}/delta", asked.base(console.scheme));
    let (round, from) = match token {
        None => {
            let select = asked.query.get("$select").cloned();
            (begin(console, list, None, select)?, 0)
        }
        Some(token) => {
            let known = lock(&console.tokens).given.get(token).cloned();
            match known {
                Some(Token::Delta { list: of, since, select }) if of == list => {
                    (begin(console, list, Some(since), select)?, 0)
                }
                Some(Token::Skip { round, from }) => (round, from),
                _ => return Err(lost(console, &base)),
            }
        }
    };
    let most = page_size(asked).unwrap_or(console.page_most).min(console.page_most).max(1);
    let mut tokens = lock(&console.tokens);
    let Some(found) = tokens.rounds.get(&round) else { return Err(lost(console, &base)) };
    let from = if asked.skip { from + most } else { from };
    let shown: Vec<Value> =
        found.objects.iter().skip(from).take(most).cloned().map(Value::Object).collect();
    let next = from + most;
    let (name, token, parameter) = if next < found.objects.len() {
        ("@odata.nextLink", Token::Skip { round, from: next }, "$skiptoken")
    } else {
        let (since, select) = (found.until, found.select.clone());
        ("@odata.deltaLink", Token::Delta { list: found.list, since, select }, "$deltatoken")
    };
    tokens.made += 1;
    let text = format!("t{}-{list}", tokens.made);
    tokens.given.insert(text.clone(), token);
    Ok(json!({
        "@odata.context": format!("{}/v1.0/$metadata#{list}", asked.base(console.scheme)),
        name: format!("{base}?{parameter}={text}"),
        "value": shown,
    }))
}

/// What `Prefer: odata.maxpagesize` asks for.
fn page_size(asked: &Asked) -> Option<usize> {
    let prefer = asked.header("prefer")?;
    let size =
        prefer.split([',', ';']).find_map(|one| one.trim().strip_prefix("odata.maxpagesize="));
    size?.parse().ok()
}

fn lost(console: &Console, base: &str) -> Refusal {
    match console.lost {
        Lost::Gone => Refusal::gone(format!("{base}?$deltatoken=")),
        Lost::NotFound => {
            Refusal::new(400, "syncStateNotFound", "The sync state generation is not found.")
        }
    }
}

fn begin(
    console: &Console,
    list: &'static str,
    since: Option<usize>,
    select: Option<String>,
) -> Result<usize, Refusal> {
    let tenant = console.tenant();
    let objects = match (list, since) {
        ("users", None) => {
            let selected = Selected::users(select.as_deref())?;
            tenant.users.values().map(|user| selected.take(user)).collect()
        }
        ("users", Some(since)) => changed_users(console, &tenant, since, select.as_deref())?,
        (_, since) => groups(console, &tenant, since, select.as_deref())?,
    };
    let until = tenant.changes.len();
    drop(tenant);
    let mut tokens = lock(&console.tokens);
    tokens.made += 1;
    let number = tokens.made;
    tokens.rounds.insert(number, Round { list, select, objects, until });
    Ok(number)
}

fn changed_users(
    console: &Console,
    tenant: &Tenant,
    since: usize,
    select: Option<&str>,
) -> Result<Vec<Map<String, Value>>, Refusal> {
    let selected = Selected::users(select)?;
    let mut objects = Vec::new();
    for (id, change) in tenant.users_since(since) {
        if let Some(reason) = change.gone {
            objects.push(removed(&id, reason));
            continue;
        }
        let Some(user) = tenant.users.get(&id) else { continue };
        // A change of what is not selected is not told.
        if !change.properties.iter().any(|name| selected.has(name)) {
            continue;
        }
        let mut object = selected.take(user);
        if console.sparse {
            object.retain(|name, _| name == "id" || change.properties.contains(name));
        }
        objects.push(object);
    }
    Ok(objects)
}

fn removed(id: &str, reason: &str) -> Map<String, Value> {
    let object = json!({"id": id, "@removed": {"reason": reason}});
    object.as_object().cloned().unwrap_or_default()
}

/// Groups with their members in pieces: a group of many members is told several times.
fn groups(
    console: &Console,
    tenant: &Tenant,
    since: Option<usize>,
    select: Option<&str>,
) -> Result<Vec<Map<String, Value>>, Refusal> {
    let selected = Selected::groups(select)?;
    let changed = since.map(|since| tenant.groups_since(since));
    let ids: Vec<&String> = match &changed {
        Some(changed) => changed.keys().collect(),
        None => tenant.groups.keys().collect(),
    };
    let mut objects = Vec::new();
    for id in ids {
        let change = changed.as_ref().and_then(|changed| changed.get(id));
        let Some(group) = tenant.groups.get(id) else {
            if change.is_some_and(|change| change.gone) {
                objects.push(removed(id, "changed"));
            }
            continue;
        };
        let members: Vec<Value> = match change {
            Some(change) => {
                let all = change.members.iter();
                all.map(|(id, (kind, came))| member(id, *kind, *came)).collect()
            }
            None => group.members.iter().map(|(id, kind)| member(id, *kind, true)).collect(),
        };
        let plain = selected.take(&group.properties);
        if members.is_empty() || !selected.has("members") {
            objects.push(plain);
            continue;
        }
        for piece in members.chunks(console.members_a_page.max(1)) {
            let mut object = plain.clone();
            object.insert("members@delta".to_owned(), json!(piece));
            objects.push(object);
        }
    }
    Ok(objects)
}

fn member(id: &str, kind: MemberKind, came: bool) -> Value {
    let mut member = json!({"@odata.type": kind.odata(), "id": id});
    if !came {
        member["@removed"] = json!({"reason": "deleted"});
    }
    member
}
