//! People and groups from a directory server: OpenLDAP and its kin, and Active Directory.
//!
//! What a server delivered is kept ([`Mirror`]); it is asked for changes only, by content
//! synchronization (RFC 4533), `modifyTimestamp`, DirSync or `uSNChanged`, whichever it has.

mod ad;
mod apply;
mod ber;
mod body;
mod browse;
mod connection;
mod content;
mod controls;
mod cursor;
mod delta;
mod dn;
mod entry;
mod file;
mod fill;
mod index;
mod listed;
mod primary;
mod probe;
mod reading;
mod root;
mod stamps;
mod trouble;

pub use browse::{LdapBranch, LdapBrowse, LdapNode, LdapNodeKind};
pub(super) use content::usual_map;
pub(super) use entry::Entry;
pub(super) use file::FileContent;
pub use probe::{LdapCount, LdapTrial};

use super::record::Mapped;
use super::replay::{Known, Replay};
use crate::{ConnectError, DirectorySink, Mirror, ReadReport, ReadSource};
use async_trait::async_trait;
use connection::{Connection, Route};
use content::{Plan, unit_path};
use primary::WithPrimary;
use reading::Reading;
use rolecall_directory::{
    AttributeDefinition, Cause, LdapAccess, LdapFlavour, SourceDefinition, SourceScope,
};
use root::RootDse;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How often everything is read although changes are known, where the definition does not say:
/// once a day. Our decision.
const FULL_EVERY_SECONDS: u64 = 24 * 60 * 60;

/// A source that is a directory server.
pub struct LdapSource<'m> {
    access: LdapAccess,
    definition: SourceDefinition,
    attributes: Vec<AttributeDefinition>,
    password: SecretString,
    mirror: Box<dyn Mirror + 'm>,
    now: i64,
    entries: Arc<AtomicU64>,
}

impl<'m> LdapSource<'m> {
    /// Takes where the server is (`access`, which is the kind of `definition`), the password of
    /// who binds, our attributes, what is kept of earlier readings, and the time in milliseconds
    /// since 1970 (UTC). Nothing is asked yet.
    #[must_use]
    pub fn new(
        access: &LdapAccess,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        password: SecretString,
        mirror: Box<dyn Mirror + 'm>,
        now: i64,
    ) -> Self {
        Self {
            access: access.clone(),
            definition: definition.clone(),
            attributes: attributes.to_vec(),
            password,
            mirror,
            now,
            entries: Arc::default(),
        }
    }

    /// How many entries the server gave out since the source was made.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.entries.load(Ordering::Relaxed)
    }

    /// A connection that is bound, and what the server says of itself.
    async fn bound(&self) -> Result<(Connection, RootDse), ConnectError> {
        let route = Route::new(&self.access)?;
        let stream = route.reach().await?;
        let opened = route.secure(stream, self.entries.clone()).await;
        let mut connection = opened.map_err(|failure| failure.error)?;
        connection.bind(&self.access.bind_dn, self.password.expose_secret()).await?;
        let root = RootDse::read(&connection).await?;
        connection.set_pages(root.pages());
        Ok((connection, root))
    }

    async fn open(&self) -> Result<Reading<'_>, ConnectError> {
        let (connection, root) = self.bound().await?;
        let plan = Plan::new(&self.access, &self.definition, &self.attributes, &root)?;
        let mirror = self.mirror.as_ref();
        Ok(Reading { connection, root, plan, mirror, now: self.now })
    }

    fn is_due(&self) -> Result<bool, ConnectError> {
        let every = self.definition.full_every_seconds.unwrap_or(FULL_EVERY_SECONDS);
        let every = i64::try_from(every.saturating_mul(1_000)).unwrap_or(i64::MAX);
        let filled = self.mirror.state()?.filled_at;
        Ok(filled.is_none_or(|at| self.now.saturating_sub(at) >= every))
    }

    /// Brings what is kept up to date. A connection that is cut is opened once more, and what was
    /// asked is asked again from the same cursor.
    async fn update(&self) -> Result<Plan, ConnectError> {
        let due = self.is_due()?;
        let reading = self.open().await?;
        let Err(error) = reading.update(due).await else { return Ok(reading.plan) };
        if error.cause != Cause::Unavailable {
            return Err(error);
        }
        drop(reading);
        let reading = self.open().await?;
        reading.update(due).await?;
        Ok(reading.plan)
    }
}

#[async_trait]
impl ReadSource for LdapSource<'_> {
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        let plan = self.update().await?;
        let mapped = mapped(plan.flavour, &self.definition, &self.attributes);
        let org_units = &self.definition.scope.org_units;
        let scope = SourceScope {
            org_units: org_units.iter().map(|unit| unit_path(unit, &plan.base)).collect(),
            ..self.definition.scope.clone()
        };
        let with_primary = WithPrimary::new(self.mirror.as_ref());
        let mirror: &dyn Mirror = match plan.flavour {
            LdapFlavour::Ad => &with_primary,
            LdapFlavour::Openldap => self.mirror.as_ref(),
        };
        let replay = Replay {
            mirror,
            mapped: &mapped,
            scope: &scope,
            place: &self.access.url,
            person: &|_, record| Ok(Some(known(&plan, record, self.now))),
            group: &body::group_name,
        };
        replay.hand_on(sink)
    }
}

/// From the records of a flavour to our columns.
fn mapped(
    flavour: LdapFlavour,
    definition: &SourceDefinition,
    attributes: &[AttributeDefinition],
) -> Mapped {
    Mapped::new(usual_map(flavour), definition, attributes).within(&[body::ATTRIBUTES])
}

/// What the server says of a person.
fn known(plan: &Plan, record: &Value, now: i64) -> Known {
    Known {
        user_name: body::login(plan.flavour, record).to_owned(),
        active: body::is_active(plan.flavour, record, now),
        org_unit: body::org_unit(plan, record),
    }
}
