//! The edit window: a synced directory is read-only but for one hour at an administrator's word.

use super::{LifeError, directory_of};
use crate::engine::Engine;
use rolecall_directory::Configuration;
use rolecall_store::{EditWindow, Store};
use serde_json::json;

/// How long a window stays open.
const HOUR: i64 = 60 * 60 * 1000;

impl Engine {
    /// Opens the edit window of `directory` for one hour from now, at `who`'s word.
    ///
    /// # Errors
    /// [`LifeError::NotSynced`] when it is edited without; when the workspace fails.
    pub fn open_edit_window(
        &self,
        store: &Store,
        configuration: &Configuration,
        directory: &str,
        who: &str,
    ) -> Result<EditWindow, LifeError> {
        if directory_of(configuration, directory)?.source.is_none() {
            return Err(LifeError::NotSynced { directory: directory.to_owned() });
        }
        self.close_windows(store)?;
        let now = self.now();
        let window = EditWindow {
            directory: directory.to_owned(),
            opened_at: now,
            until: now + HOUR,
            who: who.to_owned(),
        };
        let detail = json!({"directory": directory, "until": window.until});
        let entry = self.life_entry("edit_window_opened", who, None, detail);
        store.open_edit_window(&window, entry)?;
        Ok(window)
    }

    /// Closes the edit window of `directory` at `who`'s word; answers whether it was open.
    ///
    /// # Errors
    /// When the workspace fails.
    pub fn close_edit_window(
        &self,
        store: &Store,
        directory: &str,
        who: &str,
    ) -> Result<bool, LifeError> {
        self.close_windows(store)?;
        let Some(window) = store.edit_window(directory)? else { return Ok(false) };
        let detail = json!({"directory": directory, "by": "hand"});
        let entry = self.life_entry("edit_window_closed", who, None, detail);
        Ok(store.close_edit_window(&window, entry)?)
    }

    /// Closes the windows whose hour is over, each with one Activity entry; answers how many.
    ///
    /// # Errors
    /// When the workspace fails.
    pub fn close_windows(&self, store: &Store) -> Result<usize, LifeError> {
        let now = self.now();
        let mut closed = 0;
        for window in store.edit_windows()?.iter().filter(|window| !window.is_open(now)) {
            let detail = json!({"directory": window.directory, "by": "time"});
            let entry = self.life_entry("edit_window_closed", "Rolecall", None, detail);
            closed += usize::from(store.close_edit_window(window, entry)?);
        }
        Ok(closed)
    }

    /// The edit window of `directory` while it is open.
    ///
    /// # Errors
    /// When the workspace fails.
    pub fn edit_window(
        &self,
        store: &Store,
        directory: &str,
    ) -> Result<Option<EditWindow>, LifeError> {
        let now = self.now();
        Ok(store.edit_window(directory)?.filter(|window| window.is_open(now)))
    }

    /// Refuses where `directory` is synced and no edit window is open.
    pub(super) fn assert_editable(
        &self,
        store: &Store,
        configuration: &Configuration,
        directory: &str,
    ) -> Result<(), LifeError> {
        let synced = directory_of(configuration, directory)?.source.is_some();
        if synced && self.edit_window(store, directory)?.is_none() {
            return Err(LifeError::EditWindowClosed { directory: directory.to_owned() });
        }
        Ok(())
    }
}
