//! Where accounts are.

mod csv;

pub use csv::CsvTarget;
