//! Filters, attribute paths, resources and messages of RFC 7643 and RFC 7644.
//!
//! | module | what it holds |
//! |---|---|
//! | `filter` | one parser for the RFC's filters and for the conditions of rules, and its printer |
//! | `resource` | JSON resources read, built and filtered by attribute path |
//! | [`message`] | list responses, errors and patches, read leniently and written strictly |
//! | [`schema`] | the attributes of users and groups, and what clients send made to them |
//! | `fold` | how text is compared everywhere in Rolecall |
//!
//! The `scim_v2` crate gives the URNs and the error keywords. Its filter parser refuses forms that
//! vendors send, and its models drop what they do not know or refuse what vendors get slightly
//! wrong, so filters and messages are read here.

mod filter;
mod fold;
pub mod message;
mod path;
mod resource;
pub mod schema;
mod span;

pub use filter::{Dialect, Filter, FilterError, Literal, Op, PatternError, compile_pattern};
pub use fold::{fold, fold_cow};
pub use path::AttrPath;
pub use resource::{PatchError, SetError, apply, evaluate, evaluate_at, get, set};
pub use scim_v2::schema_urns as urn;
pub use span::{Position, Span};
