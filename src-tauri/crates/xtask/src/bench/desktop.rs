//! The desktop program as a whole: how fast it is there, its lists of very many people, and what
//! it takes while only its tray is there.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::reference::{Figures, Reference};
use super::rows::{Row, shown};
use super::{Asked, folder, window};
use crate::command;
use crate::house::House;

const START: &str = "window: from the program's start to the Overview drawn";
const LISTS: [(&str, f64); 3] = [
    ("a page of the list of people, wherever in it", 16.0),
    ("search in the list of people as one types", 50.0),
    ("order of the list of people by another column", 400.0),
];
const IDLE: [&str; 2] = ["closed to the tray: processor", "closed to the tray: memory"];
/// How many people the row on memory is for.
const FEW: usize = 10_000;

/// P10: start, pages, search and order.
pub fn lists(house: &House, asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    if !asked.wants("P10") {
        let absent =
            |(what, most): (&str, f64)| Row::absent("P10", what, &format!("<= {}", shown(most)));
        return Ok([(START, 1000.0)].into_iter().chain(LISTS).map(absent).collect());
    }
    let mut rows = Vec::new();
    let workspace = reference.workspace(asked.users)?;
    if cfg!(target_os = "linux") {
        let few = reference.workspace(FEW)?;
        let usable = |place: &Path| window::journey(house, "tests/window/usable.mjs", place);
        let (few, many) = (usable(&few)?, usable(&workspace)?);
        let words = format!(
            "median of five with {} people; worst {}; with {FEW} people {}",
            asked.users,
            shown(many.number("/worst_ms")?),
            shown(few.number("/median_ms")?),
        );
        let took = many.number("/median_ms")?;
        rows.push(Row::time("P10", START, took, 1000.0, asked.is_full()).with(&words));
    }
    let told = people(house, asked.users)?;
    let places = ["/page_ms", "/search_ms", "/order_ms"];
    for ((what, most), place) in LISTS.into_iter().zip(places) {
        let worst = told.number(&format!("{place}/worst"))?;
        let middle = shown(told.number(&format!("{place}/median"))?);
        let words = format!("the worst of all; median {middle}");
        rows.push(Row::time("P10", what, worst, most, asked.is_full()).with(&words));
    }
    Ok(rows)
}

/// P11: a minute in the tray.
pub fn idle(house: &House, asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    if !asked.wants("P11") || !cfg!(target_os = "linux") {
        return Ok(vec![
            Row::absent("P11", IDLE[0], "< 0.1 %"),
            Row::absent("P11", IDLE[1], "<= 120 MB"),
        ]);
    }
    let workspace = reference.workspace(FEW)?;
    let told = window::journey(house, "tests/window/idle.mjs", &workspace)?;
    let cpu = (told.number("/cpu_percent")?, 0.1, "%");
    let memory = (told.number("/pss_mb")?, 120.0, "MB");
    let open = format!("with its window open {:.0} MB", told.number("/open_mb")?);
    Ok(vec![
        Row::amount("P11", IDLE[0], cpu, true).with("over 60 s"),
        Row::amount("P11", IDLE[1], memory, true).with(&open),
    ])
}

/// Asks the contract for lists of the reference organization, in a workspace of their own.
fn people(house: &House, users: usize) -> Result<Figures> {
    let place = |what: &str| -> PathBuf { folder(house).join(format!("{what}-{users}")) };
    let mut bench = command::cargo(house);
    bench.args(["bench", "--quiet", "--package", "rolecall-contract", "--bench", "people"]);
    bench.arg("--").arg(place("organization").join("config.toml")).arg(place("lists"));
    let told = command::output(&mut bench)?;
    let line = told.lines().next_back().unwrap_or_default();
    let told: Value = serde_json::from_str(line)
        .with_context(|| format!("reading what the bench told: {told}"))?;
    println!("{users} people, lists: {told}");
    Ok(Figures::new(told))
}
