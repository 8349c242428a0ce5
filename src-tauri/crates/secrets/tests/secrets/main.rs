//! What crosses the crate's edge: a real keyring.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may stop and say why")]

mod gnome_keyring;
mod session;
