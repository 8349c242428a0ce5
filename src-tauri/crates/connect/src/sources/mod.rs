//! Where people and groups come from.

mod csv;

pub use csv::CsvSource;
