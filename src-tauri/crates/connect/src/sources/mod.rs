//! Where people and groups come from.

mod confirm;
mod csv;
mod entra;
mod google;
mod ldap;
mod okta;
mod probing;
mod record;
mod replay;
mod usual;

pub use csv::CsvSource;
pub use entra::{EntraSettings, EntraSource};
pub use google::{GoogleSettings, GoogleSource};
pub use ldap::LdapSource;
pub use okta::{OktaSettings, OktaSource};
pub(crate) use record::{Mapped, Person};
pub(crate) use replay::{Known, Replay, row_lost};
pub use usual::usual_places;
