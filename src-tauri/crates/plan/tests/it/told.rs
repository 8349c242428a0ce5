//! Steps told one after the other are those of the listing, in its order.

use crate::random::{Dice, random_world};
use rolecall_directory::{Step, StepKind};

type Value = (String, String, String, Vec<String>);

fn value(step: &Step) -> Value {
    let place = |text: &Option<String>| text.clone().unwrap_or_default();
    (step.user.clone(), place(&step.slot), place(&step.value), step.rules.clone())
}

#[test]
fn what_is_told_is_what_is_listed() {
    let mut told_at_all = 0;
    for seed in 0..400 {
        let world = random_world(&mut Dice(seed));
        world.with(|input, plan| {
            let listing = plan.listing(input);
            let telling = plan.telling(input);
            let of =
                |kind| listing.steps.iter().map(|one| &one.step).filter(move |s| s.kind == kind);
            for kind in [StepKind::Assign, StepKind::Unassign] {
                let mut told: Vec<Value> = Vec::new();
                let all: Result<(), ()> = telling.values(kind, |one| {
                    let rules = one.rules.iter().map(|rule| (*rule).to_owned()).collect();
                    told.push((one.user.into(), one.slot.into(), one.value.into(), rules));
                    Ok(())
                });
                all.unwrap();
                let listed: Vec<Value> = of(kind).map(value).collect();
                assert_eq!(told, listed, "values of seed {seed}");
                told_at_all += told.len();
            }
            for kind in [StepKind::Create, StepKind::Suspend, StepKind::Adopt, StepKind::Update] {
                let listed: Vec<&str> = of(kind).map(|step| step.user.as_str()).collect();
                assert_eq!(telling.accounts(kind), listed, "accounts of seed {seed}");
            }
            let made: Vec<_> = telling.made().collect();
            let listed: Vec<_> = of(StepKind::Value)
                .map(|s| (s.slot.as_deref().unwrap_or(""), s.value.as_deref().unwrap_or("")))
                .collect();
            assert_eq!(made, listed, "values made of seed {seed}");
            assert_eq!(plan.step_count(), listing.steps.len() as u64, "count of seed {seed}");
        });
    }
    assert!(told_at_all > 400, "the worlds have steps");
}
