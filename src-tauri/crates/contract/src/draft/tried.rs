//! The plans that a draft would lead to, kept between edits.

use super::state::{DraftState, Present};
use crate::latest::Latest;
use crate::people_view::PeopleView;
use crate::types::Effect;
use crate::{App, AppError};
use rolecall_directory::Configuration;
use rolecall_plan::{Base, Candidate, PlanInput, TargetPlan};
use rolecall_rules::RuleSet;
use std::sync::Arc;
use std::time::Instant;

/// The plans of a draft beside those of what is saved.
pub(crate) struct Tried {
    /// The plan of what is saved.
    pub(crate) latest: Latest,
    /// Those of the draft; `None` while it says what is saved.
    candidate: Option<Candidate>,
    /// Those of the last draft that differed: the next one is made from it.
    before: Option<Candidate>,
    /// The effect's number.
    pub(crate) id: i64,
    /// The edition of the draft.
    edition: i64,
    /// How long it took.
    pub(super) milliseconds: f64,
}

impl Tried {
    pub(crate) fn base(&self) -> Base<'_> {
        self.latest.planned.base()
    }

    pub(crate) fn candidate(&self) -> Option<&Candidate> {
        self.candidate.as_ref()
    }

    /// The rules over the people.
    pub(crate) fn rules(&self) -> &RuleSet {
        match &self.candidate {
            Some(candidate) => candidate.rules(),
            None => &self.latest.planned.rules,
        }
    }

    /// The configuration with the draft's rules.
    pub(crate) fn configuration(&self) -> &Configuration {
        match &self.candidate {
            Some(candidate) => candidate.configuration(),
            None => &self.latest.planned.configuration,
        }
    }

    /// The plan of target number `index` and what it was made from; `None` where the target could
    /// not be read.
    pub(crate) fn target<'a>(
        &'a self,
        base: &Base<'a>,
        index: usize,
    ) -> Option<(PlanInput<'a>, &'a TargetPlan)> {
        match &self.candidate {
            Some(candidate) => Some((candidate.input(base, index)?, candidate.plan(index)?)),
            None => {
                let target = (*base.targets.get(index)?)?;
                Some((target.input, target.plan))
            }
        }
    }
}

impl DraftState {
    /// Plans with the draft. The effect is told unless a rule that takes part cannot be used, or
    /// what is saved is not planned yet, which is then begun.
    pub(crate) fn try_out(
        &mut self,
        app: &Arc<App>,
        present: &Present,
        view: &Arc<PeopleView>,
    ) -> Result<Option<Effect>, AppError> {
        let began = Instant::now();
        self.prepare(present, view);
        // A plan that is looked at cannot follow what was saved since.
        self.tried.take_if(|tried| tried.latest.version != present.version);
        let Some(latest) = app.latest()? else {
            self.tried = None;
            app.plan_soon();
            return Ok(None);
        };
        let before = self.tried.take().filter(|tried| tried.latest.id == latest.id);
        let is_broken = self.prepared.iter().any(super::prepared::Prepared::is_broken);
        if let Some(tried) = before.as_ref().filter(|tried| tried.edition == self.edition) {
            let effect = (!is_broken).then(|| self.effect_of(tried, view));
            self.tried = before;
            return Ok(effect);
        }
        let before = before.and_then(|tried| tried.candidate.or(tried.before));
        let rules = self.usable_rules();
        let base = latest.planned.base();
        let differs = self.content.is_changed() || self.conflict(present).is_some();
        let candidate = if differs {
            let tried = Configuration { rules, ..latest.planned.configuration.clone() };
            let made = match &before {
                Some(before) => before.revise(&base, &tried),
                None => Candidate::new(&base, &tried),
            };
            let wrong = |error: rolecall_plan::RuleError| AppError::internal(error);
            Some(made.map_err(wrong)?)
        } else {
            None
        };
        drop(base);
        self.effects += 1;
        let milliseconds = began.elapsed().as_secs_f64() * 1000.0;
        let before = if candidate.is_some() { None } else { before };
        let (id, edition) = (self.effects, self.edition);
        let tried = Tried { latest, candidate, before, id, edition, milliseconds };
        let effect = (!is_broken).then(|| self.effect_of(&tried, view));
        self.tried = Some(tried);
        Ok(effect)
    }
}
