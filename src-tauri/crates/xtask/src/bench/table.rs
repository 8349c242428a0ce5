//! quality.md's table of speed and size, row by row.

use anyhow::Result;

use super::Asked;
use super::reference::{Measure, Reference};
use super::rows::{Row, Verdict, shown};
use super::{apply, desktop, push, sync, window};
use crate::house::House;

/// The size that the targets are for.
pub const PEOPLE: usize = 1_000_000;
/// How much a tenfold size may cost.
const GROWTH: f64 = 11.0;

/// Measures what was asked for; the rest are lines without a figure.
pub fn measure(house: &House, asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    rows.extend(plan(asked, reference)?);
    rows.extend(effect(asked, reference)?);
    rows.extend(window::measure(house, asked, reference)?);
    rows.extend(open(asked, reference)?);
    rows.extend(read(asked, reference)?);
    rows.push(change(asked, reference)?);
    rows.extend(growth(asked, reference)?);
    rows.extend(apply::free(house, asked)?);
    rows.extend(apply::limit(house, asked)?);
    rows.extend(push::measure(house, asked)?);
    rows.extend(desktop::lists(house, asked, reference)?);
    rows.extend(desktop::idle(house, asked, reference)?);
    rows.extend(sync::measure(house, asked)?);
    Ok(rows)
}

fn plan(asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    if !asked.wants("P1") {
        return Ok(vec![Row::absent("P1", "full plan", "<= 150 ms, <= 400 MB")]);
    }
    let told = reference.measure(asked.users, Measure::Plan)?;
    let warm = shown(told.number("/warm_ms")?);
    let rules = shown(told.number("/cold_rules_ms")?);
    let anew = shown(told.number("/anew_ms")?);
    let words = format!(
        "from people, who is who, and the rows of each value that rules name, which opening makes \
         ready and P3 counts; {rules} of it the rules; {warm} when done again; targets with who is \
         who found out anew {anew}"
    );
    let alike = asked.is_full();
    let memory = (told.number("/peak_mb")?, 400.0, "MB");
    Ok(vec![
        Row::time("P1", "full plan, both targets", told.number("/cold_ms")?, 150.0, alike)
            .with(&words),
        Row::amount("P1", "its process's peak memory", memory, alike),
    ])
}

fn effect(asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    let whats = [
        "effect of one rule edited, moved or toggled, with a page",
        "the same, `re` over many distinct values",
    ];
    if !asked.wants("P2") {
        return Ok(vec![
            Row::absent("P2", whats[0], "<= 20 ms"),
            Row::absent("P2", whats[1], "<= 150 ms"),
        ]);
    }
    let told = reference.measure(asked.users, Measure::Effect)?;
    let (median, worst) = (told.number("/median_ms")?, told.number("/worst_ms")?);
    let words = format!(
        "the worst of all rules; median {}, 95 % within {}; edit {}, move {}, toggle {} at worst",
        shown(median),
        shown(told.number("/p95_ms")?),
        shown(told.number("/edit/worst_ms")?),
        shown(told.number("/move/worst_ms")?),
        shown(told.number("/toggle/worst_ms")?),
    );
    let typed = format!("at worst; median {}", shown(told.number("/pattern/median_ms")?));
    let pattern = told.number("/pattern/worst_ms")?;
    Ok(vec![
        Row::time("P2", whats[0], worst, 20.0, asked.is_full()).with(&words),
        Row::time("P2", whats[1], pattern, 150.0, asked.is_full()).with(&typed),
    ])
}

fn open(asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    let what = "open a workspace and have the first plan";
    if !asked.wants("P3") {
        return Ok(vec![Row::absent("P3", what, "<= 2.50 s")]);
    }
    let told = reference.measure(asked.users, Measure::Open)?;
    let people = reference.measure(asked.users, Measure::People)?.number("/ms")?;
    let words = format!("{} of it loading the people", shown(people));
    Ok(vec![Row::time("P3", what, told.number("/ms")?, 2500.0, asked.is_full()).with(&words)])
}

fn read(asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    let what = "read everybody from CSV into a new workspace";
    if !asked.wants("P4") {
        return Ok(vec![Row::absent("P4", what, "<= 8.00 s, memory flat beyond the snapshot")]);
    }
    let beyond = |reference: &mut Reference<'_>, users| -> Result<f64> {
        let read = reference.measure(users, Measure::Read)?.number("/peak_mb")?;
        let people = reference.measure(users, Measure::People)?.number("/resident_mb")?;
        Ok(read - people)
    };
    let large = beyond(reference, asked.users)?;
    let small = beyond(reference, asked.users / 10)?;
    let told = reference.measure(asked.users, Measure::Read)?;
    let words = format!("{:.0} MB at its peak", told.number("/peak_mb")?);
    // Buffers and the database's cache, which do not grow with the rows.
    let memory = (large - small, 64.0, "MB");
    let more =
        format!("beyond the snapshot {large:.0} MB, with a tenth of the people {small:.0} MB");
    Ok(vec![
        Row::time("P4", what, told.number("/ms")?, 8000.0, asked.is_full()).with(&words),
        Row::amount("P4", "growth of memory beyond the snapshot", memory, asked.is_full())
            .with(&more),
    ])
}

fn change(asked: &Asked, reference: &mut Reference<'_>) -> Result<Row> {
    let what = "100 people changed, up to the steps";
    if !asked.wants("P5") {
        return Ok(Row::absent("P5", what, "<= 50 ms"));
    }
    let told = reference.measure(asked.users, Measure::Change)?;
    let words = format!(
        "the first time; median {}, worst {}",
        shown(told.number("/median_ms")?),
        shown(told.number("/worst_ms")?),
    );
    Ok(Row::time("P5", what, told.number("/first_ms")?, 50.0, asked.is_full()).with(&words))
}

fn growth(asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    let parts = [
        ("P1", Measure::Plan, "/cold_ms"),
        ("P3", Measure::Open, "/ms"),
        ("P4", Measure::Read, "/ms"),
    ];
    let mut rows = Vec::new();
    for (part, measure, time) in parts {
        let what = format!("{part} from a tenth of the people to all");
        if !asked.wants("P6") {
            rows.push(Row::absent("P6", &what, "<= 11 times"));
            continue;
        }
        let large = reference.measure(asked.users, measure)?;
        let small = reference.measure(asked.users / 10, measure)?;
        let times = |place| -> Result<f64> { Ok(large.number(place)? / small.number(place)?) };
        let (time, memory) = (times(time)?, times("/peak_mb")?);
        let met = if time.max(memory) <= GROWTH { Verdict::Met } else { Verdict::NotMet };
        rows.push(Row {
            figure: format!("{time:.1} times the time, {memory:.1} times the memory"),
            verdict: if asked.is_full() { met } else { Verdict::OtherSize },
            ..Row::absent("P6", &what, "<= 11 times")
        });
    }
    Ok(rows)
}
