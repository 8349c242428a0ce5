//! Exceptions and rules as one ranked list of speakers, each with the people it matches.

use crate::clause::unknown_names;
use crate::clause_cache::ClauseCache;
use crate::matching::Matcher;
use crate::typed::instant_seconds;
use roaring::RoaringBitmap;
use rolecall_directory::{Assignment, Configuration, Exception, Snapshot, Withholding};
use rolecall_scim::{Dialect, Filter, FilterError};
use std::collections::HashMap;
use std::sync::Arc;

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
    /// What it is known by from one set of rules to the next, moved or not.
    pub number: u32,
    /// Which one it is.
    pub source: SpeakerSource,
    /// The rule's name; for an exception its reason.
    pub name: String,
    /// The active, in-scope people it matches.
    pub people: Arc<RoaringBitmap>,
    /// What it gives.
    pub assigns: Arc<Vec<Assignment>>,
    /// What it withholds.
    pub withholds: Arc<Vec<Withholding>>,
    /// Whether its condition names a group or org unit that the source lacks.
    pub names_unknown: bool,
    pub(crate) asks: Asks,
}

/// Whom a speaker is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Asks {
    /// The people of this userName.
    Person(String),
    /// Those whom the condition matches: its text, and as it was read.
    Condition(String, Arc<Filter>),
}

/// What a speaker is recognized by: a rule by its id, an exception by its place among those of
/// the same person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    Rule(String),
    Exception(String, usize),
}

/// The exceptions in force and the enabled rules over one Snapshot, highest first.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) identities: Vec<Identity>,
    /// By the speakers' numbers.
    pub(crate) positions: HashMap<u32, u32>,
    /// What no speaker of this set, or of those it was revised from, has yet.
    pub(crate) next_number: u32,
    pub(crate) cache: ClauseCache,
    pub(crate) now: i64,
}

/// A speaker before anybody is matched.
pub(crate) struct Draft<'a> {
    pub(crate) identity: Identity,
    pub(crate) source: SpeakerSource,
    pub(crate) name: &'a str,
    pub(crate) asks: DraftAsks<'a>,
    pub(crate) assigns: &'a Vec<Assignment>,
    pub(crate) withholds: &'a Vec<Withholding>,
}

/// Whom a draft is about, as the configuration has it.
#[derive(Clone, Copy)]
pub(crate) enum DraftAsks<'a> {
    Person(&'a str),
    Condition(&'a str),
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
        let nothing = Self { now, ..Self::default() };
        Ok(nothing.revise(configuration, snapshot, in_scope)?.0)
    }

    /// The speakers, highest first.
    #[must_use]
    pub fn speakers(&self) -> &[Speaker] {
        &self.speakers
    }

    /// The place among [`RuleSet::speakers`] of the speaker with this number.
    #[must_use]
    pub fn position(&self, number: u32) -> Option<u32> {
        self.positions.get(&number).copied()
    }

    /// The speaker with this number.
    #[must_use]
    pub fn speaker(&self, number: u32) -> Option<&Speaker> {
        self.speakers.get(self.position(number)? as usize)
    }

    /// The name of the rule whose speaker has this number; `None` for an exception, which has
    /// no place among rules.
    #[must_use]
    pub fn rule_name(&self, number: u32) -> Option<&str> {
        let speaker = self.speaker(number)?;
        matches!(speaker.source, SpeakerSource::Rule(_)).then_some(speaker.name.as_str())
    }

    /// The condition of a rule as it was read; `None` for an exception.
    #[must_use]
    pub fn condition(&self, number: u32) -> Option<&Filter> {
        match &self.speaker(number)?.asks {
            Asks::Condition(_, filter) => Some(filter),
            Asks::Person(_) => None,
        }
    }

    pub(crate) fn index(&mut self) {
        let numbers = (0u32..).zip(&self.speakers);
        self.positions = numbers.map(|(position, speaker)| (speaker.number, position)).collect();
    }
}

/// The exceptions in force and the enabled rules, highest first.
pub(crate) fn drafts(configuration: &Configuration, now: i64) -> Vec<Draft<'_>> {
    let mut drafts = Vec::new();
    let mut of_user: HashMap<&str, usize> = HashMap::new();
    for (index, exception) in configuration.exceptions.iter().enumerate() {
        let place = of_user.entry(&exception.user).or_default();
        *place += 1;
        if !is_over(exception, now) {
            drafts.push(Draft {
                identity: Identity::Exception(exception.user.clone(), *place),
                source: SpeakerSource::Exception(index),
                name: &exception.reason,
                asks: DraftAsks::Person(&exception.user),
                assigns: &exception.assigns,
                withholds: &exception.withholds,
            });
        }
    }
    for (index, rule) in configuration.rules.iter().enumerate().filter(|(_, rule)| rule.enabled) {
        drafts.push(Draft {
            identity: Identity::Rule(rule.id.clone()),
            source: SpeakerSource::Rule(index),
            name: &rule.name,
            asks: DraftAsks::Condition(&rule.when),
            assigns: &rule.assigns,
            withholds: &rule.withholds,
        });
    }
    drafts
}

fn is_over(exception: &Exception, now: i64) -> bool {
    let until = exception.until.as_deref().and_then(instant_seconds);
    until.is_some_and(|midnight| now >= midnight + DAY)
}

impl DraftAsks<'_> {
    /// Whether it is about the same people as `asks`.
    pub(crate) fn is(&self, asks: &Asks) -> bool {
        match (self, asks) {
            (Self::Person(user), Asks::Person(other)) => user == other,
            (Self::Condition(text), Asks::Condition(other, _)) => text == other,
            _ => false,
        }
    }

    /// Reads it.
    pub(crate) fn read(&self) -> Result<Asks, FilterError> {
        Ok(match self {
            Self::Person(user) => Asks::Person((*user).to_owned()),
            Self::Condition(text) => {
                let filter = Filter::parse(text, Dialect::Condition)?;
                Asks::Condition((*text).to_owned(), Arc::new(filter))
            }
        })
    }
}

impl Asks {
    /// Whom it is about among those whom `matcher` answers.
    pub(crate) fn people(&self, matcher: &Matcher<'_>) -> Arc<RoaringBitmap> {
        match self {
            Self::Person(user) => {
                let named = matcher.snapshot.rows_named(user).iter().copied();
                let seen = |row: &u32| matcher.among.is_none_or(|among| among.contains(*row));
                Arc::new(named.filter(seen).collect())
            }
            Self::Condition(_, filter) => matcher.everyone(filter),
        }
    }

    /// Whether it names a group or org unit that the source lacks.
    pub(crate) fn names_unknown(&self, snapshot: &Snapshot) -> bool {
        match self {
            Self::Person(_) => false,
            Self::Condition(_, filter) => !unknown_names(filter, snapshot).is_empty(),
        }
    }
}
