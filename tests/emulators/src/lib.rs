//! Emulators of vendors' consoles, faithful to what the vendors publish. They stand beside the
//! house and use nothing of it, so that neither hides the other's mistakes. Not shipped.

pub mod front;
pub mod google;
pub mod goto;
pub mod graph;
pub mod keys;
pub mod okta;
pub mod sign_in;
pub mod tls;
pub mod umapi;
