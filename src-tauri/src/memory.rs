//! How much memory is taken for speed: little in the tray, what helps while there is a window.
//!
//! Linux may give memory in pieces of 2 MB, which makes work on large organizations faster and
//! leaves much of them unused. Other systems give none unasked.

/// Takes memory in small pieces from now on.
pub(crate) fn save() {
    large_pieces(false);
}

/// Takes memory in large pieces from now on, where the system gives them.
pub(crate) fn spend() {
    large_pieces(true);
}

#[cfg(target_os = "linux")]
fn large_pieces(wanted: bool) {
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(!wanted) {
        tracing::debug!(%error, "memory comes in pieces as before");
    }
}

#[cfg(not(target_os = "linux"))]
fn large_pieces(_: bool) {}
