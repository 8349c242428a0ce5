//! Where people and groups come from.

mod csv;
mod record;
mod replay;

pub use csv::CsvSource;
pub(crate) use record::{Mapped, Person};
pub(crate) use replay::{Known, Replay, row_lost};
