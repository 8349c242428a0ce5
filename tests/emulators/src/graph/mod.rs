//! Microsoft Graph v1.0 as far as a directory is read by it, and the sign-in service before it, as
//! Microsoft's public documentation describes them (github.com/microsoftgraph/microsoft-graph-docs
//! and learn.microsoft.com): client credentials by secret or by certificate, users and groups,
//! members, delta queries with `$select`, next links and delta links, `@removed`,
//! `members@delta`, resets, throttles, application permissions.
//!
//! Where the documentation is silent this is our decision: a token of a delta query holds no more
//! than a number, a round of pages tells what was there when it began, and the filter knows
//! `name eq value` joined by `and`.

mod answer;
mod console;
mod delta;
mod routes;
mod select;
mod tenant;

pub use console::{Console, Lost};
pub use routes::{open, router};
pub use tenant::{Group, MemberKind, Tenant};
