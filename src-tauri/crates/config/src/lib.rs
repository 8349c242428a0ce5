//! The TOML form of a configuration: read with the place of everything that is wrong in it, written
//! so that the same configuration gives the same bytes, and compared in words.
//!
//! | module | what it holds |
//! |---|---|
//! | `read` | the file read section by section into a `Configuration` |
//! | `write` | the canonical text |
//! | `difference` | what changes between two configurations |
//! | `error` | what can be wrong, and where |
//!
//! Knows no file: the text is handed in, and the header rows of CSV sources are asked for.

mod difference;
mod duration;
mod error;
mod read;
mod write;

pub use difference::{Action, Change, difference};
pub use duration::{parse as duration_seconds, text as duration_text};
pub use error::{ConfigError, ConfigErrors};
pub use read::{
    ColumnsOf, SourceColumns, attribute_name_problem, computed_name_problem, read, read_rules,
};
pub use write::{write, write_rules};
