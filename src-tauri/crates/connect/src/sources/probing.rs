//! What is common to trying out sources over HTTP.

use super::record::{Mapped, Person};
use super::replay::WhoIs;
use crate::calls::Refusal;
use crate::{ProbeStep, SamplePerson};
use rolecall_directory::Cause;
use serde_json::Value;

/// People that are shown.
pub(super) const SHOWN: usize = 5;

/// The steps that the first call tells of: whether the address answers, whether it takes the
/// credential, and whether that has `right`. What a failed step leaves open is not told.
pub(super) fn opening(
    place: &str,
    right: &str,
    refused: Option<&Refusal>,
    remedy: &dyn Fn(&Refusal) -> String,
) -> Vec<ProbeStep> {
    let reached = || ProbeStep::passed("reach", format!("{place} answers"));
    let accepted = || ProbeStep::passed("credential", "the credential is accepted");
    let failed = |step: &str, refused: &Refusal| {
        ProbeStep::failed(step, refused.cause, refused.message.clone(), remedy(refused))
    };
    let Some(refused) = refused else {
        return vec![reached(), accepted(), granted(right)];
    };
    match refused.cause {
        Cause::CredentialRejected => vec![reached(), failed("credential", refused)],
        Cause::NotPermitted | Cause::AttributeInvalid | Cause::RejectedByTarget => {
            vec![reached(), accepted(), failed(right, refused)]
        }
        _ => vec![failed("reach", refused)],
    }
}

/// The step of a further right.
pub(super) fn right_of(
    right: &str,
    refused: Option<&Refusal>,
    remedy: &dyn Fn(&Refusal) -> String,
) -> ProbeStep {
    match refused {
        None => granted(right),
        Some(refused) => {
            ProbeStep::failed(right, refused.cause, refused.message.clone(), remedy(refused))
        }
    }
}

fn granted(right: &str) -> ProbeStep {
    ProbeStep::passed(right, format!("the right {right} is there"))
}

/// The first few of `records` as they would be delivered, and the step that tells so.
pub(super) fn sampled(
    mapped: &Mapped,
    records: &[(String, Value)],
    who: WhoIs<'_>,
) -> (ProbeStep, Vec<SamplePerson>) {
    let mut people = Vec::new();
    for (id, record) in records.iter().take(SHOWN) {
        let sample = match who(id, record) {
            Ok(None) => continue,
            Ok(Some(known)) => {
                let (active, org_unit) = (known.active, known.org_unit.as_deref());
                let person = Person { id, user_name: &known.user_name, active, org_unit };
                mapped.sample(record, person)
            }
            Err(flaw) => Err(flaw),
        };
        match sample {
            Ok(sample) => people.push(sample),
            Err(flaw) => {
                let remedy = "Change map, or the record at the source";
                let words = flaw.to_string();
                let step = ProbeStep::failed("people", Cause::AttributeInvalid, words, remedy);
                return (step, people);
            }
        }
    }
    let step = match people.len() {
        0 => ProbeStep::failed(
            "people",
            Cause::NotFound,
            "nobody was delivered",
            "Check what the credential may see, and the query of scope",
        ),
        read => ProbeStep::passed("people", format!("{read} people were read and mapped")),
    };
    (step, people)
}
