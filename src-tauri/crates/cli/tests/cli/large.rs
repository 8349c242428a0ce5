//! Reference organizations: what their generator says of them, and ten thousand people.

use crate::world::{World, sums_hold};
use rolecall_sandbox::reference::{Size, write};

/// The generator asks each rule about each person in turn and shares no code with the plan.
#[test]
fn a_plan_of_a_reference_organization_finds_its_drift_and_nothing_else() {
    let world = World::empty();
    let written = write(&world.path("organization"), Size::of(2000)).unwrap();
    let plan = world.run(["plan", "--config", "organization/config.toml", "--json"]);
    assert_eq!(plan.code, Some(0), "nothing is held: {}", plan.err);
    let plan = plan.json();
    let count = |place: &str| plan.pointer(place).unwrap().as_array().unwrap().len();
    let drift = written.drift;
    for (kind, expected) in [
        ("accounts/create", drift.create),
        ("accounts/update", drift.update),
        ("accounts/suspend", drift.suspend),
        ("accounts/reactivate", drift.reactivate),
        ("accounts/adopt", 0),
        ("assign", drift.assign),
        ("unassign", drift.unassign),
        ("held", 0),
    ] {
        assert_eq!(
            count(&format!("/targets/a/{kind}")),
            expected,
            "{kind} in the target that drifted"
        );
    }
    let share = drift.steps() as f64 / written.held as f64;
    assert!((0.005..0.02).contains(&share), "the drift is a little: {share}");
    let everything = count("/targets/b/assign");
    assert!(everything > 2000 * 10, "the empty target is given everything: {everything}");
}

#[test]
fn a_second_sync_of_ten_thousand_has_nothing_to_do() {
    let world = World::empty();
    // Some steps for everybody are enough here; the bench takes all 200 rules.
    let size = Size { rules: 20, empty: true, ..Size::of(10_000) };
    write(&world.path("organization"), size).unwrap();
    let config = "organization/config.toml";
    let first = world.run(["sync", "--config", config, "--json"]);
    assert!(matches!(first.code, Some(0 | 2)), "{}", first.err);
    let run = first.json();
    sums_hold(&run);
    assert_eq!(run["summary"]["users"], 10_000);
    assert!(run["summary"]["steps"].as_u64().unwrap() > 10_000);
    for (name, target) in run["targets"].as_object().unwrap() {
        for left in ["failed", "not_sent"] {
            let left = target[left].as_array().unwrap();
            assert_eq!(left.len(), 0, "{name}: {:?}", left.first());
        }
    }
    let second = world.run(["sync", "--config", config, "--json"]).json();
    assert_eq!(second["summary"]["users"], 10_000);
    assert_eq!(second["summary"]["steps"], 0);
}
