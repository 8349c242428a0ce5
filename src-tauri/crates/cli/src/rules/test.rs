//! `rolecallctl rules test`.

use super::Matched;
use crate::places::Place;
use crate::print::{self, Sheet};
use rolecall_plan::broken_expectations;
use serde::Serialize;

/// The exit code when a rule test is broken.
const BROKEN: u8 = 2;

#[derive(Serialize)]
struct Tests {
    tests: Vec<Test>,
}

/// One rule test. `message` says what was expected and what comes out; empty where it holds.
#[derive(Serialize)]
struct Test {
    user: String,
    holds: bool,
    message: String,
}

/// Compares every rule test with what rules give.
pub async fn run(place: &Place) -> anyhow::Result<u8> {
    let Matched { opened, reading, rules } = Matched::read(place).await?;
    let configuration = &opened.configuration;
    let tests = configuration.rule_tests.iter().map(|test| {
        let broken = broken_expectations(test, configuration, &reading.snapshot, &rules);
        Test { user: test.user.clone(), holds: broken.is_empty(), message: broken.join("; ") }
    });
    let tests = Tests { tests: tests.collect() };
    let broken = tests.tests.iter().filter(|test| !test.holds).count();
    if place.kept.json {
        print::json(&tests)?;
    } else {
        sheet(&tests.tests, broken).show()?;
    }
    opened.close().await?;
    Ok(if broken > 0 { BROKEN } else { 0 })
}

fn sheet(tests: &[Test], broken: usize) -> Sheet {
    let mut sheet = Sheet::default();
    for test in tests {
        if test.holds {
            sheet.line(format_args!("holds   {}", test.user));
        } else {
            sheet.line(format_args!("broken  {}: {}", test.user, test.message));
        }
    }
    let count = tests.len();
    let tests = if count == 1 { "1 rule test".to_owned() } else { format!("{count} rule tests") };
    match (count, broken) {
        (0, _) => sheet.line("there is no rule test"),
        (_, 0) => sheet.line(format_args!("{tests}, all hold")),
        (_, broken) => sheet.line(format_args!("{tests}, {broken} broken")),
    }
    sheet
}
