//! Where people and groups come from.

mod csv;
mod entra;
mod record;
mod replay;

pub use csv::CsvSource;
pub use entra::{EntraSettings, EntraSource};
pub(crate) use record::{Mapped, Person};
pub(crate) use replay::{Known, Replay, row_lost};
