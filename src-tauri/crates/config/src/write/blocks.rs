//! The parts of a configuration, each with its lines, to be compared.

use super::notify::write_notify;
use super::text::Lines;
use super::{rules, targets, write_activity, write_attribute, write_directory, write_schedule};
use rolecall_directory::Configuration;
use rolecall_scim::fold;
use std::collections::HashMap;

/// One part of a configuration.
pub(crate) struct Block {
    /// What it is known by among its kind: the folded name, or what else tells it apart.
    pub key: String,
    /// What it is, such as `rule "Sales"`.
    pub subject: String,
    /// Its lines in the file; in place of the headers of inner tables their names.
    pub lines: Vec<String>,
    /// Whether its place among its kind is meaning.
    pub ordered: bool,
}

/// The parts of a configuration by kind: directories, attributes, targets, rules, exceptions,
/// rule tests, the schedule, where news go, how long Activity is kept.
pub(crate) fn blocks(configuration: &Configuration) -> [Vec<Block>; 9] {
    let targets = &configuration.targets;
    [
        all("directory", true, &configuration.directories, |one, lines| {
            write_directory(lines, one, None);
            one.name.clone()
        }),
        all("attribute", false, &configuration.attributes, |one, lines| {
            write_attribute(lines, one);
            one.name.clone()
        }),
        all("target", false, targets, |one, lines| {
            targets::write_target(lines, one, None);
            one.name.clone()
        }),
        all("rule", true, &configuration.rules, |one, lines| {
            rules::write_rule(lines, one, targets);
            one.name.clone()
        }),
        all("exception for", true, &configuration.exceptions, |one, lines| {
            rules::write_exception(lines, one, targets);
            one.user.clone()
        }),
        all("rule test for", false, &configuration.rule_tests, |one, lines| {
            rules::write_test(lines, one, targets);
            one.user.clone()
        }),
        schedule(configuration),
        news(configuration),
        activity(configuration),
    ]
}

/// What holds for runs by themselves, which is there always.
fn schedule(configuration: &Configuration) -> Vec<Block> {
    let mut lines = Lines::default();
    write_schedule(&mut lines, &configuration.schedule);
    let lines = told(&lines.finish());
    vec![Block { key: String::new(), subject: "schedule".to_owned(), lines, ordered: false }]
}

/// How long Activity is kept, which is there always.
fn activity(configuration: &Configuration) -> Vec<Block> {
    let mut lines = Lines::default();
    write_activity(&mut lines, configuration.activity);
    let lines = told(&lines.finish());
    vec![Block { key: String::new(), subject: "activity".to_owned(), lines, ordered: false }]
}

/// Where news go, which is there always, so that it changes but neither comes nor goes.
fn news(configuration: &Configuration) -> Vec<Block> {
    let mut lines = Lines::default();
    write_notify(&mut lines, &configuration.notify, None);
    let lines = told(&lines.finish());
    vec![Block { key: String::new(), subject: "notify".to_owned(), lines, ordered: false }]
}

fn all<T>(
    what: &str,
    ordered: bool,
    parts: &[T],
    write: impl Fn(&T, &mut Lines) -> String,
) -> Vec<Block> {
    // Exceptions and rule tests have no name of their own: the second for one person is the second.
    let mut seen: HashMap<String, usize> = HashMap::new();
    let block = |part| {
        let mut lines = Lines::default();
        let name = write(part, &mut lines);
        let count = seen.entry(fold(&name)).and_modify(|count| *count += 1).or_insert(1);
        Block {
            key: format!("{} {count}", fold(&name)),
            subject: format!("{what} \"{name}\""),
            lines: told(&lines.finish()),
            ordered,
        }
    };
    parts.iter().map(block).collect()
}

/// The lines of a part; those of an inner table begin with what it is.
fn told(text: &str) -> Vec<String> {
    let mut inside = String::new();
    let mut told = Vec::new();
    let mut lines = text.lines().filter(|line| !line.is_empty()).skip(1);
    while let Some(line) = lines.next() {
        match line {
            "[directory.source]" => "source: ".clone_into(&mut inside),
            "[[target.slot]]" => {
                let name = lines.next().and_then(|line| line.strip_prefix("name = "));
                inside = format!("slot {}: ", name.unwrap_or_default());
            }
            line => told.push(format!("{inside}{line}")),
        }
    }
    told
}
