//! Emulators of vendors' consoles, faithful to what the vendors publish. They stand beside the
//! house and use nothing of it, so that neither hides the other's mistakes. Not shipped.

pub mod goto;
pub mod okta;
pub mod tls;
pub mod umapi;
