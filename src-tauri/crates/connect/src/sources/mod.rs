//! Where people and groups come from.

mod confirm;
mod csv;
mod entra;
mod expiry;
mod google;
mod ldap;
mod ldif;
mod okta;
mod overlap;
mod probing;
mod record;
mod replay;
mod scim;
mod usual;

pub use csv::CsvSource;
pub use entra::{EntraSettings, EntraSource, entra_sign_in};
pub use expiry::{days_left, token_ends};
pub use google::{GoogleSettings, GoogleSource, google_sign_in};
pub use ldap::{LdapBranch, LdapBrowse, LdapCount, LdapNode, LdapNodeKind, LdapSource, LdapTrial};
pub use ldif::LdifSource;
pub use okta::{OktaSettings, OktaSource};
pub(crate) use record::Mapped;
pub use record::record_paths;
pub(crate) use replay::{Known, Replay};
pub use scim::{ScimSource, ScimSourceSettings};
pub use usual::usual_places;
