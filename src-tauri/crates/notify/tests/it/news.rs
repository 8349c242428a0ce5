//! What is news after a run, and what is not.

use rolecall_directory::{Cause, Configuration, Guard, Step, StepKind};
use rolecall_engine::TargetHealth;
use rolecall_notify::{FailureNews, HeldNews, News, lines, subject};
use rolecall_store::{FailureRow, LeaseAnswer, NewRun, NewStep, RunState, Store, Trigger};
use std::path::Path;

const CONSOLE: &str = r#"rolecall = 1
[[target]]
name = "console"
kind = "csv"
accounts = "accounts.csv"
"#;

struct Office {
    store: Store,
    configuration: Configuration,
    at: i64,
    _folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a workspace");
        let configuration =
            rolecall_config::read(CONSOLE, Path::new(""), &|_| None).expect("it is right");
        Self { store, configuration, at: 1_000, _folder: folder }
    }

    /// A run that ends with these failures, and these many steps held; tells its news.
    fn run(&mut self, trigger: Trigger, failing: &[(Cause, &str)], held: u64) -> Option<News> {
        self.at += 1_000;
        let lease = match self.store.acquire("runner", "test", self.at, 60_000).expect("a lease") {
            LeaseAnswer::Granted(lease) => lease,
            LeaseAnswer::HeldBy(other) => panic!("held by {other:?}"),
        };
        let run = NewRun {
            trigger,
            who: "test".to_owned(),
            note: String::new(),
            lease: "runner".to_owned(),
            dry: false,
            started: self.at,
        };
        let run = self.store.begin_run(&run).expect("a run");
        let steps: Vec<NewStep> = (0..held).map(held_step).collect();
        if !steps.is_empty() {
            self.store.add_steps(run, "console", &steps).expect("steps");
        }
        let rows: Vec<FailureRow> = failing.iter().map(|(cause, user)| row(*cause, user)).collect();
        self.store
            .replace_failures("console", run, &rows, self.at + 500, |_| true)
            .expect("failures");
        let summary = serde_json::json!({});
        self.store.finish_run(run, RunState::Finished, &summary, self.at + 600).expect("an end");
        self.store.release(lease).expect("released");
        self.news(run)
    }

    fn news(&self, run: i64) -> Option<News> {
        News::of_run(&self.store, &self.configuration, "Contoso", run).expect("it can be read")
    }
}

fn row(cause: Cause, user: &str) -> FailureRow {
    FailureRow {
        cause,
        user: user.to_owned(),
        person: None,
        kind: None,
        slot: None,
        value: None,
        rules: Vec::new(),
        message: "the target said so".to_owned(),
        tries: 0,
    }
}

fn held_step(number: u64) -> NewStep {
    let step = Step {
        user: format!("user{number}@example.com"),
        kind: StepKind::Suspend,
        slot: None,
        value: None,
        rules: Vec::new(),
        person: None,
        account: Some(number.to_string()),
        of_suspension: false,
    };
    NewStep { step, held: Some(Guard::Removals), adopts: Vec::new() }
}

fn failure(cause: Cause, people: u64, fresh: u64) -> FailureNews {
    FailureNews { cause, target: "console".to_owned(), people, fresh }
}

#[test]
fn only_people_who_were_not_affected_before_are_news() {
    let mut office = Office::new();
    assert_eq!(office.run(Trigger::Schedule, &[], 0), None, "a run without news");
    let seats = Cause::NoLicences;
    let news = office.run(Trigger::Schedule, &[(seats, "ann"), (seats, "bob")], 0);
    assert_eq!(news.expect("news").failures, [failure(seats, 2, 2)]);
    let same = office.run(Trigger::Schedule, &[(seats, "ann"), (seats, "bob")], 0);
    assert_eq!(same, None, "the same people again");
    let fewer = office.run(Trigger::Schedule, &[(seats, "ann")], 0);
    assert_eq!(fewer, None, "one fewer");
    let domain = Cause::DomainNotVerified;
    let more = [(seats, "ann"), (seats, "eve"), (domain, "zoe@x")];
    let news = office.run(Trigger::Schedule, &more, 0).expect("news");
    assert_eq!(news.failures, [failure(seats, 2, 1), failure(domain, 1, 1)]);
    assert_eq!(
        subject(&news),
        "Rolecall, Contoso: no licences left in console: 2 people, 1 of them new, and 1 more"
    );
    assert!(lines(&news).iter().all(|line| !line.contains("ann") && !line.contains("zoe")));
    assert_eq!(office.run(Trigger::Schedule, &[], 0), None, "all is well again");
    let back = office.run(Trigger::Hand, &[(seats, "ann")], 0).expect("it came back");
    assert_eq!(back.page(), "/overview/failures/console/no_licences");
}

#[test]
fn what_stays_held_is_told_once() {
    let mut office = Office::new();
    let held =
        |steps| vec![HeldNews { target: "console".to_owned(), guard: Guard::Removals, steps }];
    assert_eq!(office.run(Trigger::Schedule, &[], 40).expect("news").held, held(40));
    assert_eq!(office.run(Trigger::Schedule, &[], 40), None, "held anew by the next plan");
    assert_eq!(office.run(Trigger::Retry, &[], 0), None);
    assert_eq!(office.run(Trigger::Schedule, &[], 40), None, "a retry looks at some only");
    assert_eq!(office.run(Trigger::Schedule, &[], 41).expect("more").held, held(41));
    assert_eq!(office.run(Trigger::Schedule, &[], 0), None, "approved");
    let again = office.run(Trigger::Schedule, &[], 6).expect("held again");
    assert_eq!((again.held.clone(), again.page()), (held(6), "/overview".to_owned()));
}

#[test]
fn what_cannot_be_read_is_told_until_it_can() {
    let mut office = Office::new();
    let health = |cause: Option<Cause>| TargetHealth {
        cause: cause.map(|cause| cause.word().to_owned()),
        error: cause.map(|_| "no connection".to_owned()),
        ..TargetHealth::default()
    };
    let set = |office: &Office, cause| {
        office.store.set_setting("health.target.console", &health(cause)).expect("written");
    };
    set(&office, Some(Cause::Unavailable));
    let news = office.run(Trigger::Schedule, &[], 0).expect("news");
    assert_eq!(news.failures, [failure(Cause::Unavailable, 0, 0)]);
    assert!(
        lines(&news)[0].starts_with("Nothing could be read of console: the target is out of order")
    );
    assert_eq!(office.run(Trigger::Schedule, &[], 0), None);
    set(&office, Some(Cause::CredentialRejected));
    let other = office.run(Trigger::Schedule, &[], 0).expect("another cause");
    assert_eq!(other.failures[0].cause, Cause::CredentialRejected);
    set(&office, None);
    assert_eq!(office.run(Trigger::Schedule, &[], 0), None);

    let error = |office: &Office, code| {
        let words = ("the file is gone.", code);
        News::of_error(&office.store, "Contoso", 0, (words.1, words.0)).expect("it can be read")
    };
    let told = error(&office, "source_unreadable").expect("news");
    assert_eq!(lines(&told), ["Nothing could be synced: the file is gone."]);
    assert_eq!(error(&office, "source_unreadable"), None, "once");
    assert_eq!(error(&office, "runner_elsewhere"), None, "no fault");
    assert_eq!(office.run(Trigger::Schedule, &[], 0), None);
    assert!(error(&office, "source_unreadable").is_some(), "it was read in between");
}
