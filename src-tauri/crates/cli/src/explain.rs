//! `rolecallctl explain`.

use crate::opened;
use crate::places::Place;
use crate::print::{self, Sheet};
use anyhow::bail;
use rolecall_plan::{RuleVoice, ValueExplanation, ValueState, explain_person};
use serde::Serialize;
use serde_json::Map;

#[derive(Serialize)]
struct Explanation {
    user: String,
    targets: Map<String, serde_json::Value>,
}

/// Explains one person in every target.
pub async fn run(user: &str, place: &Place) -> anyhow::Result<u8> {
    let opened = opened::open(place).await?;
    let store = opened.store_if_there()?;
    let planned = opened.engine.plan(&opened.configuration, store.as_ref()).await?;
    let Some(&row) = planned.reading.snapshot.rows_named(user).first() else {
        bail!("nobody in the directories has the userName {user}; check its spelling");
    };
    let name = planned.reading.snapshot.person(row).user_name().to_owned();
    let mut explanation = Explanation { user: name, targets: Map::new() };
    let mut sheet = Sheet::default();
    let mut code = 0;
    for (index, target) in planned.targets.iter().enumerate() {
        if let Some(error) = &target.error {
            print::note(format_args!("{}: {error}", target.name));
            code = 1;
            continue;
        }
        let values = explain_person(&planned.input(index), &target.plan, row);
        describe(&mut sheet, &target.name, &values);
        explanation.targets.insert(target.name.clone(), serde_json::to_value(values)?);
    }
    if place.kept.json {
        print::json(&explanation)?;
    } else {
        sheet.show()?;
    }
    opened.close().await?;
    Ok(code)
}

fn describe(sheet: &mut Sheet, target: &str, values: &[ValueExplanation]) {
    sheet.line(target);
    if values.is_empty() {
        sheet.line("  no rule names anything for this person, and no account holds anything");
    }
    for value in values {
        let state = state_words(value.state);
        let waits = value.pending_until.map(until_words).unwrap_or_default();
        sheet.line(format_args!("  {} · {}: {state}{waits}", value.slot, value.value));
        for rule in &value.rules {
            let matches = if rule.matches { "matches" } else { "does not match" };
            sheet.line(format_args!("    {} {} ({matches})", rule.rule, rule.does));
            reasons(sheet, rule);
        }
    }
}

/// Each clause of a rule with its result and what the person has there.
fn reasons(sheet: &mut Sheet, rule: &RuleVoice) {
    if rule.clauses.is_empty() {
        sheet.line(format_args!("      {}", rule.because));
        return;
    }
    // What goes before the clauses says why they do not matter.
    if let Some((before, _)) = rule.because.split_once("; ").filter(|(b, _)| b.starts_with("not "))
    {
        sheet.line(format_args!("      {before}"));
    }
    for clause in &rule.clauses {
        let sign = if clause.holds { "yes" } else { "no " };
        sheet.line(format_args!("      {sign} {}: {}", clause.clause, clause.own));
    }
}

fn until_words(until: i64) -> String {
    let until = jiff::Timestamp::from_second(until).unwrap_or(jiff::Timestamp::MAX);
    format!("; stays until {}, for its grace", until.strftime("%Y-%m-%dT%H:%M:%SZ"))
}

fn state_words(state: ValueState) -> &'static str {
    match state {
        ValueState::Granted => "granted",
        ValueState::Suppressed => "suppressed: a higher rule decides this slot",
        ValueState::Withheld => "withheld",
        ValueState::NotGranted => "not granted",
        ValueState::WithoutSeat => "granted, but no seat is left",
        ValueState::Held => "held by a guard",
        ValueState::Unmanaged => "there, and not managed by Rolecall",
    }
}
