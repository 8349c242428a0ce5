//! Entering in Activity what somebody did here.

use crate::{App, AppError};
use rolecall_directory::Cause;
use rolecall_store::NewActivity;
use serde_json::Value;

/// An entry about to be made by whoever uses this application.
pub(crate) struct Entry(NewActivity);

impl App {
    /// An entry of `kind`, now, by whoever uses this application.
    pub(crate) fn entry(&self, kind: &str, detail: Value) -> Entry {
        Entry(NewActivity {
            at: self.now(),
            who: self.options.who.clone(),
            kind: kind.to_owned(),
            status: "ok".to_owned(),
            person: None,
            rule: None,
            target: None,
            run: None,
            cause: None,
            detail,
        })
    }
}

impl Entry {
    pub(crate) fn failed(mut self) -> Self {
        "failed".clone_into(&mut self.0.status);
        self
    }

    pub(crate) fn rule(mut self, name: &str) -> Self {
        self.0.rule = Some(name.to_owned());
        self
    }

    pub(crate) fn person(mut self, user: &str) -> Self {
        self.0.person = Some(user.to_owned());
        self
    }

    pub(crate) fn target(mut self, name: &str) -> Self {
        self.0.target = Some(name.to_owned());
        self
    }

    pub(crate) fn cause(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    pub(crate) fn run(mut self, run: i64) -> Self {
        self.0.run = Some(run);
        self
    }

    /// The entry, to be written with what it tells of.
    pub(crate) fn into_activity(self) -> NewActivity {
        self.0
    }

    /// Writes it.
    pub(crate) fn write(self, app: &App) -> Result<(), AppError> {
        app.store.append(&[self.0])?;
        Ok(())
    }
}
