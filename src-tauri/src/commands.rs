//! What the page may ask of this host.

use crate::files;
use crate::workspace::Workspace;
use rolecall_contract::{AppError, Command};
use serde::Deserialize;
use serde_json::Value;
use tauri::{State, WebviewWindow};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

/// Runs a command of the contract.
#[tauri::command]
pub(crate) async fn call(
    command: Value,
    workspace: State<'_, Workspace>,
) -> Result<Value, AppError> {
    let command = Command::read(command)?;
    workspace.app().await?.call(command).await
}

/// What a file is to hold.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Content {
    /// Text.
    Text(String),
    /// A picture, byte by byte.
    Bytes(Vec<u8>),
}

/// Saves a file where the administrator says in the system's dialog, and answers the path; nothing
/// when the dialog is cancelled.
#[tauri::command]
pub(crate) async fn save_file(
    name: String,
    content: Content,
    window: WebviewWindow,
) -> Result<Option<String>, AppError> {
    let (choose, chosen) = oneshot::channel();
    window.dialog().file().set_parent(&window).set_file_name(files::bare_name(&name)).save_file(
        move |path| {
            // A page that is gone no longer waits for the answer.
            let _ = choose.send(path);
        },
    );
    let Some(path) = chosen.await.ok().flatten().and_then(|path| path.into_path().ok()) else {
        return Ok(None);
    };
    let bytes = match content {
        Content::Text(text) => text.into_bytes(),
        Content::Bytes(bytes) => bytes,
    };
    files::write(path, bytes).await.map(Some)
}

/// Lets the administrator choose a file in the system's dialog, and answers its path; nothing when
/// the dialog is cancelled. The file is not opened here.
#[tauri::command]
pub(crate) async fn choose_file(window: WebviewWindow) -> Result<Option<String>, AppError> {
    let (choose, chosen) = oneshot::channel();
    window.dialog().file().set_parent(&window).pick_file(move |path| {
        // A page that is gone no longer waits for the answer.
        let _ = choose.send(path);
    });
    let path = chosen.await.ok().flatten().and_then(|path| path.into_path().ok());
    Ok(path.map(|path| path.display().to_string()))
}
