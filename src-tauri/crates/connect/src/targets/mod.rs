//! Where accounts are.

mod csv;
mod goto;
pub(crate) mod scim;
mod umapi;

pub use csv::CsvTarget;
pub use goto::{GotoSettings, GotoTarget};
pub use scim::{ScimForm, ScimSettings, ScimTarget};
pub use umapi::{UmapiSettings, UmapiTarget};
