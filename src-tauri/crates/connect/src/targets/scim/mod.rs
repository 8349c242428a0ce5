//! SCIM 2.0 service providers (RFC 7643, RFC 7644).

mod accounts;
mod attribute;
mod bulk;
mod change;
pub(crate) mod client;
pub(crate) mod discovery;
mod errors;
pub(crate) mod features;
mod form;
mod groups;
mod learned;
mod mapping;
mod members;
mod operations;
pub(crate) mod pages;
mod read;
mod versions;
mod write;

use crate::calls::{Gate, Patience, TallySnapshot};
use crate::{
    AccountWork, ApplyTarget, ConnectError, Http, Journal, JournalError, Outcome, ReadTarget,
    StepResult, TargetState, ValueWork,
};
use async_trait::async_trait;
use client::{Ask, Client};
use discovery::Discovery;
use groups::Groups;
use mapping::Bound;
use reqwest::Method;
use rolecall_directory::{CallLimit, Cause, OAuthClient, SlotDefinition};
use secrecy::SecretString;
use std::sync::{Arc, Mutex, PoisonError};
use versions::Versions;
use write::Writing;

pub use form::ScimForm;

/// What of a target's definition its client needs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScimSettings {
    /// The base address, `https://`, or `http://` to this machine.
    pub url: String,
    /// The OAuth client whose tokens are sent; without one the secret is the token.
    pub client: Option<OAuthClient>,
    /// The slots, each with its binding.
    pub slots: Vec<SlotDefinition>,
    /// The target attributes that `send` names, as SCIM paths.
    pub send: Vec<String>,
    /// The administrator's own bound on calls.
    pub limit: Option<CallLimit>,
    /// How often what failed in passing is tried again.
    pub patience: Patience,
}

/// A target that is a SCIM 2.0 service provider.
#[derive(Debug)]
pub struct ScimTarget {
    client: Client,
    bound: Vec<Bound>,
    send: Vec<String>,
    /// What the last reading found out, which writing goes by.
    seen: Mutex<Option<Seen>>,
}

/// What is known of the provider and what it holds.
#[derive(Debug, Clone)]
struct Seen {
    known: Arc<Discovery>,
    versions: Arc<Versions>,
    groups: Option<Groups>,
}

impl ScimTarget {
    /// Checks the settings; nothing is called yet.
    ///
    /// # Errors
    /// When the address is none or not protected, a slot does not say where it is kept, or a path
    /// is none.
    pub fn new(
        settings: ScimSettings,
        secret: SecretString,
        http: Http,
    ) -> Result<Self, ConnectError> {
        let ScimSettings { url, client, slots, send, limit, patience } = settings;
        let bound = mapping::bind(slots, &url)?;
        for path in &send {
            mapping::parse(path).map_err(|message| ConnectError {
                cause: Cause::AttributeInvalid,
                place: url.clone(),
                message,
            })?;
        }
        let gate = Gate::new(limit);
        let credential = client::credential(client, secret, &http)?;
        let client = Client::new(&url, credential, http, gate, patience, send.clone())?;
        Ok(Self { client, bound, send, seen: Mutex::new(None) })
    }

    async fn discover(&self) -> Result<Arc<Discovery>, ConnectError> {
        let asked = Discovery::ask(&self.client).await;
        asked.map(Arc::new).map_err(|(path, refused)| self.client.error(&path, &refused))
    }

    fn remember(&self, seen: Seen) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
    }

    fn remembered(&self) -> Option<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl ReadTarget for ScimTarget {
    async fn read(&self) -> Result<TargetState, ConnectError> {
        let known = self.discover().await?;
        let versions = Arc::<Versions>::default();
        let (state, groups) =
            read::state(&self.client, &known, &self.bound, &self.send, &versions).await?;
        self.remember(Seen { known, versions, groups: Some(groups) });
        Ok(state)
    }

    fn ration(&self, calls: Option<u32>) {
        self.client.ration(calls);
    }

    fn tally(&self) -> Option<TallySnapshot> {
        Some(self.client.tally().snapshot())
    }
}

#[async_trait]
impl ApplyTarget for ScimTarget {
    async fn apply(
        &self,
        values: Vec<ValueWork>,
        accounts: Vec<AccountWork>,
        journal: &dyn Journal,
    ) -> Result<(), JournalError> {
        let Seen { known, versions, groups } = match self.remembered() {
            Some(seen) => seen,
            None => match self.discover().await {
                Ok(known) => Seen { known, versions: Arc::default(), groups: None },
                Err(error) => {
                    let steps = accounts.iter().flat_map(|work| &work.steps);
                    let steps = steps.chain(values.iter().map(|value| &value.step));
                    let ids: Vec<i64> = steps.map(|step| step.id).collect();
                    journal.sending(&ids).await?;
                    let outcome = |id| Outcome {
                        id,
                        result: StepResult::Failed(error.cause),
                        tries: 1,
                        account: None,
                        maybe_done: false,
                        message: error.to_string(),
                    };
                    return journal.answered(ids.into_iter().map(outcome).collect()).await;
                }
            },
        };
        let (client, bound) = (&self.client, self.bound.as_slice());
        let writing = Writing { client, known: &known, bound, versions: &versions, journal };
        let groups = writing.carry_out(&values, &accounts, groups).await?;
        self.remember(Seen { known, versions, groups });
        Ok(())
    }

    fn no_deletion(&self) -> Option<&'static str> {
        None
    }

    async fn delete_account(&self, key: &str) -> Result<(), ConnectError> {
        let ask = Ask { method: Method::DELETE, ..Ask::get("Users", Vec::new()) }.below(key);
        match self.client.call(&ask).await {
            Ok(_) => Ok(()),
            Err(refused) if refused.cause == Cause::NotFound => Ok(()),
            Err(refused) => Err(ConnectError {
                cause: refused.cause,
                place: format!("{}/Users", self.client.place()),
                message: refused.message,
            }),
        }
    }
}
