//! Long lists put in an order once and kept for as long as they stay as they are, so that each
//! page of a million rows costs the same.

use crate::app::lock;
use crate::paging::page;
use crate::recent::Recent;
use crate::types::{Chosen, PageRequest};
use crate::{App, AppError};
use rolecall_plan::StepName;
use rolecall_store::{
    ActivityEntry, ActivityFilter, ActivitySort, JournalStep, Page, Paged, RunRecord, StepCounts,
    StepFilter, StepId, StepSort,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// How many lists of a kind are kept: each is some megabytes at a million rows.
const LISTS: usize = 3;

/// Steps of a run as asked for, and how its steps stood then.
#[derive(PartialEq)]
struct StepsView {
    run: i64,
    filter: StepFilter,
    sort: StepSort,
    counts: BTreeMap<String, StepCounts>,
}

/// Steps of a plan as asked for, in words.
pub(crate) type PlanStepsView = (i64, String);

/// The places of entries, oldest first or as another order has it, up to the last one there was.
#[derive(Default)]
struct Places {
    span: Option<(i64, i64)>,
    places: Arc<Vec<i64>>,
}

/// The lists that screens page through.
pub(crate) struct Ordered {
    steps: Recent<StepsView, Vec<StepId>>,
    activity: Recent<(ActivityFilter, ActivitySort), Mutex<Places>>,
    /// Steps of plans by the target's index.
    pub(crate) plan: Recent<PlanStepsView, Vec<(u32, StepName)>>,
}

impl Default for Ordered {
    fn default() -> Self {
        let (steps, activity) = (Recent::new(LISTS), Recent::new(LISTS));
        Self { steps, activity, plan: Recent::new(1) }
    }
}

/// The part of a list that is asked for; its end first where the order is turned round.
pub(crate) fn part<T: Clone>(list: &[T], asked: Page, turned: bool) -> Vec<T> {
    let (offset, limit) = (asked.offset as usize, asked.limit as usize);
    match turned {
        false => list.iter().skip(offset).take(limit).cloned().collect(),
        true => list.iter().rev().skip(offset).take(limit).cloned().collect(),
    }
}

/// Tells which rows of a list are chosen.
pub(crate) struct Choice<'a> {
    chosen: Option<(bool, BTreeSet<&'a str>)>,
}

impl<'a> Choice<'a> {
    /// All rows where nothing is said.
    pub(crate) fn of(chosen: Option<&'a Chosen>) -> Self {
        let keys = |chosen: &'a Chosen| chosen.keys.iter().map(String::as_str).collect();
        Self { chosen: chosen.map(|chosen| (chosen.all, keys(chosen))) }
    }

    /// Whether the row called so is chosen.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.chosen.as_ref().is_none_or(|(all, keys)| keys.contains(key) != *all)
    }
}

impl App {
    /// The numbers of a run's steps that pass, in this order.
    pub(crate) fn ordered_steps(
        &self,
        run: &RunRecord,
        filter: &StepFilter,
        sort: StepSort,
    ) -> Result<Arc<Vec<StepId>>, AppError> {
        let (filter, counts) = (filter.clone(), run.targets.clone());
        let view = StepsView { run: run.id, filter: filter.clone(), sort, counts };
        let made = || self.store.step_ids(run.id, &filter, sort);
        Ok(self.ordered.steps.get_or(view, made)?)
    }

    /// A part of a run's steps.
    pub(crate) fn steps_by(
        &self,
        run: &RunRecord,
        filter: &StepFilter,
        (sort, turned): (StepSort, bool),
        asked: PageRequest,
    ) -> Result<Paged<JournalStep>, AppError> {
        let ids = self.ordered_steps(run, filter, sort)?;
        let rows = self.store.steps_of(&part(&ids, page(asked), turned))?;
        Ok(Paged { rows, total: ids.len() as u64 })
    }

    /// The places of entries that pass. In the order of time only what came since is looked at.
    pub(crate) fn ordered_activity(
        &self,
        filter: &ActivityFilter,
        sort: ActivitySort,
    ) -> Result<Arc<Vec<i64>>, AppError> {
        let kept = self.ordered.activity.get((filter.clone(), sort), Mutex::default);
        let mut kept = lock(&kept);
        let span = self.store.activity_span()?;
        if kept.span == span {
            return Ok(kept.places.clone());
        }
        let goes_on = match (kept.span, span, sort) {
            (Some((first, last)), Some(now), ActivitySort::Time) if first == now.0 => Some(last),
            _ => None,
        };
        let found = self.store.activity_places(filter, sort, goes_on.unwrap_or(0))?;
        match goes_on {
            Some(_) => Arc::make_mut(&mut kept.places).extend(found),
            None => kept.places = Arc::new(found),
        }
        kept.span = span;
        Ok(kept.places.clone())
    }

    /// A part of the entries that pass.
    pub(crate) fn activity_by(
        &self,
        filter: &ActivityFilter,
        (sort, turned): (ActivitySort, bool),
        asked: PageRequest,
    ) -> Result<Paged<ActivityEntry>, AppError> {
        let places = self.ordered_activity(filter, sort)?;
        let rows = self.store.activity_at(&part(&places, page(asked), turned))?;
        Ok(Paged { rows, total: places.len() as u64 })
    }
}
