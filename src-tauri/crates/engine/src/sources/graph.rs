//! The sources of the two great suites: Microsoft Entra ID and Google Workspace.

use crate::engine::Engine;
use rolecall_connect::{
    ConnectError, EntraSettings, EntraSource, GoogleSettings, GoogleSource, Http, HttpSettings,
    Mirror,
};
use rolecall_directory::{AttributeDefinition, SourceAccess, SourceDefinition};
use std::time::Duration;

impl Engine {
    /// The tenant of Entra ID with these ids (tenant, application), its credential fetched.
    pub(crate) async fn entra_source<'m>(
        &self,
        (tenant, client_id): (&str, &str),
        access: &SourceAccess,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        mirror: Box<dyn Mirror + 'm>,
    ) -> Result<EntraSource<'m>, ConnectError> {
        let secret = self.secret(&access.secret, tenant).await?;
        let settings = entra_settings(self, (tenant, client_id), access);
        let http = self.source_http(access)?;
        let source =
            EntraSource::new(&settings, &secret, http, mirror, definition.clone(), attributes)?;
        Ok(match self.keeper(&access.secret) {
            Some(keeper) => source.kept_by(keeper),
            None => source,
        })
    }

    /// The directory of this customer, read on behalf of this administrator, its credential
    /// fetched.
    pub(crate) async fn google_source<'m>(
        &self,
        (customer, admin): (&str, &str),
        access: &SourceAccess,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        mirror: Box<dyn Mirror + 'm>,
    ) -> Result<GoogleSource<'m>, ConnectError> {
        let secret = self.secret(&access.secret, customer).await?;
        let settings = google_settings(self, (customer, admin), access);
        let http = self.source_http(access)?;
        let source =
            GoogleSource::new(settings, &secret, http, mirror, definition.clone(), attributes)?;
        Ok(match self.keeper(&access.secret) {
            Some(keeper) => source.kept_by(keeper),
            None => source,
        })
    }

    /// The client that calls a source's API.
    pub(super) fn source_http(&self, access: &SourceAccess) -> Result<Http, ConnectError> {
        Http::new(&HttpSettings {
            ca: access.ca.clone(),
            timeout: Duration::from_secs(access.timeout_seconds),
            proxies: self.proxies.clone(),
        })
    }
}

/// What the connection to the tenant with these ids needs to know.
pub(super) fn entra_settings(
    engine: &Engine,
    (tenant, client_id): (&str, &str),
    access: &SourceAccess,
) -> EntraSettings {
    EntraSettings {
        tenant: tenant.to_owned(),
        client_id: client_id.to_owned(),
        url: access.url.clone(),
        token_url: access.token_url.clone(),
        patience: engine.patience,
        now: engine.clock.now_ms(),
    }
}

/// What the connection to the directory of this customer needs to know.
pub(super) fn google_settings(
    engine: &Engine,
    (customer, admin): (&str, &str),
    access: &SourceAccess,
) -> GoogleSettings {
    GoogleSettings {
        customer: customer.to_owned(),
        admin: admin.to_owned(),
        url: access.url.clone(),
        token_url: access.token_url.clone(),
        patience: engine.patience,
        now: engine.clock.now_ms(),
    }
}
