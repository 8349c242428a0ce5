//! The interface over loopback HTTP, behind a one-time address: routes, and who may use them.
//!
//! `POST /api/session` exchanges the token of a one-time address for a cookie, `POST /api/call`
//! runs a command, `GET /api/events` tells of events, `GET /health` says that the program is
//! there, `/scim/v2/<directory>` takes SCIM calls, and everything else is the built interface.
//! SCIM calls are taken elsewhere too, where the host says so: by TLS, or behind a proxy.

mod answer;
mod calls;
mod certificate;
mod events;
mod follow;
mod interface;
mod listener;
mod loopback;
mod origin;
mod scim;
mod session;

pub use follow::ScimFollower;
pub use listener::{ScimListen, ScimListener};
pub use loopback::{Listen, Loopback, Running, ServeError};
