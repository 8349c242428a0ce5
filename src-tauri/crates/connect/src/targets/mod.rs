//! Where accounts are.

mod csv;
mod scim;

pub use csv::CsvTarget;
pub use scim::{ScimForm, ScimSettings, ScimTarget};
