//! Telling hosts what happened.

use crate::types::{AppEvent, Progress};
use tokio::sync::broadcast;

/// What screens show; a change of it is told.
pub(crate) mod topic {
    pub(crate) const OVERVIEW: &str = "overview";
    pub(crate) const RULES: &str = "rules";
    /// The draft of rules, edited here or elsewhere.
    pub(crate) const DRAFT: &str = "draft";
    pub(crate) const RUNS: &str = "runs";
    pub(crate) const ACTIVITY: &str = "activity";
    pub(crate) const PEOPLE: &str = "people";
    pub(crate) const CONNECTIONS: &str = "connections";
    pub(crate) const SETTINGS: &str = "settings";
    /// All of them.
    pub(crate) const ALL: [&str; 8] =
        [OVERVIEW, RULES, DRAFT, RUNS, ACTIVITY, PEOPLE, CONNECTIONS, SETTINGS];
}

/// How many events wait for a listener that is slow; the oldest go first.
const WAITING: usize = 256;

/// Tells events to whoever listens.
#[derive(Debug)]
pub(crate) struct Events(broadcast::Sender<AppEvent>);

impl Events {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(WAITING).0)
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<AppEvent> {
        self.0.subscribe()
    }

    /// What `topics` show has changed.
    pub(crate) fn changed(&self, topics: &[&str]) {
        let topics = topics.iter().map(|&topic| topic.to_owned()).collect();
        self.tell(AppEvent::Changed { topics });
    }

    pub(crate) fn progress(&self, progress: Progress) {
        self.tell(AppEvent::Progress { progress });
    }

    pub(crate) fn tell(&self, event: AppEvent) {
        // Nobody listening is no fault.
        let _ = self.0.send(event);
    }
}
