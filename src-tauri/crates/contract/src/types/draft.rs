//! The draft: rules as edited and not yet saved. It is kept in the workspace, one a workspace.

use super::{ConditionProblem, Effect, RuleDraft, RuleView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The rules as edited, #1 first; the saved ones where nothing was edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The rules.
    pub rules: Vec<DraftRule>,
    /// Rules that are saved and that the draft deletes, with their saved position from 1.
    pub deleted: Vec<DeletedRule>,
    /// Whether anything differs from what is saved.
    pub is_changed: bool,
    /// Whether the last edit can be taken back.
    pub can_undo: bool,
    /// Grows with each edit of the draft.
    pub edition: i64,
    /// What another administrator saved since the draft was begun; it is never overwritten.
    pub conflict: Option<DraftConflict>,
    /// People in all directories.
    pub people: u64,
}

/// Whether a draft that was read is still the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftStanding {
    /// Its edition; another one than was read has other rules.
    pub edition: i64,
    /// Whether anything differs from what is saved.
    pub is_changed: bool,
    /// The number of the plan it is compared with; 0 while there is none. Under another one its
    /// rules may be about other people.
    pub plan: i64,
}

/// A rule of the draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftRule {
    /// The rule with what it comes to; remarks are lint findings over the whole draft.
    pub view: RuleView,
    /// `same`, `new`, `changed`.
    pub change: String,
    /// Its saved position from 1; `None` for a new rule.
    pub saved_position: Option<u64>,
    /// What keeps it from being saved.
    pub problems: Vec<RuleProblem>,
}

/// What keeps a rule from being saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleProblem {
    /// `rule_name_missing`, `rule_name_taken`, `condition_wrong`, `assignment_unknown`.
    pub code: String,
    /// What is wrong and the next step.
    pub message: String,
    /// Where in the condition, for `condition_wrong`.
    pub condition: Option<ConditionProblem>,
}

/// A saved rule that the draft deletes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeletedRule {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its saved position from 1.
    pub position: u64,
}

/// What was saved by others since the draft was begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftConflict {
    /// What they did, a line a rule.
    pub changes: Vec<OtherChange>,
}

/// One thing that another administrator saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OtherChange {
    /// The rule's name.
    pub rule: String,
    /// `new`, `changed`, `deleted`, `moved`.
    pub change: String,
    /// Whether the draft touches the same rule, so that one of the two must give way.
    pub collides: bool,
}

/// Edits made together: undone together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftEdits {
    /// The edits, in order.
    pub edits: Vec<RuleEdit>,
    /// Whether they go on with the edit before, as the next letter of a word does: then both are
    /// undone together.
    #[serde(default)]
    pub continues: bool,
}

/// One edit of the draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum RuleEdit {
    /// Changes a rule, or adds it when there is none of the id.
    #[serde(rename_all = "camelCase")]
    Set {
        /// Its id; for a new rule a fresh one, which the screen makes up.
        id: String,
        /// The rule.
        rule: RuleDraft,
        /// Where a new rule goes, from 1; at the end when absent.
        position: Option<u64>,
    },
    /// Deletes rules.
    #[serde(rename_all = "camelCase")]
    Delete {
        /// Their ids.
        ids: Vec<String>,
    },
    /// Brings back a rule that the draft deleted, to its saved place.
    #[serde(rename_all = "camelCase")]
    Restore {
        /// Its id.
        id: String,
    },
    /// Moves rules, kept in their order, to stand before another.
    #[serde(rename_all = "camelCase")]
    Move {
        /// Their ids.
        ids: Vec<String>,
        /// The rule they are to stand before; at the end when absent.
        before: Option<String>,
    },
    /// Enables or disables rules.
    #[serde(rename_all = "camelCase")]
    Switch {
        /// Their ids.
        ids: Vec<String>,
        /// Whether they are to take part.
        enabled: bool,
    },
    /// Puts rules under a heading.
    #[serde(rename_all = "camelCase")]
    Heading {
        /// Their ids.
        ids: Vec<String>,
        /// The heading; empty for none.
        heading: String,
    },
    /// Takes a rule back to what is saved.
    #[serde(rename_all = "camelCase")]
    Revert {
        /// Its id.
        id: String,
    },
}

/// What came of edits: the draft as it is now, and its effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftAnswer {
    /// The rules whose view is other than before the edits.
    pub changed: Vec<DraftRule>,
    /// The ids of all rules, #1 first.
    pub order: Vec<String>,
    /// Rules that are saved and that the draft deletes.
    pub deleted: Vec<DeletedRule>,
    /// Whether anything differs from what is saved.
    pub is_changed: bool,
    /// Whether the last edit can be taken back.
    pub can_undo: bool,
    /// Grows with each edit of the draft.
    pub edition: i64,
    /// What another administrator saved since the draft was begun.
    pub conflict: Option<DraftConflict>,
    /// The effect of saving the draft; `None` while a rule cannot be read or nothing is planned.
    pub effect: Option<Effect>,
}

/// The draft is to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftSaveRequest {
    /// The edition that the screen shows; another one is refused with `draft_changed`.
    pub edition: i64,
    /// Whether a run is to start at once.
    pub sync_now: bool,
}

/// All rules as text, in the form of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulesText {
    /// The text.
    pub text: String,
}
