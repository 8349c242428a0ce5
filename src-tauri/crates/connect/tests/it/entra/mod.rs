//! Reading a tenant of Microsoft Entra ID.

mod changes;
mod rights;
mod trouble;

use crate::recording::Delivered;
use crate::watched::{Kept, Watched};
use rolecall_connect::{
    ConnectError, EntraSettings, EntraSource, Http, HttpSettings, Patience, Proxies, ReadReport,
    ReadSource,
};
use rolecall_directory::{
    AttributeDefinition, MemberRecord, PersonRecord, SourceDefinition, SourceKind,
};
use rolecall_emulators::graph::{Console, MemberKind, Tenant, open};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// An hour, in milliseconds.
const HOUR: i64 = 60 * 60 * 1000;

/// A tenant, and what is kept of it.
struct World {
    console: Arc<Console>,
    place: String,
    kept: Kept,
    definition: SourceDefinition,
    attributes: Vec<AttributeDefinition>,
    secret: String,
    tenant_id: String,
    /// Milliseconds since 1970.
    now: i64,
}

/// People called p0, p1, ...; all of them in *All*, which is in *Outer*.
fn staff(people: usize) -> (Tenant, Vec<String>) {
    let mut tenant = Tenant::default();
    let person = |number: usize| {
        json!({
            "mail": format!("p{number}@example.com"), "givenName": format!("P{number}"),
            "surname": "Lee", "jobTitle": "Lead", "usageLocation": "DE", "country": "Germany",
            "department": if number.is_multiple_of(2) { "Sales" } else { "Support" },
        })
    };
    let ids: Vec<String> = (0..people)
        .map(|number| tenant.user(&format!("p{number}@example.com"), person(number)))
        .collect();
    let all = tenant.group("All");
    let outer = tenant.group("Outer");
    ids.iter().for_each(|id| tenant.join(&all, id, MemberKind::User));
    tenant.join(&outer, &all, MemberKind::Group);
    (tenant, ids)
}

impl World {
    async fn of(tenant: Tenant) -> Self {
        Self::before(Console::new(tenant)).await
    }

    async fn before(console: Console) -> Self {
        let (secret, tenant_id) = (console.client_secret.clone(), console.tenant_id.clone());
        let console = Arc::new(console);
        let place = open(console.clone()).await.unwrap();
        Self {
            console,
            place,
            kept: Kept::default(),
            definition: SourceDefinition::new(SourceKind::ScimPush),
            attributes: Vec::new(),
            secret,
            tenant_id,
            now: 1_795_000_000_000,
        }
    }

    fn try_source(&self) -> Result<EntraSource<'_>, ConnectError> {
        let http = HttpSettings {
            timeout: Duration::from_secs(5),
            proxies: Proxies::Named { http: None, https: None, except: None },
            ..HttpSettings::default()
        };
        let settings = EntraSettings {
            tenant: self.tenant_id.clone(),
            client_id: self.console.client_id.clone(),
            url: Some(format!("{}/v1.0", self.place)),
            token_url: Some(format!("{}/{}/oauth2/v2.0/token", self.place, self.tenant_id)),
            patience: Patience { first: Duration::from_millis(1), ..Patience::DEFAULT },
            now: self.now,
        };
        let (http, mirror) = (Http::new(&http).unwrap(), Box::new(Watched(&self.kept)));
        let secret = SecretString::from(self.secret.clone());
        EntraSource::new(
            &settings,
            &secret,
            http,
            mirror,
            self.definition.clone(),
            &self.attributes,
        )
    }

    fn source(&self) -> EntraSource<'_> {
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
        calls.iter().filter(|call| call.path.starts_with("/v1.0/")).count()
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
