//! Okta's management API (`/api/v1`) and the org's token endpoint, as far as Okta's published
//! OpenAPI description and developer pages tell: API tokens (`SSWS`), OAuth tokens by client
//! credentials with a signed JWT, users with `filter`, `search`, `limit` and `after`, their
//! lifecycle, groups with `lastMembershipUpdated`, members, paging by `Link`, and rate limit
//! headers on every answer.
//!
//! Where they are silent this is our decision, and the connector's too:
//! - a cursor is the id after which the next page begins, and worthless once it was forgotten;
//! - a rate limit's period begins with its first call;
//! - `search` is answered from the same data as `filter`, at once;
//! - taking a member out of a group by deleting the person counts as a change of membership.

mod assertion;
mod console;
mod door;
mod errors;
mod fault;
mod filter;
mod groups;
mod org;
mod pages;
mod throttle;
mod users;

pub use console::{Call, Console, Right};
pub use door::{open, router};
pub use fault::{Fault, FaultKind};
pub use org::Org;
pub use throttle::Throttle;
