use super::bounds::{give_by_seats, keep_last_administrators};
use super::inverse::{Standing, in_order, invert};
use super::{Left, UndoTarget, Why};
use rolecall_directory::{
    AccountRecord, AccountTable, HoldingRecord, SlotDefinition, Step, StepKind, ValueDefinition,
};
use rolecall_store::{JournalStep, StepState};
use std::collections::BTreeSet;

/// A target with slot `products` of many and `role` of one.
struct Office {
    accounts: Vec<AccountRecord>,
    done: Vec<JournalStep>,
    protected: Vec<&'static str>,
    managed_before: BTreeSet<String>,
    seats: Option<u64>,
}

fn account(name: &str, values: &[(&str, &str)]) -> AccountRecord {
    let holdings = values.iter().map(|(slot, value)| HoldingRecord {
        slot: (*slot).to_owned(),
        value: (*value).to_owned(),
        managed: true,
    });
    AccountRecord {
        key: format!("key-{name}"),
        user_name: name.to_owned(),
        email: None,
        external_id: None,
        active: true,
        managed: true,
        suspended_here: false,
        person: None,
        holdings: holdings.collect(),
        sent: Vec::new(),
    }
}

fn suspended(name: &str) -> AccountRecord {
    AccountRecord { active: false, suspended_here: true, ..account(name, &[]) }
}

impl Office {
    fn new(accounts: Vec<AccountRecord>) -> Self {
        Self {
            accounts,
            done: Vec::new(),
            protected: Vec::new(),
            managed_before: BTreeSet::new(),
            seats: None,
        }
    }

    /// The run did this.
    fn did(mut self, kind: StepKind, user: &str, value: Option<(&str, &str)>) -> Self {
        self.push(kind, user, value, false);
        self
    }

    /// The run took this as part of a suspension.
    fn took(mut self, user: &str, slot: &str, value: &str) -> Self {
        self.push(StepKind::Unassign, user, Some((slot, value)), true);
        self
    }

    fn push(&mut self, kind: StepKind, user: &str, value: Option<(&str, &str)>, suspends: bool) {
        let id = 1 + self.done.len() as i64;
        self.done.push(JournalStep {
            id,
            run: 7,
            target: "goto".into(),
            step: Step {
                user: user.into(),
                kind,
                slot: value.map(|(slot, _)| slot.into()),
                value: value.map(|(_, value)| value.into()),
                rules: vec!["Sales".into()],
                person: Some(format!("id-{user}")),
                account: (kind != StepKind::Value).then(|| format!("key-{user}")),
                of_suspension: suspends,
            },
            adopts: Vec::new(),
            guard: None,
            state: StepState::Done,
            cause: None,
            not_sent: None,
            message: String::new(),
            tries: 1,
            fence: 1,
            sent_at: Some(1),
            answered_at: Some(2),
        });
    }

    fn undo(&self) -> UndoTarget {
        let table = AccountTable::new(&self.accounts);
        let slot = |name: &str, many, administrators: &[&str]| SlotDefinition {
            name: name.to_owned(),
            many,
            create_values: false,
            grace_days: 0,
            values: vec![ValueDefinition { name: "Connect".into(), seats: self.seats }],
            administrators: administrators.iter().map(|&value| value.to_owned()).collect(),
            bind: None,
        };
        let slots = [slot("products", true, &[]), slot("role", false, &["Admin"])];
        let standing = Standing {
            table: &table,
            slots: &slots,
            of_person: &|_| None,
            is_protected: &|row| self.protected.contains(&table.user_name(row)),
            managed_before: &self.managed_before,
        };
        let (mut accounts, mut left) = invert(&self.done, &standing);
        keep_last_administrators(&table, &slots, &mut accounts, &mut left);
        let seats = |_: &str, value: &str| self.seats.filter(|_| value == "Connect");
        give_by_seats(&table, &seats, &mut accounts, &mut left);
        in_order("goto", accounts, left)
    }
}

/// The steps in words.
fn steps(undone: &UndoTarget) -> Vec<String> {
    let words = undone.steps.iter().map(|step| {
        let value = step.value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
        let of = if step.of_suspension { " (suspension)" } else { "" };
        format!("{} {}{value}{of}", step.user, step.kind.word())
    });
    words.collect()
}

fn left(undone: &UndoTarget) -> Vec<(Why, String)> {
    let words = |left: &Left| {
        let value = left.value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
        (left.why, format!("{} {}{value}", left.user, left.kind.word()))
    };
    undone.left.iter().map(words).collect()
}

const CONNECT: Option<(&str, &str)> = Some(("products", "Connect"));
const WEBINAR: Option<(&str, &str)> = Some(("products", "Webinar"));
const ADMIN: Option<(&str, &str)> = Some(("role", "Admin"));
const MEMBER: Option<(&str, &str)> = Some(("role", "Member"));

#[test]
fn values_given_are_taken_and_values_taken_are_given() {
    let office = Office::new(vec![
        account("ann", &[("products", "Connect")]),
        account("bob", &[("role", "Member")]),
    ])
    .did(StepKind::Assign, "ann", CONNECT)
    .did(StepKind::Unassign, "bob", WEBINAR);
    let undone = office.undo();
    assert_eq!(steps(&undone), ["ann unassign Connect", "bob assign Webinar"]);
    assert!(undone.left.is_empty() && undone.steps.iter().all(|step| step.rules.is_empty()));
    assert_eq!(undone.steps[0].account.as_deref(), Some("key-ann"));
}

#[test]
fn a_replacement_is_replaced_back() {
    let office = Office::new(vec![account("ann", &[("role", "Member")])])
        .did(StepKind::Unassign, "ann", ADMIN)
        .did(StepKind::Assign, "ann", MEMBER);
    assert_eq!(steps(&office.undo()), ["ann unassign Member", "ann assign Admin"]);
}

#[test]
fn what_changed_since_stays() {
    let other = || account("ann", &[("role", "Guest"), ("products", "Webinar")]);
    let office = Office::new(vec![other(), account("cat", &[])])
        .did(StepKind::Unassign, "ann", ADMIN)
        .did(StepKind::Assign, "ann", MEMBER)
        .did(StepKind::Unassign, "ann", WEBINAR)
        .did(StepKind::Assign, "ann", CONNECT)
        .did(StepKind::Suspend, "cat", None)
        .took("cat", "products", "Connect")
        .did(StepKind::Assign, "dan", CONNECT);
    let undone = office.undo();
    assert!(undone.steps.is_empty(), "{:?}", steps(&undone));
    let since = |words: &str| (Why::ChangedSince, words.to_owned());
    let mut expected = vec![
        since("ann unassign Admin"),
        since("ann assign Member"),
        since("ann unassign Webinar"),
        since("ann assign Connect"),
        since("cat suspend"),
        since("cat unassign Connect"),
        (Why::AccountGone, "dan assign Connect".to_owned()),
    ];
    let mut found = left(&undone);
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "role taken by another, given again, active again, gone");
}

#[test]
fn a_value_somebody_made_unmanaged_is_not_taken() {
    let mut ann = account("ann", &[("products", "Connect")]);
    ann.holdings[0].managed = false;
    let undone = Office::new(vec![ann]).did(StepKind::Assign, "ann", CONNECT).undo();
    assert_eq!(left(&undone), [(Why::ChangedSince, "ann assign Connect".to_owned())]);
}

#[test]
fn an_account_that_was_made_is_suspended_with_what_it_was_given() {
    let office = Office::new(vec![account("ann", &[("products", "Connect")])])
        .did(StepKind::Create, "ann", None)
        .did(StepKind::Assign, "ann", CONNECT);
    let expected = ["ann unassign Connect (suspension)", "ann suspend"];
    assert_eq!(steps(&office.undo()), expected);
    let office = Office::new(vec![account("ann", &[("products", "Connect")])])
        .did(StepKind::Reactivate, "ann", None)
        .did(StepKind::Assign, "ann", CONNECT);
    assert_eq!(steps(&office.undo()), expected, "so is one that was made active again");
}

#[test]
fn an_account_that_was_made_and_given_more_since_is_not_suspended() {
    let both = [("products", "Connect"), ("products", "Webinar")];
    let office = Office::new(vec![account("ann", &both)]).did(StepKind::Create, "ann", None).did(
        StepKind::Assign,
        "ann",
        CONNECT,
    );
    let undone = office.undo();
    assert_eq!(steps(&undone), ["ann unassign Connect"], "what the run gave goes");
    assert_eq!(left(&undone), [(Why::ChangedSince, "ann create".to_owned())]);
}

#[test]
fn a_suspension_is_taken_back_as_a_whole() {
    let office = Office::new(vec![suspended("ann")])
        .took("ann", "products", "Connect")
        .took("ann", "role", "Member")
        .did(StepKind::Suspend, "ann", None);
    let undone = office.undo();
    assert_eq!(steps(&undone), ["ann reactivate", "ann assign Member", "ann assign Connect"]);
    let mut elsewhere = suspended("ann");
    elsewhere.suspended_here = false;
    let undone = Office::new(vec![elsewhere]).did(StepKind::Suspend, "ann", None).undo();
    assert_eq!(left(&undone), [(Why::ChangedSince, "ann suspend".to_owned())], "by someone else");
}

#[test]
fn what_was_adopted_is_unmanaged_again() {
    let both = [("products", "Connect"), ("products", "Webinar")];
    let adopted = |more: &[(&str, &str)]| {
        let values: Vec<_> = both.iter().chain(more).copied().collect();
        let mut office = Office::new(vec![account("ann", &values)])
            .did(StepKind::Adopt, "ann", None)
            .did(StepKind::Assign, "ann", WEBINAR);
        office.done[0].adopts = vec![("products".into(), "Connect".into())];
        office
    };
    let undone = adopted(&[]).undo();
    assert_eq!(steps(&undone), ["ann unassign Webinar"], "what it was given beside that goes");
    let release = &undone.releases[0];
    assert!(release.whole, "the account is not managed any more");
    assert_eq!(release.values, [("products".to_owned(), "Connect".to_owned())]);

    let mut before = adopted(&[]);
    before.managed_before = ["key-ann".to_owned()].into();
    let release = before.undo().releases.remove(0);
    assert!(!release.whole, "it was managed before: the value alone is released");

    let since = adopted(&[("role", "Member")]).undo();
    assert_eq!(left(&since), [(Why::ChangedSince, "ann adopt".to_owned())], "given more since");
}

#[test]
fn updates_and_values_stay() {
    let office = Office::new(vec![account("ann", &[])])
        .did(StepKind::Value, "", Some(("products", "New")))
        .did(StepKind::Update, "ann", None);
    let expected =
        [(Why::Updated, "ann update".to_owned()), (Why::ValueCreated, " value New".to_owned())];
    assert_eq!(left(&office.undo()), expected);
}

#[test]
fn what_is_protected_or_no_longer_managed_is_not_touched() {
    let mut office = Office::new(vec![account("ann", &[("products", "Connect")])]).did(
        StepKind::Assign,
        "ann",
        CONNECT,
    );
    office.protected = vec!["ann"];
    assert_eq!(left(&office.undo()), [(Why::Protected, "ann assign Connect".to_owned())]);
    office.protected.clear();
    office.accounts[0].managed = false;
    assert_eq!(left(&office.undo()), [(Why::ChangedSince, "ann assign Connect".to_owned())]);
}

#[test]
fn the_last_administrator_stays_one() {
    let office = Office::new(vec![
        account("bob", &[("role", "Admin")]),
        account("Ann", &[("role", "Admin"), ("products", "Connect")]),
    ])
    .did(StepKind::Create, "Ann", None)
    .did(StepKind::Assign, "Ann", ADMIN)
    .did(StepKind::Assign, "Ann", CONNECT)
    .did(StepKind::Unassign, "bob", MEMBER)
    .did(StepKind::Assign, "bob", ADMIN);
    let undone = office.undo();
    let expected = ["bob unassign Admin", "bob assign Member", "Ann unassign Connect"];
    assert_eq!(steps(&undone), expected, "the first by name keeps it and stays active");
    let last = |words: &str| (Why::LastAdministrator, words.to_owned());
    assert_eq!(left(&undone), [last("Ann create"), last("Ann assign Admin")]);
}

#[test]
fn seats_bound_what_is_given_back() {
    let mut office = Office::new(vec![
        account("Ann", &[]),
        account("bob", &[]),
        account("cat", &[("products", "Connect")]),
        suspended("dan"),
        account("eve", &[("products", "Connect")]),
    ])
    .did(StepKind::Unassign, "bob", CONNECT)
    .did(StepKind::Unassign, "Ann", CONNECT)
    .did(StepKind::Assign, "cat", CONNECT)
    .took("dan", "products", "Connect")
    .did(StepKind::Suspend, "dan", None);
    office.seats = Some(3);
    let undone = office.undo();
    let expected = ["cat unassign Connect", "Ann assign Connect", "bob assign Connect"];
    assert_eq!(steps(&undone), expected, "eve keeps hers, cat's is freed, two are free by name");
    let without = |words: &str| (Why::NoLicences, words.to_owned());
    let expected = [without("dan suspend"), without("dan unassign Connect")];
    assert_eq!(left(&undone), expected, "for nothing dan is not made active");
}

#[test]
fn newest_first_but_what_frees_seats_before() {
    let office = Office::new(vec![
        account("ann", &[]),
        account("bob", &[("products", "Connect")]),
        account("cat", &[]),
        account("dan", &[("products", "Connect")]),
    ])
    .did(StepKind::Unassign, "ann", WEBINAR)
    .did(StepKind::Assign, "bob", CONNECT)
    .did(StepKind::Unassign, "cat", WEBINAR)
    .did(StepKind::Assign, "dan", CONNECT);
    let expected = [
        "dan unassign Connect",
        "bob unassign Connect",
        "cat assign Webinar",
        "ann assign Webinar",
    ];
    assert_eq!(steps(&office.undo()), expected);
}
