//! Exceptions and rules as one ranked list of speakers, each with the people it matches.

use crate::matching::matches;
use crate::typed::instant_seconds;
use roaring::RoaringBitmap;
use rolecall_directory::{Assignment, Configuration, Snapshot, Withholding};
use rolecall_scim::{Dialect, Filter, FilterError};

const DAY: i64 = 86_400;

/// Where a speaker stands in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpeakerSource {
    /// The exception with this index; exceptions rank above all rules.
    Exception(usize),
    /// The rule with this index.
    Rule(usize),
}

/// An exception or an enabled rule, with the people it matches.
#[derive(Debug, Clone)]
pub struct Speaker {
    /// Which one it is.
    pub source: SpeakerSource,
    /// The rule's name; for an exception its reason.
    pub name: String,
    /// The active, in-scope people it matches.
    pub people: RoaringBitmap,
    /// What it gives.
    pub assigns: Vec<Assignment>,
    /// What it withholds.
    pub withholds: Vec<Withholding>,
}

/// The exceptions in force and the enabled rules over one Snapshot, highest first.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    speakers: Vec<Speaker>,
}

impl RuleSet {
    /// Matches every speaker of `configuration` against the people in `in_scope`; `now` in
    /// seconds since 1970.
    ///
    /// # Errors
    /// The name of the rule whose condition cannot be read, and why.
    pub fn evaluate(
        configuration: &Configuration,
        snapshot: &Snapshot,
        in_scope: &RoaringBitmap,
        now: i64,
    ) -> Result<Self, (String, FilterError)> {
        let mut speakers = Vec::new();
        for (index, exception) in configuration.exceptions.iter().enumerate() {
            let over = exception.until.as_deref().and_then(instant_seconds);
            if over.is_some_and(|midnight| now >= midnight + DAY) {
                continue;
            }
            let person = snapshot.rows_named(&exception.user).iter().collect::<RoaringBitmap>();
            speakers.push(Speaker {
                source: SpeakerSource::Exception(index),
                name: exception.reason.clone(),
                people: person & in_scope,
                assigns: exception.assigns.clone(),
                withholds: exception.withholds.clone(),
            });
        }
        for (index, rule) in configuration.rules.iter().enumerate().filter(|(_, r)| r.enabled) {
            let filter = Filter::parse(&rule.when, Dialect::Condition)
                .map_err(|error| (rule.name.clone(), error))?;
            speakers.push(Speaker {
                source: SpeakerSource::Rule(index),
                name: rule.name.clone(),
                people: matches(&filter, snapshot, now) & in_scope,
                assigns: rule.assigns.clone(),
                withholds: rule.withholds.clone(),
            });
        }
        Ok(Self { speakers })
    }

    /// The speakers, highest first.
    #[must_use]
    pub fn speakers(&self) -> &[Speaker] {
        &self.speakers
    }

    /// The name of the rule at `position` of [`RuleSet::speakers`]; `None` for an exception,
    /// which has no place among rules.
    #[must_use]
    pub fn rule_name(&self, position: u32) -> Option<&str> {
        let speaker = self.speakers.get(position as usize)?;
        matches!(speaker.source, SpeakerSource::Rule(_)).then_some(speaker.name.as_str())
    }
}
