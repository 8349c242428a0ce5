//! A workspace as it is once it is open: people, accounts, and what is planned.

use crate::Failure;
use crate::process::timed;
use roaring::RoaringBitmap;
use rolecall_connect::Proxies;
use rolecall_directory::Configuration;
use rolecall_engine::{Engine, Planned, SystemClock};
use rolecall_plan::{
    BrokenTest, Ground, PlanInput, TargetPlan, broken_rule_tests, plan_on, plan_target,
};
use rolecall_rules::RuleSet;
use rolecall_secrets::{Environment, Secrets};
use rolecall_store::Store;
use std::path::Path;
use std::sync::Arc;

/// What is in memory before any rule was looked at.
pub struct Loaded {
    /// The configuration with its rules.
    pub configuration: Configuration,
    /// People and accounts, without a rule.
    people: Planned,
    /// By target: who is who there.
    grounds: Vec<Arc<Ground>>,
}

/// The rules over the people.
pub struct Resolved {
    rules: RuleSet,
    broken_tests: Vec<BrokenTest>,
}

/// An engine without secrets.
pub fn engine() -> Engine {
    let secrets = Arc::new(Secrets::new(Environment::of([])));
    Engine::new(secrets, Arc::new(SystemClock), Proxies::default())
}

/// Opens a workspace and plans from it alone.
pub fn open(workspace: &Path) -> Result<Planned, Failure> {
    let store = Store::open(workspace)?;
    let configuration = store.configuration()?;
    let planned = engine().plan_cached(&configuration, &store)?;
    for target in &planned.targets {
        if let Some(error) = &target.error {
            return Err(format!("target {}: {error}", target.name).into());
        }
    }
    Ok(planned)
}

impl Loaded {
    /// Loads people and accounts, as opening a workspace does before it looks at rules.
    pub fn from(workspace: &Path) -> Result<Self, Failure> {
        let store = Store::open(workspace)?;
        let configuration = store.configuration()?;
        let (rules, exceptions, rule_tests) = <_>::default();
        let bare = Configuration { rules, exceptions, rule_tests, ..configuration.clone() };
        let people = engine().load_cached(&bare, &store)?;
        if let Some(error) = people.targets.iter().find_map(|target| target.error.as_ref()) {
            return Err(format!("a target cannot be planned: {error}").into());
        }
        // What conditions look up is made ready where a workspace is opened, which P3 counts.
        rolecall_rules::ready(&configuration, &people.reading.snapshot);
        let grounds = (0..people.targets.len()).map(|at| Arc::new(Ground::new(&people.input(at))));
        let grounds = grounds.collect();
        Ok(Self { configuration, people, grounds })
    }

    /// How many targets there are.
    pub fn targets(&self) -> usize {
        self.configuration.targets.len()
    }

    /// Evaluates every rule.
    pub fn resolve(&self) -> Result<Resolved, Failure> {
        let reading = &self.people.reading;
        let now = self.people.at.div_euclid(1000);
        let in_scope = &reading.population.in_scope;
        let rules = RuleSet::evaluate(&self.configuration, &reading.snapshot, in_scope, now)
            .map_err(|(rule, error)| format!("rule \"{rule}\": {error}"))?;
        let broken_tests = broken_rule_tests(&self.configuration, &reading.snapshot, &rules);
        Ok(Resolved { rules, broken_tests })
    }

    /// Plans the target of this number: what rules give, and what follows. Who is who there was found out when the
    /// accounts were loaded.
    pub fn plan(&self, resolved: &Resolved, target: usize) -> TargetPlan {
        let input = self.input(resolved, target);
        let given = resolved.rules.resolve(input.target, input.snapshot);
        plan_on(&input, &self.grounds[target], Arc::new(given), None)
    }

    /// The plans of all targets side by side, as the engine makes them, and what each took.
    pub fn plans(&self, resolved: &Resolved) -> Vec<(f64, TargetPlan)> {
        std::thread::scope(|scope| {
            let plan = |at| scope.spawn(move || timed(|| self.plan(resolved, at)));
            let threads: Vec<_> = (0..self.targets()).map(plan).collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        })
    }

    /// The same, and who is who found out anew.
    pub fn plan_anew(&self, resolved: &Resolved, target: usize) -> TargetPlan {
        plan_target(&self.input(resolved, target))
    }

    fn input<'a>(&'a self, resolved: &'a Resolved, target: usize) -> PlanInput<'a> {
        PlanInput {
            configuration: &self.configuration,
            target: &self.configuration.targets[target],
            rules: &resolved.rules,
            broken_tests: &resolved.broken_tests,
            ..self.people.input(target)
        }
    }
}

/// How many steps a plan has.
pub fn steps(plan: &TargetPlan) -> u64 {
    let steps = &plan.steps;
    let accounts = [&steps.create, &steps.update, &steps.suspend, &steps.reactivate, &steps.adopt];
    let accounts: u64 = accounts.into_iter().map(RoaringBitmap::len).sum();
    let slots = steps.slots.iter().map(|slot| {
        let values = slot.values.values().map(|value| value.assign.len() + value.unassign.len());
        slot.create.len() as u64 + values.sum::<u64>()
    });
    accounts + slots.sum::<u64>()
}
