//! The system's own browser, for what must not happen in our window (RFC 8252).

use std::process::{Command, Stdio};

/// What opens an address, with the words before it.
const OPENER: &[&str] = if cfg!(target_os = "macos") {
    &["open"]
} else if cfg!(windows) {
    &["rundll32", "url.dll,FileProtocolHandler"]
} else {
    &["xdg-open"]
};

/// Opens `url` in the system's browser; whether that could be begun.
pub(crate) fn open(url: &str) -> bool {
    // Nothing but a page: an opener would start programs too.
    if !url.starts_with("https://") && !url.starts_with("http://127.0.0.1:") {
        return false;
    }
    let mut opener = Command::new(OPENER[0]);
    opener.args(&OPENER[1..]).arg(url);
    opener.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = opener.spawn() else { return false };
    // Waited for by nobody it would stay behind when it is over.
    std::thread::spawn(move || {
        let _over = child.wait();
    });
    true
}
