//! How the proof of each domain stands.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::activity::{self, NewActivity};
use crate::table::configuration;
use rolecall_directory::{Configuration, Folded};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE domain (
    directory TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    proof TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    verified_at INTEGER,
    last_checked_at INTEGER,
    last_answer TEXT,
    PRIMARY KEY (directory, name_folded)
) STRICT, WITHOUT ROWID;
";

/// How the proof of a domain stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainProof {
    /// The directory.
    pub directory: String,
    /// The domain.
    pub name: Folded,
    /// What its DNS TXT record is to carry.
    pub proof: String,
    /// When the proof was requested, in milliseconds since 1970 (UTC).
    pub requested_at: i64,
    /// When it was found.
    pub verified_at: Option<i64>,
    /// When DNS was last asked.
    pub last_checked_at: Option<i64>,
    /// What DNS answered then, in a word.
    pub last_answer: Option<String>,
}

fn read(row: &Row<'_>) -> Result<DomainProof, rusqlite::Error> {
    Ok(DomainProof {
        directory: row.get(0)?,
        name: Folded::new(&row.get::<_, String>(1)?),
        proof: row.get(2)?,
        requested_at: row.get(3)?,
        verified_at: row.get(4)?,
        last_checked_at: row.get(5)?,
        last_answer: row.get(6)?,
    })
}

fn all(conn: &Connection) -> Result<Vec<DomainProof>, Fault> {
    let mut query = conn.prepare_cached(
        "SELECT directory, name_folded, proof, requested_at, verified_at, last_checked_at,
                last_answer
         FROM domain ORDER BY directory, name_folded",
    )?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Marks the domains of `configuration` whose proof was found.
pub(crate) fn lay_over(conn: &Connection, configuration: &mut Configuration) -> Result<(), Fault> {
    let mut with_proof = configuration.directories.iter().flat_map(|one| &one.domains);
    if with_proof.all(|domain| domain.proof.is_none()) {
        return Ok(());
    }
    let found: Vec<_> = all(conn)?.into_iter().filter(|one| one.verified_at.is_some()).collect();
    for directory in &mut configuration.directories {
        for domain in &mut directory.domains {
            let name = Folded::new(&domain.name);
            domain.proven = found.iter().any(|one| {
                one.directory == directory.name
                    && one.name == name
                    && Some(&one.proof) == domain.proof.as_ref()
            });
        }
    }
    Ok(())
}

impl Store {
    /// How the proofs of all domains stand, by directory and name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn domain_proofs(&self) -> Result<Vec<DomainProof>, StoreError> {
        self.read(all)
    }

    /// Marks the domains of `configuration` whose proof was found.
    ///
    /// # Errors
    /// When the proofs cannot be read.
    pub fn mark_proven(&self, configuration: &mut Configuration) -> Result<(), StoreError> {
        self.read(|conn| lay_over(conn, configuration))
    }

    /// Keeps how a proof stands, and tells Activity. One that is found now, or not any more the
    /// one that was found, is a change of the configuration.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_domain_proof(
        &self,
        domain: &DomainProof,
        entries: &[NewActivity],
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let before = all(tx)?;
            let before = before
                .iter()
                .find(|one| one.directory == domain.directory && one.name == domain.name);
            let was = before.and_then(|one| one.verified_at.map(|_| &one.proof));
            if was != domain.verified_at.map(|_| &domain.proof) {
                configuration::bump(tx)?;
            }
            tx.execute(
                "INSERT OR REPLACE INTO domain (directory, name_folded, proof, requested_at,
                     verified_at, last_checked_at, last_answer)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                (
                    &domain.directory,
                    domain.name.as_str(),
                    &domain.proof,
                    domain.requested_at,
                    domain.verified_at,
                    domain.last_checked_at,
                    &domain.last_answer,
                ),
            )?;
            activity::append(tx, entries)?;
            Ok(())
        })
    }

    /// Forgets the proof of a domain.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_domain_proof(&self, directory: &str, name: &Folded) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "DELETE FROM domain WHERE directory = ?1 AND name_folded = ?2";
            tx.execute(sql, (directory, name.as_str()))?;
            Ok(())
        })
    }
}
