use crate::{step, workspace};
use rolecall_directory::StepKind;
use rolecall_store::{AccountMark, MarkChange};

fn mark(account: &str, user: &str) -> AccountMark {
    AccountMark {
        target: "scim".into(),
        account: account.into(),
        user_name: user.into(),
        email: None,
        person: None,
        managed: false,
        suspended_here: false,
        values: Vec::new(),
    }
}

fn pair(slot: &str, value: &str) -> (String, String) {
    (slot.into(), value.into())
}

#[test]
fn done_steps_leave_their_marks() {
    let (_dir, store) = workspace();
    let done = |kind, value: Option<(&str, &str)>, adopts: &[(String, String)]| {
        let changes =
            MarkChange::of_done("scim", &step("ann", kind, value), "7", Some("a@x.org"), adopts);
        store.change_marks(&changes).unwrap();
        store.marks("scim").unwrap()
    };
    let mut ann = AccountMark {
        email: Some("a@x.org".into()),
        person: Some("id-ann".into()),
        managed: true,
        ..mark("7", "ann")
    };
    assert_eq!(done(StepKind::Create, None, &[]), [ann.clone()], "created: managed, linked");
    done(StepKind::Assign, Some(("roles", "B")), &[]);
    ann.values = vec![pair("roles", "A"), pair("roles", "B")];
    assert_eq!(done(StepKind::Assign, Some(("roles", "A")), &[]), [ann.clone()], "in order");
    ann.values = vec![pair("roles", "B")];
    assert_eq!(done(StepKind::Unassign, Some(("roles", "A")), &[]), [ann.clone()], "one goes");
    ann.suspended_here = true;
    assert_eq!(done(StepKind::Suspend, None, &[]), [ann.clone()], "suspended by us");
    ann.suspended_here = false;
    assert_eq!(done(StepKind::Reactivate, None, &[]), [ann.clone()], "and back");
    ann.values = vec![pair("groups", "Sales"), pair("roles", "B")];
    assert_eq!(
        done(StepKind::Adopt, None, &[pair("groups", "Sales")]),
        [ann],
        "an adoption makes the listed values managed, and leaves the others"
    );
    assert_eq!(store.marks("other").unwrap(), [], "targets have their own");
}

#[test]
fn an_update_renames_only_what_is_marked() {
    let (_dir, store) = workspace();
    let update = MarkChange::of_done("scim", &step("ann", StepKind::Update, None), "7", None, &[]);
    store.change_marks(&update).unwrap();
    assert_eq!(store.marks("scim").unwrap(), [], "an update marks nobody");
}

#[test]
fn a_forgotten_account_takes_its_values_along() {
    let (_dir, store) = workspace();
    let create = step("ann", StepKind::Create, Some(("roles", "A")));
    let changes = MarkChange::of_done("scim", &create, "7", None, &[]);
    store.change_marks(&changes).unwrap();
    let gone = MarkChange::Forget { target: "scim".into(), account: "7".into() };
    store.change_marks(&[gone]).unwrap();
    assert_eq!(store.marks("scim").unwrap(), [], "forgotten with its values");
}
