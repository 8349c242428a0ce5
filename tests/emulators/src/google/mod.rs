//! The Directory API of Google Workspace (Admin SDK) as far as users and groups are read by it, its
//! Reports API as far as the activities of administrators are, and the token endpoint before them, as Google's public documentation describes them
//! (developers.google.com/workspace/admin/directory): a service account with domain-wide
//! delegation, pages of at most 500 users and 200 groups or members, `showDeleted`, queries, etags
//! with `If-None-Match`, limits as 403 with a reason.
//!
//! Where the documentation is silent this is our decision: a page token holds a place in the list
//! as it stands, a group's etag changes with its fields and the number of its members, and the
//! query knows `isSuspended`, `isArchived`, `orgUnitPath` and `email`; the log shows the newest
//! activity first, each with one event.

mod answer;
mod console;
mod customer;
mod log;
mod reports;
mod routes;

pub use console::Console;
pub use customer::{Customer, Group, Member};
pub use log::AuditLog;
pub use reports::AUDIT;
pub use routes::{open, router};
