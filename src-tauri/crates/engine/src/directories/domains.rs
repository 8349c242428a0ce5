//! Domains: added, proved by a DNS TXT record, removed.

use super::{LifeError, directory_of};
use crate::engine::Engine;
use rolecall_connect::{TxtAnswer, txt_records};
use rolecall_directory::{Configuration, DomainDefinition, Folded};
use rolecall_store::{DomainProof, Store};
use serde_json::json;
use std::net::SocketAddr;

/// What the record says before the proof.
const RECORD: &str = "rolecall-verification=";
const HOUR: i64 = 60 * 60 * 1000;
/// A proof that is not found expires so long after it was requested.
const EXPIRES: i64 = 10 * 24 * HOUR;

/// How a domain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainState {
    /// Its proof is looked for.
    Pending,
    /// It counts.
    Verified,
    /// Its proof was not found within ten days; it can be requested again.
    Expired,
}

impl DomainState {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Verified => "verified",
            Self::Expired => "expired",
        }
    }
}

/// A domain and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainStanding {
    /// The domain, as written.
    pub name: String,
    /// How it stands.
    pub state: DomainState,
    /// Whether it counts by the administrator's word.
    pub by_word: bool,
    /// The text of the TXT record that proves it.
    pub record: Option<String>,
    /// What is known of its proof.
    pub proof: Option<DomainProof>,
    /// When it expires unless it is verified before.
    pub expires_at: Option<i64>,
}

/// Adds `name` to the domains of `directory`, to be proved by the record with `proof`.
///
/// # Errors
/// [`LifeError::NoDomain`]; [`LifeError::DomainSynced`] where another directory has it and one of
/// the two is synced. From a directory without sync to another it moves.
pub fn add_domain(
    configuration: &mut Configuration,
    directory: &str,
    name: &str,
    proof: &str,
) -> Result<(), LifeError> {
    let name = name.trim().trim_end_matches('.');
    let labels = name.split('.');
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() < 64
            && label.chars().all(|c| c == '-' || c.is_alphanumeric())
    };
    if labels.clone().count() < 2 || !labels.clone().all(is_label) || name.len() > 253 {
        return Err(LifeError::NoDomain { domain: name.to_owned() });
    }
    let synced = directory_of(configuration, directory)?.source.is_some();
    let folded = Folded::new(name);
    for other in &mut configuration.directories {
        let has = other.domains.iter().any(|domain| Folded::new(&domain.name) == folded);
        if !has {
            continue;
        }
        if other.name == directory {
            return Ok(());
        }
        if synced || other.source.is_some() {
            let synced = if other.source.is_some() { &other.name } else { directory };
            let (domain, directory) = (name.to_owned(), synced.to_owned());
            return Err(LifeError::DomainSynced { domain, directory });
        }
        other.domains.retain(|domain| Folded::new(&domain.name) != folded);
    }
    for one in configuration.directories.iter_mut().filter(|one| one.name == directory) {
        one.domains.push(DomainDefinition {
            name: name.to_owned(),
            verified: false,
            proof: Some(proof.to_owned()),
            proven: false,
        });
    }
    Ok(())
}

/// Takes `name` out of the domains of `directory`.
///
/// # Errors
/// [`LifeError::UnknownDomain`] when it is none of them.
pub fn remove_domain(
    configuration: &mut Configuration,
    directory: &str,
    name: &str,
) -> Result<(), LifeError> {
    directory_of(configuration, directory)?;
    let folded = Folded::new(name.trim());
    let mut removed = false;
    for one in configuration.directories.iter_mut().filter(|one| one.name == directory) {
        let before = one.domains.len();
        one.domains.retain(|domain| Folded::new(&domain.name) != folded);
        removed |= one.domains.len() < before;
    }
    if removed { Ok(()) } else { Err(unknown(directory, name)) }
}

fn unknown(directory: &str, name: &str) -> LifeError {
    LifeError::UnknownDomain { domain: name.to_owned(), directory: directory.to_owned() }
}

impl Engine {
    /// The domains of `directory` and how they stand. The days of a proof that came with a
    /// configuration begin with its first check.
    ///
    /// # Errors
    /// [`LifeError::UnknownDirectory`]; when the workspace fails.
    pub fn domains(
        &self,
        store: &Store,
        configuration: &Configuration,
        directory: &str,
    ) -> Result<Vec<DomainStanding>, LifeError> {
        let definition = directory_of(configuration, directory)?;
        let now = self.now();
        let proofs = store.domain_proofs()?;
        let standing = |domain: &DomainDefinition| {
            let name = Folded::new(&domain.name);
            let proof = proofs.iter().find(|one| {
                one.directory == directory
                    && one.name == name
                    && Some(&one.proof) == domain.proof.as_ref()
            });
            let found = proof.is_some_and(|one| one.verified_at.is_some());
            let expires_at = proof.filter(|_| !found).map(|one| one.requested_at + EXPIRES);
            let state = if domain.verified || found {
                DomainState::Verified
            } else if expires_at.is_some_and(|at| now >= at) {
                DomainState::Expired
            } else {
                DomainState::Pending
            };
            DomainStanding {
                name: domain.name.clone(),
                state,
                by_word: domain.verified,
                record: domain.proof.as_ref().map(|proof| format!("{RECORD}{proof}")),
                proof: proof.cloned(),
                expires_at: expires_at.filter(|_| !domain.verified),
            }
        };
        Ok(definition.domains.iter().map(standing).collect())
    }

    /// Begins the ten days of a domain's proof, again where it expired.
    ///
    /// # Errors
    /// [`LifeError::UnknownDomain`]; when the workspace fails.
    pub fn request_proof(
        &self,
        store: &Store,
        configuration: &Configuration,
        (directory, name): (&str, &str),
        who: &str,
    ) -> Result<(), LifeError> {
        let (domain, proof) = proof_of(configuration, directory, name)?;
        let detail = json!({"directory": directory, "domain": domain.name});
        let entry = self.life_entry("domain_requested", who, None, detail);
        let request = DomainProof {
            directory: directory.to_owned(),
            name: Folded::new(&domain.name),
            proof,
            requested_at: self.now(),
            verified_at: None,
            last_checked_at: None,
            last_answer: None,
        };
        Ok(store.keep_domain_proof(&request, &[entry])?)
    }

    /// Asks DNS, at `resolver` or the system's own, for the proof of a domain; what is found
    /// counts for good. Silence changes nothing, and an expired request stays expired.
    ///
    /// # Errors
    /// [`LifeError::UnknownDomain`]; when the workspace fails.
    pub async fn check_domain(
        &self,
        store: &Store,
        configuration: &Configuration,
        (directory, name): (&str, &str),
        resolver: Option<SocketAddr>,
    ) -> Result<TxtAnswer, LifeError> {
        let (domain, wanted) = proof_of(configuration, directory, name)?;
        let answer = txt_records(&domain.name, resolver).await;
        let now = self.now();
        let folded = Folded::new(&domain.name);
        let kept = store
            .domain_proofs()?
            .into_iter()
            .find(|one| one.directory == directory && one.name == folded && one.proof == wanted);
        let mut proof = kept.unwrap_or_else(|| DomainProof {
            directory: directory.to_owned(),
            name: folded,
            proof: wanted.clone(),
            requested_at: now,
            verified_at: None,
            last_checked_at: None,
            last_answer: None,
        });
        let text = format!("{RECORD}{wanted}");
        let expired = now >= proof.requested_at + EXPIRES;
        let found = match &answer {
            TxtAnswer::Records(records) => records.iter().any(|record| record.trim() == text),
            _ => false,
        };
        proof.last_checked_at = Some(now);
        proof.last_answer = Some(word(&answer, found).to_owned());
        let mut entries = Vec::new();
        if found && proof.verified_at.is_none() && !expired {
            proof.verified_at = Some(now);
            let detail = json!({"directory": directory, "domain": domain.name});
            entries.push(self.life_entry("domain_verified", "Rolecall", None, detail));
        }
        store.keep_domain_proof(&proof, &entries)?;
        Ok(answer)
    }

    /// Looks for the proofs that are pending and were not looked for within the hour; answers how
    /// many were found.
    ///
    /// # Errors
    /// When the workspace fails.
    pub async fn check_pending_domains(
        &self,
        store: &Store,
        configuration: &Configuration,
        resolver: Option<SocketAddr>,
    ) -> Result<usize, LifeError> {
        let mut found = 0;
        for directory in &configuration.directories {
            for domain in self.domains(store, configuration, &directory.name)? {
                let checked = domain.proof.as_ref().and_then(|one| one.last_checked_at);
                let now = self.now();
                // A check in the future was made before the clock was turned back.
                let is_due = checked.is_none_or(|at| !(0..HOUR).contains(&(now - at)));
                if domain.state != DomainState::Pending || domain.record.is_none() || !is_due {
                    continue;
                }
                let of = (directory.name.as_str(), domain.name.as_str());
                self.check_domain(store, configuration, of, resolver).await?;
                let after = self.domains(store, configuration, &directory.name)?;
                let verified = |one: &DomainStanding| {
                    one.name == domain.name && one.state == DomainState::Verified
                };
                found += usize::from(after.iter().any(verified));
            }
        }
        Ok(found)
    }
}

/// The domain called `name` of `directory`, and its proof.
fn proof_of<'c>(
    configuration: &'c Configuration,
    directory: &str,
    name: &str,
) -> Result<(&'c DomainDefinition, String), LifeError> {
    let definition = directory_of(configuration, directory)?;
    let folded = Folded::new(name.trim());
    let domain = definition.domains.iter().find(|one| Folded::new(&one.name) == folded);
    let domain = domain.ok_or_else(|| unknown(directory, name))?;
    let proof = domain.proof.clone().ok_or_else(|| unknown(directory, name))?;
    Ok((domain, proof))
}

fn word(answer: &TxtAnswer, found: bool) -> &'static str {
    match answer {
        TxtAnswer::Records(_) if found => "found",
        TxtAnswer::Records(_) => "other_records",
        TxtAnswer::NoRecord => "no_record",
        TxtAnswer::NoDomain => "no_domain",
        TxtAnswer::NoAnswer(_) => "no_answer",
    }
}
