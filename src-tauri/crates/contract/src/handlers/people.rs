//! People: lists, and one person with the why of each value.

use crate::handlers::accounts;
use crate::handlers::origin::origin;
use crate::latest::Latest;
use crate::paging::page_of;
use crate::people_view::{PeopleView, Query};
use crate::table_file::table;
use crate::types::{
    ExportedFile, PeopleRequest, PersonAttribute, PersonClause, PersonDetails, PersonGroup,
    PersonList, PersonRequest, PersonRule, PersonTarget, PersonValue,
};
use crate::{App, AppError};
use rolecall_directory::Snapshot;
use rolecall_engine::PlannedTarget;
use rolecall_plan::{
    PlanInput, RuleVoice, TargetPlan, ValueExplanation, ValueState, explain_person,
};
use std::sync::Arc;

/// The people that are asked for, a page of them.
pub(crate) fn list(app: &App, request: &PeopleRequest) -> Result<PersonList, AppError> {
    let view = app.people()?;
    let rows = view.rows(app, &Query::new(app, request)?)?;
    let page: Vec<u32> = page_of(rows.iter().copied(), request.page).collect();
    Ok(PersonList { total: rows.len() as u64, items: view.found_items(&page, &request.text) })
}

/// Writes all people that are asked for as CSV, in their order.
pub(crate) fn export(app: &App, request: &PeopleRequest) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 7] =
        ["user", "name", "email", "department", "orgUnit", "directory", "active"];
    let view = app.people()?;
    let rows = view.rows(app, &Query::new(app, request)?)?;
    let lines = rows.iter().map(|&row| view.item(row)).map(|item| {
        let [email, department, unit] =
            [item.email, item.department, item.org_unit].map(Option::unwrap_or_default);
        let active = item.active.to_string();
        vec![item.user, item.name, email, department, unit, item.directory, active]
    });
    Ok(ExportedFile { name: "people.csv".to_owned(), text: table(&HEADER, lines)? })
}

/// A person's page. Explained over the latest plan, which is made where there is none.
pub(crate) async fn show(
    app: &Arc<App>,
    request: PersonRequest,
) -> Result<PersonDetails, AppError> {
    let user = request.user.clone();
    app.work(move |app| row_of(app.people()?.snapshot(), &user)).await?;
    let latest = app.latest_or_plan().await?;
    app.work(move |app| details(app, &request.user, &latest)).await
}

pub(crate) fn row_of(snapshot: &Snapshot, user: &str) -> Result<u32, AppError> {
    let row = snapshot.rows_named(user).first().copied();
    row.ok_or_else(|| AppError::not_found("person", user))
}

fn details(app: &App, user: &str, latest: &Latest) -> Result<PersonDetails, AppError> {
    let view = app.people()?;
    let row = row_of(view.snapshot(), user)?;
    Ok(PersonDetails {
        person: view.item(row),
        attributes: attributes(app, &view, row)?,
        groups: groups(view.snapshot(), row),
        targets: targets(app, latest, user)?,
    })
}

fn attributes(app: &App, view: &PeopleView, row: u32) -> Result<Vec<PersonAttribute>, AppError> {
    let (_, configuration) = app.configuration()?;
    let defined = configuration.all_attributes();
    let snapshot = view.snapshot();
    let directory = view.directories().get(snapshot.person(row).directory());
    let named = snapshot.column_names().iter().filter_map(|name| {
        let values: Vec<String> = snapshot.column(name)?.elements(row).map(str::to_owned).collect();
        let origin = directory.and_then(|directory| origin(directory, &defined, name));
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

fn targets(app: &App, latest: &Latest, user: &str) -> Result<Vec<PersonTarget>, AppError> {
    let planned = &latest.planned;
    let row = planned.reading.snapshot.rows_named(user).first().copied();
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

/// What `target` gives the person in a row under a plan, and why; nothing where it could not be
/// read or does not know them.
pub(crate) fn explained(
    target: &PlannedTarget,
    under: Option<((PlanInput<'_>, &TargetPlan), u32)>,
) -> PersonTarget {
    let values = under.map(|((input, plan), row)| explain_person(&input, plan, row));
    PersonTarget {
        target: target.name.clone(),
        account: None,
        error: target.error.as_ref().map(ToString::to_string),
        values: values.into_iter().flatten().map(value).collect(),
    }
}

fn value(explained: ValueExplanation) -> PersonValue {
    PersonValue {
        slot: explained.slot,
        value: explained.value,
        pending_until: explained.pending_until.map(|until| until.saturating_mul(1000)),
        state: state_word(explained.state).to_owned(),
        rules: explained.rules.into_iter().map(rule).collect(),
    }
}

fn state_word(state: ValueState) -> &'static str {
    match state {
        ValueState::Granted => "granted",
        ValueState::Suppressed => "suppressed",
        ValueState::Withheld => "withheld",
        ValueState::NotGranted => "not_granted",
        ValueState::WithoutSeat => "without_seat",
        ValueState::Held => "held",
        ValueState::Unmanaged => "unmanaged",
    }
}

fn rule(voice: RuleVoice) -> PersonRule {
    let clauses = voice.clauses.into_iter().map(|clause| PersonClause {
        clause: clause.clause,
        holds: clause.holds,
        own: clause.own,
    });
    PersonRule {
        rule: voice.rule,
        matches: voice.matches,
        does: voice.does,
        clauses: clauses.collect(),
    }
}
