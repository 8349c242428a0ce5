//! A plan in the form of `plan --json`, written as it is told.

use super::target::{CreatedValue, TargetReport};
use super::{Report, Summary, warning_words};
use crate::planning::Planned;
use rolecall_directory::StepKind;
use rolecall_plan::{PlanInput, Telling};
use serde::ser::{SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

/// A plan whose steps are written one after the other; the rest of it is at hand.
#[derive(Debug)]
pub struct PlanAsTold<'a> {
    planned: &'a Planned,
    /// Everything but the steps, which are counted only.
    head: &'a Report,
}

impl Report {
    /// The report of a plan with the steps counted but not listed.
    #[must_use]
    pub fn head_of_plan(planned: &Planned) -> Self {
        let mut report = Self::of_targets(planned);
        report.summary.steps =
            planned.targets.iter().map(|target| target.plan.step_count()).sum::<u64>();
        report
    }

    /// The plan it is the head of, to be written with all its steps.
    #[must_use]
    pub fn with_steps<'a>(&'a self, planned: &'a Planned) -> PlanAsTold<'a> {
        PlanAsTold { planned, head: self }
    }
}

impl Serialize for PlanAsTold<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = serializer.serialize_struct("Report", 3)?;
        whole.serialize_field("targets", &Targets(self))?;
        let summary: &Summary = &self.head.summary;
        whole.serialize_field("summary", summary)?;
        let warnings: Vec<String> = self.head.warnings.iter().map(warning_words).collect();
        whole.serialize_field("warnings", &warnings)?;
        whole.end()
    }
}

struct Targets<'a>(&'a PlanAsTold<'a>);

impl Serialize for Targets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PlanAsTold { planned, head } = self.0;
        let mut map = serializer.serialize_map(Some(head.targets.len()))?;
        for (index, (name, head)) in head.targets.iter().enumerate() {
            if planned.targets[index].error.is_some() {
                map.serialize_entry(name, head)?;
                continue;
            }
            let input: PlanInput<'_> = planned.input(index);
            let telling = planned.targets[index].plan.telling(&input);
            map.serialize_entry(name, &Target { head, telling })?;
        }
        map.end()
    }
}

struct Target<'a> {
    head: &'a TargetReport,
    telling: Telling<'a>,
}

impl Serialize for Target<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { head, telling } = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(why) = &head.left_out {
            map.serialize_entry("left_out", why)?;
        }
        if let Some(paused) = &head.paused {
            map.serialize_entry("paused", paused)?;
        }
        map.serialize_entry("accounts", &Accounts(telling))?;
        let made = telling
            .made()
            .map(|(slot, value)| CreatedValue { slot: slot.to_owned(), value: value.to_owned() });
        let made: Vec<CreatedValue> = made.collect();
        map.serialize_entry("values", &serde_json::json!({"create": made}))?;
        map.serialize_entry("assign", &Values(telling, StepKind::Assign))?;
        map.serialize_entry("unassign", &Values(telling, StepKind::Unassign))?;
        map.serialize_entry("held", &head.held)?;
        map.serialize_entry("seats", &head.seats)?;
        map.serialize_entry("without_seat", &head.without_seat)?;
        map.serialize_entry("pending", &head.pending)?;
        map.serialize_entry("orphans", &head.orphans)?;
        map.serialize_entry("failures", &head.failures)?;
        map.end()
    }
}

struct Accounts<'a>(&'a Telling<'a>);

impl Serialize for Accounts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kinds = [
            StepKind::Create,
            StepKind::Update,
            StepKind::Suspend,
            StepKind::Reactivate,
            StepKind::Adopt,
        ];
        let mut map = serializer.serialize_map(Some(kinds.len()))?;
        for kind in kinds {
            map.serialize_entry(kind.word(), &self.0.accounts(kind))?;
        }
        map.end()
    }
}

struct Values<'a>(&'a Telling<'a>, StepKind);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        self.0.values(self.1, |value| list.serialize_element(value))?;
        list.end()
    }
}
