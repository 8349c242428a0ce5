//! Tokens that were given out, and until when they are good.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What the token endpoint remembers.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// How long a token is good.
    pub lifetime: Duration,
    given: BTreeMap<String, Instant>,
    count: usize,
}

impl Tokens {
    pub fn new() -> Self {
        Self { lifetime: Duration::from_secs(3600), given: BTreeMap::new(), count: 0 }
    }

    /// Gives out another token.
    pub fn give(&mut self, now: Instant) -> String {
        self.count += 1;
        let token = format!("goto-token-{}", self.count);
        self.given.insert(token.clone(), now + self.lifetime);
        token
    }

    /// Whether `token` is good.
    pub fn knows(&self, token: &str, now: Instant) -> bool {
        self.given.get(token).is_some_and(|until| now < *until)
    }

    /// How many were given out.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Makes all of them worthless.
    pub fn expire(&mut self) {
        self.given.clear();
    }
}
