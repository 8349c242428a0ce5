//! Filters, attribute paths, resources and messages of RFC 7643 and RFC 7644.

mod fold;

pub use fold::{fold, fold_cow};
