//! The draft's way to the disk: soon after an edit, not within it.

use super::content::{Base, Content, Drafted};
use super::state::{DraftState, Present};
use crate::app::lock;
use crate::events::topic;
use crate::{App, AppError};
use rolecall_store::StoredDraft;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// How long edits are gathered before they are written.
const SOON: Duration = Duration::from_millis(200);
/// How long is waited after they could not be.
const AGAIN: Duration = Duration::from_secs(5);

/// What is written.
#[derive(Serialize, Deserialize)]
struct Written {
    base: Vec<Arc<Drafted>>,
    rules: Vec<Arc<Drafted>>,
}

/// The draft on disk; where there is none, the saved rules.
pub(super) fn read_stored(app: &App, present: &Present) -> Result<DraftState, AppError> {
    let Some(stored) = app.store.draft()? else {
        let content = Content::saved(present.version, &present.configuration.rules);
        return Ok(DraftState::new(content, app.now(), None));
    };
    let written: Written = match serde_json::from_str(&stored.content) {
        Ok(written) => written,
        // Another version wrote it. It stays on disk until something is edited.
        Err(error) => {
            tracing::warn!(%error, "the draft cannot be read; it is begun anew");
            let content = Content::saved(present.version, &present.configuration.rules);
            return Ok(DraftState::new(content, stored.edition + 1, Some(stored.edition)));
        }
    };
    let base = Base { rules: written.base };
    let same = |rule: Arc<Drafted>| match base.find(&rule.id) {
        Some(base) if *base == rule => base.clone(),
        _ => rule,
    };
    let rules = written.rules.into_iter().map(same).collect();
    let content = Content { base_version: stored.base_version, rules, base: Arc::new(base) };
    Ok(DraftState::new(content, stored.edition, Some(stored.edition)))
}

impl DraftState {
    /// Sees to it that the draft is on disk soon, or when the application is closed.
    pub(crate) fn keep_soon(&mut self, app: &Arc<App>) -> Result<(), AppError> {
        if app.is_closing() {
            return self.keep(app);
        }
        if self.is_being_kept {
            return Ok(());
        }
        self.is_being_kept = true;
        let mut stop = app.stop.subscribe();
        let held = app.clone();
        app.spawn(async move {
            let mut wait = SOON;
            loop {
                let closing = tokio::select! {
                    () = tokio::time::sleep(wait) => false,
                    _ = stop.wait_for(|stop| *stop) => true,
                };
                wait = match held.work(keep_now).await {
                    Ok(false) => return,
                    Ok(true) if closing => Duration::ZERO,
                    Ok(true) => SOON,
                    Err(error) => {
                        tracing::warn!(%error, "the draft could not be kept");
                        if closing {
                            return;
                        }
                        AGAIN
                    }
                };
            }
        });
        Ok(())
    }

    fn keep(&mut self, app: &App) -> Result<(), AppError> {
        if let Some(keeping) = self.to_keep(app) {
            let _one = lock(&app.keeping);
            let kept = keeping.write(app)?;
            self.note_kept(&keeping, kept);
        }
        Ok(())
    }

    /// What is to be written; nothing where the disk has it.
    fn to_keep(&self, app: &App) -> Option<Keeping> {
        let content = self.content.is_changed().then(|| self.content.clone());
        self.is_dirty.then(|| Keeping { edition: self.edition, content, at: app.now() })
    }

    /// Notes what is on disk now; the draft may have been edited since.
    fn note_kept(&mut self, keeping: &Keeping, kept: Option<i64>) {
        if self.is_dirty {
            self.kept = kept;
            self.is_dirty = self.edition != keeping.edition;
        }
    }
}

/// A draft on its way to the disk.
struct Keeping {
    edition: i64,
    /// `None` where nothing is edited.
    content: Option<Content>,
    at: i64,
}

impl Keeping {
    /// Writes it, and answers the edition that is on disk then.
    fn write(&self, app: &App) -> Result<Option<i64>, AppError> {
        let Some(content) = &self.content else {
            app.store.drop_draft()?;
            return Ok(None);
        };
        let written = Written { base: content.base.rules.clone(), rules: content.rules.clone() };
        app.store.keep_draft(&StoredDraft {
            edition: self.edition,
            base_version: content.base_version,
            content: serde_json::to_string(&written).map_err(AppError::internal)?,
            who: app.options.who.clone(),
            at: self.at,
        })?;
        Ok(Some(self.edition))
    }
}

/// Writes the draft while it can be edited; whether it was, so that there is more to write.
fn keep_now(app: &Arc<App>) -> Result<bool, AppError> {
    let (keeping, one) = {
        let mut draft = lock(&app.draft);
        let Some(state) = draft.as_mut() else { return Ok(false) };
        let Some(keeping) = state.to_keep(app) else {
            state.is_being_kept = false;
            return Ok(false);
        };
        (keeping, lock(&app.keeping))
    };
    let written = keeping.write(app);
    drop(one);
    let mut draft = lock(&app.draft);
    let Some(state) = draft.as_mut() else { return Ok(false) };
    // One that could not be kept is tried again by who tried now.
    state.note_kept(&keeping, written?);
    state.is_being_kept = state.is_dirty;
    let more = state.is_dirty;
    drop(draft);
    app.events.changed(&[topic::DRAFT]);
    Ok(more)
}
