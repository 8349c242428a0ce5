//! Where people and groups come from.

mod csv;
mod entra;
mod google;
mod record;
mod replay;

pub use csv::CsvSource;
pub use entra::{EntraSettings, EntraSource};
pub use google::{GoogleSettings, GoogleSource};
pub(crate) use record::{Mapped, Person};
pub(crate) use replay::{Known, Replay, row_lost};
