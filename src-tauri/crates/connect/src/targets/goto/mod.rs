//! GoTo Admin, by its Admin REST API.
//!
//! What public sources tell of that API is little; `errors`, `user`, `create` and `read` each say
//! what is our decision. Nobody is ever deleted: a suspension takes the managed values.

mod answers;
mod catalogue;
mod change;
mod client;
mod create;
mod errors;
mod new;
mod read;
mod seen;
mod user;
mod write;

use crate::calls::{
    Caller, CallerSettings, ClientCredentials, Credential, Gate, Refusal, TokenForm, protected,
};
use crate::{
    AccountWork, ApplyTarget, ConnectError, Http, Journal, JournalError, Patience, ReadTarget,
    TallySnapshot, TargetState, ValueWork, WorkStep,
};
use answers::Answers;
use async_trait::async_trait;
use client::Client;
use futures_util::future::join_all;
use rolecall_directory::{AccountTable, CallLimit, Cause};
use secrecy::SecretString;
use seen::Seen;
use std::time::Duration;
use tokio::sync::Mutex;
use user::User;
use write::Writing;

/// The vendor's base address.
const URL: &str = "https://api.getgo.com/admin/rest/v1";
/// The vendor's token endpoint.
const TOKEN_URL: &str = "https://authentication.logmeininc.com/oauth/token";
/// The published limit: so many calls a second.
const PER_SECOND: u32 = 10;
/// The second as it is kept here: calls that come a little early must not be one too many.
const SECOND: Duration = Duration::from_millis(1050);

/// What of a target's definition its client needs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GotoSettings {
    /// The account's key.
    pub account_key: String,
    /// The client's id.
    pub client_id: String,
    /// The base address, where it is not the vendor's own.
    pub url: Option<String>,
    /// The token endpoint, where it is not the vendor's own.
    pub token_url: Option<String>,
    /// Whether GoTo sends invitation mails to new people.
    pub invite: bool,
    /// The attributes of users that are sent, by their names in GoTo.
    pub send: Vec<String>,
    /// The administrator's own bound on calls, which counts where it is tighter than GoTo's.
    pub limit: Option<CallLimit>,
    /// How often what failed in passing is tried again.
    pub patience: Patience,
}

/// A target that is a GoTo account.
#[derive(Debug)]
pub struct GotoTarget {
    client: Client,
    invite: bool,
    send: Vec<String>,
    /// What the last reading saw, which writing goes by.
    seen: Mutex<Option<Seen>>,
}

impl GotoTarget {
    /// Checks the settings; nothing is called yet.
    ///
    /// # Errors
    /// When an address is none or not protected.
    pub fn new(
        settings: GotoSettings,
        secret: SecretString,
        http: Http,
    ) -> Result<Self, ConnectError> {
        let url = settings.url.unwrap_or_else(|| URL.to_owned());
        let token_url = settings.token_url.unwrap_or_else(|| TOKEN_URL.to_owned());
        // A token endpoint's address counts to the letter; a base address ends in a slash.
        let mut token_url = protected(&token_url)?;
        if let Ok(mut path) = token_url.path_segments_mut() {
            path.pop_if_empty();
        }
        let credential = ClientCredentials::new(
            http.clone(),
            token_url,
            (settings.client_id, secret),
            None,
            TokenForm::Basic,
        );
        let caller = CallerSettings {
            url,
            credential: Credential::Client(Box::new(credential)),
            patience: settings.patience,
            content_type: "application/json",
            accept: "application/json",
            headers: Vec::new(),
        };
        let gate = Gate::published(PER_SECOND, SECOND, settings.limit);
        let client = Client::new(Caller::new(caller, http)?, gate, settings.account_key);
        let (invite, send) = (settings.invite, settings.send);
        Ok(Self { client, invite, send, seen: Mutex::new(None) })
    }
}

#[async_trait]
impl ReadTarget for GotoTarget {
    async fn read(&self) -> Result<TargetState, ConnectError> {
        let seen = read::everything(&self.client).await?;
        let own = read::own_key(&self.client).await;
        let state = read::state(&seen, own, &self.send);
        *self.seen.lock().await = Some(seen);
        Ok(state)
    }

    async fn read_accounts(&self, keys: &[String]) -> Result<AccountTable, ConnectError> {
        let mut kept = self.seen.lock().await;
        let few = kept.as_mut().filter(|seen| keys.len() <= seen.pages);
        let Some(seen) = few else {
            let seen = read::everything(&self.client).await?;
            let table = read::table(&seen, seen.users());
            *kept = Some(seen);
            return Ok(table);
        };
        seen.doubt_licenses();
        let fail = |below, refused: Refusal| self.client.error(below, &refused);
        seen.refresh(&self.client).await.map_err(|refused| fail("licenses", refused))?;
        let emails: Vec<String> =
            keys.iter().filter_map(|key| seen.user(key)).map(|user| user.email).collect();
        let asked = emails.iter().map(|email| read::by_email(&self.client, email, None));
        let mut users = Vec::new();
        for answer in join_all(asked).await {
            let record = answer.map_err(|refused| fail("users", refused))?;
            users
                .extend(record.as_ref().and_then(User::read).map(|user| seen.with_licenses(&user)));
        }
        Ok(read::table(seen, users.into_iter()))
    }

    fn reads_dear(&self) -> bool {
        true
    }

    fn ration(&self, calls: Option<u32>) {
        self.client.caller.ration().set(calls);
    }

    fn tally(&self) -> Option<TallySnapshot> {
        Some(self.client.caller.tally().snapshot())
    }
}

#[async_trait]
impl ApplyTarget for GotoTarget {
    async fn apply(
        &self,
        values: Vec<ValueWork>,
        accounts: Vec<AccountWork>,
        journal: &dyn Journal,
    ) -> Result<(), JournalError> {
        let answers = Answers(journal);
        let values: Vec<&WorkStep> = values.iter().map(|value| &value.step).collect();
        let words = "GoTo's public API makes no values; make it in GoTo Admin";
        let refused = Refusal::new(Cause::NotPermitted, words);
        answers.refused(&values, &refused).await?;
        let mut kept = self.seen.lock().await;
        let seen = match kept.take() {
            Some(seen) => seen,
            None => match read::everything(&self.client).await {
                Ok(seen) => seen,
                Err(error) => {
                    let steps: Vec<&WorkStep> =
                        accounts.iter().flat_map(|work| &work.steps).collect();
                    let refused = Refusal::new(error.cause, error.to_string());
                    return answers.refused(&steps, &refused).await;
                }
            },
        };
        let seen = Mutex::new(seen);
        let writing = Writing { client: &self.client, seen: &seen, invite: self.invite, answers };
        let done = writing.carry_out(&accounts).await;
        *kept = Some(seen.into_inner());
        done
    }
}
