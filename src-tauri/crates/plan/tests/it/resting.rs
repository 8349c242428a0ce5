//! A value that an account has when all else was taken is never taken itself.

use crate::world::{World, account, person, rule};
use rolecall_directory::{ApiAccess, TargetKind};

#[test]
fn member_is_what_remains_in_goto() {
    let accounts = vec![
        account("ann", &["role=Member"]),
        account("bob", &["role=Member"]),
        account("cid", &["role=Member", "products=A"]),
        account("dan", &["role=Admin"]),
    ];
    let rules = vec![
        rule("up", "userName eq \"ann\"", &["role=Admin"], &[]),
        rule("none", "userName in (\"bob\", \"dan\")", &["role="], &[]),
        rule("stay", "userName in (\"bob\", \"dan\")", &["products=B"], &[]),
    ];
    let people = ["ann", "bob", "dan"].map(person).to_vec();
    let mut world = World::new(people, accounts, rules);
    let elsewhere = world.steps();
    let taken =
        elsewhere.iter().filter(|step| step.contains("unassign") && step.contains("Member"));
    assert_eq!(taken.count(), 3, "an accounts file holds any value or none: {elsewhere:?}");
    let access = ApiAccess::default();
    world.target().kind = TargetKind::Goto { account_key: "1".into(), invite: false, access };
    let steps = world.steps();
    assert!(
        !steps.iter().any(|step| step.contains("unassign") && step.contains("Member")),
        "{steps:?}"
    );
    assert!(
        steps.iter().any(|step| step.contains("unassign") && step.contains("role=Admin")),
        "{steps:?}"
    );
    assert_eq!(steps.len(), elsewhere.len() - 3, "all else is the same: {steps:?}");
}
