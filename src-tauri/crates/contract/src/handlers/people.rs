//! People: lists, and what a target gives one of them, with the why of each value.

use crate::handlers::absent;
use crate::paging::page_of;
use crate::people_view::Query;
use crate::table_file::table;
use crate::types::{
    ExportedFile, OwnThere, PeopleRequest, PersonClause, PersonItem, PersonList, PersonRule,
    PersonTarget, PersonValue,
};
use crate::{App, AppError};
use rolecall_directory::Snapshot;
use rolecall_engine::PlannedTarget;
use rolecall_plan::{
    PlanInput, RuleVoice, TargetPlan, ValueExplanation, ValueState, explain_person,
};

/// The people that are asked for, a page of them.
pub(crate) fn list(app: &App, request: &PeopleRequest) -> Result<PersonList, AppError> {
    let view = app.people()?;
    let rows = view.rows(app, &Query::new(app, request)?)?;
    let page: Vec<u32> = page_of(rows.iter().copied(), request.page).collect();
    Ok(PersonList { total: rows.len() as u64, items: view.found_items(&page, &request.text) })
}

/// Writes all people that are asked for as CSV, in their order; of those whom no source delivers
/// where the list is of them.
pub(crate) fn export(app: &App, request: &PeopleRequest) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 7] =
        ["user", "name", "email", "department", "orgUnit", "directory", "active"];
    let filter = request.filter.clone().unwrap_or_default();
    let text = match filter.state.as_deref() {
        Some(word @ ("gone" | "not_seen_yet")) => {
            let of = (filter.directory.as_deref(), absent::state(Some(word))?);
            let order = request.order.clone().unwrap_or_default();
            let people = absent::ordered(app, of, &request.text, &order)?;
            table(&HEADER, people.into_iter().map(|one| line(absent::as_item(one))))?
        }
        _ => {
            let view = app.people()?;
            let rows = view.rows(app, &Query::new(app, request)?)?;
            table(&HEADER, rows.iter().map(|&row| line(view.item(row))))?
        }
    };
    Ok(ExportedFile { name: "people.csv".to_owned(), text })
}

fn line(item: PersonItem) -> Vec<String> {
    let [email, department, unit] =
        [item.email, item.department, item.org_unit].map(Option::unwrap_or_default);
    let active = item.active.to_string();
    vec![item.user, item.name, email, department, unit, item.directory, active]
}

pub(crate) fn row_of(snapshot: &Snapshot, user: &str) -> Result<u32, AppError> {
    let row = snapshot.rows_named(user).first().copied();
    row.ok_or_else(|| AppError::not_found("person", user))
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
        has: clause.has.iter().map(OwnThere::from).collect(),
    });
    PersonRule {
        rule: voice.rule,
        matches: voice.matches,
        does: voice.does,
        clauses: clauses.collect(),
    }
}
