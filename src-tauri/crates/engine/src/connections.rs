//! From the definitions of targets to connections.

use crate::engine::Engine;
use rolecall_connect::{
    ApplyTarget, ConnectError, CsvTarget, GotoSettings, GotoTarget, Http, HttpSettings, ScimForm,
    ScimSettings, ScimTarget, UmapiSettings, UmapiTarget,
};
use rolecall_directory::{AdobeIdentity, ApiAccess, Cause, TargetDefinition, TargetKind};
use rolecall_secrets::{SecretName, SecretStore, SecretString};
use std::time::Duration;

impl Engine {
    /// The target that `definition` describes, its credential fetched.
    pub(crate) async fn target_of(
        &self,
        definition: &TargetDefinition,
    ) -> Result<Box<dyn ApplyTarget>, ConnectError> {
        match &definition.kind {
            TargetKind::Csv { accounts } => {
                Ok(Box::new(CsvTarget::new(accounts.clone(), definition.slots.clone())))
            }
            TargetKind::Scim { .. } => Ok(Box::new(self.scim_target(definition).await?)),
            TargetKind::Umapi { org_id, identity, access } => {
                let adobe = (org_id.as_str(), *identity);
                Ok(Box::new(self.umapi_target(definition, adobe, access).await?))
            }
            TargetKind::Goto { account_key, invite, access } => {
                Ok(Box::new(self.goto_target(definition, (account_key, *invite), access).await?))
            }
        }
    }

    /// What the service provider that `definition` describes says of the form of its users; asks
    /// nothing else, and changes nothing there. `None` for a target that is no such provider.
    ///
    /// # Errors
    /// When it cannot be reached, or the credential is not accepted.
    pub async fn scim_form(
        &self,
        definition: &TargetDefinition,
    ) -> Result<Option<ScimForm>, ConnectError> {
        let TargetKind::Scim { .. } = &definition.kind else { return Ok(None) };
        self.scim_target(definition).await?.form().await.map(Some)
    }

    async fn scim_target(&self, definition: &TargetDefinition) -> Result<ScimTarget, ConnectError> {
        let TargetKind::Scim { url, secret, client, ca, timeout_seconds, .. } = &definition.kind
        else {
            return Err(ConnectError {
                cause: Cause::AttributeInvalid,
                place: definition.name.clone(),
                message: "this target is no SCIM service provider".to_owned(),
            });
        };
        let token = self.secret(secret, url).await?;
        let http = Http::new(&HttpSettings {
            ca: ca.clone(),
            timeout: Duration::from_secs(*timeout_seconds),
            proxies: self.proxies.clone(),
        })?;
        let settings = ScimSettings {
            url: url.clone(),
            client: client.clone(),
            slots: definition.slots.clone(),
            send: definition.send.keys().cloned().collect(),
            limit: definition.limit,
            patience: self.patience,
        };
        ScimTarget::new(settings, token, http)
    }

    async fn umapi_target(
        &self,
        definition: &TargetDefinition,
        (org_id, identity): (&str, AdobeIdentity),
        access: &ApiAccess,
    ) -> Result<UmapiTarget, ConnectError> {
        let secret = self.secret(&access.secret, org_id).await?;
        let settings = UmapiSettings {
            org_id: org_id.to_owned(),
            client_id: access.client_id.clone(),
            identity,
            url: access.url.clone(),
            token_url: access.token_url.clone(),
            send: definition.sends().into_iter().map(|(theirs, _)| theirs.to_owned()).collect(),
            limit: definition.limit,
            patience: self.patience,
            ..UmapiSettings::default()
        };
        UmapiTarget::new(settings, secret, self.http(access)?)
    }

    async fn goto_target(
        &self,
        definition: &TargetDefinition,
        (account_key, invite): (&str, bool),
        access: &ApiAccess,
    ) -> Result<GotoTarget, ConnectError> {
        let secret = self.secret(&access.secret, account_key).await?;
        let settings = GotoSettings {
            account_key: account_key.to_owned(),
            client_id: access.client_id.clone(),
            url: access.url.clone(),
            token_url: access.token_url.clone(),
            invite,
            send: definition.sends().into_iter().map(|(theirs, _)| theirs.to_owned()).collect(),
            limit: definition.limit,
            patience: self.patience,
        };
        GotoTarget::new(settings, secret, self.http(access)?)
    }

    fn http(&self, access: &ApiAccess) -> Result<Http, ConnectError> {
        Http::new(&HttpSettings {
            ca: access.ca.clone(),
            timeout: Duration::from_secs(access.timeout_seconds),
            proxies: self.proxies.clone(),
        })
    }

    pub(crate) async fn secret(
        &self,
        name: &str,
        place: &str,
    ) -> Result<SecretString, ConnectError> {
        let refused = |message: String| ConnectError {
            cause: Cause::CredentialRejected,
            place: place.to_owned(),
            message,
        };
        let secret = SecretName::new(name).map_err(|error| refused(error.to_string()))?;
        let variable = secret.variable();
        let secrets = self.secrets.clone();
        let found = tokio::task::spawn_blocking(move || secrets.get(&secret)).await;
        match found {
            Ok(Ok(Some(secret))) => Ok(secret),
            Ok(Ok(None)) => Err(refused(format!(
                "the secret \"{name}\" is not set; set it with \"rolecallctl secret set {name}\", \
                 in Settings, or on a server as the environment variable {variable}"
            ))),
            Ok(Err(error)) => Err(refused(format!("the secret \"{name}\" cannot be had: {error}"))),
            Err(error) => Err(refused(error.to_string())),
        }
    }
}
