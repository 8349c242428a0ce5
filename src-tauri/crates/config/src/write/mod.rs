//! The canonical text of a configuration: the same configuration gives the same bytes, and what
//! has its default is left out.

mod blocks;
mod notify;
mod rules;
mod sources;
mod targets;
mod text;

pub(crate) use blocks::{Block, blocks};

use crate::read::{FORM, ORG_UNIT_PREFIX, TYPES};
use rolecall_directory::{
    ActivityDefinition, AttributeDefinition, AttributeType, Configuration, DirectoryDefinition,
    DomainDefinition, Rule, ScheduleDefinition, TargetDefinition,
};
use std::path::Path;
use text::{Lines, inline, quoted, texts};

/// Writes a configuration as TOML. Paths below `base` are written relative to it, all others as
/// they are; reading the text with the same base gives the same configuration.
#[must_use]
pub fn write(configuration: &Configuration, base: Option<&Path>) -> String {
    let mut lines = Lines::default();
    lines.line("rolecall", &FORM.to_string());
    for directory in &configuration.directories {
        write_directory(&mut lines, directory, base);
    }
    for attribute in &configuration.attributes {
        write_attribute(&mut lines, attribute);
    }
    for target in &configuration.targets {
        targets::write_target(&mut lines, target, base);
    }
    for rule in &configuration.rules {
        rules::write_rule(&mut lines, rule, &configuration.targets);
    }
    for exception in &configuration.exceptions {
        rules::write_exception(&mut lines, exception, &configuration.targets);
    }
    for test in &configuration.rule_tests {
        rules::write_test(&mut lines, test, &configuration.targets);
    }
    write_schedule(&mut lines, &configuration.schedule);
    notify::write_notify(&mut lines, &configuration.notify, base);
    write_activity(&mut lines, configuration.activity);
    lines.finish()
}

/// Writes `[[rule]]` tables alone, #1 first.
#[must_use]
pub fn write_rules(rules: &[Rule], targets: &[TargetDefinition]) -> String {
    let mut lines = Lines::default();
    for rule in rules {
        rules::write_rule(&mut lines, rule, targets);
    }
    lines.finish()
}

/// Writes what holds for runs by themselves; nothing where that is the usual.
fn write_schedule(lines: &mut Lines, schedule: &ScheduleDefinition) {
    if !schedule.quiet.is_empty() {
        lines.header("[schedule]");
        let quiet: Vec<String> = schedule.quiet.iter().map(ToString::to_string).collect();
        lines.line("quiet", &texts(quiet.iter().map(String::as_str)));
    }
}

/// Writes how long Activity is kept; nothing where that is for ever.
fn write_activity(lines: &mut Lines, activity: ActivityDefinition) {
    if let Some(days) = activity.keep_days {
        lines.header("[activity]");
        lines.text("keep", &format!("{days}d"));
    }
}

/// `path` as text, relative to `base` when below it.
fn path_text(path: &Path, base: Option<&Path>) -> String {
    let relative = base.and_then(|base| path.strip_prefix(base).ok());
    let relative = relative.filter(|relative| !relative.as_os_str().is_empty());
    quoted(&relative.unwrap_or(path).to_string_lossy())
}

fn write_directory(lines: &mut Lines, directory: &DirectoryDefinition, base: Option<&Path>) {
    lines.header("[[directory]]");
    lines.text("name", &directory.name);
    if !directory.domains.is_empty() {
        let domains: Vec<_> = directory.domains.iter().map(domain).collect();
        lines.list("domains", &domains);
    }
    if !directory.check_domains {
        lines.line("check_domains", "false");
    }
    if directory.org_unit_prefix != ORG_UNIT_PREFIX {
        lines.text("org_unit_prefix", &directory.org_unit_prefix);
    }
    if let Some(source) = &directory.source {
        sources::write_source(lines, source, base);
    }
}

fn domain(domain: &DomainDefinition) -> String {
    let verified = domain.verified.then(|| ("verified", "true".to_owned()));
    let proof = domain.proof.as_ref().map(|proof| ("proof", quoted(proof)));
    inline([Some(("name", quoted(&domain.name))), verified, proof].into_iter().flatten())
}

fn write_attribute(lines: &mut Lines, attribute: &AttributeDefinition) {
    lines.header("[[attribute]]");
    lines.text("name", &attribute.name);
    if attribute.label != attribute.name {
        lines.text("label", &attribute.label);
    }
    let word = TYPES.iter().find(|(_, kind)| *kind == attribute.kind);
    if let (Some((word, _)), true) = (word, attribute.kind != AttributeType::Text) {
        lines.text("type", word);
    }
    if let Some(from) = &attribute.from {
        lines.text("from", from);
    }
    if let Some(expression) = &attribute.expression {
        lines.text("expression", expression);
    }
}
