//! The desktop host: one window, a tray, and the contract's commands for the page in it.
//!
//! It holds no business rules. What the page may ask is the application's `call` and a dialog to
//! save a file; see `src-tauri/capabilities`.

mod arguments;
mod autostart;
mod commands;
mod files;
mod memory;
mod menu;
mod notifications;
mod renewal;
mod signals;
mod tray;
mod window;
mod words;
mod workspace;

use arguments::Arguments;
use clap::Parser;
use renewal::Renewal;
use std::io::IsTerminal;
use tauri::{App, AppHandle, Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;
use workspace::Workspace;

/// Runs Rolecall until it is quit.
///
/// # Errors
/// When there is no display, or no window can be opened on it.
pub fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    window::display()?;
    if arguments.hidden {
        memory::save();
    }
    let one_at_a_time = tauri_plugin_single_instance::Builder::new()
        .dbus_id(arguments.name_on_the_bus())
        .callback(|app, arguments, _| {
            // The session may start it a second time; only a person wants to see the window.
            if !arguments.iter().any(|argument| argument == "--hidden") {
                window::bring_up(app);
            }
        });
    let look = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    let remembered = tauri_plugin_window_state::Builder::new().with_state_flags(look);
    let builder = tauri::Builder::default()
        // First: a second start is to end before it begins anything.
        .plugin(one_at_a_time.build());
    autostart::prepared(builder, &arguments)
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(remembered.build())
        .on_menu_event(|app, event| menu::press(app, event.id().as_ref()))
        .invoke_handler(tauri::generate_handler![
            commands::call,
            commands::choose_file,
            commands::save_file
        ])
        .setup(move |app| start(app, &arguments))
        .build(tauri::generate_context!())?
        .run(hear);
    Ok(())
}

fn start(app: &App, arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let app = app.handle();
    let home = match &arguments.home {
        Some(home) => home.clone(),
        None => app.path().app_data_dir()?,
    };
    menu::show(app);
    // First, so that the workspace finds the tray it tells its state.
    let tray = tray::show(app, &arguments.name_on_the_bus());
    let session = autostart::session(app, arguments)?;
    app.manage(Renewal::new(arguments.at_session_start()));
    app.manage(Workspace::open(app, arguments.options(&home), session));
    signals::heed(app);
    notifications::listen(app);
    // Without a tray there would be no way back to a window that is not there.
    if !tray || !arguments.hidden {
        window::show(app)?;
    }
    Ok(())
}

fn hear(app: &AppHandle, event: RunEvent) {
    match event {
        // The last window was closed: the background goes on, within reach of the tray.
        RunEvent::ExitRequested { code: None, api, .. } if tray::is_there(app) => {
            api.prevent_exit();
            renewal::window_closed(app);
        }
        RunEvent::Exit => {
            if let Some(workspace) = app.try_state::<Workspace>() {
                workspace.close();
            }
            if let Some(renewal) = app.try_state::<Renewal>() {
                // The next one is not to find this one still there.
                tauri_plugin_single_instance::destroy(app);
                renewal.take_place();
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::bring_up(app),
        _ => {}
    }
}
