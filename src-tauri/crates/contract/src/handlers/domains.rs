//! Domains of a directory and their proofs.

use crate::events::topic;
use crate::types::{DirectoryRequest, DnsResolver, DomainList, DomainRequest, DomainStanding};
use crate::{App, AppError};
use rolecall_engine::{add_domain, remove_domain};
use serde_json::json;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::runtime::Handle;

/// The setting that says which server is asked for TXT records, as `address:port`.
const RESOLVER: &str = "dns_resolver";
/// The port of DNS, where only an address was typed.
const PORT: u16 = 53;

/// All of them.
pub(crate) fn list(app: &App, request: &DirectoryRequest) -> Result<DomainList, AppError> {
    Ok(DomainList { items: app.domains_of(&request.directory)? })
}

/// Adds a domain and requests its proof.
pub(crate) fn add(app: &Arc<App>, request: &DomainRequest) -> Result<DomainList, AppError> {
    let proof = uuid::Uuid::new_v4().to_string();
    let mut added = false;
    app.change_configuration(|configuration| {
        let before = configuration.clone();
        add_domain(configuration, &request.directory, &request.domain, &proof)?;
        added = *configuration != before;
        Ok(added)
    })?;
    if added {
        let (_, configuration) = app.configuration()?;
        let of = (request.directory.as_str(), request.domain.trim().trim_end_matches('.'));
        app.engine.request_proof(&app.store, &configuration, of, &app.options.who)?;
        told(app)?;
    }
    list(app, &DirectoryRequest { directory: request.directory.clone() })
}

/// Asks DNS for the proof of a domain now.
pub(crate) fn check(app: &Arc<App>, request: &DomainRequest) -> Result<DomainList, AppError> {
    let (_, configuration) = app.configuration()?;
    let of = (request.directory.as_str(), request.domain.as_str());
    let checking = app.engine.check_domain(&app.store, &configuration, of, app.resolver()?);
    Handle::current().block_on(checking)?;
    told(app)?;
    list(app, &DirectoryRequest { directory: request.directory.clone() })
}

/// Requests the proof of an expired domain again.
pub(crate) fn restart(app: &Arc<App>, request: &DomainRequest) -> Result<DomainList, AppError> {
    let (_, configuration) = app.configuration()?;
    let standing = app.domains_of(&request.directory)?;
    let is_verified = standing.iter().any(|domain| {
        domain.name.eq_ignore_ascii_case(request.domain.trim()) && domain.state == "verified"
    });
    if !is_verified {
        let of = (request.directory.as_str(), request.domain.as_str());
        app.engine.request_proof(&app.store, &configuration, of, &app.options.who)?;
        told(app)?;
    }
    list(app, &DirectoryRequest { directory: request.directory.clone() })
}

/// Removes a domain.
pub(crate) fn remove(app: &Arc<App>, request: &DomainRequest) -> Result<DomainList, AppError> {
    app.change_configuration(|configuration| {
        remove_domain(configuration, &request.directory, &request.domain)?;
        Ok(true)
    })?;
    let name = rolecall_directory::Folded::new(request.domain.trim());
    app.store.forget_domain_proof(&request.directory, &name)?;
    let detail = json!({"directory": request.directory, "domain": request.domain});
    app.entry("domain_removed", detail).write(app)?;
    told(app)?;
    list(app, &DirectoryRequest { directory: request.directory.clone() })
}

/// Which server is asked for the proofs of domains.
pub(crate) fn chosen_resolver(app: &App) -> Result<DnsResolver, AppError> {
    let kept = app.store.setting::<String>(RESOLVER)?;
    Ok(DnsResolver { address: kept.filter(|text| !text.is_empty()) })
}

/// Chooses which server is asked; nothing means the system's own.
pub(crate) fn set_resolver(app: &App, chosen: &DnsResolver) -> Result<DnsResolver, AppError> {
    let typed = chosen.address.as_deref().unwrap_or_default().trim();
    let address = match (typed.is_empty(), typed.parse::<SocketAddr>(), typed.parse::<IpAddr>()) {
        (true, ..) => String::new(),
        (_, Ok(address), _) => address.to_string(),
        (_, _, Ok(ip)) => SocketAddr::new(ip, PORT).to_string(),
        _ => {
            let message =
                format!("\"{typed}\" is no address of a DNS server, such as 192.0.2.1:53.");
            return Err(AppError::new("resolver_wrong", message).with("field", "address"));
        }
    };
    app.store.set_setting(RESOLVER, &address)?;
    app.entry("dns_resolver_changed", json!({"address": address})).write(app)?;
    app.events.changed(&[topic::SETTINGS, topic::CONNECTIONS, topic::ACTIVITY]);
    chosen_resolver(app)
}

fn told(app: &Arc<App>) -> Result<(), AppError> {
    app.events.changed(&[topic::CONNECTIONS, topic::OVERVIEW, topic::PEOPLE, topic::ACTIVITY]);
    // Who is within the verified domains decides about plans.
    app.look_around()
}

impl App {
    /// The domains of `directory` and how they stand.
    pub(crate) fn domains_of(&self, directory: &str) -> Result<Vec<DomainStanding>, AppError> {
        let (_, configuration) = self.configuration()?;
        let all = self.engine.domains(&self.store, &configuration, directory)?;
        let all = all.into_iter().map(|domain| DomainStanding {
            name: domain.name,
            state: domain.state.word().to_owned(),
            by_word: domain.by_word,
            record: domain.record,
            requested_at: domain.proof.as_ref().map(|proof| proof.requested_at),
            expires_at: domain.expires_at,
            verified_at: domain.proof.as_ref().and_then(|proof| proof.verified_at),
            last_checked_at: domain.proof.as_ref().and_then(|proof| proof.last_checked_at),
            last_answer: domain.proof.and_then(|proof| proof.last_answer),
        });
        Ok(all.collect())
    }

    /// Which server is asked for TXT records; the system's own when absent.
    pub(crate) fn resolver(&self) -> Result<Option<SocketAddr>, AppError> {
        let kept = self.store.setting::<String>(RESOLVER)?.filter(|text| !text.is_empty());
        kept.map(|text| {
            text.parse().map_err(|_| {
                let message =
                    format!("The resolver \"{text}\" is no address; write it as in 192.0.2.1:53.");
                AppError::new("setting_unknown", message)
            })
        })
        .transpose()
    }
}
