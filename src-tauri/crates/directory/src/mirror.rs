//! What is kept of a source that tells changes only: its records as it wrote them, who is a
//! member of which group, and where it stands.

use serde::{Deserialize, Serialize};

/// What a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A person.
    Person,
    /// A group.
    Group,
}

/// A member of a group: the source's id of it, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MirrorMember {
    /// What the member is; who cannot tell says person.
    pub kind: RecordKind,
    /// The source's stable id.
    pub id: String,
}

/// One change to what is kept of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MirrorChange {
    /// The record is as `body` says now, or new.
    Put {
        /// What it is of.
        kind: RecordKind,
        /// The source's stable id.
        id: String,
        /// The source's own record, as JSON.
        body: String,
    },
    /// The record is gone, with its memberships in groups and, of a group, its members.
    Gone {
        /// What it was of.
        kind: RecordKind,
        /// The source's stable id.
        id: String,
    },
    /// These are all members of the group.
    Members {
        /// The group's stable id.
        group: String,
        /// All of them.
        members: Vec<MirrorMember>,
    },
    /// A member came to the group.
    Joined {
        /// The group's stable id.
        group: String,
        /// Who came.
        member: MirrorMember,
    },
    /// A member left the group.
    Left {
        /// The group's stable id.
        group: String,
        /// Who left.
        id: String,
    },
}

/// Where the mirror of a source stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MirrorState {
    /// From where on the source is to be asked for changes, in the source's own terms; while it
    /// is read in full, from where on to go on with that.
    pub cursor: Option<String>,
    /// Whether a reading in full has begun that is not over.
    pub filling: bool,
    /// When it was last read in full, in milliseconds since 1970 (UTC).
    pub filled_at: Option<i64>,
}
