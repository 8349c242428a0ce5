//! Changing the configuration, one change at a time.

use crate::app::lock;
use crate::{App, AppError};
use rolecall_directory::Configuration;

impl App {
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
