//! The sandbox: what Rolecall is tried on when nothing may leave the machine.
//!
//! | module | holds |
//! |---|---|
//! | [`provider`] | a SCIM 2.0 service provider on loopback, with products that have seats, a record of all calls, and faults on demand |
//! | [`organization`] | the sample organization of 500 people, its configuration, and what its console holds at first |
//! | [`mod@reference`] | reference organizations of any size, for measuring |
//!
//! It depends on no other crate of the house, so that a mistake there is not repeated and hidden here.

mod dice;
mod names;
pub mod organization;
pub mod provider;
pub mod reference;
