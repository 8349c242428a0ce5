//! Why a plan or run as a whole did not come about.

use rolecall_connect::ConnectError;
use rolecall_store::StoreError;
use serde_json::{Map, Value, json};

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
    /// The stable words of all but the workspace's errors, which have their own.
    pub const CODES: [&'static str; 8] = [
        "source_unreadable",
        "condition_wrong",
        "runner_elsewhere",
        "reading_elsewhere",
        "run_under_way",
        "undo_changed",
        "journal_refused",
        "run_broken",
    ];

    /// What it names, for saying it in another language.
    #[must_use]
    pub fn details(&self) -> Map<String, Value> {
        let named: Vec<(&str, Value)> = match self {
            Self::Source { directory, source } => {
                vec![("directory", json!(directory)), ("cause", json!(source.cause.word()))]
            }
            Self::Store(StoreError::NotFound { what, id }) => {
                vec![("what", json!(what)), ("id", json!(id))]
            }
            Self::Store(StoreError::NameTaken { what, name }) => {
                vec![("what", json!(what)), ("name", json!(name))]
            }
            Self::Rule { rule, .. } => vec![("rule", json!(rule))],
            Self::RunnerElsewhere { holder } | Self::ReadingElsewhere { holder } => {
                vec![("holder", json!(holder))]
            }
            Self::RunGoesOn { run } | Self::UndoChanged { run } => vec![("run", json!(run))],
            Self::Journal { reason } | Self::Broken { reason } => {
                vec![("reason", json!(reason))]
            }
            Self::Store(_) => Vec::new(),
        };
        named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

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
