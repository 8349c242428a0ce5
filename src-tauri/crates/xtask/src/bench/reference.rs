//! The engine on reference organizations: each measure in a process of its own, each at most once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{folder, generate, recreate};
use crate::command;
use crate::house::House;

/// What the engine's bench can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Fill a new workspace.
    Read,
    /// Load the people alone.
    People,
    /// Open it and plan.
    Open,
    /// Plan.
    Plan,
    /// Try other rules.
    Effect,
    /// Follow a few people who change.
    Change,
}

impl Measure {
    fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::People => "people",
            Self::Open => "open",
            Self::Plan => "plan",
            Self::Effect => "effect",
            Self::Change => "change",
        }
    }
}

/// What was measured so far.
pub struct Reference<'a> {
    house: &'a House,
    told: BTreeMap<(usize, Measure), Value>,
    /// What others measured on its workspaces, by name.
    noted: serde_json::Map<String, Value>,
}

/// One measure's figures.
#[derive(Debug, Clone)]
pub struct Figures(Value);

impl Figures {
    /// The number at a place such as `/peak_mb`.
    pub fn number(&self, place: &str) -> Result<f64> {
        let found = self.0.pointer(place).and_then(Value::as_f64);
        found.with_context(|| format!("the bench told no number at {place}: {}", self.0))
    }

    /// What was told, as figures.
    pub fn new(told: Value) -> Self {
        Self(told)
    }

    /// All that was told.
    pub fn value(self) -> Value {
        self.0
    }
}

impl<'a> Reference<'a> {
    pub fn new(house: &'a House) -> Self {
        Self { house, told: BTreeMap::new(), noted: serde_json::Map::new() }
    }

    /// The folder of the workspace with so many people; read into it first if that was not done.
    pub fn workspace(&mut self, users: usize) -> Result<PathBuf> {
        self.measure(users, Measure::Read)?;
        Ok(self.place(users, "workspace"))
    }

    /// Measures, unless that was done.
    pub fn measure(&mut self, users: usize, measure: Measure) -> Result<Figures> {
        if let Some(told) = self.told.get(&(users, measure)) {
            return Ok(Figures(told.clone()));
        }
        if measure == Measure::Read {
            let organization = self.place(users, "organization");
            recreate(&organization)?;
            recreate(&self.place(users, "workspace"))?;
            let place = organization.to_string_lossy().into_owned();
            let users = users.to_string();
            let arguments = ["--users", &users, "--seed", "1", "--out", &place];
            generate(self.house, &arguments.map(str::to_owned))?;
        } else {
            self.measure(users, Measure::Read)?;
        }
        let told = self.call(users, measure)?;
        println!("{} people, {}: {told}", users, measure.word());
        self.told.insert((users, measure), told.clone());
        Ok(Figures(told))
    }

    /// Puts what was measured on a workspace elsewhere with the rest.
    pub fn note(&mut self, users: usize, what: &str, told: &Figures) {
        self.noted.insert(format!("{what}_{users}"), told.0.clone());
    }

    /// Everything measured, by size and measure.
    pub fn json(&self) -> Value {
        let mut all = self.noted.clone();
        for ((users, measure), told) in &self.told {
            all.insert(format!("{}_{users}", measure.word()), told.clone());
        }
        Value::Object(all)
    }

    fn place(&self, users: usize, what: &str) -> PathBuf {
        folder(self.house).join(format!("{what}-{users}"))
    }

    fn call(&self, users: usize, measure: Measure) -> Result<Value> {
        let mut bench = command::cargo(self.house);
        bench.args(["bench", "--quiet", "--package", "rolecall-engine", "--bench", "reference"]);
        bench.arg("--").arg(measure.word());
        bench.args([self.place(users, "organization"), self.place(users, "workspace")]);
        let told = command::output(&mut bench)?;
        let line = told.lines().next_back().unwrap_or_default();
        serde_json::from_str(line).with_context(|| format!("reading what the bench told: {told}"))
    }
}
