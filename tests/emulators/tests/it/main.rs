//! What the emulators are held against.

mod goto;
mod peer_umapi_client;
mod umapi_rules;
