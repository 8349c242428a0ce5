//! The arguments of `rolecallctl push`.

use crate::places::Kept;
use clap::{Args, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Commands on SCIM push. Tokens have commands of their own.
#[derive(Debug, Subcommand)]
pub enum PushCommand {
    /// Lists the SCIM calls that were received, the latest first, with what each refusal means and
    /// what to do about it. Calls are kept for 30 days.
    Calls(Calls),
    /// Shows where this machine listens for SCIM calls, or chooses it; "serve" and the application
    /// follow within a second.
    Listen(Listen),
}

/// Which calls are listed.
#[derive(Debug, Args)]
pub struct Calls {
    /// Only calls for this directory.
    #[arg(long, value_name = "NAME")]
    pub directory: Option<String>,
    /// Only calls that were refused.
    #[arg(long)]
    pub failed: bool,
    /// Only calls with this method, such as PATCH.
    #[arg(long)]
    pub method: Option<String>,
    /// Only calls that were answered with this status.
    #[arg(long)]
    pub status: Option<u16>,
    /// Only calls with this in path, filter, token, address or words.
    #[arg(long, default_value = "")]
    pub text: String,
    /// How many at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    pub limit: u32,
    /// What to work on.
    #[command(flatten)]
    pub place: Kept,
}

/// Where to listen; without any of it nothing is changed.
#[derive(Debug, Args)]
pub struct Listen {
    /// The address and port, such as 0.0.0.0:7443.
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<SocketAddr>,
    /// A file with the certificate, with those that signed it (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_key", requires = "address")]
    pub tls_cert: Option<PathBuf>,
    /// A file with its private key (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// A proxy that speaks TLS stands before it, so that none is spoken here.
    #[arg(long, requires = "address")]
    pub behind_proxy: bool,
    /// Listens no more.
    #[arg(long, conflicts_with = "address")]
    pub off: bool,
    /// What to work on.
    #[command(flatten)]
    pub place: Kept,
}
