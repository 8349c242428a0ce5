//! The Adobe User Management API, version 2.
//!
//! Users are made, changed and put into groups; runs remove nobody from the organization and delete
//! no account. An account without values stays: that is what suspension means here.

mod answer;
mod batch;
mod client;
mod errors;
mod jobs;
mod licences;
mod mapping;
#[cfg(test)]
mod orderly;
mod read;
mod write;

use crate::calls::{Patience, Refusal, TallySnapshot};
use crate::{
    AccountWork, ApplyTarget, ConnectError, Http, Journal, JournalError, Outcome, ReadTarget,
    StepResult, TargetState, ValueWork,
};
use async_trait::async_trait;
use batch::Verdict;
use client::Client;
use jobs::Shop;
use mapping::{Group, Groups, USER_GROUPS, account};
use rolecall_directory::{AccountTable, AdobeIdentity, CallLimit, Cause};
use rolecall_scim::fold;
use secrecy::SecretString;
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use write::{Progress, Writing};

/// What of a target's definition its client needs.
#[derive(Debug, Clone, PartialEq)]
pub struct UmapiSettings {
    /// The organization, `<hex>@AdobeOrg`.
    pub org_id: String,
    /// The client's id, which is the API key too.
    pub client_id: String,
    /// What accounts are made as.
    pub identity: AdobeIdentity,
    /// The base address, where it is not Adobe's own.
    pub url: Option<String>,
    /// The token endpoint, where it is not Adobe's own.
    pub token_url: Option<String>,
    /// The target attributes that `send` names.
    pub send: Vec<String>,
    /// The administrator's own bound on calls.
    pub limit: Option<CallLimit>,
    /// How often what failed in passing is tried again.
    pub patience: Patience,
    /// How long the minute of the published throttles lasts; tests let it pass faster.
    pub minute: Duration,
}

impl Default for UmapiSettings {
    fn default() -> Self {
        Self {
            org_id: String::new(),
            client_id: String::new(),
            identity: AdobeIdentity::default(),
            url: None,
            token_url: None,
            send: Vec::new(),
            limit: None,
            patience: Patience::default(),
            minute: Duration::from_secs(60),
        }
    }
}

/// What the request of a deletion is called.
const DELETION: &str = "deletion";

/// A target that is an organization at Adobe.
#[derive(Debug)]
pub struct UmapiTarget {
    client: Client,
    identity: AdobeIdentity,
    send: Vec<String>,
    minute: Duration,
    /// The groups as they were last read.
    groups: Mutex<Option<Arc<Groups>>>,
}

impl UmapiTarget {
    /// Checks the settings; nothing is called yet.
    ///
    /// # Errors
    /// When an address is none or not protected, or `send` names what users of Adobe do not have.
    pub fn new(
        settings: UmapiSettings,
        secret: SecretString,
        http: Http,
    ) -> Result<Self, ConnectError> {
        mapping::check_send(&settings.send, &settings.org_id)?;
        let client = Client::new(&settings, secret, http)?;
        let UmapiSettings { identity, send, minute, .. } = settings;
        Ok(Self { client, identity, send, minute, groups: Mutex::new(None) })
    }

    fn remember(&self, groups: Groups) -> Arc<Groups> {
        let groups = Arc::new(groups);
        *self.groups.lock().unwrap_or_else(PoisonError::into_inner) = Some(groups.clone());
        groups
    }

    async fn known_groups(&self) -> Result<Arc<Groups>, ConnectError> {
        let known = self.groups.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some(groups) => Ok(groups),
            None => Ok(self.remember(read::groups(&self.client).await?)),
        }
    }

    /// Makes groups, then changes accounts.
    async fn carry_out(
        &self,
        values: &[ValueWork],
        accounts: &[AccountWork],
        groups: &Groups,
        journal: &dyn Journal,
    ) -> Result<(), JournalError> {
        let writing = Writing { client: &self.client, journal, settles: self.minute / 4 };
        let mut progress = Progress::default();
        let shop = Shop { identity: self.identity, groups };
        writing.carry_out(shop.of_values(values), &mut progress).await?;
        let mut groups = groups.clone();
        for value in values.iter().filter(|value| progress.done.contains(&value.step.id)) {
            let name = value.step.step.value.clone().unwrap_or_default();
            let made = Group { name: name.clone(), slot: USER_GROUPS, quota: None, members: 0 };
            groups.entry(fold(&name)).or_insert(made);
        }
        let groups = self.remember(groups);
        let shop = Shop { identity: self.identity, groups: &groups };
        writing.carry_out(shop.of_accounts(accounts), &mut progress).await
    }
}

#[async_trait]
impl ReadTarget for UmapiTarget {
    async fn read(&self) -> Result<TargetState, ConnectError> {
        let (state, groups) = read::state(&self.client, self.identity, &self.send).await?;
        self.remember(groups);
        Ok(state)
    }

    async fn read_accounts(&self, keys: &[String]) -> Result<AccountTable, ConnectError> {
        let groups = self.known_groups().await?;
        let mut builder = AccountTable::builder();
        for key in keys {
            let found = self.client.user(key, None).await;
            let user = found.map_err(|refused| self.client.error("organizations", &refused))?;
            if let Some(account) = user.and_then(|user| account(&user, &groups, &self.send)) {
                builder.push(&account);
            }
        }
        Ok(builder.finish())
    }

    fn reads_dear(&self) -> bool {
        true
    }

    fn ration(&self, calls: Option<u32>) {
        self.client.caller().ration().set(calls);
    }

    fn tally(&self) -> Option<TallySnapshot> {
        Some(self.client.caller().tally().snapshot())
    }
}

#[async_trait]
impl ApplyTarget for UmapiTarget {
    async fn apply(
        &self,
        values: Vec<ValueWork>,
        accounts: Vec<AccountWork>,
        journal: &dyn Journal,
    ) -> Result<(), JournalError> {
        let error = match self.known_groups().await {
            Ok(groups) => return self.carry_out(&values, &accounts, &groups, journal).await,
            Err(error) => error,
        };
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
        journal.answered(ids.into_iter().map(outcome).collect()).await
    }

    fn no_deletion(&self) -> Option<&'static str> {
        None
    }

    /// Adobe says success for whoever there is not, too.
    async fn delete_account(&self, key: &str) -> Result<(), ConnectError> {
        let failed = |refused: Refusal| self.client.error("action", &refused);
        let found = self.client.user(key, None).await.map_err(failed)?;
        let Some(user) = found else { return Ok(()) };
        let mut command = json!({
            "user": key,
            "requestID": DELETION,
            "do": [{"removeFromOrg": {"deleteAccount": true}}],
        });
        if !key.contains('@') {
            command["domain"] = user["domain"].clone();
        }
        let answered = self.client.act(&json!([command]), 0).await.map_err(failed)?;
        let verdicts = answered.value.verdicts(&[DELETION.to_owned()]);
        match verdicts.into_iter().next() {
            Some(Verdict::Done) => Ok(()),
            Some(Verdict::Failed(_, fault)) => {
                Err(failed(Refusal::new(fault.cause, fault.message)))
            }
            Some(Verdict::Untold(words)) => {
                Err(failed(Refusal::new(Cause::UnreadableAnswer, words)))
            }
            None => Err(failed(Refusal::new(Cause::UnreadableAnswer, "the answer is empty"))),
        }
    }
}
