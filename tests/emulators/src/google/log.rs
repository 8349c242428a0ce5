//! The log of what administrators did.

use jiff::Timestamp;
use serde_json::{Value, json};

/// One deed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Deed {
    /// Milliseconds since 1970 (UTC).
    at: i64,
    number: u64,
    kind: String,
    name: String,
    parameters: Vec<(String, String)>,
}

/// What was done by administrators, oldest first.
#[derive(Debug, Clone, Default)]
pub struct AuditLog {
    deeds: Vec<Deed>,
    /// Deeds that do not show yet.
    held: Vec<Deed>,
    holds: bool,
    silent: bool,
    made: u64,
    /// So many milliseconds the customer's clock is ahead.
    ahead: i64,
}

impl AuditLog {
    /// The customer's clock, in milliseconds since 1970 (UTC).
    pub(super) fn now(&self) -> i64 {
        Timestamp::now().as_millisecond() + self.ahead
    }

    /// It is so many minutes later from now on.
    pub fn later(&mut self, minutes: i64) {
        self.ahead += minutes * 60_000;
    }

    /// Writes an event.
    pub fn write(&mut self, kind: &str, name: &str, parameters: &[(&str, &str)]) {
        if self.silent {
            return;
        }
        self.made += 1;
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let deed = Deed {
            at: self.now(),
            number: self.made,
            kind: kind.to_owned(),
            name: name.to_owned(),
            parameters: parameters.iter().map(owned).collect(),
        };
        if self.holds { &mut self.held } else { &mut self.deeds }.push(deed);
    }

    /// Nothing that follows is written, as where people change what is theirs, or is.
    pub fn silent(&mut self, silent: bool) {
        self.silent = silent;
    }

    /// What follows does not show before `release`.
    pub fn hold(&mut self) {
        self.holds = true;
    }

    /// What was held shows now, by the time when it was done.
    pub fn release(&mut self) {
        self.holds = false;
        self.deeds.append(&mut self.held);
    }

    /// Forgets all that was done.
    pub fn clear(&mut self) {
        (self.deeds, self.held) = (Vec::new(), Vec::new());
    }

    /// The activities from `from` until `until` that have an event called `name`, newest first.
    pub(super) fn activities(
        &self,
        (from, until): (i64, i64),
        name: Option<&str>,
        customer: &str,
    ) -> Vec<Value> {
        let asked = |deed: &&Deed| {
            (from..=until).contains(&deed.at) && name.is_none_or(|name| deed.name == name)
        };
        let mut found: Vec<&Deed> = self.deeds.iter().filter(asked).collect();
        found.sort_by_key(|deed| std::cmp::Reverse((deed.at, deed.number)));
        found.into_iter().map(|deed| deed.shown(customer)).collect()
    }
}

impl Deed {
    fn shown(&self, customer: &str) -> Value {
        let at = Timestamp::from_millisecond(self.at).unwrap_or_default();
        let parameter = |(name, value): &(String, String)| json!({"name": name, "value": value});
        let parameters: Vec<Value> = self.parameters.iter().map(parameter).collect();
        json!({
            "kind": "admin#reports#activity",
            "id": {
                "time": at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
                "uniqueQualifier": self.number.to_string(),
                "applicationName": "admin",
                "customerId": customer,
            },
            "actor": {"callerType": "USER", "email": "admin@example.com"},
            "events": [{"type": self.kind, "name": self.name, "parameters": parameters}],
        })
    }
}
