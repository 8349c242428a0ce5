//! The keys of the settings that the application keeps in the workspace.

/// The keys of the settings that the application keeps in the workspace.
pub(crate) struct Kept;

impl Kept {
    /// What the workspace is: [`Kept::SAMPLE`] or [`Kept::OWN`].
    pub(crate) const KIND: &str = "workspace.kind";
    pub(crate) const SAMPLE: &str = "sample";
    pub(crate) const OWN: &str = "own";
    /// The id under which the keyring keeps the workspace's secrets.
    pub(crate) const ID: &str = "workspace.id";
    /// What the sidebar calls it.
    pub(crate) const NAME: &str = "workspace.name";
    /// Whether User sync is on.
    pub(crate) const ON: &str = "sync.on";
    /// Whether it ever was.
    pub(crate) const EVER_ON: &str = "sync.ever_on";
    /// Until when no run starts by itself, in milliseconds since 1970 (UTC).
    pub(crate) const PAUSED_UNTIL: &str = "sync.paused_until";
    /// Seats as the last plan or run left them.
    pub(crate) const SEATS: &str = "sync.seats";
    /// What the Overview counted of people, and from what.
    pub(crate) const COUNTED: &str = "overview.counted";
    pub(crate) const THEME: &str = "ui.theme";
    pub(crate) const LANGUAGE: &str = "ui.language";
    /// Where this machine listens for SCIM calls.
    pub(crate) const LISTENING: &str = "push.listening";
    /// Since when secrets are what they are, by name.
    pub(crate) const SECRETS_SINCE: &str = "secrets.since";
    /// After how many days one is reminded to renew secrets; zero for never.
    pub(crate) const RENEW_AFTER: &str = "secrets.renew_after_days";
    /// Where secrets are kept, as somebody chose.
    pub(crate) const SECRETS: &str = "secrets.backend";
}
