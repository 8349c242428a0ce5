//! What sources and targets do to files and servers.
// Helpers of tests stand outside `#[test]` functions, where clippy does not know them as tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// They say which counterpart is missing, and take JSON as it is written.
#![allow(clippy::print_stdout, clippy::needless_pass_by_value)]

mod csv_rewrite;
mod csv_source;
mod csv_target;
mod entra;
mod flat;
mod google;
mod goto;
mod ldap;
mod ldif;
mod network;
mod odd_bulk;
mod odd_paging;
mod odd_schemas;
mod odd_servers;
mod odd_writes;
mod okta;
mod push;
mod recording;
mod scim_source;
mod scim_target;
mod scim_token;
mod sign_in;
mod umapi_odd;
mod umapi_target;
mod watched;
