//! From definitions to connections.

use crate::engine::Engine;
use rolecall_connect::{
    ApplyTarget, ConnectError, CsvSource, CsvTarget, Http, HttpSettings, ReadSource, ScimSettings,
    ScimTarget,
};
use rolecall_directory::{
    AttributeDefinition, Cause, SourceDefinition, TargetDefinition, TargetKind,
};
use rolecall_secrets::{SecretName, SecretStore, SecretString};
use std::time::Duration;

/// The source that `definition` describes.
pub(crate) fn source_of(
    definition: &SourceDefinition,
    attributes: &[AttributeDefinition],
) -> Box<dyn ReadSource> {
    match definition {
        SourceDefinition::Csv { users, groups, delimiter, map } => Box::new(CsvSource::new(
            users.clone(),
            groups.clone(),
            *delimiter,
            map.clone(),
            attributes.to_vec(),
        )),
    }
}

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
            TargetKind::Scim { url, secret, ca, timeout_seconds, .. } => {
                let token = self.secret(secret, url).await?;
                let timeout = Duration::from_secs(*timeout_seconds);
                let http = Http::new(&HttpSettings {
                    ca: ca.clone(),
                    timeout,
                    proxies: self.proxies.clone(),
                })?;
                let settings = ScimSettings {
                    url: url.clone(),
                    slots: definition.slots.clone(),
                    send: definition.send.keys().cloned().collect(),
                    limit: definition.limit,
                    patience: self.patience,
                };
                Ok(Box::new(ScimTarget::new(settings, token, http)?))
            }
        }
    }

    async fn secret(&self, name: &str, place: &str) -> Result<SecretString, ConnectError> {
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
