//! Taking over a configuration file.

use crate::app::lock;
use crate::events::topic;
use crate::settings_kept::Kept;
use crate::types::{ConfigurationCheck, ConfigurationFile, Nothing};
use crate::{App, AppError};
use rolecall_config::difference;
use rolecall_engine::{ConfigurationFileError, load_configuration};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Checks a configuration file and tells what it would change.
pub(crate) fn check(app: &App, file: &ConfigurationFile) -> Result<ConfigurationCheck, AppError> {
    let new = match load_configuration(Path::new(&file.path)) {
        Ok(new) => new,
        Err(ConfigurationFileError::Wrong { errors, .. }) => {
            let errors = errors.errors.iter().map(ToString::to_string).collect();
            return Ok(ConfigurationCheck { errors, changes: Vec::new() });
        }
        Err(error) => return Err(error.into()),
    };
    let (_, present) = app.configuration()?;
    let changes = difference(&present, &new).iter().map(ToString::to_string).collect();
    Ok(ConfigurationCheck { errors: Vec::new(), changes })
}

/// Takes over a configuration file in the place of the present configuration.
pub(crate) fn import(app: &Arc<App>, file: &ConfigurationFile) -> Result<Nothing, AppError> {
    if app.is_sample()? {
        let message = "This is the sample organization; its configuration stays. Open another \
                       workspace for your own.";
        return Err(AppError::new("workspace_in_use", message));
    }
    let mut new = load_configuration(Path::new(&file.path))?;
    let changes = {
        let _one = lock(&app.editing);
        let present = app.store.configuration()?;
        // A rule of the same name stays the same rule.
        for rule in &mut new.rules {
            let same = present.rules.iter().find(|old| old.name == rule.name);
            rule.id = same.map_or_else(|| uuid::Uuid::new_v4().to_string(), |old| old.id.clone());
        }
        let both = (&present, &new);
        app.engine.follow_configuration(&app.store, both, &app.options.who)?;
        app.store.replace_configuration(&new)?;
        difference(&present, &new).len()
    };
    app.store.set_setting(Kept::KIND, &Kept::OWN)?;
    let detail = json!({"path": file.path, "changes": changes});
    app.entry("configuration_imported", detail).write(app)?;
    // A source that cannot be read yet is told by the Connections page.
    let read = Handle::current().block_on(app.engine.refresh_directories(&new, &app.store));
    if let Err(error) = read {
        tracing::info!(%error, "the directories of an imported configuration were not read");
    }
    app.look_around()?;
    app.events.changed(&topic::ALL);
    Ok(Nothing {})
}
