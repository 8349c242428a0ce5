//! `rolecallctl rules lint`.

use super::Matched;
use crate::places::Place;
use crate::print::{self, Sheet};
use rolecall_directory::Configuration;
use rolecall_rules::{Finding, KnownAttributes, LintInput, lint};
use serde::Serialize;

#[derive(Serialize)]
struct Findings<'a> {
    findings: Vec<Entry<'a>>,
}

/// One finding. `rule` is where it is, `rules` are the others concerned, highest first.
#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    code: &'a str,
    name: String,
    rules: Vec<&'a str>,
    count: u64,
    message: String,
}

/// Looks at all rules and says what is remarkable.
pub async fn run(place: &Place) -> anyhow::Result<u8> {
    let Matched { opened, reading, rules } = Matched::read(place).await?;
    let configuration = &opened.configuration;
    let snapshot = &reading.snapshot;
    let known = KnownAttributes::new(&configuration.all_attributes(), snapshot.column_names());
    let resolutions: Vec<_> =
        configuration.targets.iter().map(|target| rules.resolve(target, snapshot)).collect();
    let resolutions: Vec<_> = resolutions.iter().collect();
    let input = LintInput {
        configuration,
        snapshot,
        known: &known,
        rules: &rules,
        resolutions: &resolutions,
    };
    let findings = lint(&input);
    if place.kept.json {
        let entries = findings.iter().map(|finding| entry(configuration, finding));
        print::json(&Findings { findings: entries.collect() })?;
    } else {
        sheet(configuration, &findings).show()?;
    }
    opened.close().await?;
    Ok(0)
}

fn entry<'a>(configuration: &'a Configuration, finding: &Finding) -> Entry<'a> {
    let named = |at: &usize| configuration.rules.get(*at).map(|rule| rule.name.as_str());
    Entry {
        rule: named(&finding.rule).unwrap_or_default(),
        code: finding.what.code(),
        name: finding.what.name(),
        rules: finding.what.rules().iter().filter_map(named).collect(),
        count: finding.what.count(),
        message: finding.message(configuration),
    }
}

fn sheet(configuration: &Configuration, findings: &[Finding]) -> Sheet {
    let mut sheet = Sheet::default();
    let mut last = None;
    for finding in findings {
        if last != Some(finding.rule) {
            let name = configuration.rules.get(finding.rule).map_or("", |rule| &rule.name);
            sheet.line(format_args!("#{} {name}", finding.rule + 1));
            last = Some(finding.rule);
        }
        let (code, message) = (finding.what.code(), finding.message(configuration));
        sheet.line(format_args!("  {code}: {message}"));
    }
    let count = configuration.rules.len();
    let rules = if count == 1 { "1 rule".to_owned() } else { format!("{count} rules") };
    match findings.len() {
        0 => sheet.line(format_args!("{rules}, nothing remarkable")),
        1 => sheet.line(format_args!("\n{rules}, 1 finding")),
        found => sheet.line(format_args!("\n{rules}, {found} findings")),
    }
    sheet
}
