//! Reading a SCIM service provider.

mod changes;
mod odd;
mod peer;
mod size;

use crate::recording::Delivered;
use crate::scim_target::NO_PROXY;
use crate::watched::{Kept, Watched};
use rolecall_connect::{
    ConnectError, Http, HttpSettings, Patience, ReadReport, ReadSource, ScimSource,
    ScimSourceSettings,
};
use rolecall_directory::{SourceAccess, SourceDefinition, SourceKind};
use secrecy::SecretString;
use std::time::Duration;

/// An hour, in milliseconds.
pub const HOUR: i64 = 60 * 60 * 1000;

/// A reader of one provider, and what is kept of it.
pub struct Reader {
    pub url: String,
    pub token: String,
    pub kept: Kept,
    pub definition: SourceDefinition,
    /// Milliseconds since 1970.
    pub now: i64,
}

impl Reader {
    pub fn of(url: &str, token: &str) -> Self {
        let access = SourceAccess { url: Some(url.to_owned()), ..SourceAccess::default() };
        Self {
            url: url.to_owned(),
            token: token.to_owned(),
            kept: Kept::default(),
            definition: SourceDefinition::new(SourceKind::Scim { access }),
            now: 1_795_000_000_000,
        }
    }

    pub fn source(&self) -> ScimSource<'_> {
        let http = HttpSettings { timeout: Duration::from_secs(20), proxies: NO_PROXY, ca: None };
        let first = Duration::from_millis(1);
        let patience = Patience { first, ..Patience::DEFAULT };
        let settings = ScimSourceSettings { url: self.url.clone(), patience, now: self.now };
        let (token, http) = (SecretString::from(self.token.clone()), Http::new(&http).unwrap());
        let mirror = Box::new(Watched(&self.kept));
        ScimSource::new(settings, token, http, mirror, self.definition.clone(), &[]).unwrap()
    }

    pub async fn try_read(&self) -> Result<(Delivered, ReadReport), ConnectError> {
        let mut delivered = Delivered::default();
        let report = self.source().read(&mut delivered).await?;
        Ok((delivered, report))
    }

    pub async fn read(&self) -> (Delivered, ReadReport) {
        self.try_read().await.unwrap()
    }

    /// What is remembered of the provider.
    pub fn cursor(&self) -> String {
        use rolecall_connect::Mirror;
        self.kept.mirror.state().unwrap().cursor.unwrap_or_default()
    }
}

/// Who is active, by userName, in order.
pub fn active(delivered: &Delivered) -> Vec<&str> {
    let people = delivered.people.iter().filter(|person| person.active);
    let mut names: Vec<&str> = people.map(|person| person.user_name.as_str()).collect();
    names.sort_unstable();
    names
}

/// How many members the group called `group` has.
pub fn members(delivered: &Delivered, group: &str) -> usize {
    let found = delivered.groups.iter().find(|one| one.display == group);
    found.map_or(0, |group| group.members.len())
}
