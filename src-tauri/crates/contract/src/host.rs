//! What a host can do that others cannot.

use crate::{App, AppError};

/// Starting with the desktop session. Grows only when something needs it.
pub trait Autostart: Send + Sync {
    /// Whether the session starts it.
    ///
    /// # Errors
    /// Why that cannot be told.
    fn is_on(&self) -> Result<bool, String>;

    /// Makes the session start it, or not.
    ///
    /// # Errors
    /// Why that cannot be done.
    fn set(&self, on: bool) -> Result<(), String>;
}

impl App {
    /// Lets settings say whether the desktop session starts Rolecall. A second call changes
    /// nothing.
    pub fn lend_autostart(&self, autostart: Box<dyn Autostart>) {
        // The first host stays.
        let _ = self.autostart.set(autostart);
    }

    /// Whether the session starts it; `None` where the host cannot do that.
    pub(crate) fn starts_with_session(&self) -> Option<bool> {
        let autostart = self.autostart.get()?;
        let is_on = autostart.is_on();
        if let Err(reason) = &is_on {
            tracing::warn!(reason, "whether the session starts Rolecall cannot be told");
        }
        Some(is_on.unwrap_or(false))
    }

    /// Makes the session start it, or not.
    pub(crate) fn start_with_session(&self, on: bool) -> Result<(), AppError> {
        let Some(autostart) = self.autostart.get() else {
            let message = "Only Rolecall in its own window can start with the desktop session. On \
                           a server, install it as a service.";
            return Err(AppError::new("autostart_failed", message));
        };
        autostart.set(on).map_err(|reason| {
            let message = format!(
                "The desktop session could not be told to start Rolecall or not: {reason}. Change \
                 it in the system's own settings."
            );
            AppError::new("autostart_failed", message).with("reason", reason)
        })
    }
}
