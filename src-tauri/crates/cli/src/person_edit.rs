//! `rolecallctl users set`, `add`, `fall-back` and `delete`.

use crate::directory::or_refused;
use crate::opened::{Opened, open_kept, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet};
use anyhow::bail;
use rolecall_engine::{DeletionOrder, LifeError, PersonEdits, PersonNamed};
use rolecall_store::Store;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn opened(kept: &Kept) -> anyhow::Result<(Opened, Store)> {
    let opened = open_kept(kept)?;
    let store = there_to_write(&opened.state)?;
    opened.engine.close_windows(&store)?;
    Ok((opened, store))
}

fn read(values: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for text in values {
        let Some((name, value)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            bail!("\"{text}\" is no ATTRIBUTE=VALUE; write as in title=Director");
        };
        if all.insert(name.to_owned(), value.to_owned()).is_some() {
            bail!("{name} is given twice");
        }
    }
    Ok(all)
}

/// Edits values.
pub fn set(person: PersonNamed<'_>, values: &[String], kept: &Kept) -> anyhow::Result<u8> {
    let values = read(values)?;
    let (opened, store) = opened(kept)?;
    let change = (person, &values);
    let found = opened.engine.edit_person(&store, &opened.configuration, change, &print::who());
    told(found, kept)
}

/// Gives up all edits.
pub fn fall_back(person: PersonNamed<'_>, kept: &Kept) -> anyhow::Result<u8> {
    let (opened, store) = opened(kept)?;
    told(opened.engine.fall_back(&store, &opened.configuration, person, &print::who()), kept)
}

/// Adds somebody.
pub fn add((directory, user): (&str, &str), values: &[String], kept: &Kept) -> anyhow::Result<u8> {
    let values = read(values)?;
    let (opened, store) = opened(kept)?;
    let person = (directory, user, &values);
    told(opened.engine.add_person(&store, &opened.configuration, person, &print::who()), kept)
}

fn told(found: Result<PersonEdits, LifeError>, kept: &Kept) -> anyhow::Result<u8> {
    or_refused(found, |found| {
        if kept.json {
            print::json(&json!({
                "user": found.source.user_name,
                "directory": found.directory,
                "edited": edited(&found),
            }))?;
            return Ok(0);
        }
        let mut sheet = Sheet::default();
        sheet.line(format_args!("{}  in {}", found.source.user_name, found.directory));
        for edit in &found.edits {
            sheet.line(format_args!("  {}: {} (edited)", edit.attribute, edit.edited));
        }
        sheet.show()?;
        Ok(0)
    })
}

/// The edited values by attribute, with the source's.
pub fn edited(found: &PersonEdits) -> Value {
    let values = found.edits.iter().map(|edit| {
        let source = found.source.attribute(&edit.attribute).map(str::to_owned);
        let source = match edit.attribute.as_str() {
            "active" => Some(found.source.active.to_string()),
            "orgUnit" => found.source.org_unit.clone(),
            _ => source,
        };
        let value = json!({
            "source": source, "edited": edit.edited, "at": print::instant(edit.at),
            "who": edit.who,
        });
        (edit.attribute.clone(), value)
    });
    Value::Object(values.collect())
}

/// Deletes somebody for good.
pub async fn delete(
    person: PersonNamed<'_>,
    (typed, accounts): (&str, bool),
    kept: &Kept,
) -> anyhow::Result<u8> {
    let (opened, store) = opened(kept)?;
    let Opened { engine, configuration, .. } = &opened;
    // Whose accounts they are is told by a plan on what is there now.
    let planned = match accounts {
        true => Some(engine.plan(configuration, Some(&store)).await?),
        false => None,
    };
    let order = DeletionOrder { person, typed, accounts };
    let who = print::who();
    let deleting = engine.delete_person(&store, configuration, (order, planned.as_ref()), &who);
    or_refused(deleting.await, |deleted| {
        let failed = deleted.accounts.iter().any(|account| account.failed.is_some());
        if kept.json {
            let accounts = deleted.accounts.iter().map(|account| {
                json!({
                    "target": account.target, "account": account.account,
                    "deleted": account.failed.is_none(), "message": account.failed,
                })
            });
            print::json(&json!({
                "user": deleted.user, "directory": deleted.directory,
                "comes_back": deleted.comes_back, "accounts": accounts.collect::<Vec<_>>(),
            }))?;
        } else {
            let mut sheet = Sheet::default();
            sheet.line(format_args!("{} is deleted from {}", deleted.user, deleted.directory));
            if deleted.comes_back {
                sheet.line("the source still delivers them: the next reading brings them back");
            }
            for account in &deleted.accounts {
                let (target, account_name) = (&account.target, &account.account);
                match &account.failed {
                    None => sheet.line(format_args!("  {target}: {account_name} is deleted")),
                    Some(why) => {
                        sheet.line(format_args!("  {target}: {account_name} stays: {why}"));
                    }
                }
            }
            sheet.show()?;
        }
        Ok(if failed { 2 } else { 0 })
    })
}
