//! Adobe's User Management API, version 2, as its public documentation describes it
//! (github.com/adobe-apiplatform/umapi-documentation): tokens, users, groups, actions, throttles.
//!
//! Where the documentation is silent this is our reading: the first step that fails ends its
//! command, and a request of more than ten commands is malformed.

mod action;
mod answer;
mod commands;
mod console;
mod organization;
mod routes;
mod throttle;

pub use console::{Console, Fault};
pub use organization::{Group, GroupKind, Identity, Organization, Status, User};
pub use routes::{open, router};
pub use throttle::Throttle;
