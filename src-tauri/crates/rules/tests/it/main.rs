//! Conditions, resolution and explanation, straight from the specification's sentences.
// Helpers of tests stand outside `#[test]` functions, where clippy does not know them as tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod checks;
mod conditions;
mod explanation;
mod expressions;
mod lint;
mod office;
mod renaming;
mod resolution;
mod templates;
