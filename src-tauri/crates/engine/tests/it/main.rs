//! Whole runs of the engine against real counterparts: files, the sandbox's SCIM provider over
//! HTTP, processes that are killed, and a provider that nobody here wrote.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail, and a child process speaks to its parent on standard output"
)]

mod accounted;
mod again;
mod answers;
mod bodies;
mod computed;
mod domains;
mod doubt;
mod faults;
mod grace;
mod guards;
mod killed;
mod left_out;
mod life;
mod line;
mod linked;
mod managed;
mod many;
mod network;
mod one_bad;
mod peer_scim2_server;
mod process;
mod push_door;
mod pushed;
mod quarantined;
mod retries;
mod several;
mod staff;
mod suites;
mod two_engines;
mod two_readings;
mod vendors;
mod verified;
mod world;
mod zone;
