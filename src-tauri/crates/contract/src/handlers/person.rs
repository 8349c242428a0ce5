//! A person's page: the why of each value, where attributes come from, groups, accounts.

use crate::handlers::origin::Origins;
use crate::handlers::people::explained;
use crate::handlers::{absent, accounts};
use crate::latest::Latest;
use crate::people_view::PeopleView;
use crate::types::{DirectoryPerson, PersonAttribute, PersonDetails, PersonGroup, PersonTarget};
use crate::{App, AppError};
use rolecall_directory::{DirectoryDefinition, Folded, LIST_SEPARATOR, PersonRecord, Snapshot};
use rolecall_engine::WhichAccounts;
use rolecall_store::KnownPerson;
use std::sync::Arc;

/// Where a person is found.
enum Found {
    /// Among the people whom rules see.
    Row(u32),
    /// Among those whom the source does not deliver any more.
    Gone(Box<KnownPerson>),
}

/// A person's page. Explained over the latest plan, which is made where there is none.
///
/// # Errors
/// `not_found` where nobody is called so; when the workspace fails.
pub(crate) async fn show(
    app: &Arc<App>,
    request: DirectoryPerson,
) -> Result<PersonDetails, AppError> {
    let asked = request.clone();
    app.work(move |app| find(app, app.people()?.as_ref(), &asked).map(drop)).await?;
    let latest = app.latest_or_plan().await?;
    app.work(move |app| details(app, &request, &latest)).await
}

fn find(app: &App, view: &PeopleView, asked: &DirectoryPerson) -> Result<Found, AppError> {
    let directory = asked.directory.as_deref();
    if let Some(row) = row_in(view.snapshot(), view.directories(), asked) {
        return Ok(Found::Row(row));
    }
    for one in view.directories().iter().filter(|one| directory.is_none_or(|it| it == one.name)) {
        if let Some(known) = app.store.known_person(&one.name, &asked.user)? {
            return Ok(Found::Gone(Box::new(known)));
        }
    }
    Err(AppError::not_found("person", &asked.user))
}

/// The row of the person, of the directory where one is named, else of the first that has them.
fn row_in(
    snapshot: &Snapshot,
    directories: &[DirectoryDefinition],
    asked: &DirectoryPerson,
) -> Option<u32> {
    let rows = snapshot.rows_named(&asked.user).iter().copied();
    let is_there = |row: &u32| {
        let name = directories.get(snapshot.person(*row).directory()).map(|one| &one.name);
        asked.directory.is_none() || name == asked.directory.as_ref()
    };
    rows.filter(is_there).min_by_key(|row| snapshot.person(*row).directory())
}

fn details(app: &App, asked: &DirectoryPerson, latest: &Latest) -> Result<PersonDetails, AppError> {
    let view = app.people()?;
    match find(app, &view, asked)? {
        Found::Row(row) => present(app, &view, row, latest),
        Found::Gone(known) => gone(app, &view, *known, latest),
    }
}

fn present(
    app: &App,
    view: &PeopleView,
    row: u32,
    latest: &Latest,
) -> Result<PersonDetails, AppError> {
    let person = view.item(row);
    let known = app.store.known_person(&person.directory, &person.user)?;
    let attributes = attributes(app, view, &person.directory, |name| {
        let column = view.snapshot().column(name);
        column.map(|one| one.elements(row).map(str::to_owned).collect()).unwrap_or_default()
    })?;
    let asked =
        DirectoryPerson { directory: Some(person.directory.clone()), user: person.user.clone() };
    Ok(PersonDetails {
        also_in: also_in(app, view, &asked)?,
        attributes,
        groups: groups(view.snapshot(), row),
        targets: targets(app, latest, &asked)?,
        state: known.as_ref().map(|one| one.state.word().to_owned()),
        since: known.map(|one| one.since),
        person,
    })
}

fn gone(
    app: &App,
    view: &PeopleView,
    known: KnownPerson,
    latest: &Latest,
) -> Result<PersonDetails, AppError> {
    let asked = DirectoryPerson {
        directory: Some(known.directory.clone()),
        user: known.person.user_name.clone(),
    };
    let record = &known.person;
    let attributes = attributes(app, view, &known.directory, |name| values_of(record, name))?;
    let group = |name: &String| {
        let named =
            |one: &&rolecall_directory::Group| Folded::new(&one.display) == Folded::new(name);
        let id = view.snapshot().groups().iter().find(named).map(|one| one.id.clone());
        PersonGroup { id: id.unwrap_or_else(|| name.clone()), name: name.clone(), direct: true }
    };
    Ok(PersonDetails {
        also_in: also_in(app, view, &asked)?,
        attributes,
        groups: record.groups.iter().map(group).collect(),
        targets: left(app, latest, record)?,
        state: Some(known.state.word().to_owned()),
        since: Some(known.since),
        person: absent::item(known),
    })
}

fn values_of(record: &PersonRecord, name: &str) -> Vec<String> {
    match name {
        "id" => vec![record.id.clone()],
        "userName" => vec![record.user_name.clone()],
        "active" => vec![record.active.to_string()],
        "orgUnit" => record.org_unit.iter().cloned().collect(),
        _ => {
            let elements = record.attribute(name).unwrap_or_default().split(LIST_SEPARATOR);
            elements.filter(|one| !one.is_empty()).map(str::to_owned).collect()
        }
    }
}

/// Other directories that have somebody of this userName.
fn also_in(app: &App, view: &PeopleView, it: &DirectoryPerson) -> Result<Vec<String>, AppError> {
    let mut others = Vec::new();
    for one in view.directories().iter().filter(|one| it.directory.as_ref() != Some(&one.name)) {
        let asked = DirectoryPerson { directory: Some(one.name.clone()), user: it.user.clone() };
        let is_there = row_in(view.snapshot(), view.directories(), &asked).is_some();
        if is_there || app.store.known_person(&one.name, &it.user)?.is_some() {
            others.push(one.name.clone());
        }
    }
    Ok(others)
}

fn attributes(
    app: &App,
    view: &PeopleView,
    directory: &str,
    values: impl Fn(&str) -> Vec<String>,
) -> Result<Vec<PersonAttribute>, AppError> {
    let (_, configuration) = app.configuration()?;
    let defined = configuration.all_attributes();
    let definition = view.directories().iter().find(|one| one.name == directory);
    let columns = app.store.reading(directory)?.map(|reading| reading.columns);
    let origins = definition.map(|of| Origins::new(of, &defined, columns.unwrap_or_default()));
    let named = view.snapshot().column_names().iter().filter_map(|name| {
        let values = values(name);
        let origin = origins.as_ref().and_then(|origins| origins.of(name));
        (!values.is_empty()).then(|| PersonAttribute { name: name.clone(), values, origin })
    });
    Ok(named.collect())
}

fn groups(snapshot: &Snapshot, row: u32) -> Vec<PersonGroup> {
    let mine = snapshot.person(row).groups();
    let mut groups: Vec<PersonGroup> = mine
        .map(|(at, direct)| {
            let group = &snapshot.groups()[at as usize];
            PersonGroup { id: group.id.clone(), name: group.display.clone(), direct }
        })
        .collect();
    groups.sort_by(|a, b| (!a.direct, &a.name).cmp(&(!b.direct, &b.name)));
    groups
}

fn targets(
    app: &App,
    latest: &Latest,
    asked: &DirectoryPerson,
) -> Result<Vec<PersonTarget>, AppError> {
    let planned = &latest.planned;
    let row = row_in(&planned.reading.snapshot, &planned.configuration.directories, asked);
    let all = planned.targets.iter().enumerate().map(|(index, target)| {
        let under = target.error.is_none().then(|| (planned.input(index), &target.plan));
        let mut one = explained(target, under.zip(row));
        if let (Some(row), None) = (row, &target.error) {
            let accounts = planned.accounts(index, app.store.links(&target.name)?);
            one.account = accounts.of_person(row).as_ref().map(accounts::item);
        }
        Ok(one)
    });
    all.collect()
}

/// What is left in each target of somebody whom rules do not see: the account by their name or
/// address that no other person explains.
fn left(app: &App, latest: &Latest, person: &PersonRecord) -> Result<Vec<PersonTarget>, AppError> {
    let planned = &latest.planned;
    let user = Folded::new(&person.user_name);
    let email = person.attribute("email").map(Folded::new);
    let all = planned.targets.iter().enumerate().map(|(index, target)| {
        let mut one = explained(target, None);
        if target.error.is_none() {
            let accounts = planned.accounts(index, app.store.links(&target.name)?);
            let found = |text: &Folded| {
                let rows = accounts.rows(WhichAccounts::Unlinked, text.as_str()).into_iter();
                rows.map(|row| accounts.view(row)).find(|view| {
                    let address = view.email.map(Folded::new);
                    Folded::new(view.user_name) == *text || address.as_ref() == Some(text)
                })
            };
            let account = found(&user).or_else(|| email.as_ref().and_then(found));
            one.account = account.as_ref().map(accounts::item);
        }
        Ok(one)
    });
    all.collect()
}
