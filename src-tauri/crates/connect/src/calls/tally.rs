//! How calls ended, counted for quarantine.

use super::refusal::Refusal;
use reqwest::Method;
use rolecall_directory::Cause;
use std::sync::{Mutex, PoisonError};

/// How many calls ended how, since the connection was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TallySnapshot {
    /// Calls with a final outcome that counts, either way; refusals for too many calls do not.
    pub requests: u64,
    /// Calls that ended in a transport error, a time-out, 5xx, an unreadable answer, or in 400,
    /// 403, 404 or 409 on a write.
    pub failed: u64,
    /// Whether the credential was rejected.
    pub credential_rejected: bool,
    /// The words of the last failure.
    pub sample: Option<String>,
}

/// Counts calls by their final outcome.
#[derive(Debug, Default)]
pub struct Tally(Mutex<TallySnapshot>);

impl Tally {
    /// What was counted so far.
    #[must_use]
    pub fn snapshot(&self) -> TallySnapshot {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn count(&self, method: &Method, ended: Result<(), &Refusal>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Err(refused) = ended else {
            counts.requests += 1;
            return;
        };
        match refused.cause {
            Cause::RateLimited => return,
            Cause::CredentialRejected => counts.credential_rejected = true,
            _ => {}
        }
        counts.requests += 1;
        if counts_as_failed(method, refused) {
            counts.failed += 1;
            counts.sample = Some(refused.message.clone());
        }
    }
}

fn counts_as_failed(method: &Method, refused: &Refusal) -> bool {
    match refused.status {
        None => true,
        Some(status) if status >= 500 => true,
        Some(400 | 403 | 404 | 409) => method != Method::GET,
        Some(401) => true,
        Some(_) => refused.cause == Cause::UnreadableAnswer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_quarantine_goes_by() {
        let tally = Tally::default();
        let refused = |cause, status| Refusal { status, ..Refusal::new(cause, "words") };
        tally.count(&Method::GET, Ok(()));
        tally.count(&Method::GET, Err(&refused(Cause::NotFound, Some(404))));
        assert_eq!(tally.snapshot().failed, 0, "a read that finds nothing is no failure");
        tally.count(&Method::PATCH, Err(&refused(Cause::NotFound, Some(404))));
        tally.count(&Method::GET, Err(&refused(Cause::Timeout, None)));
        tally.count(&Method::GET, Err(&refused(Cause::Unavailable, Some(503))));
        tally.count(&Method::GET, Err(&refused(Cause::UnreadableAnswer, Some(200))));
        tally.count(&Method::PATCH, Err(&refused(Cause::RateLimited, Some(429))));
        tally.count(&Method::PATCH, Err(&refused(Cause::Conflict, Some(412))));
        let counted = tally.snapshot();
        assert_eq!((counted.requests, counted.failed), (7, 4), "429 counts neither way");
        assert!(!counted.credential_rejected, "nobody spoke of the credential");
        tally.count(&Method::GET, Err(&refused(Cause::CredentialRejected, Some(401))));
        assert!(tally.snapshot().credential_rejected, "a rejected credential is kept");
    }
}
