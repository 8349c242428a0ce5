//! The record of all calls, and of who was created how often.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde_json::Value;

use super::Call;

/// The record of all calls, and of who was created how often.
#[derive(Debug, Default)]
pub(super) struct Record {
    calls: Vec<Call>,
    creates: BTreeMap<String, u32>,
    /// Raised by `clear`, so that an answer to a forgotten call is not written to another.
    era: u64,
    off: bool,
}

impl Record {
    pub(super) fn new(off: bool) -> Self {
        Self { off, ..Self::default() }
    }

    /// Notes a request; the answer is noted under what this returns.
    pub(super) fn begin(&mut self, method: &str, path: &str, body: Option<Value>) -> (u64, usize) {
        if !self.off {
            self.calls.push(Call {
                method: method.to_owned(),
                path: path.to_owned(),
                body,
                status: None,
                when: SystemTime::now(),
            });
        }
        (self.era, self.calls.len().saturating_sub(1))
    }

    pub(super) fn end(&mut self, (era, index): (u64, usize), status: u16) {
        if era == self.era
            && let Some(call) = self.calls.get_mut(index)
        {
            call.status = Some(status);
        }
    }

    pub(super) fn created(&mut self, user_name: &str) {
        *self.creates.entry(user_name.to_lowercase()).or_default() += 1;
    }

    pub(super) fn calls(&self) -> Vec<Call> {
        self.calls.clone()
    }

    pub(super) fn count(&self) -> usize {
        self.calls.len()
    }

    pub(super) fn creates(&self) -> BTreeMap<String, u32> {
        self.creates.clone()
    }

    pub(super) fn clear(&mut self) {
        self.calls.clear();
        self.creates.clear();
        self.era += 1;
    }
}
