//! Groups: lists, and one group with the rules that have to do with it.

use crate::handlers::rule_draft::shown;
use crate::paging::page_of;
use crate::people_view::PeopleView;
use crate::types::{GroupDetails, GroupItem, GroupList, GroupRequest, GroupRule, GroupsRequest};
use crate::{App, AppError};
use rolecall_directory::{Configuration, Folded, Gives, Group, GroupOrigin, Rule, ValueSource};
use rolecall_rules::named_groups;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// The groups that are asked for, a page of them.
pub(crate) fn list(app: &App, request: &GroupsRequest) -> Result<GroupList, AppError> {
    let (_, configuration) = app.configuration()?;
    let view = app.people()?;
    let named = times_named(&configuration);
    let text = Folded::new(request.text.trim());
    let items: Vec<GroupItem> = (view.snapshot().groups().iter())
        .filter(|group| Folded::new(&group.display).as_str().contains(text.as_str()))
        .map(|group| item(group, &configuration, &named))
        .chain(gone(app, &configuration, &view, &named, &text)?)
        .filter(|item| request.directory.as_ref().is_none_or(|one| item.directory == *one))
        .filter(|item| is_of(item, request.origin.as_deref()))
        .collect();
    let items = sorted(items, request, &view);
    let total = items.len() as u64;
    Ok(GroupList { total, items: page_of(items, request.page).collect() })
}

fn is_of(item: &GroupItem, origin: Option<&str>) -> bool {
    match origin {
        Some("gone") => item.gone_since.is_some(),
        Some("source") => item.gone_since.is_none() && item.origin != "org_unit",
        Some("org_unit") => item.origin != "source",
        _ => true,
    }
}

/// The groups in the order that is asked for; those equal in it by name.
fn sorted(items: Vec<GroupItem>, request: &GroupsRequest, view: &PeopleView) -> Vec<GroupItem> {
    let names = view.places_of(&request.language, items.iter().map(|item| item.name.as_str()));
    let mut items: Vec<(u32, GroupItem)> = names.into_iter().zip(items).collect();
    let descending = request.descending;
    let turned = |count: u64| if descending { u64::MAX - count } else { count };
    match request.sort.as_str() {
        "direct" => items.sort_by_key(|(name, item)| (turned(item.direct), *name)),
        "all" => items.sort_by_key(|(name, item)| (turned(item.all), *name)),
        "rules" => items.sort_by_key(|(name, item)| (turned(item.rules), *name)),
        "directory" => items.sort_by(|(a_name, a), (b_name, b)| {
            let by = a.directory.cmp(&b.directory);
            if descending { by.reverse() } else { by }.then(a_name.cmp(b_name))
        }),
        _ if descending => items.sort_by_key(|(name, _)| Reverse(*name)),
        _ => items.sort_by_key(|(name, _)| *name),
    }
    items.into_iter().map(|(_, item)| item).collect()
}

/// How many rules name each group, by its folded name.
pub(crate) fn times_named(configuration: &Configuration) -> HashMap<Folded, u64> {
    let mut times = HashMap::new();
    for rule in &configuration.rules {
        let names: BTreeSet<Folded> =
            named_groups(&rule.when).iter().map(|name| Folded::new(name)).collect();
        for name in names {
            *times.entry(name).or_default() += 1;
        }
    }
    times
}

/// A group for a list; `named` is how many rules name each.
pub(crate) fn item(
    group: &Group,
    configuration: &Configuration,
    named: &HashMap<Folded, u64>,
) -> GroupItem {
    let directory = configuration.directories.get(usize::from(group.directory));
    GroupItem {
        directory: directory.map(|one| one.name.clone()).unwrap_or_default(),
        id: group.id.clone(),
        name: group.display.clone(),
        origin: match group.origin {
            GroupOrigin::Source => "source",
            GroupOrigin::OrgUnit => "org_unit",
            GroupOrigin::Both => "both",
        }
        .to_owned(),
        direct: group.direct().len(),
        all: group.all().len(),
        rules: named.get(&Folded::new(&group.display)).copied().unwrap_or_default(),
        gone_since: None,
    }
}

/// The groups that sources do not deliver any more and whose name contains `text`; they have no
/// members.
fn gone(
    app: &App,
    configuration: &Configuration,
    view: &PeopleView,
    named: &HashMap<Folded, u64>,
    text: &Folded,
) -> Result<Vec<GroupItem>, AppError> {
    let mut items = Vec::new();
    for directory in &configuration.directories {
        for group in app.store.gone_groups(&directory.name)? {
            let name = Folded::new(&group.display);
            let is_back = view.group_at(&directory.name, &group.id).is_some();
            if is_back || !name.as_str().contains(text.as_str()) {
                continue;
            }
            items.push(GroupItem {
                directory: directory.name.clone(),
                id: group.id,
                name: group.display,
                origin: "source".to_owned(),
                direct: 0,
                all: 0,
                rules: named.get(&name).copied().unwrap_or_default(),
                gone_since: Some(group.since),
            });
        }
    }
    Ok(items)
}

/// The page of a group that the source does not deliver any more: the rules that still name it.
fn show_gone(app: &App, request: &GroupRequest) -> Result<GroupDetails, AppError> {
    let (_, configuration) = app.configuration()?;
    let named = times_named(&configuration);
    let all = gone(app, &configuration, &*app.people()?, &named, &Folded::new(""))?;
    let is_it = |one: &GroupItem| one.directory == request.directory && one.id == request.id;
    let group = all.into_iter().find(is_it);
    let group = group.ok_or_else(|| AppError::not_found("group", &request.id))?;
    let name = Folded::new(&group.name);
    let names_it =
        |rule: &Rule| named_groups(&rule.when).iter().any(|one| Folded::new(one) == name);
    let rules = (1u64..).zip(&configuration.rules).filter(|(_, rule)| names_it(rule));
    let rules = rules.map(|(position, rule)| group_rule(rule, position, true, 0)).collect();
    let (parents, children) = (Vec::new(), Vec::new());
    Ok(GroupDetails { group, org_unit: None, parents, children, rules })
}

/// A group's page.
///
/// # Errors
/// `not_found` without such a group.
pub(crate) fn show(app: &App, request: &GroupRequest) -> Result<GroupDetails, AppError> {
    let (_, configuration) = app.configuration()?;
    let view = app.people()?;
    let named = times_named(&configuration);
    let groups = view.snapshot().groups();
    let Some(at) = view.group_at(&request.directory, &request.id) else {
        return show_gone(app, request);
    };
    let group = &groups[at as usize];
    let prefix = configuration.directories.get(usize::from(group.directory));
    let prefix = prefix.map_or("", |one| one.org_unit_prefix.as_str());
    let unit = group.display.strip_prefix(prefix).filter(|_| group.origin != GroupOrigin::Source);
    let parents = groups.iter().filter(|other| other.children.contains(&at));
    let children = group.children.iter().map(|&child| &groups[child as usize]);
    let now = app.now();
    let rules = (1u64..).zip(&configuration.rules).filter_map(|(position, rule)| {
        let matched = || view.matched_by_text(&rule.when, now).intersection_len(group.all());
        of_rule(rule, position, group, matched)
    });
    Ok(GroupDetails {
        group: item(group, &configuration, &named),
        org_unit: unit.map(str::to_owned),
        parents: parents.map(|group| item(group, &configuration, &named)).collect(),
        children: children.map(|group| item(group, &configuration, &named)).collect(),
        rules: rules.collect(),
    })
}

/// What `rule` has to do with `group`: its condition names it, or it gives its name as a value to
/// members whom it matches.
fn of_rule(
    rule: &Rule,
    position: u64,
    group: &Group,
    matched: impl FnOnce() -> u64,
) -> Option<GroupRule> {
    let name = Folded::new(&group.display);
    let named = named_groups(&rule.when).iter().any(|one| Folded::new(one) == name);
    let fills = |source: &ValueSource| match source {
        ValueSource::Groups { prefix: Some(prefix) } => group.display.starts_with(prefix),
        ValueSource::Groups { prefix: None } => true,
        ValueSource::Fixed(_) | ValueSource::Attribute(_) => false,
    };
    let given = rule.assigns.iter().any(|one| match &one.gives {
        Gives::Values(values) => values.iter().any(fills),
        Gives::Nothing => false,
    });
    if !named && !given {
        return None;
    }
    let people = matched();
    if !named && people == 0 {
        return None;
    }
    Some(group_rule(rule, position, named, people))
}

fn group_rule(rule: &Rule, position: u64, named: bool, people: u64) -> GroupRule {
    let (assigns, withholds) = shown(&rule.assigns, &rule.withholds);
    let (id, name, enabled) = (rule.id.clone(), rule.name.clone(), rule.enabled);
    GroupRule { id, name, position, enabled, named, people, assigns, withholds }
}
