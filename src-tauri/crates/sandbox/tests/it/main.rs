//! The sandbox as its clients see it: over HTTP, and from its files.

mod client;
mod faults;
mod organization;
mod patch;
mod resources;
mod seats;
mod state;
