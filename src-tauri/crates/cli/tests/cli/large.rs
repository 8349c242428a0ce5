//! Ten thousand people.

use crate::world::{World, sums_hold};
use rolecall_sandbox::reference::{Size, write};

#[test]
fn a_second_sync_of_ten_thousand_has_nothing_to_do() {
    let world = World::empty();
    // Some steps for everybody are enough here; the bench takes all 200 rules.
    let size = Size { rules: 20, ..Size::of(10_000) };
    write(&world.path("organization"), size).unwrap();
    let config = "organization/config.toml";
    let first = world.run(["sync", "--config", config, "--json"]);
    assert!(matches!(first.code, Some(0 | 2)), "{}", first.err);
    let run = first.json();
    sums_hold(&run);
    assert_eq!(run["summary"]["users"], 10_000);
    assert!(run["summary"]["steps"].as_u64().unwrap() > 10_000);
    for (name, target) in run["targets"].as_object().unwrap() {
        assert_eq!(target["failed"].as_array().unwrap().len(), 0, "{name}");
        assert_eq!(target["not_sent"].as_array().unwrap().len(), 0, "{name}");
    }
    let second = world.run(["sync", "--config", config, "--json"]).json();
    assert_eq!(second["summary"]["users"], 10_000);
    assert_eq!(second["summary"]["steps"], 0);
}
