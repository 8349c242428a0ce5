//! The edit window.

use crate::events::topic;
use crate::types::{DirectoryRequest, EditWindow, Nothing};
use crate::{App, AppError};

/// Opens the edit window of a directory for an hour.
pub(crate) fn open(app: &App, request: &DirectoryRequest) -> Result<EditWindow, AppError> {
    let (_, configuration) = app.configuration()?;
    let (directory, who) = (request.directory.as_str(), app.options.who.as_str());
    let window = app.engine.open_edit_window(&app.store, &configuration, directory, who)?;
    told(app);
    Ok(shown(window))
}

/// Ends editing.
pub(crate) fn close(app: &App, request: &DirectoryRequest) -> Result<Nothing, AppError> {
    if app.engine.close_edit_window(&app.store, &request.directory, &app.options.who)? {
        told(app);
    }
    Ok(Nothing {})
}

pub(super) fn shown(window: rolecall_store::EditWindow) -> EditWindow {
    let rolecall_store::EditWindow { directory, opened_at, until, who } = window;
    EditWindow { directory, opened_at, until, who }
}

fn told(app: &App) {
    app.events.changed(&[topic::CONNECTIONS, topic::PEOPLE, topic::ACTIVITY]);
}
