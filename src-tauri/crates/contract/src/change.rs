//! Changing the configuration, one change at a time.

use crate::app::lock;
use crate::settings_kept::Kept;
use crate::{App, AppError};
use rolecall_directory::Configuration;

impl App {
    /// Makes a workspace that is nothing yet the administrator's own.
    pub(crate) fn own(&self) -> Result<(), AppError> {
        if self.store.setting::<String>(Kept::KIND)?.is_none() {
            self.store.set_setting(Kept::KIND, &Kept::OWN)?;
        }
        Ok(())
    }

    /// Applies `change` to the stored configuration; writes it when `change` answers that it did
    /// something.
    pub(crate) fn change_configuration(
        &self,
        change: impl FnOnce(&mut Configuration) -> Result<bool, AppError>,
    ) -> Result<(), AppError> {
        let _one = lock(&self.editing);
        let mut configuration = self.store.configuration()?;
        if change(&mut configuration)? {
            self.store.replace_configuration(&configuration)?;
        }
        Ok(())
    }
}
