//! The window: made when it is wanted, gone when it is closed.

use crate::memory;
use anyhow::bail;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder};

const LABEL: &str = "main";

/// Makes sure that there is a display to open a window on.
pub(crate) fn display() -> anyhow::Result<()> {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !named("DISPLAY") && !named("WAYLAND_DISPLAY") {
        bail!(
            "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set. Start rolecall in a desktop session, or use `rolecallctl serve` and a browser"
        );
    }
    Ok(())
}

/// Shows the window in front, with a new page when it had been closed.
pub(crate) fn show(app: &AppHandle) -> tauri::Result<()> {
    show_at(app, None)
}

/// The same, at the place that `script` goes to when there is one.
fn show_at(app: &AppHandle, script: Option<&str>) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(LABEL) {
        if let Some(script) = script {
            window.eval(script)?;
        }
        window.unminimize()?;
        window.show()?;
        return window.set_focus();
    }
    let windows = &app.config().app.windows;
    let Some(config) = windows.iter().find(|window| window.label == LABEL) else {
        return Err(tauri::Error::WindowNotFound);
    };
    let mut builder = WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    if let Some(script) = script {
        // It runs with each load of the page, but a page that is loaded again has a place.
        builder = builder.initialization_script(format!("if (location.hash === '') {script}"));
    }
    memory::spend();
    builder.build()?;
    Ok(())
}

/// The same from any thread; what goes wrong is logged.
pub(crate) fn bring_up(app: &AppHandle) {
    bring_up_at(app, None);
}

/// The same, at the page `place`, such as `/overview`.
pub(crate) fn open_page(app: &AppHandle, place: &str) {
    bring_up_at(app, go_to(place));
}

/// The script that goes to `place`; none where it is not one of the page's own.
fn go_to(place: &str) -> Option<String> {
    let sign = |c: char| c.is_ascii_alphanumeric() || "/-_.~%".contains(c);
    let is_place = place.starts_with('/') && place.chars().all(sign);
    is_place.then(|| format!("location.hash = '#{place}'"))
}

fn bring_up_at(app: &AppHandle, script: Option<String>) {
    let handle = app.clone();
    let shown = app.run_on_main_thread(move || {
        if let Err(error) = show_at(&handle, script.as_deref()) {
            tracing::error!(%error, "the window cannot be shown");
        }
    });
    if let Err(error) = shown {
        tracing::error!(%error, "the window cannot be shown");
    }
}

/// Whether an address is the page's own: nothing else is ever loaded.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_of_the_page_are_gone_to() {
        let there = go_to("/overview/failures/Go%20To/no_licences");
        let script = "location.hash = '#/overview/failures/Go%20To/no_licences'";
        assert_eq!(there.as_deref(), Some(script));
        for other in ["overview", "/x'; alert(1); '", "/a b", "/<x>", ""] {
            assert_eq!(go_to(other), None, "{other}");
        }
    }

    #[test]
    fn only_the_page_itself_is_loaded() {
        let is_ours = |text: &str| is_ours(&text.parse().expect("an address"));
        assert!(is_ours("tauri://localhost/#/rules"));
        assert!(is_ours("http://tauri.localhost/index.html"));
        for other in [
            "https://example.org/",
            "http://localhost/",
            "tauri://example.org/",
            "https://tauri.localhost.example.org/",
            "file:///etc/passwd",
            "data:text/html,x",
        ] {
            assert!(!is_ours(other), "{other}");
        }
    }
}
