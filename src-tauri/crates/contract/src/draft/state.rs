//! The draft of this workspace, as this process has it.

use super::content::{Base, Content, order};
use super::keep::read_stored;
use super::merge::{merged, other_changes};
use super::prepared::Prepared;
use super::remarks::Linted;
use super::tried::Tried;
use crate::app::lock;
use crate::people_view::PeopleView;
use crate::types::{Draft, DraftAnswer, DraftConflict, DraftRule, RuleEdit};
use crate::{App, AppError};
use rolecall_directory::Configuration;
use std::sync::{Arc, Weak};

/// How many edits can be taken back.
const UNDO: usize = 200;

/// The draft with what was found out about it.
pub(crate) struct DraftState {
    pub(crate) content: Content,
    pub(super) undo: Vec<Content>,
    pub(crate) edition: i64,
    /// The edition on disk, where there is one.
    pub(super) kept: Option<i64>,
    /// Whether it differs from what is on disk.
    pub(super) is_dirty: bool,
    /// Whether its way to the disk has begun.
    pub(super) is_being_kept: bool,
    pub(super) prepared: Vec<Prepared>,
    /// What `prepared` was checked against.
    pub(super) checked_with: Option<(i64, Weak<PeopleView>)>,
    pub(crate) tried: Option<Tried>,
    /// Counts effects.
    pub(super) effects: i64,
    pub(super) linted: Linted,
    /// The rules as last told.
    told: Vec<DraftRule>,
}

/// What is saved at present.
pub(crate) struct Present {
    pub(crate) version: i64,
    pub(crate) configuration: Arc<Configuration>,
}

impl App {
    /// Runs `work` on the draft as it is now.
    pub(crate) fn with_draft<T>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut DraftState, &Present) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let mut kept = lock(&self.draft);
        let (version, configuration) = self.configuration()?;
        let present = Present { version, configuration };
        let on_disk = self.store.draft_edition()?;
        let is_mine = |state: &DraftState| state.is_dirty || state.kept == on_disk;
        let state = match kept.take().filter(is_mine) {
            Some(state) => state,
            None => read_stored(self, &present)?,
        };
        let state = kept.insert(state);
        state.settle(&present);
        work(state, &present)
    }
}

impl DraftState {
    pub(super) fn new(content: Content, edition: i64, kept: Option<i64>) -> Self {
        Self {
            content,
            undo: Vec::new(),
            edition,
            kept,
            is_dirty: false,
            is_being_kept: false,
            prepared: Vec::new(),
            checked_with: None,
            tried: None,
            effects: 0,
            linted: Linted::default(),
            told: Vec::new(),
        }
    }

    /// Follows what is saved, where nothing is edited or the rules are those it was begun from.
    fn settle(&mut self, present: &Present) {
        if self.content.base_version == present.version {
            return;
        }
        let saved = Content::saved(present.version, &present.configuration.rules);
        if saved.base.rules == self.content.base.rules {
            self.content.base_version = present.version;
        } else if !self.content.is_changed() {
            self.content = saved;
            self.undo.clear();
            self.edition += 1;
        }
    }

    /// Makes the edits; those that continue the ones before are taken back together with them.
    pub(crate) fn edit(&mut self, edits: &[RuleEdit], continues: bool) -> Result<(), AppError> {
        let next = self.content.edited(edits)?;
        if continues && !self.undo.is_empty() {
            self.content = next;
            self.touched();
        } else {
            self.become_now(next);
        }
        Ok(())
    }

    /// Puts `next` in the place of what it holds; that can be taken back.
    pub(crate) fn become_now(&mut self, next: Content) {
        let before = std::mem::replace(&mut self.content, next);
        self.undo.push(before);
        if self.undo.len() > UNDO {
            self.undo.remove(0);
        }
        self.touched();
    }

    /// Takes the last edits back.
    ///
    /// # Errors
    /// `nothing_to_undo`.
    pub(crate) fn undo(&mut self) -> Result<(), AppError> {
        let Some(before) = self.undo.pop() else {
            let message = "There is no edit to take back.";
            return Err(AppError::new("nothing_to_undo", message));
        };
        self.content = before;
        self.touched();
        Ok(())
    }

    /// Takes over what others saved.
    pub(crate) fn merge(&mut self, present: &Present) {
        if self.conflict(present).is_some() {
            let theirs = Base::of(&present.configuration.rules);
            self.become_now(merged(&self.content, present.version, theirs));
        }
    }

    /// Begins anew from what was just saved.
    pub(crate) fn saved(&mut self, present: &Present) {
        self.content = Content::saved(present.version, &present.configuration.rules);
        self.undo.clear();
        self.edition += 1;
        (self.kept, self.is_dirty) = (None, false);
    }

    fn touched(&mut self) {
        self.edition += 1;
        self.is_dirty = true;
    }

    /// What others saved since the draft was begun.
    pub(crate) fn conflict(&self, present: &Present) -> Option<DraftConflict> {
        if self.content.base_version == present.version {
            return None;
        }
        let changes = other_changes(&self.content, &Base::of(&present.configuration.rules));
        Some(DraftConflict { changes })
    }

    /// The whole draft.
    pub(crate) fn show(&mut self, app: &Arc<App>, present: &Present) -> Result<Draft, AppError> {
        let view = app.people()?;
        self.try_out(app, present, &view)?;
        self.told = self.rules(&view, app.now());
        Ok(Draft {
            rules: self.told.clone(),
            deleted: self.content.deleted(),
            is_changed: self.content.is_changed(),
            can_undo: !self.undo.is_empty(),
            edition: self.edition,
            conflict: self.conflict(present),
            people: u64::from(view.snapshot().people()),
        })
    }

    /// What differs from what was told last, and the effect.
    pub(crate) fn answer(
        &mut self,
        app: &Arc<App>,
        present: &Present,
    ) -> Result<DraftAnswer, AppError> {
        let view = app.people()?;
        let effect = self.try_out(app, present, &view)?;
        let rules = self.rules(&view, app.now());
        let before = std::mem::take(&mut self.told);
        let is_told = |rule: &&DraftRule| !before.contains(rule);
        let changed = rules.iter().filter(is_told).cloned().collect();
        self.told = rules;
        Ok(DraftAnswer {
            changed,
            order: order(&self.content.rules),
            deleted: self.content.deleted(),
            is_changed: self.content.is_changed(),
            can_undo: !self.undo.is_empty(),
            edition: self.edition,
            conflict: self.conflict(present),
            effect,
        })
    }
}
