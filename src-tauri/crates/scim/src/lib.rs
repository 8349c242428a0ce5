//! Filters, attribute paths, resources and messages of RFC 7643 and RFC 7644.

mod filter;
mod fold;
mod path;
mod span;

pub use filter::{Dialect, Filter, FilterError, Literal, Op, PatternError, compile_pattern};
pub use fold::{fold, fold_cow};
pub use path::AttrPath;
pub use span::{Position, Span};
