//! Why a plan or run as a whole did not come about.

use rolecall_connect::ConnectError;
use rolecall_store::StoreError;

/// Why a plan or run as a whole did not come about.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A directory's source could not be read; nothing is planned without it.
    #[error("the source of directory \"{directory}\" could not be read: {source}")]
    Source {
        /// The directory.
        directory: String,
        /// What its source said.
        source: ConnectError,
    },
    /// The workspace could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A rule's condition cannot be read.
    #[error("rule \"{rule}\": {message}")]
    Rule {
        /// The rule's name.
        rule: String,
        /// What is wrong with its condition.
        message: String,
    },
    /// Another process runs on this workspace.
    #[error("{holder} is running on this workspace; wait until it ends, or stop it there")]
    RunnerElsewhere {
        /// Who.
        holder: String,
    },
    /// Another process reads sources into this workspace.
    #[error(
        "{holder} is reading the directories of this workspace; wait until it is done, and try again"
    )]
    ReadingElsewhere {
        /// Who.
        holder: String,
    },
    /// The run is still going on.
    #[error("run {run} is still going on; stop it, or wait until it ends")]
    RunGoesOn {
        /// Its number.
        run: i64,
    },
    /// What undoing would do is not what was looked at.
    #[error("what undoing run {run} would do has changed since it was looked at; look at it again")]
    UndoChanged {
        /// The run's number.
        run: i64,
    },
    /// The journal refused in mid-run.
    #[error("the run stopped: {reason}")]
    Journal {
        /// Why.
        reason: String,
    },
    /// A task of the run ended without an answer.
    #[error("the run stopped because a part of it failed: {reason}; sync again to go on")]
    Broken {
        /// What is known of it.
        reason: String,
    },
}

impl EngineError {
    /// A stable word for it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Source { .. } => "source_unreadable",
            Self::Store(error) => error.code(),
            Self::Rule { .. } => "condition_wrong",
            Self::RunnerElsewhere { .. } => "runner_elsewhere",
            Self::ReadingElsewhere { .. } => "reading_elsewhere",
            Self::RunGoesOn { .. } => "run_under_way",
            Self::UndoChanged { .. } => "undo_changed",
            Self::Journal { .. } => "journal_refused",
            Self::Broken { .. } => "run_broken",
        }
    }
}
