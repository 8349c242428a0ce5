//! `rolecallctl` from outside: real files, real processes, real connections.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::unwrap_used)]

mod accounts;
mod asked;
mod bad_input;
mod codes;
mod commands;
mod deletion;
mod directory;
mod directory_server;
mod encodings;
mod explain;
mod goto;
mod large;
mod network;
mod org_units;
mod proxies;
mod push;
mod relay;
mod rules;
mod secrets;
mod serve;
mod sign_in;
mod stops;
mod targets;
mod umapi;
mod undo;
mod usage;
mod workspace;
mod world;
