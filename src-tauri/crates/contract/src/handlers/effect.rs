//! The people whom the draft's effect concerns, and the draft tried on one person.

use super::people::{explained, row_of};
use crate::draft::{changes_of, people_page};
use crate::types::{DraftPerson, EffectPeople, EffectPeopleRequest, PersonRequest};
use crate::{App, AppError};
use std::sync::Arc;

/// Lists people whom the draft's effect concerns.
pub(crate) fn people(
    app: &Arc<App>,
    request: &EffectPeopleRequest,
) -> Result<EffectPeople, AppError> {
    let view = app.people()?;
    app.with_draft(|state, _| people_page(state, request, &view))
}

/// What one person would have by the draft, and why.
///
/// # Errors
/// `not_found` when nobody is called so, `not_planned` while nothing is planned.
pub(crate) fn person(app: &Arc<App>, request: &PersonRequest) -> Result<DraftPerson, AppError> {
    let view = app.people()?;
    let listed = row_of(view.snapshot(), &request.user)?;
    app.with_draft(|state, present| {
        state.try_out(app, present, &view)?;
        let Some(tried) = &state.tried else {
            let message = "Sources and targets are being read. Try again in a moment.";
            return Err(AppError::new("not_planned", message));
        };
        let base = tried.base();
        let row = base.snapshot.rows_named(&request.user).first().copied();
        let changes = tried.candidate().zip(row).map(|(candidate, row)| {
            changes_of(&candidate.effect().changes_of(row), tried.configuration())
        });
        let planned = &tried.latest.planned;
        let targets = planned.targets.iter().enumerate().map(|(index, target)| {
            let under = tried.target(&base, index);
            explained(target, under.zip(row))
        });
        Ok(DraftPerson {
            person: view.item(listed),
            changes: changes.unwrap_or_default(),
            targets: targets.collect(),
        })
    })
}
