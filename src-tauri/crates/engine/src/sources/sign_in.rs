//! Signing in to a source by the administrator's browser, and keeping what that brings.

use super::graph::{entra_settings, google_settings};
use crate::engine::Engine;
use rolecall_connect::{
    ConnectError, SignIn, SignInKeeper, SignInSettings, entra_sign_in, google_sign_in,
};
use rolecall_directory::{Cause, SourceAccess, SourceDefinition, SourceKind};
use rolecall_secrets::{SecretName, SecretStore, SecretString, Secrets};
use std::sync::Arc;

/// The place of one sign-in among the secrets.
struct Place {
    secrets: Arc<Secrets>,
    name: SecretName,
}

impl SignInKeeper for Place {
    fn kept(&self) -> Option<SecretString> {
        self.secrets.get(&self.name).ok().flatten()
    }

    fn keep(&self, secret: &SecretString) -> Result<(), String> {
        self.secrets.set(&self.name, secret).map_err(|error| error.to_string())
    }
}

impl Engine {
    /// Where the secret called `name` is kept, for sources whose sign-in is renewed; `None` where
    /// that is no name.
    pub(super) fn keeper(&self, name: &str) -> Option<Arc<dyn SignInKeeper>> {
        let name = SecretName::new(name).ok()?;
        Some(Arc::new(Place { secrets: self.secrets.clone(), name }))
    }

    /// Begins to sign in to the source that `definition` describes: opens a port of this machine
    /// for the browser to come back to. `client` is the OAuth client where the vendor wants one
    /// (Google); when absent, that of the sign-in before. `port` is any that is free when absent.
    ///
    /// # Errors
    /// When the source is of a kind without sign-in, the client is none, what it brings could not
    /// be kept, or the port cannot be had.
    pub async fn begin_sign_in(
        &self,
        definition: &SourceDefinition,
        client: Option<SecretString>,
        port: Option<u16>,
    ) -> Result<SignIn, ConnectError> {
        let (settings, access) = self.sign_in_settings(definition, client).await?;
        let wrong = |message: String| ConnectError {
            cause: Cause::CredentialRejected,
            place: access.secret.clone(),
            message,
        };
        // A browser that comes back with what cannot be kept came for nothing.
        let name = SecretName::new(&access.secret).map_err(|error| wrong(error.to_string()))?;
        self.secrets.may_set(&name).map_err(|error| wrong(error.to_string()))?;
        let http = self.source_http(access)?;
        SignIn::begin(SignInSettings { port, ..settings }, http).await
    }

    async fn sign_in_settings<'d>(
        &self,
        definition: &'d SourceDefinition,
        client: Option<SecretString>,
    ) -> Result<(SignInSettings, &'d SourceAccess), ConnectError> {
        match &definition.kind {
            SourceKind::Entra { tenant, client_id, access } => {
                let settings = entra_settings(self, (tenant, client_id), access);
                Ok((entra_sign_in(&settings), access))
            }
            SourceKind::Google { customer, admin, access } => {
                let client = match client {
                    Some(client) => client,
                    None => self.secret(&access.secret, customer).await?,
                };
                let settings = google_settings(self, (customer, admin), access);
                Ok((google_sign_in(&settings, &client)?, access))
            }
            other => Err(ConnectError {
                cause: Cause::AttributeInvalid,
                place: other.place(),
                message: format!(
                    "nobody signs in to sources of kind {}; they have a secret of their own",
                    other.word()
                ),
            }),
        }
    }

    /// Keeps what a sign-in to the source that `definition` describes brought. Blocks.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn keep_sign_in(
        &self,
        definition: &SourceDefinition,
        brought: &SecretString,
    ) -> Result<(), rolecall_secrets::SecretError> {
        let name = SecretName::new(definition.kind.secret().unwrap_or_default())?;
        self.secrets.set(&name, brought)
    }
}
