//! From directories and targets to plans. Holds readers only, so that nothing here can send.

use crate::computed::SendMap;
use crate::deactivated::lay_taken_on_over;
use crate::decisions::decisions;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::grace::due_since;
use crate::homes::kept_apart;
use crate::known_values::{known_seats, lay_values_under};
use crate::links::links;
use crate::reading::{Asked, Keeping, Reading};
use rolecall_connect::{ConnectError, KnownValue, ReadTarget, TargetState};
use rolecall_directory::{AccountTable, Configuration, TargetDefinition, TargetKind};
use rolecall_plan::{
    BrokenTest, Compared, Decisions, DueSince, HandLink, KnownSeats, PlanInput, StepList,
    TargetListing, TargetPlan, broken_rule_tests, plan_targets,
};
use rolecall_rules::RuleSet;
use rolecall_store::{AccountMark, Pause, Store};
use std::sync::OnceLock;

/// Everything planned at one moment.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The configuration it was made from.
    pub configuration: Configuration,
    /// The people.
    pub reading: Reading,
    /// The rules over them.
    pub rules: RuleSet,
    /// Rule tests that do not hold.
    pub broken_tests: Vec<BrokenTest>,
    /// By target, in the configuration's order.
    pub targets: Vec<PlannedTarget>,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
}

/// What is planned in one target.
#[derive(Debug, Clone, Default)]
pub struct PlannedTarget {
    /// The target.
    pub name: String,
    /// Why it could not be read; nothing is planned then.
    pub error: Option<ConnectError>,
    /// Why it has no part in the run, where it has none. What is planned is what would be.
    pub(crate) left_out: Option<String>,
    /// Since when runs leave it out.
    pub paused: Option<Pause>,
    /// The plan as sets.
    pub plan: TargetPlan,
    /// The target's accounts.
    pub table: AccountTable,
    /// The plan as lists, once somebody asked for them.
    listing: OnceLock<TargetListing>,
    pub(crate) required: Vec<String>,
    pub(crate) untouchable: Vec<String>,
    pub(crate) decisions: Decisions,
    pub(crate) unsupported: Vec<String>,
    /// What the target itself says exists.
    pub(crate) values: Vec<KnownValue>,
    seats: KnownSeats,
    pub(crate) compared: Vec<Compared>,
    pub(crate) due: DueSince,
    pub(crate) links: Vec<HandLink>,
}

impl PlannedTarget {
    /// Whether it was read and has its part in the run.
    pub(crate) fn takes_part(&self) -> bool {
        self.error.is_none() && self.left_out.is_none()
    }

    /// Puts another plan over the same accounts in the place of its own.
    pub(crate) fn replace_plan(&mut self, plan: TargetPlan) {
        self.plan = plan;
        self.listing = OnceLock::new();
    }
}

impl Planned {
    /// What the plan of target number `index` was made from.
    #[must_use]
    pub fn input(&self, index: usize) -> PlanInput<'_> {
        self.input_of(&self.configuration.targets[index], &self.targets[index])
    }

    /// The plan of target number `index` as lists, written out when first asked for; empty
    /// where the target could not be read.
    #[must_use]
    pub fn listing(&self, index: usize) -> &TargetListing {
        let target = &self.targets[index];
        target.listing.get_or_init(|| match &target.error {
            Some(_) => TargetListing::default(),
            None => target.plan.listing(&self.input(index)),
        })
    }

    /// Takes the steps out of the plan as lists of target number `index`. At very many steps the
    /// lists are most of what a run holds; they are written out again when somebody asks.
    pub(crate) fn take_steps(&mut self, index: usize) -> Vec<StepList> {
        let told = self.targets[index].listing.take();
        let written = || self.targets[index].plan.listing(&self.input(index));
        told.unwrap_or_else(written).steps
    }

    /// Plans every target that could be read.
    pub(crate) fn plan_targets(&mut self) {
        let read = (0..self.targets.len()).filter(|&at| self.targets[at].error.is_none());
        let read: Vec<usize> = read.collect();
        let inputs: Vec<_> = read.iter().map(|&at| self.input(at)).collect();
        let plans = plan_targets(&inputs);
        for (at, plan) in read.into_iter().zip(plans) {
            self.targets[at].plan = plan;
        }
    }

    fn input_of<'a>(
        &'a self,
        definition: &'a TargetDefinition,
        target: &'a PlannedTarget,
    ) -> PlanInput<'a> {
        PlanInput {
            configuration: &self.configuration,
            target: definition,
            snapshot: &self.reading.snapshot,
            population: &self.reading.population,
            rules: &self.rules,
            table: &target.table,
            required: &target.required,
            untouchable: &target.untouchable,
            source: &self.reading.source,
            broken_tests: &self.broken_tests,
            decisions: &target.decisions,
            compared: &target.compared,
            due: &target.due,
            links: &target.links,
            seats: &target.seats,
            now: self.at.div_euclid(1000),
        }
    }
}

/// Targets by name: what reading each one answered.
pub(crate) type States = Vec<Result<TargetState, ConnectError>>;

impl Engine {
    /// Reads sources and targets and plans; sends nothing. `store` holds what is managed,
    /// approved and discarded, where there is a workspace.
    ///
    /// # Errors
    /// When a source or the workspace cannot be read, or a rule's condition is wrong; a target
    /// that cannot be read has its error in its place.
    pub async fn plan(
        &self,
        configuration: &Configuration,
        store: Option<&Store>,
    ) -> Result<Planned, EngineError> {
        self.plan_reading(configuration, store.map_or(Keeping::Nothing, Keeping::Read)).await
    }

    /// The same, and what sources deliver becomes the directories' last reading in `store`.
    ///
    /// # Errors
    /// As [`Engine::plan`].
    pub async fn plan_keeping(
        &self,
        configuration: &Configuration,
        store: &Store,
    ) -> Result<Planned, EngineError> {
        self.plan_reading(configuration, Keeping::Write(store)).await
    }

    async fn plan_reading(
        &self,
        configuration: &Configuration,
        keeping: Keeping<'_>,
    ) -> Result<Planned, EngineError> {
        let store = keeping.store();
        let reading = self.read_sources(configuration, keeping, Asked::All).await?;
        let mut states = Vec::new();
        for definition in &configuration.targets {
            states.push(match self.target_of(definition).await {
                Ok(target) => read(target.as_ref()).await,
                Err(error) => Err(error),
            });
        }
        self.plan_from(configuration, reading, states, store)
    }

    /// Plans from what was read.
    pub(crate) fn plan_from(
        &self,
        configuration: &Configuration,
        reading: Reading,
        states: States,
        store: Option<&Store>,
    ) -> Result<Planned, EngineError> {
        let mut planned = self.unplanned(configuration, reading, states, store)?;
        planned.plan_targets();
        Ok(planned)
    }

    /// Puts together what was read, for [`Planned::plan_targets`].
    pub(crate) fn unplanned(
        &self,
        configuration: &Configuration,
        reading: Reading,
        states: States,
        store: Option<&Store>,
    ) -> Result<Planned, EngineError> {
        let at = self.clock.now_ms();
        let now = at.div_euclid(1000);
        rolecall_rules::ready(configuration, &reading.snapshot);
        let rules =
            RuleSet::evaluate(configuration, &reading.snapshot, &reading.population.in_scope, now)
                .map_err(|(rule, error)| EngineError::Rule { rule, message: error.to_string() })?;
        let broken_tests = broken_rule_tests(configuration, &reading.snapshot, &rules);
        let configuration = configuration.clone();
        let mut planned =
            Planned { configuration, reading, rules, broken_tests, targets: Vec::new(), at };
        let paused = store.map(Store::paused).transpose()?.unwrap_or_default();
        let mut targets = Vec::new();
        for (definition, state) in planned.configuration.targets.iter().zip(states) {
            let mut target = PlannedTarget { name: definition.name.clone(), ..<_>::default() };
            target.paused = paused.iter().find(|pause| pause.target == target.name).cloned();
            match state {
                Err(error) => target.error = Some(error),
                Ok(state) => {
                    take(&mut target, definition, &planned, state, store)?;
                    let read = (&planned.configuration, &planned.reading.snapshot);
                    target.decisions = decisions(store, read, &definition.name, at)?;
                    target.due = due_since(store, &definition.name)?;
                    target.links = links(store, &planned.configuration, &definition.name)?;
                    let of = (definition.name.as_str(), &target.table);
                    let snapshot = &planned.reading.snapshot;
                    let apart = kept_apart(store, &planned.configuration, snapshot, of)?;
                    // What an administrator said comes before what is remembered.
                    let by_hand = |link: &HandLink| {
                        let said = target.links.iter();
                        let same = |one: &HandLink| {
                            one.account == link.account
                                || one.person.is_some() && one.person == link.person
                        };
                        said.into_iter().any(same)
                    };
                    let apart: Vec<_> = apart.into_iter().filter(|one| !by_hand(one)).collect();
                    target.links.extend(apart);
                }
            }
            targets.push(target);
        }
        planned.targets = targets;
        Ok(planned)
    }
}

async fn read(target: &(impl ReadTarget + ?Sized)) -> Result<TargetState, ConnectError> {
    target.read().await
}

fn take(
    target: &mut PlannedTarget,
    definition: &TargetDefinition,
    planned: &Planned,
    mut state: TargetState,
    store: Option<&Store>,
) -> Result<(), EngineError> {
    let marks = store.map(|store| store.marks(&definition.name)).transpose()?.unwrap_or_default();
    if matches!(definition.kind, TargetKind::Csv { .. }) {
        lay_taken_on_over(&mut state.accounts, &marks);
    } else {
        lay_marks_over(&mut state.accounts, marks, definition.kind.has_active());
        let snapshot = &planned.reading.snapshot;
        let send = SendMap::new(definition, &planned.configuration, snapshot);
        target.compared = send.compared(&state.unsupported, snapshot);
    }
    target.table = state.accounts;
    target.required = state.required;
    target.untouchable = state.untouchable;
    target.unsupported = state.unsupported;
    target.seats = known_seats(&state.values);
    lay_values_under(&mut target.table, &state.values);
    target.values = state.values;
    Ok(())
}

/// What Rolecall manages in a target that cannot remember it. Where accounts cannot be set inactive,
/// one that Rolecall suspended counts as inactive.
fn lay_marks_over(accounts: &mut AccountTable, marks: Vec<AccountMark>, has_active: bool) {
    // Accounts that were kept may still carry the marks of then.
    accounts.forget_marks();
    if marks.is_empty() {
        return;
    }
    let rows = accounts.rows_by_key();
    for mark in marks {
        let Some(row) = rows.find(&mark.account, |row| accounts.key(row)) else { continue };
        if let Some(person) = &mark.person {
            accounts.set_person(row, person);
        }
        if mark.suspended_here && !has_active {
            accounts.active.remove(row);
        }
        if mark.suspended_here && !accounts.active.contains(row) {
            accounts.suspended_here.insert(row);
        }
        if mark.managed {
            accounts.managed.insert(row);
            for (slot, value) in &mark.values {
                accounts.manage_value(row, slot, value);
            }
        }
    }
}
