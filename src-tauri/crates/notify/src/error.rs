//! What can be wrong with telling people.

use thiserror::Error;

/// Why news did not get through; the message says what, where, why and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotifyError {
    /// The channel is not set up.
    #[error("{channel} is not set up. Set it up, then try again")]
    NotSetUp {
        /// The channel's word.
        channel: &'static str,
    },
    /// A secret cannot be had.
    #[error("the secret {name} cannot be read: {reason}. Keep it again, then try again")]
    Secret {
        /// Its name.
        name: String,
        /// Why.
        reason: String,
    },
    /// Something that was set up is not what it must be.
    #[error("{what} cannot be used: {reason}. Correct it, then try again")]
    Wrong {
        /// Which part of the settings.
        what: String,
        /// Why.
        reason: String,
    },
    /// No connection, or one that was cut.
    #[error("{place} could not be reached: {reason}. Check the address and the network")]
    Unreachable {
        /// The server.
        place: String,
        /// Why.
        reason: String,
    },
    /// The certificate is not trusted.
    #[error("{place}: {reason}")]
    Untrusted {
        /// The server.
        place: String,
        /// Which certificate, why, and what to do.
        reason: String,
    },
    /// The server said no.
    #[error("{place} refused it: {words}. {remedy}")]
    Refused {
        /// The server.
        place: String,
        /// Its own words.
        words: String,
        /// What to do.
        remedy: &'static str,
        /// Whether a later try may help.
        passing: bool,
    },
}

impl NotifyError {
    /// Whether another try may help.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Refused { passing: true, .. })
    }
}
