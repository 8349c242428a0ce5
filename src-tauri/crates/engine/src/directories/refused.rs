//! Why something about a directory is not done.

use crate::error::EngineError;
use rolecall_store::StoreError;

/// Why something about a directory is not done.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    /// There is no such directory.
    #[error("there is no directory \"{directory}\"; look at the names of the directories")]
    UnknownDirectory {
        /// The name.
        directory: String,
    },
    /// Nobody is called so.
    #[error("nobody is called \"{user}\"; look for the userName among the people")]
    UnknownPerson {
        /// The userName.
        user: String,
    },
    /// People of that userName are in several directories.
    #[error("\"{user}\" is in the directories {directories}; say which one is meant")]
    InSeveral {
        /// The userName.
        user: String,
        /// The directories, in words.
        directories: String,
    },
    /// A source of another kind is attached.
    #[error(
        "directory \"{directory}\" has a source of kind {kind} attached; remove its sync first"
    )]
    AlreadySynced {
        /// The directory.
        directory: String,
        /// The kind of source.
        kind: String,
    },
    /// No source is attached.
    #[error("directory \"{directory}\" has no source attached; it can be edited as it is")]
    NotSynced {
        /// The directory.
        directory: String,
    },
    /// A synced directory is edited outside an edit window.
    #[error(
        "directory \"{directory}\" is synced and read-only; open an edit window for an hour first"
    )]
    EditWindowClosed {
        /// The directory.
        directory: String,
    },
    /// The attribute cannot be edited.
    #[error("{attribute} cannot be edited: {reason}")]
    NotEditable {
        /// The attribute.
        attribute: String,
        /// Why, and what to do.
        reason: String,
    },
    /// There is no such attribute.
    #[error("there is no attribute \"{attribute}\"; add it under Attributes first")]
    UnknownAttribute {
        /// The attribute.
        attribute: String,
    },
    /// Another person of the directory is called so.
    #[error("\"{user}\" is somebody of this directory already; choose another userName")]
    UserNameTaken {
        /// The userName.
        user: String,
    },
    /// Who is to be deleted was not typed to the letter.
    #[error("nothing was deleted: type the userName exactly, {user}")]
    TypedOtherwise {
        /// The userName.
        user: String,
    },
    /// A domain of a synced directory cannot be moved.
    #[error(
        "the domain \"{domain}\" cannot move into or out of the synced directory \
         \"{directory}\"; remove its sync first"
    )]
    DomainSynced {
        /// The domain.
        domain: String,
        /// The directory.
        directory: String,
    },
    /// The text is no domain.
    #[error("\"{domain}\" is no domain; write it as in example.com")]
    NoDomain {
        /// The text.
        domain: String,
    },
    /// The directory has no such domain.
    #[error("directory \"{directory}\" has no domain \"{domain}\"")]
    UnknownDomain {
        /// The domain.
        domain: String,
        /// The directory.
        directory: String,
    },
    /// Reading or planning failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The workspace failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LifeError {
    /// A stable word for it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownDirectory { .. }
            | Self::UnknownPerson { .. }
            | Self::UnknownDomain { .. } => "not_found",
            Self::InSeveral { .. } => "in_several_directories",
            Self::AlreadySynced { .. } => "already_synced",
            Self::NotSynced { .. } => "not_synced",
            Self::EditWindowClosed { .. } => "edit_window_closed",
            Self::NotEditable { .. } => "not_editable",
            Self::UnknownAttribute { .. } => "attribute_unknown",
            Self::UserNameTaken { .. } => "user_name_taken",
            Self::TypedOtherwise { .. } => "typed_otherwise",
            Self::DomainSynced { .. } => "domain_synced",
            Self::NoDomain { .. } => "domain_wrong",
            Self::Engine(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }

    /// Whether it is refused as things stand, though what was asked for is well formed.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::AlreadySynced { .. }
                | Self::NotSynced { .. }
                | Self::EditWindowClosed { .. }
                | Self::NotEditable { .. }
                | Self::UserNameTaken { .. }
                | Self::TypedOtherwise { .. }
                | Self::DomainSynced { .. }
        )
    }
}
