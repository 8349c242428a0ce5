//! Rules as screens show and edit them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All rules, #1 first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleList {
    /// The rules.
    pub rules: Vec<RuleView>,
    /// People in all directories.
    pub people: u64,
}

/// A rule with what it comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleView {
    /// A stable id.
    pub id: String,
    /// The rule as edited.
    pub rule: RuleDraft,
    /// Its condition for the builder; `None` when the text cannot be read.
    pub condition: Option<Condition>,
    /// People it matches now, whether it is enabled or not.
    pub people: u64,
    /// What is wrong or remarkable.
    pub remarks: Vec<RuleRemark>,
}

/// Something remarkable about a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleRemark {
    /// `matches_nobody`, `wholly_shadowed`, `same_as`, `unknown_group`, `unknown_org_unit`,
    /// `gives_what_it_withholds`, `outside_list`, `more_than_seats`, `broken_condition`.
    pub code: String,
    /// The name it is about.
    pub name: String,
    /// Names of other rules concerned: those that shadow it, or the one it equals.
    pub rules: Vec<String>,
    /// A number it is about: licences missing.
    pub count: u64,
    /// What would mend it, best first.
    pub fixes: Vec<RuleFix>,
}

/// Edits that mend what a remark is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleFix {
    /// `use_name` (of the group or org unit likely meant), `remove_value`, `disable`, `delete`.
    pub code: String,
    /// The name or value it is about.
    pub name: String,
    /// The edits.
    pub edits: Vec<super::RuleEdit>,
}

/// A rule as an administrator edits it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleDraft {
    /// The name, unique without case.
    pub name: String,
    /// A note for other administrators.
    pub note: String,
    /// The heading it stands under; empty for none. Neighbours of one heading are shown together.
    #[serde(default)]
    pub heading: String,
    /// Whether it takes part.
    pub enabled: bool,
    /// The condition as text.
    pub when: String,
    /// What it gives.
    pub assigns: Vec<RuleAssignment>,
    /// What it withholds.
    pub withholds: Vec<RuleWithholding>,
}

/// What a rule gives in one slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleAssignment {
    /// The target.
    pub target: String,
    /// The slot.
    pub slot: String,
    /// Values, templates included; empty in a slot of one means *none*.
    pub values: Vec<String>,
}

/// What a rule withholds in one slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleWithholding {
    /// The target.
    pub target: String,
    /// The slot.
    pub slot: String,
    /// Values.
    pub values: Vec<String>,
}

/// A condition as the builder shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Condition {
    /// Every one holds.
    All {
        /// The parts.
        parts: Vec<Condition>,
    },
    /// At least one holds.
    Any {
        /// The parts.
        parts: Vec<Condition>,
    },
    /// It does not hold.
    Not {
        /// What must not hold.
        part: Box<Condition>,
    },
    /// A comparison.
    Clause {
        /// The path as written: `groups.display`, `orgUnit`, `department`.
        field: String,
        /// `eq ne co sw ew pr gt ge lt le in re`.
        op: String,
        /// None for `pr`, several for `in`.
        values: Vec<String>,
    },
    /// A part the builder shows as text only.
    Text {
        /// The text.
        text: String,
    },
}

/// A condition as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConditionText {
    /// The text.
    pub text: String,
}

/// What came of reading a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConditionReading {
    /// The canonical text; the given one when it cannot be read.
    pub text: String,
    /// For the builder.
    pub condition: Option<Condition>,
    /// What is wrong.
    pub error: Option<ConditionProblem>,
    /// People it matches now.
    pub people: u64,
    /// The first of them.
    pub sample: Vec<super::PersonItem>,
    /// Groups and org units it names and the source lacks.
    pub unknown: Vec<String>,
}

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConditionProblem {
    /// The character it is at, from 1; 0 when it is the whole.
    pub column: u64,
    /// What is wrong and what was expected.
    pub message: String,
    /// What was likely meant.
    pub suggestion: Option<String>,
}

/// What rules can speak of: for pickers and completion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Vocabulary {
    /// Attributes a condition may name.
    pub attributes: Vec<AttributeItem>,
    /// The targets with their slots.
    pub targets: Vec<TargetItem>,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeItem {
    /// The name as conditions write it.
    pub name: String,
    /// What an administrator calls it; empty where nobody said.
    pub label: String,
    /// `text`, `number`, `boolean`, `date` or `list`.
    pub kind: String,
    /// Whether it is a custom attribute.
    pub custom: bool,
    /// The column it is read from.
    pub from: Option<String>,
    /// People who have a value.
    pub people: u64,
    /// Names of rules that use it.
    pub rules: Vec<String>,
    /// The CEL expression that computes it.
    pub expression: Option<String>,
    /// Everything that uses it.
    pub uses: Vec<super::AttributeUse>,
}

/// A target with its slots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetItem {
    /// The name.
    pub name: String,
    /// The slots.
    pub slots: Vec<SlotItem>,
}

/// A slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotItem {
    /// The name.
    pub name: String,
    /// Many values, or one.
    pub many: bool,
    /// Whether other values than those listed may be given.
    pub open: bool,
    /// The values.
    pub values: Vec<SlotValue>,
}

/// A value of a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotValue {
    /// The value.
    pub name: String,
    /// Seats, where it costs a licence.
    pub seats: Option<u64>,
}

/// Which names to offer for a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompletionRequest {
    /// `groups.display`, `orgUnit`, or an attribute.
    pub field: String,
    /// What was typed so far.
    pub text: String,
}

/// Names offered for a field, at most 50.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// The names, best first.
    pub items: Vec<CompletionItem>,
}

/// A name offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompletionItem {
    /// The name.
    pub name: String,
    /// People who have it.
    pub people: u64,
}
