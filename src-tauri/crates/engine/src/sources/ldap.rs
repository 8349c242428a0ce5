//! Directory servers: read, tried out and looked around in.

use crate::engine::Engine;
use rolecall_connect::{
    ConnectError, LdapBranch, LdapBrowse, LdapSource, LdapTrial, MemoryMirror, Mirror,
};
use rolecall_directory::{AttributeDefinition, LdapAccess, SourceDefinition};
use rolecall_secrets::SecretString;

/// A directory server that is not set up yet.
#[derive(Clone, Copy)]
pub struct LdapDraft<'a> {
    /// Where it is.
    pub access: &'a LdapAccess,
    /// What is read of it.
    pub definition: &'a SourceDefinition,
    /// Our attributes.
    pub attributes: &'a [AttributeDefinition],
    /// The password as it was typed; the secret that `access` names when absent.
    pub password: Option<&'a SecretString>,
}

impl Engine {
    /// The directory server at `access`.
    pub(crate) fn ldap_source<'m>(
        &self,
        access: &LdapAccess,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        password: SecretString,
        mirror: Box<dyn Mirror + 'm>,
    ) -> LdapSource<'m> {
        let now = self.clock.now_ms();
        LdapSource::new(access, definition, attributes, password, mirror, now)
    }

    /// Tries a directory server out, step by step; nothing of it is kept.
    ///
    /// # Errors
    /// When its secret cannot be had.
    pub async fn try_ldap(&self, draft: LdapDraft<'_>) -> Result<LdapTrial, ConnectError> {
        Ok(self.drafted(draft).await?.try_out().await)
    }

    /// Tells what is below an entry of a directory server.
    ///
    /// # Errors
    /// When its secret cannot be had, the server cannot be asked, or there is no such entry.
    pub async fn browse_ldap(
        &self,
        draft: LdapDraft<'_>,
        ask: LdapBrowse<'_>,
    ) -> Result<LdapBranch, ConnectError> {
        self.drafted(draft).await?.browse(ask).await
    }

    async fn drafted(&self, draft: LdapDraft<'_>) -> Result<LdapSource<'static>, ConnectError> {
        let LdapDraft { access, definition, attributes, password } = draft;
        let password = match password {
            Some(password) => password.clone(),
            None if access.bind_dn.is_empty() => SecretString::from(String::new()),
            None => self.secret(&access.secret, &access.url).await?,
        };
        let mirror = Box::<MemoryMirror>::default();
        Ok(self.ldap_source(access, definition, attributes, password, mirror))
    }
}
