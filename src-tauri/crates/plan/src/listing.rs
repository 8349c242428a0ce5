//! The plan as lists of people: for JSON, for the journal, and for screens.

use crate::target_plan::{PlanInput, StepKey, TargetPlan, step_key};
use roaring::RoaringBitmap;
use rolecall_directory::{Cause, Failure, Guard, Held, Step, StepKind, UnmanagedPolicy};
use serde::Serialize;
use std::collections::HashMap;

/// Seats of one value: in total, used before the run, freed by it, needed, and short.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SeatCount {
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// Seats in total.
    pub seats: u64,
    /// Accounts holding it before the run, managed or not.
    pub used: u64,
    /// Holders losing it by a step that is not held.
    pub freed: u64,
    /// People to be given it.
    pub needed: u64,
    /// How many of them go without.
    pub short: u64,
}

/// Someone who goes without a seat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WithoutSeat {
    /// The person's userName.
    pub user: String,
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// The rules that grant it, highest first.
    #[serde(skip)]
    pub rules: Vec<String>,
    /// The person's stable id.
    #[serde(skip)]
    pub person: String,
}

/// A step of the plan, and whether it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepList {
    /// The step.
    pub step: Step,
    /// The guard that holds it.
    pub held: Option<Guard>,
    /// The subject it concerns; `None` for a value.
    pub subject: Option<u32>,
    /// How approvals and discards remember it.
    pub key: StepKey,
}

/// The plan of one target as lists, each sorted by user, slot and value.
#[derive(Debug, Clone, Default)]
pub struct TargetListing {
    /// Every step, held or not.
    pub steps: Vec<StepList>,
    /// What guards hold.
    pub held: Vec<Held>,
    /// Seats.
    pub seats: Vec<SeatCount>,
    /// Who goes without.
    pub without_seat: Vec<WithoutSeat>,
    /// Unmanaged accounts that no person explains.
    pub orphans: Vec<String>,
    /// Failures known before sending.
    pub failures: Vec<Failure>,
    /// The persons of `failures`, by stable id, in the same order.
    pub failed_persons: Vec<String>,
}

impl TargetPlan {
    /// Writes the plan out as lists.
    #[must_use]
    pub fn listing(&self, input: &PlanInput<'_>) -> TargetListing {
        let mut listing = TargetListing {
            held: self.held.clone(),
            seats: self.seats.clone(),
            ..TargetListing::default()
        };
        listing.held.sort_by(|a, b| {
            (a.guard.word(), &a.slot, &a.value).cmp(&(b.guard.word(), &b.slot, &b.value))
        });
        let mut writer = Writer { plan: self, input, rules: HashMap::new() };
        writer.accounts(&mut listing.steps);
        writer.values(&mut listing.steps, &mut listing.without_seat);
        listing.steps.sort_by(|a, b| sort_key(&a.step).cmp(&sort_key(&b.step)));
        listing.without_seat.sort();
        let mut failures = writer.failures();
        failures.sort();
        (listing.failures, listing.failed_persons) = failures.into_iter().unzip();
        listing.orphans = writer.orphans();
        listing
    }

    /// The userName of `subject`: the source's, or the account's where there is no person.
    #[must_use]
    pub fn user<'a>(&self, input: &PlanInput<'a>, subject: u32) -> &'a str {
        if subject < self.subjects.people() {
            return input.snapshot.person(subject).user_name();
        }
        let account = self.subjects.account(subject);
        account.map_or("", |at| input.table.rows[at as usize].user_name.as_str())
    }
}

fn sort_key(step: &Step) -> (&str, Option<&str>, Option<&str>, StepKind) {
    (&step.user, step.slot.as_deref(), step.value.as_deref(), step.kind)
}

struct Writer<'a> {
    plan: &'a TargetPlan,
    input: &'a PlanInput<'a>,
    /// Rules behind a grant, by slot, value and the grants that a person shares with others.
    rules: HashMap<(usize, String, Vec<u32>), Vec<String>>,
}

impl Writer<'_> {
    fn accounts(&self, list: &mut Vec<StepList>) {
        let steps = &self.plan.steps;
        let kinds = [
            (StepKind::Create, &steps.create, None),
            (StepKind::Update, &steps.update, None),
            (StepKind::Suspend, &steps.suspend, Some(&steps.held_suspend)),
            (StepKind::Reactivate, &steps.reactivate, None),
            (StepKind::Adopt, &steps.adopt, None),
        ];
        for (kind, subjects, held) in kinds {
            for subject in subjects {
                let held = held.is_some_and(|held| held.contains(subject));
                let step = self.step(subject, kind, None, Vec::new());
                list.push(self.listed(subject, step, held));
            }
        }
        for (definition, slot) in self.input.target.slots.iter().zip(&steps.slots) {
            for value in &slot.create {
                let step = Step {
                    user: String::new(),
                    kind: StepKind::Value,
                    slot: Some(definition.name.clone()),
                    value: Some(value.clone()),
                    rules: Vec::new(),
                    person: None,
                    account: None,
                    of_suspension: false,
                };
                let key = StepKey {
                    subject: String::new(),
                    slot: definition.name.clone(),
                    value: value.clone(),
                    kind: StepKind::Value,
                };
                let held = steps.all_held.then_some(Guard::RuleTest);
                list.push(StepList { step, held, subject: None, key });
            }
        }
    }

    fn values(&mut self, list: &mut Vec<StepList>, without: &mut Vec<WithoutSeat>) {
        let plan = self.plan;
        for (index, definition) in self.input.target.slots.iter().enumerate() {
            for (value, entry) in &plan.steps.slots[index].values {
                for subject in &entry.assign {
                    let rules = self.rules_behind(index, value, subject);
                    let place = Some((definition.name.as_str(), value.as_str()));
                    let step = self.step(subject, StepKind::Assign, place, rules);
                    list.push(self.listed(subject, step, entry.held_assign.contains(subject)));
                }
                for subject in &entry.unassign {
                    let place = Some((definition.name.as_str(), value.as_str()));
                    let rules = self.rules_behind(index, value, subject);
                    let mut step = self.step(subject, StepKind::Unassign, place, rules);
                    step.of_suspension = plan.steps.suspend.contains(subject);
                    list.push(self.listed(subject, step, entry.held_unassign.contains(subject)));
                }
                for subject in &entry.without_seat {
                    without.push(WithoutSeat {
                        user: plan.user(self.input, subject).to_owned(),
                        slot: definition.name.clone(),
                        value: value.clone(),
                        rules: self.rules_behind(index, value, subject),
                        person: self.input.snapshot.person(subject).id().to_owned(),
                    });
                }
            }
        }
    }

    /// The rules behind a grant. Asked once for all who are matched by the same speakers.
    fn rules_behind(&mut self, index: usize, value: &str, subject: u32) -> Vec<String> {
        if subject >= self.plan.subjects.people() {
            return Vec::new();
        }
        let speakers = (0u32..).zip(self.input.rules.speakers());
        let matching: Vec<u32> = speakers
            .filter(|(_, speaker)| speaker.people.contains(subject))
            .map(|(by, _)| by)
            .collect();
        let key = (index, value.to_owned(), matching);
        if let Some(rules) = self.rules.get(&key) {
            return rules.clone();
        }
        let rules = self.input.rules.granting_rules(
            self.input.target,
            index,
            value,
            subject,
            self.input.snapshot,
            &self.plan.resolution.slots[index],
        );
        if !self.has_template(index) {
            self.rules.insert(key, rules.clone());
        }
        rules
    }

    /// Whether a template takes part in the slot, so that people matched alike differ.
    fn has_template(&self, index: usize) -> bool {
        use rolecall_directory::{Gives, ValueSource};
        let slot = &self.input.target.slots[index].name;
        let fixed = |source: &ValueSource| matches!(source, ValueSource::Fixed(_));
        self.input.rules.speakers().iter().any(|speaker| {
            let gives = speaker.assigns.iter().any(|assignment| {
                assignment.slot == *slot
                    && matches!(&assignment.gives, Gives::Values(v) if !v.iter().all(fixed))
            });
            let withholds = speaker.withholds.iter();
            gives || withholds.into_iter().any(|w| w.slot == *slot && !w.values.iter().all(fixed))
        })
    }

    fn step(
        &self,
        subject: u32,
        kind: StepKind,
        place: Option<(&str, &str)>,
        rules: Vec<String>,
    ) -> Step {
        let subjects = &self.plan.subjects;
        let account = subjects.account(subject).map(|at| &self.input.table.rows[at as usize]);
        let is_person = subject < subjects.people();
        Step {
            user: self.plan.user(self.input, subject).to_owned(),
            kind,
            slot: place.map(|(slot, _)| slot.to_owned()),
            value: place.map(|(_, value)| value.to_owned()),
            rules,
            person: is_person.then(|| self.input.snapshot.person(subject).id().to_owned()),
            account: account.map(|account| account.key.clone()),
            of_suspension: kind == StepKind::Suspend,
        }
    }

    fn listed(&self, subject: u32, step: Step, held: bool) -> StepList {
        let slot = step.slot.clone().unwrap_or_default();
        let value = step.value.clone().unwrap_or_default();
        let key = step_key(self.input, &self.plan.subjects, subject, &slot, &value, step.kind);
        let guard = if self.plan.steps.all_held {
            Some(Guard::RuleTest)
        } else {
            held.then(|| self.guard_of(&step))
        };
        StepList { step, held: guard, subject: Some(subject), key }
    }

    /// The first guard that names the step's place.
    fn guard_of(&self, step: &Step) -> Guard {
        let place = match (&step.slot, step.of_suspension) {
            (Some(slot), false) => slot.as_str(),
            _ => "accounts",
        };
        let names = |held: &&Held| {
            held.slot == place
                && (held.value.is_none() || held.value == step.value)
                && held.guard == Guard::Removals
        };
        let removals = self.plan.held.iter().find(names);
        let others = self.plan.held.iter().find(|held| held.guard != Guard::Removals);
        removals.or(others).map_or(Guard::Removals, |held| held.guard)
    }

    fn failures(&self) -> Vec<(Failure, String)> {
        let plan = self.plan;
        let mut all = Vec::new();
        for (row, failure) in &self.input.population.failures {
            if !plan.protected.contains(*row) {
                all.push((failure.clone(), self.input.snapshot.person(*row).id().to_owned()));
            }
        }
        let target = &self.input.target.name;
        let mut add = |subjects: &RoaringBitmap, cause, message: &dyn Fn(u32) -> String| {
            for subject in subjects {
                let user = plan.user(self.input, subject).to_owned();
                let failure = Failure { user, cause, message: message(subject) };
                all.push((failure, self.input.snapshot.person(subject).id().to_owned()));
            }
        };
        add(&plan.unable.foreign, Cause::DomainNotVerified, &|subject| {
            let person = self.input.snapshot.person(subject);
            let address = person.email().unwrap_or_else(|| person.user_name());
            format!(
                "{address} is outside the verified domains of the directory; verify its domain or \
                 correct the address at the source"
            )
        });
        add(&plan.unable.account_exists, Cause::AccountExists, &|subject| {
            let user = plan.user(self.input, subject);
            format!(
                "{user} has an account in {target} that Rolecall does not manage; adopt it or leave it"
            )
        });
        add(&plan.unable.suspended_elsewhere, Cause::SuspendedElsewhere, &|subject| {
            let user = plan.user(self.input, subject);
            format!("the account of {user} in {target} was deactivated there; reactivate it there")
        });
        for (row, lacking) in &plan.unable.missing {
            let message = format!(
                "{target} requires {}; fill it in at the source or map another attribute to it",
                lacking.join(" and ")
            );
            add(&RoaringBitmap::from_iter([*row]), Cause::AttributeMissing, &|_| message.clone());
        }
        all
    }

    fn orphans(&self) -> Vec<String> {
        if self.input.target.unmanaged != UnmanagedPolicy::Report {
            return Vec::new();
        }
        let actual = &self.plan.actual;
        let mut alone = (&actual.active - &actual.managed) - &self.plan.protected;
        alone.remove_range(..self.plan.subjects.people());
        let mut names: Vec<String> =
            alone.iter().map(|subject| self.plan.user(self.input, subject).to_owned()).collect();
        names.sort();
        names
    }
}
