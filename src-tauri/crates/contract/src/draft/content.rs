//! What a draft holds: the rules as edited, and those it was begun from.

use crate::AppError;
use crate::handlers::rule_draft::draft_of;
use crate::types::{DeletedRule, RuleDraft};
use rolecall_directory::Rule;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A rule as edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Drafted {
    pub(crate) id: String,
    pub(crate) rule: RuleDraft,
}

/// The rules as edited, and those they were edited from.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    /// The version of the configuration that the draft was begun from.
    pub(crate) base_version: i64,
    /// Its rules.
    pub(crate) base: Arc<Base>,
    /// The rules as edited, #1 first.
    pub(crate) rules: Vec<Arc<Drafted>>,
}

/// The rules that a draft was begun from, as they are edited.
#[derive(Debug, Default)]
pub(crate) struct Base {
    pub(crate) rules: Vec<Arc<Drafted>>,
}

impl Base {
    pub(crate) fn of(rules: &[Rule]) -> Self {
        let drafted = |rule: &Rule| Arc::new(Drafted { id: rule.id.clone(), rule: draft_of(rule) });
        Self { rules: rules.iter().map(drafted).collect() }
    }

    pub(crate) fn position(&self, id: &str) -> Option<usize> {
        self.rules.iter().position(|rule| rule.id == id)
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Arc<Drafted>> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

impl Content {
    /// The saved rules, nothing edited.
    pub(crate) fn saved(version: i64, rules: &[Rule]) -> Self {
        let base = Base::of(rules);
        Self { base_version: version, rules: base.rules.clone(), base: Arc::new(base) }
    }

    /// Whether anything is edited.
    pub(crate) fn is_changed(&self) -> bool {
        self.rules != self.base.rules
    }

    pub(crate) fn position(&self, id: &str) -> Result<usize, AppError> {
        let found = self.rules.iter().position(|rule| rule.id == id);
        found.ok_or_else(|| AppError::not_found("rule", id))
    }

    /// How the rule differs from what is saved: `same`, `new`, `changed`.
    pub(crate) fn change_of(&self, drafted: &Arc<Drafted>) -> &'static str {
        match self.base.find(&drafted.id) {
            None => "new",
            Some(base) if Arc::ptr_eq(base, drafted) || base == drafted => "same",
            Some(_) => "changed",
        }
    }

    /// Whether the draft says otherwise of the rule than what it was begun from.
    pub(crate) fn touches(&self, id: &str) -> bool {
        let now = self.rules.iter().find(|rule| rule.id == id);
        now != self.base.find(id)
    }

    /// Saved rules that the draft deletes.
    pub(crate) fn deleted(&self) -> Vec<DeletedRule> {
        let gone = |(_, rule): &(u64, &Arc<Drafted>)| self.rules.iter().all(|r| r.id != rule.id);
        let deleted = (1u64..).zip(&self.base.rules).filter(gone);
        let deleted = deleted.map(|(position, rule)| DeletedRule {
            id: rule.id.clone(),
            name: rule.rule.name.clone(),
            position,
        });
        deleted.collect()
    }
}

/// The ids of `rules`, #1 first.
pub(crate) fn order(rules: &[Arc<Drafted>]) -> Vec<String> {
    rules.iter().map(|rule| rule.id.clone()).collect()
}
