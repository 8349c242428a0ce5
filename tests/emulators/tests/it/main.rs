//! What the emulators are held against.
// Helpers of tests stand outside `#[test]` functions, where clippy does not know them as tests.
#![allow(clippy::unwrap_used)]

mod goto;
mod peer_umapi_client;
mod umapi_rules;
