//! Where accounts are.

mod csv;
mod scim;
mod umapi;

pub use csv::CsvTarget;
pub use scim::{ScimForm, ScimSettings, ScimTarget};
pub use umapi::{UmapiSettings, UmapiTarget};
