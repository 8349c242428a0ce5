//! The effect of editing, moving and toggling one rule, and the first page of those whom it concerns.

use crate::Failure;
use crate::loaded::open;
use crate::process::{median, part, peak, timed};
use rolecall_directory::Configuration;
use rolecall_plan::{Base, Candidate, EffectQuery};
use serde_json::{Value, json};
use std::path::Path;

/// How many people a screen shows first.
const PAGE: u64 = 100;
/// How often each deed is done: the middle time counts, for the worst of hundreds done once each would be whatever else
/// the machine did meanwhile.
const TIMES: usize = 3;

/// What is done to the rule of a place.
type Deed = (&'static str, fn(&mut Configuration, usize));

const DEEDS: [Deed; 3] = [
    ("edit", |configuration, at| {
        let when = &mut configuration.rules[at].when;
        *when = format!("({when}) and not (department eq \"Department 042\")");
    }),
    ("move", |configuration, at| {
        let rule = configuration.rules.remove(at);
        let to = if at > 20 { at - 20 } else { (at + 20).min(configuration.rules.len()) };
        configuration.rules.insert(to, rule);
    }),
    ("toggle", |configuration, at| {
        let enabled = &mut configuration.rules[at].enabled;
        *enabled = !*enabled;
    }),
];

/// A pattern as it is typed, over an attribute that has another value for nearly everybody.
const TYPED: [&str; 8] =
    ["a", "a1", "a1.", "a1.*", "a1.*7", "a1.*[78]", "a1.*[78]$", "^ws-a1.*[78]$"];

pub fn measure(workspace: &Path) -> Result<Value, Failure> {
    let planned = open(workspace)?;
    let base = planned.base();
    let configuration = &planned.configuration;
    let saved = Candidate::new(&base, configuration)?;
    let mut told = json!({"rules": configuration.rules.len()});
    let mut all = Vec::new();
    for (name, deed) in DEEDS {
        let mut times = Vec::new();
        for at in 0..configuration.rules.len() {
            let mut tried = configuration.clone();
            deed(&mut tried, at);
            let seen = (0..TIMES).map(|_| see(&base, &saved, &tried));
            let seen = seen.collect::<Result<Vec<f64>, Failure>>()?;
            times.push((median(&seen), at));
        }
        let worst = times.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0));
        let times: Vec<f64> = times.into_iter().map(|(took, _)| took).collect();
        told[name] = json!({
            "median_ms": median(&times),
            "p95_ms": part(&times, 0.95),
            "worst_ms": worst.map(|(took, _)| took),
            "worst_rule": worst.map(|(_, at)| configuration.rules[at].name.clone()),
        });
        all.extend(times);
    }
    told["median_ms"] = json!(median(&all));
    told["p95_ms"] = json!(part(&all, 0.95));
    told["worst_ms"] = json!(part(&all, 1.0));
    told["pattern"] = pattern(&base, &saved, configuration)?;
    told["peak_mb"] = json!(peak());
    Ok(told)
}

/// What it takes from the changed rules to the effect with its first page.
fn see(base: &Base<'_>, saved: &Candidate, tried: &Configuration) -> Result<f64, Failure> {
    let (took, effect) = timed(|| -> Result<_, Failure> {
        let candidate = saved.revise(base, tried)?;
        let query = EffectQuery { limit: PAGE, ..EffectQuery::default() };
        let page = candidate.effect().page(base, &query);
        Ok((candidate, page))
    });
    effect?;
    Ok(took)
}

/// A pattern being typed into the rule that has one.
fn pattern(
    base: &Base<'_>,
    saved: &Candidate,
    configuration: &Configuration,
) -> Result<Value, Failure> {
    let Some(at) = configuration.rules.iter().position(|rule| rule.when.starts_with("workstation"))
    else {
        return Ok(Value::Null);
    };
    let mut times = Vec::new();
    for typed in TYPED {
        let mut tried = configuration.clone();
        tried.rules[at].when = format!("workstation re \"{typed}\"");
        times.push(see(base, saved, &tried)?);
    }
    Ok(
        json!({"median_ms": median(&times), "worst_ms": part(&times, 1.0), "first_ms": times.first()}),
    )
}
