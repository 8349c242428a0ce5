//! Sources that are asked by what changed: Okta, and any SCIM service provider.

use crate::engine::Engine;
use rolecall_connect::{
    ConnectError, Mirror, OktaSettings, OktaSource, ScimSource, ScimSourceSettings,
};
use rolecall_directory::{AttributeDefinition, Cause, SourceAccess, SourceDefinition};

impl Engine {
    /// The Okta org, its credential fetched.
    pub(crate) async fn okta_source<'m>(
        &self,
        client_id: Option<&str>,
        access: &SourceAccess,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        mirror: Box<dyn Mirror + 'm>,
    ) -> Result<OktaSource<'m>, ConnectError> {
        let url = address(access)?;
        let secret = self.secret(&access.secret, &url).await?;
        let settings = OktaSettings {
            url,
            token_url: access.token_url.clone(),
            client_id: client_id.map(str::to_owned),
            patience: self.patience,
            now: self.clock.now_ms(),
        };
        let http = self.source_http(access)?;
        OktaSource::new(settings, &secret, http, mirror, definition.clone(), attributes)
    }

    /// The SCIM service provider, its token fetched.
    pub(crate) async fn scim_source<'m>(
        &self,
        access: &SourceAccess,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        mirror: Box<dyn Mirror + 'm>,
    ) -> Result<ScimSource<'m>, ConnectError> {
        let url = address(access)?;
        let token = self.secret(&access.secret, &url).await?;
        let settings =
            ScimSourceSettings { url, patience: self.patience, now: self.clock.now_ms() };
        let http = self.source_http(access)?;
        ScimSource::new(settings, token, http, mirror, definition.clone(), attributes)
    }
}

fn address(access: &SourceAccess) -> Result<String, ConnectError> {
    access.url.clone().ok_or_else(|| ConnectError {
        cause: Cause::AttributeInvalid,
        place: "url".to_owned(),
        message: "the source has no address; set url".to_owned(),
    })
}
