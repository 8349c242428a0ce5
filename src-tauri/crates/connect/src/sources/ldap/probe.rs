//! Trying a server out before anything is kept: reach, trust, bind, base, counts, five people.

use super::body::{body_of, id_of};
use super::connection::{Connection, Pages, Route, Search};
use super::content::{Content, Plan, What};
use super::controls::{DIRSYNC, SYNC};
use super::listed::usual_controls;
use super::root::RootDse;
use super::trouble::Asked;
use super::{LdapSource, known, mapped};
use crate::sources::record::Person;
use crate::{ConnectError, Probe, ProbeSource, ProbeStep, RefusedCertificate, SamplePerson};
use async_trait::async_trait;
use ldap3::Scope;
use rolecall_directory::{Cause, LdapFlavour};
use secrecy::ExposeSecret;
use serde_json::Value;

/// How many people are shown.
const SHOWN: u32 = 5;
/// How many pages are counted before that is broken off.
const COUNTED_PAGES: u32 = 100;

/// What trying out a server came to.
#[derive(Debug, Clone, Default)]
pub struct LdapTrial {
    /// The steps that were taken, in order: `reach`, `trust`, `bind`, `base`, `counts`, `people`;
    /// the last is the first that failed, if any did.
    pub steps: Vec<ProbeStep>,
    /// The certificate that was refused.
    pub certificate: Option<RefusedCertificate>,
    /// What kind of server it is.
    pub flavour: Option<LdapFlavour>,
    /// Whose product it is, where it tells.
    pub vendor: Option<String>,
    /// How changes are found out: `sync`, `timestamps`, `dirsync` or `usn`.
    pub changes: Option<&'static str>,
    /// The tops of its trees that may hold people, the usual one first.
    pub bases: Vec<String>,
    /// How many people there are.
    pub people: Option<LdapCount>,
    /// How many groups there are.
    pub groups: Option<LdapCount>,
    /// Up to five people, each with the name in the tree.
    pub sample: Vec<(String, SamplePerson)>,
}

/// How many entries there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LdapCount {
    /// So many were counted.
    pub count: u64,
    /// Whether there are more.
    pub more: bool,
}

impl LdapTrial {
    fn passed(&mut self, step: &str, message: impl Into<String>) {
        self.steps.push(ProbeStep::passed(step, message));
    }

    fn failed(&mut self, step: &str, error: &ConnectError) {
        self.steps.push(ProbeStep::failed(step, error.cause, error.message.clone(), ""));
    }
}

impl LdapSource<'_> {
    /// Tries the server out, step by step up to the first that fails. Nothing is kept.
    pub async fn try_out(&self) -> LdapTrial {
        let mut trial = LdapTrial::default();
        if let Err((step, error)) = self.take_steps(&mut trial).await {
            trial.failed(step, &error);
        }
        trial
    }

    async fn take_steps(&self, trial: &mut LdapTrial) -> Result<(), (&'static str, ConnectError)> {
        let route = Route::new(&self.access).map_err(|error| ("reach", error))?;
        let stream = route.reach().await.map_err(|error| ("reach", error))?;
        trial.passed("reach", format!("{} answers", route.place));
        let secured = route.secure(stream, self.entries.clone()).await;
        let mut connection = match secured {
            Ok(connection) => connection,
            Err(failure) => {
                trial.certificate = failure.certificate;
                return Err(("trust", failure.error));
            }
        };
        trial.passed("trust", if route.is_encrypted() {
            "the connection is encrypted, and the server's certificate is trusted"
        } else {
            "the connection is not encrypted: the password and all that is read can be seen on the \
             way. Use ldaps:// or start_tls where the server can"
        });
        let bind = connection.bind(&self.access.bind_dn, self.password.expose_secret());
        bind.await.map_err(|error| ("bind", error))?;
        let root = RootDse::read(&connection).await.map_err(|error| ("bind", error))?;
        connection.set_pages(root.pages());
        let flavour = self.access.flavour.unwrap_or_else(|| root.flavour());
        trial.flavour = Some(flavour);
        trial.vendor.clone_from(&root.vendor);
        trial.changes = Some(match flavour {
            LdapFlavour::Ad if root.knows(DIRSYNC) => "dirsync",
            LdapFlavour::Ad => "usn",
            LdapFlavour::Openldap if root.knows(SYNC) => "sync",
            LdapFlavour::Openldap => "timestamps",
        });
        trial.bases = root.offered();
        trial.passed("bind", format!("\"{}\" may sign in", self.access.bind_dn));
        let plan = Plan::new(&self.access, &self.definition, &self.attributes, &root)
            .map_err(|error| ("base", error))?;
        for content in plan.of(What::Person) {
            is_there(&connection, &content.base).await.map_err(|error| ("base", error))?;
        }
        trial.passed("base", format!("\"{}\" is there", plan.base_text));
        self.count_and_show(&connection, &plan, trial).await
    }

    async fn count_and_show(
        &self,
        connection: &Connection,
        plan: &Plan,
        trial: &mut LdapTrial,
    ) -> Result<(), (&'static str, ConnectError)> {
        let mut people = LdapCount::default();
        for content in plan.of(What::Person) {
            let found = counted(connection, content, COUNTED_PAGES).await;
            let found = found.map_err(|error| ("counts", error))?;
            people.count += found.count;
            people.more |= found.more;
        }
        trial.people = Some(people);
        let mut groups = LdapCount::default();
        for content in plan.of(What::Group) {
            let found = counted(connection, content, COUNTED_PAGES).await;
            groups = found.map_err(|error| ("counts", error))?;
        }
        trial.groups = Some(groups);
        if people.count == 0 {
            let filter = plan.of(What::Person).next().map_or("", |content| &content.filter);
            return Err((
                "counts",
                ConnectError {
                    cause: Cause::NotFound,
                    place: connection.place.clone(),
                    message: format!(
                        "nobody below \"{}\" is found by {filter}. Choose another base, change the \
                     filter of people, or let the account that binds read them",
                        plan.base_text
                    ),
                },
            ));
        }
        let told = |count: LdapCount, what: &str| {
            format!("{}{} {what}", if count.more { "more than " } else { "" }, count.count)
        };
        trial.passed("counts", format!("{}, {}", told(people, "people"), told(groups, "groups")));
        trial.sample =
            self.some_people(connection, plan).await.map_err(|error| ("people", error))?;
        trial.passed("people", format!("{} of them as they would be", trial.sample.len()));
        Ok(())
    }

    async fn some_people(
        &self,
        connection: &Connection,
        plan: &Plan,
    ) -> Result<Vec<(String, SamplePerson)>, ConnectError> {
        let mapped = mapped(plan.flavour, &self.definition, &self.attributes);
        let attributes = plan.attributes(What::Person);
        let mut people = Vec::new();
        for content in plan.of(What::Person) {
            let search = Search {
                base: &content.base,
                scope: Scope::Subtree,
                filter: &content.filter,
                attributes: &attributes,
                controls: usual_controls(plan),
            };
            let mut pages = Pages::default();
            pages.size = SHOWN;
            let asked = Asked::Search { base: &content.base, filter: &content.filter };
            let page = connection.page(&search, &mut pages).await;
            let page = page.map_err(|trouble| trouble.told(&connection.place, asked))?;
            for entry in page.iter().take(SHOWN as usize - people.len()) {
                let wrong = |message| ConnectError {
                    cause: Cause::AttributeMissing,
                    place: connection.place.clone(),
                    message,
                };
                let id = id_of(plan, entry)
                    .ok_or_else(|| super::fill::no_id(plan, entry, &connection.place))?;
                let record = body_of(plan, What::Person, entry);
                let record: Value = serde_json::from_str(&record).unwrap_or_default();
                let known = known(plan, &record, self.now);
                let person = Person {
                    id: &id,
                    user_name: &known.user_name,
                    active: known.active,
                    org_unit: known.org_unit.as_deref(),
                };
                let sample =
                    mapped.sample(&record, person).map_err(|flaw| wrong(flaw.to_string()))?;
                people.push((entry.dn.clone(), sample));
            }
        }
        Ok(people)
    }
}

#[async_trait]
impl ProbeSource for LdapSource<'_> {
    async fn probe(&self) -> Probe {
        let trial = self.try_out().await;
        let people = trial.sample.into_iter().map(|(_, person)| person).collect();
        Probe { steps: trial.steps, people, ..Probe::default() }
    }
}

/// Makes sure that there is an entry of this name.
async fn is_there(connection: &Connection, name: &str) -> Result<(), ConnectError> {
    let filter = "(objectClass=*)";
    let attributes = ["1.1".to_owned()];
    let search = Search {
        base: name,
        scope: Scope::Base,
        filter,
        attributes: &attributes,
        controls: Vec::new(),
    };
    let found = connection.search(search, &mut |_| Ok(())).await;
    let asked = Asked::Search { base: name, filter };
    found.map(|_| ()).map_err(|trouble| trouble.told(&connection.place, asked))
}

/// How many entries a content has, up to so many pages.
pub(super) async fn counted(
    connection: &Connection,
    content: &Content,
    most: u32,
) -> Result<LdapCount, ConnectError> {
    let attributes = ["1.1".to_owned()];
    let search = Search {
        base: &content.base,
        scope: Scope::Subtree,
        filter: &content.filter,
        attributes: &attributes,
        controls: Vec::new(),
    };
    let asked = Asked::Search { base: &content.base, filter: &content.filter };
    let (mut count, mut pages) = (0, Pages::default());
    for _ in 0..most {
        let page = connection.page(&search, &mut pages).await;
        count += page.map_err(|trouble| trouble.told(&connection.place, asked))?.len() as u64;
        if pages.over {
            break;
        }
    }
    Ok(LdapCount { count, more: !pages.over })
}
