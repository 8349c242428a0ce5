//! `rolecallctl rules`: looks at rules, checks what they must give, and tries other ones.

mod effect;
mod effect_sheet;
mod lint;
mod test;

use crate::arguments::RulesCommand;
use crate::opened::Opened;
use crate::places::Place;
use crate::{opened, print};
use rolecall_engine::{Clock, EngineError, Reading, SystemClock};
use rolecall_rules::RuleSet;

/// Runs a command on rules.
pub async fn run(command: &RulesCommand) -> anyhow::Result<u8> {
    match command {
        RulesCommand::Lint(place) => lint::run(place).await,
        RulesCommand::Test(place) => test::run(place).await,
        RulesCommand::Effect { with, place } => effect::run(with, place).await,
    }
}

/// The rules of a configuration over the people as their sources deliver them now; no target is
/// asked.
struct Matched {
    opened: Opened,
    reading: Reading,
    rules: RuleSet,
}

impl Matched {
    async fn read(place: &Place) -> anyhow::Result<Self> {
        let opened = opened::open(place).await?;
        let reading = opened.engine.read_directories(&opened.configuration).await?;
        for warning in &reading.warnings {
            print::note(format_args!("warning: {}", warning.message));
        }
        let now = SystemClock.now_ms().div_euclid(1000);
        let in_scope = &reading.population.in_scope;
        let rules = RuleSet::evaluate(&opened.configuration, &reading.snapshot, in_scope, now)
            .map_err(|(rule, error)| EngineError::Rule { rule, message: error.to_string() })?;
        Ok(Self { opened, reading, rules })
    }
}
