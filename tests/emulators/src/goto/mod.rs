//! GoTo's Admin REST API (`/admin/rest/v1`) and the token endpoint before it, as far as public
//! sources describe them: tokens of an hour by client credentials and Basic client
//! authentication, users with `filter`, `attributes`, `offset` and `pageSize`, licences with
//! `userKeys` and `invitedUserKeys`, role sets by `filter`, ten requests a second and a 429
//! without `Retry-After`.
//!
//! Where the sources are silent this is our decision, and the connector's too:
//! - a user's record carries `adminRoles`, `roleSetIds`, `groupKey`, `templateKey` and
//!   `attributes` (a list of `{key, value}`); a PUT changes what it names and nothing else, and
//!   `null` empties a group or template;
//! - `POST users` takes at most a hundred people and does all or nothing, but for people who have
//!   a profile already: they are in the answer like the others, and change in nothing. Who has it
//!   in another account is sent an invitation to transfer, holds the seats meanwhile, and is among
//!   the users only after accepting or declining;
//! - a user without roles and seats is Suspended; nobody sets that, and no field says so;
//! - an attribute's value belongs to a user, under the attribute's key;
//! - errors are `{"int_err_code", "msg"}`, the one shape ever seen; their codes are ours;
//! - `fromIndex` and `toIndex` count from 0, both inclusive.

mod change;
mod console;
mod door;
mod errors;
mod fault;
mod query;
mod routes;
mod tenant;
mod throttle;
mod tokens;

pub use console::{Call, Conflict, Console};
pub use fault::{Fault, FaultKind};
pub use routes::{open, router};
pub use tenant::{Counts, Invitation, License, Named, Tenant, User};
