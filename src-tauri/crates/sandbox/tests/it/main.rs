//! The sandbox as its clients see it: over HTTP, and from its files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;
mod faults;
mod organization;
mod patch;
mod reference;
mod resources;
mod seats;
mod state;
