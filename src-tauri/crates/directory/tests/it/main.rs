//! The Snapshot and the tables, as those who fill and read them see them.
// Helpers of tests stand outside `#[test]` functions, where clippy does not know them as tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod applied;
mod columns;
mod described;
mod groups;
mod people;
mod shared;
mod tables;
