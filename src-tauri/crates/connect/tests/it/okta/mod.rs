//! Reading an Okta org.

mod changes;
mod described;
mod rights;
mod size;
mod trouble;

use crate::recording::Delivered;
use crate::watched::{Kept, Watched};
use rolecall_connect::{
    ConnectError, Http, HttpSettings, OktaSettings, OktaSource, Patience, Proxies, ReadReport,
    ReadSource,
};
use rolecall_directory::{
    AttributeDefinition, PersonRecord, SourceAccess, SourceDefinition, SourceKind, SourceScope,
};
use rolecall_emulators::okta::{Console, Org, open};
use secrecy::SecretString;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// An hour, in milliseconds.
pub const HOUR: i64 = 60 * 60 * 1000;

/// An org, and what is kept of it.
pub struct World {
    pub console: Arc<Console>,
    pub url: String,
    pub kept: Kept,
    pub definition: SourceDefinition,
    pub attributes: Vec<AttributeDefinition>,
    pub secret: SecretString,
    pub client_id: Option<String>,
    /// Milliseconds since 1970.
    pub now: i64,
}

/// An org whose records were last changed long ago.
pub fn old() -> Org {
    Org::starting(SystemTime::now() - Duration::from_secs(100 * 24 * 60 * 60))
}

impl World {
    /// An org as it stands; what changes from here on changes now.
    pub async fn of(mut org: Org) -> Self {
        org.at = None;
        Self::before(Console::new(org)).await
    }

    pub async fn before(console: Console) -> Self {
        let console = Arc::new(console);
        let url = open(console.clone()).await.unwrap();
        let access =
            SourceAccess { url: Some(url.clone()), timeout_seconds: 5, ..SourceAccess::default() };
        let secret = SecretString::from(console.api_token.clone());
        Self {
            console,
            url,
            kept: Kept::default(),
            definition: SourceDefinition::new(SourceKind::Okta { client_id: None, access }),
            attributes: Vec::new(),
            secret,
            client_id: None,
            now: 1_795_000_000_000,
        }
    }

    pub fn scope(&mut self, scope: SourceScope) {
        self.definition.scope = scope;
    }

    pub fn source(&self) -> OktaSource<'_> {
        let http = HttpSettings {
            timeout: Duration::from_secs(5),
            proxies: Proxies::Named { http: None, https: None, except: None },
            ..HttpSettings::default()
        };
        let first = Duration::from_millis(1);
        let settings = OktaSettings {
            url: self.url.clone(),
            client_id: self.client_id.clone(),
            patience: Patience { first, ..Patience::DEFAULT },
            now: self.now,
            ..OktaSettings::default()
        };
        let (http, mirror) = (Http::new(&http).unwrap(), Box::new(Watched(&self.kept)));
        let definition = self.definition.clone();
        OktaSource::new(settings, &self.secret, http, mirror, definition, &self.attributes).unwrap()
    }

    /// Reads, and forgets what was called before.
    pub async fn try_read(&self) -> Result<(Delivered, ReadReport), ConnectError> {
        self.console.forget_calls();
        let mut delivered = Delivered::default();
        let report = self.source().read(&mut delivered).await?;
        Ok((delivered, report))
    }

    pub async fn read(&self) -> (Delivered, ReadReport) {
        self.try_read().await.unwrap()
    }

    /// How many calls came since the last reading began.
    pub fn calls(&self) -> usize {
        self.console.calls().len()
    }
}

/// The userNames in the group called `group`, by id.
pub fn members(delivered: &Delivered, group: &str) -> Vec<String> {
    let found = delivered.groups.iter().find(|one| one.display == group).unwrap();
    let mut names = Vec::new();
    for member in &found.members {
        if let rolecall_directory::MemberRecord::User(id) = member {
            let person = delivered.people.iter().find(|person| person.id == *id);
            names.push(person.map_or(id.clone(), |person| person.user_name.clone()));
        }
    }
    names.sort();
    names
}

/// What a person has in the column `name`.
pub fn cell<'d>(person: &'d PersonRecord, name: &str) -> Option<&'d str> {
    let found = person.attributes.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

/// Who is active, by userName.
pub fn active(delivered: &Delivered) -> Vec<&str> {
    let people = delivered.people.iter().filter(|person| person.active);
    people.map(|person| person.user_name.as_str()).collect()
}
