//! Asking DNS for the proof of a domain: a TXT record (RFC 1035 section 3.3.14).

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::{Resolver, TokioResolver};
use std::net::SocketAddr;
use std::time::Duration;

/// How long a server is waited for, each of the tries.
const PATIENCE: Duration = Duration::from_secs(5);
const TRIES: usize = 2;

/// What DNS answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TxtAnswer {
    /// These records, each with its strings put together.
    Records(Vec<String>),
    /// The domain is there, without such a record.
    NoRecord,
    /// There is no such domain.
    NoDomain,
    /// Nobody answered, or not with an answer; in words.
    NoAnswer(String),
}

/// The TXT records of `domain`, asked of `server` or, when absent, of the system's own.
pub async fn txt_records(domain: &str, server: Option<SocketAddr>) -> TxtAnswer {
    let resolver = match resolver(server) {
        Ok(resolver) => resolver,
        Err(error) => return TxtAnswer::NoAnswer(error.to_string()),
    };
    // With the last dot it is a whole name, to which no search domain is appended.
    let name = format!("{}.", domain.trim_end_matches('.'));
    match resolver.txt_lookup(name).await {
        Ok(lookup) => {
            let texts = lookup.answers().iter().filter_map(|record| match &record.data {
                RData::TXT(text) => {
                    let strings = text.txt_data.iter().map(|part| String::from_utf8_lossy(part));
                    Some(strings.collect::<String>())
                }
                _ => None,
            });
            let texts: Vec<String> = texts.collect();
            if texts.is_empty() { TxtAnswer::NoRecord } else { TxtAnswer::Records(texts) }
        }
        Err(NetError::Dns(DnsError::NoRecordsFound(none))) => match none.response_code {
            ResponseCode::NXDomain => TxtAnswer::NoDomain,
            ResponseCode::NoError => TxtAnswer::NoRecord,
            other => TxtAnswer::NoAnswer(other.to_string()),
        },
        Err(error) => TxtAnswer::NoAnswer(error.to_string()),
    }
}

fn resolver(server: Option<SocketAddr>) -> Result<TokioResolver, NetError> {
    let mut builder = match server {
        Some(server) => {
            let at = |mut connection: ConnectionConfig| {
                connection.port = server.port();
                connection
            };
            let connections = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
            let server = NameServerConfig::new(server.ip(), true, connections);
            let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
            Resolver::builder_with_config(config, TokioRuntimeProvider::default())
        }
        None => Resolver::builder_tokio()?,
    };
    let options = builder.options_mut();
    options.timeout = PATIENCE;
    options.attempts = TRIES;
    // Whoever asks again has changed the record.
    options.cache_size = 0;
    builder.build()
}
