//! What rules and exceptions have to say on a value for one person.

use crate::target_plan::PlanInput;
use rolecall_directory::{Assignment, Gives, SlotDefinition, ValueSource, Withholding};
use rolecall_rules::{ClauseResult, Speaker, SpeakerSource, explain_condition, values_for};
use rolecall_scim::{Dialect, Filter};
use serde::Serialize;
use std::collections::BTreeSet;

/// What one rule or exception has to say on a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleVoice {
    /// The rule's name; for an exception `exception: ` and its reason.
    pub rule: String,
    /// Whether it matches the person.
    pub matches: bool,
    /// `assigns`, `withholds`, `assigns none`, or `assigns another value`.
    pub does: String,
    /// Each clause with its result and the person's own value, in words.
    pub because: String,
    /// The same, clause by clause.
    #[serde(skip)]
    pub clauses: Vec<ClauseResult>,
}

/// One slot of one target, asked about one person.
pub(crate) struct Place<'a> {
    pub(crate) input: &'a PlanInput<'a>,
    pub(crate) slot: &'a SlotDefinition,
    pub(crate) row: u32,
}

impl Place<'_> {
    /// What `speakers` do with `value`, highest first; those that do not name it are left out.
    pub(crate) fn voices(&self, speakers: &[&Speaker], value: &str) -> Vec<RuleVoice> {
        let voices = speakers.iter().filter_map(|speaker| {
            let does = self.deed(speaker, value)?.to_owned();
            let (rule, mut because, clauses) = self.grounds(speaker);
            // An inactive person is matched by no rule, whatever the clauses say.
            if !self.input.population.in_scope.contains(self.row) {
                because = format!("not active or not in scope; {because}");
            }
            let matches = speaker.people.contains(self.row);
            Some(RuleVoice { rule, matches, does, because, clauses })
        });
        voices.collect()
    }

    /// What the speaker is called, why it matches or does not, and its clauses.
    fn grounds(&self, speaker: &Speaker) -> (String, String, Vec<ClauseResult>) {
        match speaker.source {
            SpeakerSource::Exception(_) => {
                let name = format!("exception: {}", speaker.name);
                (name, "made for this person".to_owned(), Vec::new())
            }
            SpeakerSource::Rule(at) => {
                let text = &self.input.configuration.rules[at].when;
                let clauses = Filter::parse(text, Dialect::Condition).map(|filter| {
                    explain_condition(&filter, self.input.snapshot, self.row, self.input.now)
                });
                let clauses = clauses.unwrap_or_default();
                (speaker.name.clone(), in_words(&clauses), clauses)
            }
        }
    }

    fn assigned<'s>(&self, speaker: &'s Speaker) -> impl Iterator<Item = &'s Gives> {
        let here =
            |one: &&Assignment| one.target == self.input.target.name && one.slot == self.slot.name;
        speaker.assigns.iter().filter(here).map(|assignment| &assignment.gives)
    }

    fn withheld<'s>(&self, speaker: &'s Speaker) -> impl Iterator<Item = &'s ValueSource> {
        let here =
            |one: &&Withholding| one.target == self.input.target.name && one.slot == self.slot.name;
        speaker.withholds.iter().filter(here).flat_map(|withholding| &withholding.values)
    }

    /// What `speaker` does with `value`, were it to match; `None` when it does not speak.
    fn deed(&self, speaker: &Speaker, value: &str) -> Option<&'static str> {
        let means = |source: &ValueSource| self.values(source).iter().any(|one| one == value);
        if self.withheld(speaker).any(means) {
            return Some("withholds");
        }
        let mut deeds = self.assigned(speaker).filter_map(|gives| match gives {
            Gives::Nothing if !self.slot.many => Some("assigns none"),
            Gives::Values(values) if values.iter().any(means) => Some("assigns"),
            Gives::Values(_) if !self.slot.many => Some("assigns another value"),
            Gives::Nothing | Gives::Values(_) => None,
        });
        deeds.next()
    }

    /// The values that `speaker` names for the person: those written out, and those its
    /// templates stand for.
    pub(crate) fn named_by(&self, speaker: &Speaker) -> BTreeSet<String> {
        let assigned = self.assigned(speaker).flat_map(|gives| match gives {
            Gives::Nothing => &[][..],
            Gives::Values(values) => values.as_slice(),
        });
        let sources = assigned.chain(self.withheld(speaker));
        sources.flat_map(|source| self.values(source)).collect()
    }

    /// The values that `source` stands for; none outside a fixed list.
    fn values(&self, source: &ValueSource) -> Vec<String> {
        let mut values = values_for(source, self.input.snapshot, self.row);
        values.retain(|value| !self.slot.is_fixed() || self.slot.value(value).is_some());
        values
    }
}

/// `department eq "Sales" ("Legal"): no`, clause by clause.
fn in_words(clauses: &[ClauseResult]) -> String {
    let words = clauses.iter().map(|clause| {
        let result = if clause.holds { "yes" } else { "no" };
        format!("{} ({}): {result}", clause.clause, clause.own)
    });
    words.collect::<Vec<_>>().join("; ")
}
