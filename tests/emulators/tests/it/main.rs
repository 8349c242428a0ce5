//! What the emulators are held against.
// Helpers of tests stand outside `#[test]` functions, where clippy does not know them as tests.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod dialogue;
mod goto;
mod peer_google;
mod peer_graph;
mod peer_okta;
mod peer_umapi_client;
mod umapi_rules;
