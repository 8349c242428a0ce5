//! From the definitions of sources to connections.

mod asked;
mod graph;
mod ldap;
mod sign_in;

pub use ldap::LdapDraft;

use crate::engine::Engine;
use crate::reading::Keeping;
use rolecall_connect::{
    ConnectError, CsvSource, LdifSource, MemoryMirror, Mirror, MirrorError, OverlaidMirror,
    PushSource, ReadSource,
};
use rolecall_directory::{
    AttributeDefinition, Cause, DirectoryDefinition, MirrorChange, MirrorMember, MirrorState,
    RecordKind, SourceDefinition, SourceKind,
};
use rolecall_store::{Store, StoreError};

/// What the workspace keeps of one directory's source.
struct StoreMirror<'s> {
    store: &'s Store,
    directory: String,
}

impl Keeping<'_> {
    /// What is kept of the source of `directory`: in the workspace where that may be written;
    /// where it may be looked at, with changes laid over it in memory; else in memory only.
    fn mirror(&self, directory: &str) -> Box<dyn Mirror + '_> {
        let kept = |store| Box::new(StoreMirror { store, directory: directory.to_owned() });
        match self {
            Self::Write(store) => kept(store),
            Self::Read(store) => Box::new(OverlaidMirror::over(kept(store))),
            Self::Nothing => Box::<MemoryMirror>::default(),
        }
    }
}

impl Engine {
    /// The source of `directory` that `definition` describes, its credential fetched.
    pub(crate) async fn source_of<'s>(
        &self,
        directory: &DirectoryDefinition,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        keeping: &'s Keeping<'_>,
    ) -> Result<Box<dyn ReadSource + 's>, ConnectError> {
        match &definition.kind {
            SourceKind::Csv { users, groups, delimiter } => Ok(Box::new(CsvSource::new(
                users.clone(),
                groups.clone(),
                *delimiter,
                definition.map.clone(),
                attributes.to_vec(),
            ))),
            SourceKind::ScimPush => match keeping.store() {
                Some(store) => {
                    Ok(Box::new(PushSource::new(store, &directory.name, definition, attributes)))
                }
                None => Err(ConnectError {
                    cause: Cause::Unavailable,
                    place: directory.name.clone(),
                    message: "what others write is kept in a workspace, and there is none yet; \
                              sync or serve once to make it"
                        .to_owned(),
                }),
            },
            SourceKind::Entra { tenant, client_id, access } => {
                let (ids, mirror) =
                    ((tenant.as_str(), client_id.as_str()), keeping.mirror(&directory.name));
                let source = self.entra_source(ids, access, definition, attributes, mirror);
                Ok(Box::new(source.await?))
            }
            SourceKind::Google { customer, admin, access } => {
                let (ids, mirror) =
                    ((customer.as_str(), admin.as_str()), keeping.mirror(&directory.name));
                let source = self.google_source(ids, access, definition, attributes, mirror);
                Ok(Box::new(source.await?))
            }
            SourceKind::Okta { client_id, access } => {
                let (id, mirror) = (client_id.as_deref(), keeping.mirror(&directory.name));
                let source = self.okta_source(id, access, definition, attributes, mirror);
                Ok(Box::new(source.await?))
            }
            SourceKind::Scim { access } => {
                let mirror = keeping.mirror(&directory.name);
                let source = self.scim_source(access, definition, attributes, mirror);
                Ok(Box::new(source.await?))
            }
            SourceKind::Ldap(access) => {
                let mirror = keeping.mirror(&directory.name);
                let secret = self.secret(&access.secret, &access.url).await?;
                Ok(Box::new(self.ldap_source(access, definition, attributes, secret, mirror)))
            }
            SourceKind::Ldif { file } => {
                let now = self.clock.now_ms();
                Ok(Box::new(LdifSource::new(file.clone(), definition, attributes, now)))
            }
        }
    }
}

fn failed(error: &StoreError) -> MirrorError {
    MirrorError { reason: error.to_string() }
}

impl Mirror for StoreMirror<'_> {
    fn state(&self) -> Result<MirrorState, MirrorError> {
        self.store.mirror_state(&self.directory).map_err(|error| failed(&error))
    }

    fn begin(&self) -> Result<(), MirrorError> {
        self.store.mirror_begin(&self.directory).map_err(|error| failed(&error))
    }

    fn advance(&self, changes: &[MirrorChange], cursor: Option<&str>) -> Result<(), MirrorError> {
        self.store.mirror_advance(&self.directory, changes, cursor).map_err(|error| failed(&error))
    }

    fn end(&self, cursor: Option<&str>, now: i64) -> Result<(), MirrorError> {
        self.store.mirror_end(&self.directory, cursor, now).map_err(|error| failed(&error))
    }

    fn unseen(&self, kind: RecordKind) -> Result<Vec<String>, MirrorError> {
        self.store.mirror_unseen(&self.directory, kind).map_err(|error| failed(&error))
    }

    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, MirrorError> {
        self.store.mirror_record(&self.directory, kind, id).map_err(|error| failed(&error))
    }

    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError> {
        self.store.mirror_each(&self.directory, kind, take).map_err(|error| failed(&error))
    }

    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        self.store.mirror_each_member(&self.directory, take).map_err(|error| failed(&error))
    }
}
