//! Directory servers that nobody here wrote: OpenLDAP's slapd and Samba's Active Directory.

mod ad;
mod openldap;
mod samba;
mod size;
mod slapd;
mod trust;
mod wizard;

use crate::recording::Delivered;
use crate::watched::{Kept, Watched};
use rolecall_connect::{ConnectError, LdapSource, MemoryMirror, Mirror, ReadReport, ReadSource};
use rolecall_directory::{
    AttributeDefinition, LdapAccess, MemberRecord, PersonRecord, SourceDefinition, SourceKind,
};
use secrecy::SecretString;
use std::time::{Duration, Instant};

/// 2026-11-22 12:00 UTC.
const NOW: i64 = 1_795_348_800_000;

/// Waits until something holds, ten seconds at most.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what} within twenty seconds");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A source as a test sets it up.
#[derive(Clone)]
struct Setup {
    definition: SourceDefinition,
    password: String,
    attributes: Vec<AttributeDefinition>,
    now: i64,
}

impl Setup {
    fn new(url: &str, base: &str, bind_dn: &str, password: &str) -> Self {
        let access = LdapAccess {
            url: url.to_owned(),
            start_tls: false,
            bind_dn: bind_dn.to_owned(),
            secret: "directory".to_owned(),
            base: base.to_owned(),
            flavour: None,
            users: None,
            groups: None,
            ca: None,
            fingerprint: None,
            timeout_seconds: 20,
        };
        Self {
            definition: SourceDefinition::new(SourceKind::Ldap(access)),
            password: password.to_owned(),
            attributes: vec![AttributeDefinition::text("department")],
            now: NOW,
        }
    }

    fn access(&mut self) -> &mut LdapAccess {
        match &mut self.definition.kind {
            SourceKind::Ldap(access) => access,
            other => panic!("{} is no directory server", other.word()),
        }
    }

    /// The source, with nothing kept.
    fn source(&self) -> LdapSource<'static> {
        self.keeping(Box::<MemoryMirror>::default())
    }

    fn keeping<'m>(&self, mirror: Box<dyn Mirror + 'm>) -> LdapSource<'m> {
        let SourceKind::Ldap(access) = &self.definition.kind else { unreachable!() };
        let password = SecretString::from(self.password.clone());
        LdapSource::new(access, &self.definition, &self.attributes, password, mirror, self.now)
    }

    /// Reads into `kept`: what was delivered, and how many entries the server gave out.
    async fn read(&self, kept: &Kept) -> Result<Seen, ConnectError> {
        let source = self.keeping(Box::new(Watched(kept)));
        let mut delivered = Delivered::default();
        let report = source.read(&mut delivered).await?;
        Ok(Seen { delivered, report, entries: source.entries() })
    }
}

/// What one reading delivered.
struct Seen {
    delivered: Delivered,
    report: ReadReport,
    /// Entries the server gave out, one of which is about itself.
    entries: u64,
}

impl Seen {
    fn person(&self, user_name: &str) -> &PersonRecord {
        self.find(user_name).unwrap_or_else(|| panic!("{user_name} was delivered"))
    }

    fn find(&self, user_name: &str) -> Option<&PersonRecord> {
        self.delivered.people.iter().find(|person| person.user_name == user_name)
    }

    /// The direct members of a group: people by userName, groups as `@name`, sorted.
    fn members(&self, group: &str) -> Vec<String> {
        let found = self.delivered.groups.iter().find(|one| one.display == group);
        let found = found.unwrap_or_else(|| panic!("{group} was delivered"));
        let name = |member: &MemberRecord| match member {
            MemberRecord::User(id) => {
                let person = self.delivered.people.iter().find(|person| person.id == *id);
                person.map_or_else(|| format!("?{id}"), |person| person.user_name.clone())
            }
            MemberRecord::Group(id) => {
                let group = self.delivered.groups.iter().find(|group| group.id == *id);
                group.map_or_else(|| format!("?{id}"), |group| format!("@{}", group.display))
            }
        };
        let mut names: Vec<String> = found.members.iter().map(name).collect();
        names.sort();
        names
    }
}
