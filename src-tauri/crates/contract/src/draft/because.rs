//! Why an edited rule does or does not match somebody, in a few words.

use super::content::Drafted;
use super::merge::moved;
use super::state::DraftState;
use super::tried::Tried;
use crate::draft::content::order;
use rolecall_directory::Snapshot;
use rolecall_rules::{KnownAttributes, OwnWords, own_words};
use rolecall_scim::Filter;
use std::sync::Arc;

/// The conditions of the edited rules, #1 first.
pub(super) struct Because {
    conditions: Vec<Filter>,
}

impl Because {
    pub(super) fn new(state: &DraftState, tried: &Tried) -> Self {
        let content = &state.content;
        let moved = moved(&order(&content.base.rules), &order(&content.rules));
        let is_edited =
            |rule: &&Arc<Drafted>| content.change_of(rule) != "same" || moved.contains(&rule.id);
        let is_gone = |rule: &&Arc<Drafted>| content.position(&rule.id).is_err();
        let edited = content.rules.iter().filter(is_edited);
        let gone = content.base.rules.iter().filter(is_gone);
        let before = |rule: &Arc<Drafted>| content.base.find(&rule.id).cloned();
        let mut texts: Vec<String> = Vec::new();
        for rule in edited.chain(gone) {
            let both = [Some(rule.clone()), before(rule)];
            for rule in both.into_iter().flatten() {
                if !texts.contains(&rule.rule.when) {
                    texts.push(rule.rule.when.clone());
                }
            }
        }
        let known = tried.latest.planned.reading.snapshot.column_names();
        let known = KnownAttributes::new(&tried.configuration().all_attributes(), known);
        let read = |text: &String| rolecall_rules::parse_condition(text, &known).ok();
        let conditions = texts.iter().filter_map(read).collect();
        Self { conditions }
    }

    /// What the conditions ask that tells most of the person.
    pub(super) fn of(&self, snapshot: &Snapshot, row: u32) -> Option<OwnWords> {
        own_words(&self.conditions, snapshot, row)
    }
}
