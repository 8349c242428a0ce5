//! Reading the directory of Google Workspace.

mod changes;
mod rights;
mod told;
mod trouble;

use crate::recording::Delivered;
use crate::watched::{Kept, Watched};
use rolecall_connect::{
    ConnectError, GoogleSettings, GoogleSource, Http, HttpSettings, Patience, Proxies, ReadReport,
    ReadSource,
};
use rolecall_directory::{
    AttributeDefinition, MemberRecord, PersonRecord, SourceDefinition, SourceKind,
};
use rolecall_emulators::google::{Console, Customer, open};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// An hour, in milliseconds.
const HOUR: i64 = 60 * 60 * 1000;

/// A customer, and what is kept of it.
struct World {
    console: Arc<Console>,
    place: String,
    kept: Kept,
    definition: SourceDefinition,
    attributes: Vec<AttributeDefinition>,
    secret: String,
    admin: String,
    /// Milliseconds since 1970.
    now: i64,
}

/// People called p0, p1, ... in */Sales*; all of them in *All*, which is in *Outer*.
fn staff(people: usize) -> (Customer, Vec<String>, [String; 2]) {
    let mut customer = Customer::default();
    let person = |number: usize| {
        json!({
            "name": {"givenName": format!("P{number}"), "familyName": "Lee"},
            "orgUnitPath": "/Sales",
            "organizations": [{"title": "Old"}, {"title": "Lead", "department": "Sales", "primary": true}],
            "externalIds": [{"value": format!("{number:05}"), "type": "organization"}],
            "aliases": ["one@example.com", "two@example.com"],
        })
    };
    let ids: Vec<String> = (0..people)
        .map(|number| customer.user(&format!("p{number}@example.com"), person(number)))
        .collect();
    let all = customer.group("All", "all@example.com");
    let outer = customer.group("Outer", "outer@example.com");
    ids.iter().for_each(|id| customer.join(&all, id, "USER"));
    customer.join(&outer, &all, "GROUP");
    (customer, ids, [all, outer])
}

impl World {
    async fn of(customer: Customer) -> Self {
        Self::before(Console::new(customer)).await
    }

    async fn before(console: Console) -> Self {
        let admin = console.admin.clone();
        let console = Arc::new(console);
        let place = open(console.clone()).await.unwrap();
        Self {
            secret: console.key_file(&place),
            console,
            place,
            kept: Kept::default(),
            definition: SourceDefinition::new(SourceKind::ScimPush),
            attributes: Vec::new(),
            admin,
            now: 1_795_000_000_000,
        }
    }

    fn try_source(&self) -> Result<GoogleSource<'_>, ConnectError> {
        let http = HttpSettings {
            timeout: Duration::from_secs(5),
            proxies: Proxies::Named { http: None, https: None, except: None },
            ..HttpSettings::default()
        };
        let settings = GoogleSettings {
            customer: "my_customer".to_owned(),
            admin: self.admin.clone(),
            url: Some(format!("{}/admin/directory/v1", self.place)),
            token_url: Some(format!("{}/token", self.place)),
            patience: Patience { first: Duration::from_millis(40), ..Patience::DEFAULT },
            now: self.now,
        };
        let (http, mirror) = (Http::new(&http).unwrap(), Box::new(Watched(&self.kept)));
        let secret = SecretString::from(self.secret.clone());
        let definition = self.definition.clone();
        GoogleSource::new(settings, &secret, http, mirror, definition, &self.attributes)
    }

    fn source(&self) -> GoogleSource<'_> {
        self.try_source().unwrap()
    }

    /// Reads, and forgets what was called before.
    async fn try_read(&self) -> Result<(Delivered, ReadReport), ConnectError> {
        self.console.front.forget();
        let mut delivered = Delivered::default();
        let report = self.source().read(&mut delivered).await?;
        Ok((delivered, report))
    }

    async fn read(&self) -> (Delivered, ReadReport) {
        self.try_read().await.unwrap()
    }

    /// Why a reading fails.
    async fn refused(&self) -> ConnectError {
        self.try_read().await.expect_err("the reading fails")
    }

    /// How many calls for data came since the last reading began.
    fn calls(&self) -> usize {
        let calls = self.console.front.calls();
        calls.iter().filter(|call| call.path.starts_with("/admin/")).count()
    }

    /// How many of them were for members.
    fn member_calls(&self) -> usize {
        let calls = self.console.front.calls();
        calls.iter().filter(|call| call.path.ends_with("/members")).count()
    }
}

fn person<'d>(delivered: &'d Delivered, user_name: &str) -> Option<&'d PersonRecord> {
    delivered.people.iter().find(|person| person.user_name == user_name)
}

/// The members of the group called `group`, as they are told.
fn members(delivered: &Delivered, group: &str) -> Vec<MemberRecord> {
    let found = delivered.groups.iter().find(|one| one.display == group).unwrap();
    let mut members = found.members.clone();
    members.sort_by_key(|member| format!("{member:?}"));
    members
}
