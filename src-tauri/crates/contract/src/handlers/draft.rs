//! The draft as a whole: reading it, editing it, giving it up, taking over what others saved.

use crate::draft::content::Content;
use crate::types::{Draft, DraftAnswer, DraftEdits, DraftStanding};
use crate::{App, AppError};
use std::sync::Arc;

/// The rules as edited.
pub(crate) fn get(app: &Arc<App>) -> Result<Draft, AppError> {
    app.with_draft(|state, present| state.show(app, present))
}

/// Tells whether the draft is still the one that was read, without looking at its rules.
pub(crate) fn standing(app: &Arc<App>) -> Result<DraftStanding, AppError> {
    let plan = app.latest()?.map_or(0, |latest| latest.id);
    app.with_draft(|state, _| {
        let is_changed = state.content.is_changed();
        Ok(DraftStanding { edition: state.edition, is_changed, plan })
    })
}

/// Makes edits; answers what differs and what saving would change.
pub(crate) fn edit(app: &Arc<App>, request: &DraftEdits) -> Result<DraftAnswer, AppError> {
    app.with_draft(|state, present| {
        state.edit(&request.edits, request.continues)?;
        state.keep_soon(app)?;
        state.answer(app, present)
    })
}

/// Takes the last edits back.
pub(crate) fn undo(app: &Arc<App>) -> Result<DraftAnswer, AppError> {
    app.with_draft(|state, present| {
        state.undo()?;
        state.keep_soon(app)?;
        state.answer(app, present)
    })
}

/// Computes what saving the draft would change.
pub(crate) fn effect(app: &Arc<App>) -> Result<DraftAnswer, AppError> {
    app.with_draft(|state, present| state.answer(app, present))
}

/// Gives all edits up.
pub(crate) fn discard(app: &Arc<App>) -> Result<Draft, AppError> {
    app.with_draft(|state, present| {
        let saved = Content::saved(present.version, &present.configuration.rules);
        state.become_now(saved);
        state.keep_soon(app)?;
        state.show(app, present)
    })
}

/// Takes over what others saved; where both touched a rule, the draft's stays.
pub(crate) fn merge(app: &Arc<App>) -> Result<Draft, AppError> {
    app.with_draft(|state, present| {
        state.merge(present);
        state.keep_soon(app)?;
        state.show(app, present)
    })
}
