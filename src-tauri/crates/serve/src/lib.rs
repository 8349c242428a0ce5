//! The interface over loopback HTTP, behind a one-time address: routes, and who may use them.
//!
//! `POST /api/session` exchanges the token of a one-time address for a cookie, `POST /api/call`
//! runs a command, `GET /api/events` tells of events, `GET /health` says that the program is
//! there, and everything else is the built interface.

mod answer;
mod calls;
mod events;
mod interface;
mod loopback;
mod origin;
mod session;

pub use loopback::{Listen, Loopback, Running, ServeError};
