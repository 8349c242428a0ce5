//! Editing people, and deleting them for good.

use crate::events::topic;
use crate::types::{
    AccountDeletion, DeletableAccount, Deletion, DeletionPreview, DeletionRequest, DirectoryPerson,
    EditedValue, PersonAdd, PersonEdit, PersonEdits,
};
use crate::{App, AppError};
use rolecall_directory::{LIST_SEPARATOR, PersonRecord};
use rolecall_engine::{DeletionOrder, PersonNamed};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is edited of a person.
pub(crate) fn edits(app: &App, request: &DirectoryPerson) -> Result<PersonEdits, AppError> {
    let (_, configuration) = app.configuration()?;
    let person = PersonNamed { directory: request.directory.as_deref(), user: &request.user };
    Ok(shown(app.engine.person_edits(&app.store, &configuration, person)?))
}

/// Edits values of a person.
pub(crate) fn edit(app: &Arc<App>, request: &PersonEdit) -> Result<PersonEdits, AppError> {
    let (_, configuration) = app.configuration()?;
    let person = PersonNamed { directory: request.directory.as_deref(), user: &request.user };
    let change = (person, &request.values);
    let found = app.engine.edit_person(&app.store, &configuration, change, &app.options.who)?;
    told(app)?;
    Ok(shown(found))
}

/// Gives up all edits of a person.
pub(crate) fn fall_back(
    app: &Arc<App>,
    request: &DirectoryPerson,
) -> Result<PersonEdits, AppError> {
    let (_, configuration) = app.configuration()?;
    let person = PersonNamed { directory: request.directory.as_deref(), user: &request.user };
    let found = app.engine.fall_back(&app.store, &configuration, person, &app.options.who)?;
    told(app)?;
    Ok(shown(found))
}

/// Adds a person to a directory without sync.
pub(crate) fn add(app: &Arc<App>, request: &PersonAdd) -> Result<PersonEdits, AppError> {
    let (_, configuration) = app.configuration()?;
    let person = (request.directory.as_str(), request.user.as_str(), &request.values);
    let found = app.engine.add_person(&app.store, &configuration, person, &app.options.who)?;
    told(app)?;
    Ok(shown(found))
}

fn shown(found: rolecall_engine::PersonEdits) -> PersonEdits {
    let source = values_of(&found.source);
    let edited = found.edits.into_iter().map(|edit| EditedValue {
        source: source.get(&edit.attribute).cloned().unwrap_or_default(),
        edited: listed(&edit.edited),
        attribute: edit.attribute,
        at: edit.at,
        who: edit.who,
    });
    PersonEdits {
        directory: found.directory,
        user: found.source.user_name.clone(),
        editable: found.editable,
        until: found.until,
        fixed: found.fixed,
        edits: edited.collect(),
        source,
    }
}

fn values_of(person: &PersonRecord) -> BTreeMap<String, String> {
    let all = person.attributes.iter().map(|(name, value)| (name.clone(), listed(value)));
    let mut values: BTreeMap<String, String> = all.collect();
    values.insert("id".to_owned(), person.id.clone());
    values.insert("userName".to_owned(), person.user_name.clone());
    values.insert("active".to_owned(), person.active.to_string());
    if let Some(path) = &person.org_unit {
        values.insert("orgUnit".to_owned(), path.clone());
    }
    values
}

/// A list as people write it.
fn listed(value: &str) -> String {
    value.replace(LIST_SEPARATOR, ";")
}

/// What deleting a person for good would mean.
pub(crate) async fn delete_preview(
    app: &Arc<App>,
    request: DirectoryPerson,
) -> Result<DeletionPreview, AppError> {
    let latest = app.latest_or_plan().await.ok();
    let (directory, user) = (request.directory.clone(), request.user.clone());
    let name = app.work(move |app| Ok(app.people()?.name_of(&request.user).0)).await?;
    let (_, configuration) = app.configuration()?;
    let person = PersonNamed { directory: directory.as_deref(), user: &user };
    let planned = latest.as_ref().map(|latest| latest.planned.as_ref());
    let previewing = app.engine.deletion_preview(&app.store, &configuration, person, planned);
    let found = previewing.await?;
    let accounts = found.accounts.into_iter().map(|account| DeletableAccount {
        target: account.target,
        account: account.account,
        deletable: account.reason.is_none(),
        reason: account.reason.unwrap_or_default(),
    });
    Ok(DeletionPreview {
        directory: found.directory,
        user: found.user,
        name,
        allowed: found.allowed,
        comes_back: found.comes_back,
        accounts: accounts.collect(),
    })
}

/// Deletes a person for good, and their accounts if asked.
pub(crate) async fn delete(app: &Arc<App>, request: DeletionRequest) -> Result<Deletion, AppError> {
    // Whose accounts they are is told by a plan on what is there now.
    let latest = match request.accounts {
        true => Some(app.plan().await?),
        false => None,
    };
    let (_, configuration) = app.configuration()?;
    let order = DeletionOrder {
        person: PersonNamed { directory: request.directory.as_deref(), user: &request.user },
        typed: &request.typed,
        accounts: request.accounts,
    };
    let planned = latest.as_ref().map(|latest| latest.planned.as_ref());
    let who = app.options.who.as_str();
    let deleting = app.engine.delete_person(&app.store, &configuration, (order, planned), who);
    let found = deleting.await?;
    app.work(told).await?;
    let accounts = found.accounts.into_iter().map(|account| AccountDeletion {
        target: account.target,
        account: account.account,
        done: account.failed.is_none(),
        message: account.failed.unwrap_or_default(),
    });
    Ok(Deletion { comes_back: found.comes_back, accounts: accounts.collect() })
}

/// Rules see others now: what was planned on the people before is old.
fn told(app: &Arc<App>) -> Result<(), AppError> {
    app.forget_plan();
    app.events.changed(&[topic::PEOPLE, topic::OVERVIEW, topic::DRAFT, topic::ACTIVITY]);
    Ok(())
}
