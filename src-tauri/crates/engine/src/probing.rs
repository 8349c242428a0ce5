//! Trying a source out before it is attached; nothing of it is kept.

use crate::engine::Engine;
use rolecall_connect::{ConnectError, MemoryMirror, Probe, ProbeSource};
use rolecall_directory::{
    AttributeDefinition, Cause, DirectoryDefinition, SourceDefinition, SourceKind,
};

impl Engine {
    /// Tries address, credential and rights of a source over HTTP one by one, and reads up to five
    /// people as they would be delivered.
    ///
    /// # Errors
    /// When its secret cannot be had, its settings make no connection, or it is a kind that is
    /// tried in another way.
    pub async fn probe_source(
        &self,
        directory: &DirectoryDefinition,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Result<Probe, ConnectError> {
        let mirror = Box::<MemoryMirror>::default();
        match &definition.kind {
            SourceKind::Entra { tenant, client_id, access } => {
                let ids = (tenant.as_str(), client_id.as_str());
                let source = self.entra_source(ids, access, definition, attributes, mirror);
                Ok(source.await?.probe().await)
            }
            SourceKind::Google { customer, admin, access } => {
                let ids = (customer.as_str(), admin.as_str());
                let source = self.google_source(ids, access, definition, attributes, mirror);
                Ok(source.await?.probe().await)
            }
            SourceKind::Okta { client_id, access } => {
                let id = client_id.as_deref();
                let source = self.okta_source(id, access, definition, attributes, mirror);
                Ok(source.await?.probe().await)
            }
            SourceKind::Scim { access } => {
                let source = self.scim_source(access, definition, attributes, mirror);
                Ok(source.await?.probe().await)
            }
            SourceKind::Ldap(access) => {
                let secret = self.secret(&access.secret, &access.url).await?;
                let source = self.ldap_source(access, definition, attributes, secret, mirror);
                Ok(source.probe().await)
            }
            other => Err(ConnectError {
                cause: Cause::AttributeInvalid,
                place: directory.name.clone(),
                message: format!("sources of kind {} are tried out by reading them", other.word()),
            }),
        }
    }
}
