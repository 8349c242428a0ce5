//! Banners: what failed, one a cause and target; and what guards hold.

use crate::seats::Seats;
use crate::types::{Banner, BannerValue, HeldBanner};
use crate::{App, AppError};
use rolecall_directory::{Cause, Configuration, Folded, Guard, Held};
use rolecall_engine::{holding_runs, target_health};
use rolecall_store::{
    FailureGroup, FailureRecord, FailureSort, JournalStep, Page, RunRecord, StepFilter, StepKey,
    StepState,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many rules a banner names.
const RULES: usize = 3;

/// All open failures, by cause and target.
pub(crate) struct OpenFailures(pub(crate) Vec<(FailureGroup, Vec<FailureRecord>)>);

impl App {
    /// All open failures, by cause and target, most people first.
    pub(crate) fn open_failures(&self) -> Result<OpenFailures, AppError> {
        let mut all = Vec::new();
        for group in self.store.failures_by_cause()? {
            let records = self.failures_of(&group.target, group.cause)?;
            all.push((group, records));
        }
        Ok(OpenFailures(all))
    }

    /// The open failures of `cause` in `target`, by userName.
    pub(crate) fn failures_of(
        &self,
        target: &str,
        cause: Cause,
    ) -> Result<Vec<FailureRecord>, AppError> {
        let order = (FailureSort::User, false);
        Ok(self.store.failures(target, cause, None, order, Page::ALL)?.rows)
    }

    /// The banner of `group`, made of its failures.
    pub(crate) fn banner(
        &self,
        group: &FailureGroup,
        records: &[FailureRecord],
        configuration: &Configuration,
        seats: &Seats,
    ) -> Result<Banner, AppError> {
        let mut actions = vec!["details", "retry"];
        if group.cause == Cause::AccountExists {
            actions.push("adopt");
        }
        if group.cause == Cause::SuspendedElsewhere {
            actions.push("reactivate");
        }
        if group.cause == Cause::NoLicences && self.is_sample()? {
            actions.push("buy_seats");
        }
        actions.push("dismiss");
        let values = match group.cause {
            Cause::NoLicences => values(&group.target, records, configuration, seats),
            _ => Vec::new(),
        };
        Ok(Banner {
            cause: group.cause.word().to_owned(),
            target: group.target.clone(),
            people: group.people,
            since: group.since,
            values,
            rules: rules_behind(records, configuration),
            sample: records.first().map(|first| first.message.clone()).unwrap_or_default(),
            actions: actions.into_iter().map(str::to_owned).collect(),
        })
    }

    /// The banners on show: targets that could not be read, then failures, most people first.
    pub(crate) fn banners(
        &self,
        open: &OpenFailures,
        configuration: &Configuration,
        seats: &Seats,
    ) -> Result<Vec<Banner>, AppError> {
        let mut banners = Vec::new();
        for target in &configuration.targets {
            let Some(health) = target_health(&self.store, &target.name)? else { continue };
            let Some(error) = health.error else { continue };
            banners.push(Banner {
                cause: health.cause.unwrap_or_else(|| Cause::Unavailable.word().to_owned()),
                target: target.name.clone(),
                people: 0,
                since: health.at,
                values: Vec::new(),
                rules: Vec::new(),
                sample: error,
                actions: vec!["retry".to_owned()],
            });
        }
        for (group, records) in open.0.iter().filter(|(group, _)| !group.dismissed) {
            banners.push(self.banner(group, records, configuration, seats)?);
        }
        Ok(banners)
    }

    /// What guards hold since the last plan of each target, without what was decided since.
    pub(crate) fn held(&self) -> Result<(Vec<HeldBanner>, BTreeSet<Folded>), AppError> {
        let (mut banners, mut people) = (Vec::new(), BTreeSet::new());
        let mut by_run: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        for (target, run) in holding_runs(&self.store)? {
            by_run.entry(run).or_default().insert(target);
        }
        for (number, targets) in by_run {
            let run = self.store.run(number)?;
            if run.counts().held == 0 {
                continue;
            }
            let mut steps = self.undecided(number)?;
            steps.retain(|step| targets.contains(&step.target));
            people.extend(steps.iter().map(|step| Folded::new(&step.step.user)));
            let noted = run.summary.get("held").cloned().unwrap_or_default();
            let mut noted: BTreeMap<String, Vec<Held>> =
                serde_json::from_value(noted).unwrap_or_default();
            noted.retain(|target, _| targets.contains(target));
            banners.extend(held_banners(number, noted, &steps));
        }
        Ok((banners, people))
    }

    /// The steps that guards held in `run` and nobody approved or discarded yet.
    pub(crate) fn undecided(&self, run: i64) -> Result<Vec<JournalStep>, AppError> {
        let filter = StepFilter {
            state: Some(StepState::NotSent),
            not_sent: Some(rolecall_directory::NotSent::HeldByGuard),
            ..StepFilter::default()
        };
        self.undecided_of(self.store.steps(run, &filter, Page::ALL)?.rows)
    }

    /// Those of `steps`, held in `run`, that wait for a decision: none once a later plan decided
    /// anew about their target.
    pub(crate) fn waiting(
        &self,
        run: &RunRecord,
        mut steps: Vec<JournalStep>,
    ) -> Result<Vec<JournalStep>, AppError> {
        let holding = holding_runs(&self.store)?;
        steps.retain(|step| {
            step.not_sent == Some(rolecall_directory::NotSent::HeldByGuard)
                && holding.get(&step.target) == Some(&run.id)
        });
        self.undecided_of(steps)
    }

    /// Those of `steps` that nobody approved or discarded yet.
    fn undecided_of(&self, mut steps: Vec<JournalStep>) -> Result<Vec<JournalStep>, AppError> {
        let approved = self.store.approved(self.now())?;
        let discarded = self.store.discarded()?;
        let discarded: BTreeSet<StepKey> = discarded.into_iter().map(|one| one.key).collect();
        steps.retain(|step| {
            let key = StepKey::of(&step.target, &step.step);
            !approved.contains(&key) && !discarded.contains(&key)
        });
        Ok(steps)
    }
}

/// What of `noted`, held in `run`, is still to be decided on.
fn held_banners(
    run: i64,
    noted: BTreeMap<String, Vec<Held>>,
    steps: &[JournalStep],
) -> Vec<HeldBanner> {
    let mut banners = Vec::new();
    for (target, held) in noted {
        for held in held {
            let left = steps.iter().filter(|step| covers(&held, &target, step)).count() as u64;
            if left > 0 {
                banners.push(HeldBanner {
                    target: target.clone(),
                    guard: held.guard.word().to_owned(),
                    slot: held.slot,
                    value: held.value,
                    steps: left.min(held.steps),
                    limit: held.limit,
                    run,
                });
            }
        }
    }
    banners
}

/// Whether `held` is about `step`. A guard on accounts holds the removals of each suspension too.
fn covers(held: &Held, target: &str, step: &JournalStep) -> bool {
    if step.target != target || step.guard != Some(held.guard) {
        return false;
    }
    match held.slot.as_str() {
        "*" => true,
        "accounts" => step.step.slot.is_none() || step.step.of_suspension,
        slot => {
            step.step.slot.as_deref() == Some(slot)
                && (held.value.is_none() || held.value == step.step.value)
        }
    }
}

/// The guard that `word` names.
pub(crate) fn guard_of(word: &str) -> Result<Guard, AppError> {
    const ALL: [Guard; 5] =
        [Guard::Removals, Guard::SourceShrunk, Guard::BadRows, Guard::UnknownName, Guard::RuleTest];
    let found = ALL.into_iter().find(|guard| guard.word() == word);
    found.ok_or_else(|| {
        AppError::new("guard_unknown", format!("There is no guard \"{word}\".")).with("guard", word)
    })
}

/// Names of the rules behind `records`, highest first.
fn rules_behind(records: &[FailureRecord], configuration: &Configuration) -> Vec<String> {
    let named: BTreeSet<&String> = records.iter().flat_map(|record| &record.rules).collect();
    let rules = configuration.rules.iter().filter(|rule| named.contains(&rule.name));
    rules.take(RULES).map(|rule| rule.name.clone()).collect()
}

fn values(
    target: &str,
    records: &[FailureRecord],
    configuration: &Configuration,
    seats: &Seats,
) -> Vec<BannerValue> {
    let mut people: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for record in records {
        if let (Some(slot), Some(value)) = (&record.slot, &record.value) {
            *people.entry((slot, value)).or_default() += 1;
        }
    }
    let mut values: Vec<_> = people
        .into_iter()
        .map(|((slot, value), people)| {
            let known = seats.of(target, slot, value);
            BannerValue {
                slot: slot.to_owned(),
                value: value.to_owned(),
                people,
                seats: total_seats(configuration, target, slot, value).unwrap_or_default(),
                used: known.map_or(0, |known| known.used),
                without_rule: known.map_or(0, |known| known.without_rule),
            }
        })
        .collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.people));
    values
}

fn total_seats(
    configuration: &Configuration,
    target: &str,
    slot: &str,
    value: &str,
) -> Option<u64> {
    configuration.target(target)?.slot(slot)?.value(value)?.seats
}
