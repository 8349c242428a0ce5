//! How a provider is set up.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A product that costs a seat for every user whose `entitlements` hold its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The entitlement's value.
    pub name: String,
    /// Seats bought.
    pub seats: u32,
    /// Seats used; ignored in options, always computed.
    #[serde(default)]
    pub used: u32,
}

impl Product {
    /// A product with seats bought and none used.
    pub fn new(name: impl Into<String>, seats: u32) -> Self {
        Self { name: name.into(), seats, used: 0 }
    }
}

/// How a provider is set up; the default is an empty one on a free port that accepts any entitlement.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The loopback port; 0 takes the one used last (see `state_file`), else any free one.
    pub port: u16,
    /// The bearer token; a random one when absent.
    pub token: Option<String>,
    /// The products sold. When empty, any entitlement is accepted and none costs a seat.
    pub products: Vec<Product>,
    /// The values allowed in `roles`; when empty, any.
    pub roles: Vec<String>,
    /// Users to begin with, as bodies of `POST /Users`.
    pub users: Vec<Value>,
    /// Display names of groups to begin with.
    pub groups: Vec<String>,
    /// Where content survives a restart; in memory only when absent.
    pub state_file: Option<PathBuf>,
    /// Leaves the state file as it was found: what changes is kept in memory only.
    pub leave_state_file: bool,
    /// How long every call takes at least.
    pub latency: Duration,
    /// How many calls are taken within a second; those beyond are answered 429.
    pub calls_per_second: Option<u32>,
    /// Leaves calls out of the record, for long measurements.
    pub forget_calls: bool,
}
