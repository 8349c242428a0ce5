//! Plans of small worlds, sentence by sentence of the specification, and what holds for all.
// Helpers of tests stand outside `#[test]` functions, where clippy does not know them as tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod decided;
mod effects;
mod explained;
mod guarded;
mod laws;
mod linked;
mod people;
mod random;
mod resting;
mod seated;
mod shadowed;
mod told;
mod updates;
mod waiting;
mod world;
