//! A small world: one directory, one target, its accounts, and the plan of it.

use rolecall_directory::{
    AccountRecord, AccountTable, Assignment, Configuration, DirectoryDefinition, DomainDefinition,
    Gives, HoldingRecord, PersonRecord, Rule, SlotDefinition, Snapshot, SnapshotBuilder,
    TargetDefinition, TargetKind, UnmanagedPolicy, ValueDefinition, ValueSource, Withholding,
};
use rolecall_plan::{
    Compared, Decisions, DueSince, HandLink, KnownSeats, PlanInput, Population, SourceState,
    TargetListing, TargetPlan, ValueExplanation, broken_rule_tests, explain_person, plan_target,
};
use rolecall_rules::RuleSet;

/// What a plan is made of. Slots are `products` (many; A, B and C) and `role` (one; Admin and
/// Member).
#[derive(Debug, Clone)]
pub struct World {
    pub configuration: Configuration,
    /// By directory.
    pub people: Vec<Vec<PersonRecord>>,
    pub accounts: Vec<AccountRecord>,
    pub required: Vec<String>,
    pub untouchable: Vec<String>,
    pub source: SourceState,
    pub decisions: Decisions,
    pub compared: Vec<Compared>,
    pub due: DueSince,
    pub links: Vec<HandLink>,
    /// By the target's own word.
    pub known_seats: KnownSeats,
    /// Seconds since 1970.
    pub now: i64,
}

pub fn person(name: &str) -> PersonRecord {
    PersonRecord {
        id: format!("id-{}", name.to_lowercase()),
        user_name: name.to_owned(),
        active: true,
        attributes: vec![("email".into(), format!("{}@example.com", name.to_lowercase()))],
        ..<_>::default()
    }
}

/// An active managed account; `holds` is `slot=value`, with `?` at the end where unmanaged.
pub fn account(name: &str, holds: &[&str]) -> AccountRecord {
    let holding = |text: &&str| {
        let (slot, value) = text.trim_end_matches('?').split_once('=').unwrap();
        HoldingRecord { slot: slot.into(), value: value.into(), managed: !text.ends_with('?') }
    };
    AccountRecord {
        key: format!("key-{name}"),
        user_name: name.to_owned(),
        email: Some(format!("{}@example.com", name.to_lowercase())),
        external_id: None,
        active: true,
        managed: true,
        suspended_here: false,
        person: None,
        holdings: holds.iter().map(holding).collect(),
        sent: Vec::new(),
    }
}

pub fn slot(name: &str, many: bool, values: &[&str]) -> SlotDefinition {
    let value = |name: &&str| ValueDefinition { name: (*name).to_owned(), seats: None };
    SlotDefinition {
        name: name.to_owned(),
        many,
        create_values: false,
        grace_days: 0,
        values: values.iter().map(value).collect(),
        administrators: Vec::new(),
        bind: None,
    }
}

/// A rule of this name; `gives` and `denies` are `slot=value`, `role=` gives none.
pub fn rule(name: &str, when: &str, gives: &[&str], denies: &[&str]) -> Rule {
    let part = |text: &&str| {
        let (slot, value) = text.split_once('=').unwrap();
        (slot.to_owned(), ValueSource::parse(value).unwrap(), value.is_empty())
    };
    let assigns = gives.iter().map(part).map(|(slot, value, none)| Assignment {
        target: "t".into(),
        slot,
        gives: if none { Gives::Nothing } else { Gives::Values(vec![value]) },
    });
    let withholds = denies.iter().map(part).map(|(slot, value, _)| Withholding {
        target: "t".into(),
        slot,
        values: vec![value],
    });
    Rule {
        id: name.into(),
        name: name.into(),
        note: String::new(),
        heading: String::new(),
        enabled: true,
        when: when.into(),
        assigns: assigns.collect(),
        withholds: withholds.collect(),
    }
}

pub fn directory(name: &str) -> DirectoryDefinition {
    DirectoryDefinition {
        name: name.into(),
        domains: vec![DomainDefinition {
            name: "example.com".into(),
            verified: true,
            proof: None,
            proven: false,
        }],
        check_domains: true,
        org_unit_prefix: "OU-".into(),
        source: None,
    }
}

impl World {
    pub fn new(people: Vec<PersonRecord>, accounts: Vec<AccountRecord>, rules: Vec<Rule>) -> Self {
        let target = TargetDefinition {
            name: "t".into(),
            kind: TargetKind::Csv { accounts: "accounts.csv".into() },
            unmanaged: UnmanagedPolicy::Leave,
            every_seconds: 2400,
            at: None,
            removals: <_>::default(),
            quarantine: <_>::default(),
            limit: None,
            protect: None,
            send: <_>::default(),
            slots: vec![
                slot("products", true, &["A", "B", "C"]),
                slot("role", false, &["Admin", "Member"]),
            ],
        };
        Self {
            configuration: Configuration {
                directories: vec![directory("main")],
                targets: vec![target],
                rules,
                ..<_>::default()
            },
            people: vec![people],
            accounts,
            required: Vec::new(),
            untouchable: Vec::new(),
            source: SourceState { whole: true, rows_lost: 0 },
            decisions: Decisions::default(),
            compared: Vec::new(),
            due: DueSince::default(),
            links: Vec::new(),
            known_seats: KnownSeats::new(),
            now: 0,
        }
    }

    pub fn target(&mut self) -> &mut TargetDefinition {
        &mut self.configuration.targets[0]
    }

    pub fn seats(mut self, slot: &str, value: &str, seats: u64) -> Self {
        let slots = &mut self.target().slots;
        let slot = slots.iter_mut().find(|one| one.name == slot).unwrap();
        slot.values.iter_mut().find(|one| one.name == value).unwrap().seats = Some(seats);
        self
    }

    pub fn snapshot(&self) -> Snapshot {
        let mut builder = SnapshotBuilder::new(&self.configuration.all_attributes());
        for (directory, people) in self.configuration.directories.iter().zip(&self.people) {
            builder.directory(&directory.org_unit_prefix);
            for person in people {
                builder.person(person);
            }
        }
        builder.finish()
    }

    pub fn with<T>(&self, ask: impl FnOnce(&PlanInput<'_>, &TargetPlan) -> T) -> T {
        let snapshot = self.snapshot();
        let population = Population::new(&self.configuration, &snapshot);
        let rules =
            RuleSet::evaluate(&self.configuration, &snapshot, &population.in_scope, 0).unwrap();
        let broken = broken_rule_tests(&self.configuration, &snapshot, &rules);
        let table = AccountTable::new(&self.accounts);
        let input = PlanInput {
            configuration: &self.configuration,
            target: &self.configuration.targets[0],
            snapshot: &snapshot,
            population: &population,
            rules: &rules,
            table: &table,
            required: &self.required,
            untouchable: &self.untouchable,
            source: &self.source,
            broken_tests: &broken,
            decisions: &self.decisions,
            compared: &self.compared,
            due: &self.due,
            links: &self.links,
            seats: &self.known_seats,
            now: self.now,
        };
        ask(&input, &plan_target(&input))
    }

    pub fn listing(&self) -> TargetListing {
        self.with(|input, plan| plan.listing(input))
    }

    /// The steps in words: `kind user slot=value`, with `[guard]` where held.
    pub fn steps(&self) -> Vec<String> {
        words(&self.listing())
    }

    /// The failures in words: `cause user`.
    pub fn failures(&self) -> Vec<String> {
        let failures = self.listing().failures;
        failures.iter().map(|one| format!("{} {}", one.cause.word(), one.user)).collect()
    }

    pub fn explain(&self, user: &str) -> Vec<ValueExplanation> {
        let &row = self.snapshot().rows_named(user).first().unwrap();
        self.with(|input, plan| explain_person(input, plan, row))
    }
}

pub fn words(listing: &TargetListing) -> Vec<String> {
    let word = |listed: &rolecall_plan::StepList| {
        let mut words = vec![listed.step.kind.word().to_owned()];
        words.extend((!listed.step.user.is_empty()).then(|| listed.step.user.clone()));
        if let (Some(slot), Some(value)) = (&listed.step.slot, &listed.step.value) {
            words.push(format!("{slot}={value}"));
        }
        words.extend(listed.held.map(|guard| format!("[{}]", guard.word())));
        words.join(" ")
    };
    listing.steps.iter().map(word).collect()
}

/// `guard slot value steps limit` of each entry of `held`, in order.
pub fn held(listing: &TargetListing) -> Vec<String> {
    let word = |one: &rolecall_directory::Held| {
        let value = one.value.as_deref().map(|value| format!("={value}")).unwrap_or_default();
        let limit = one.limit.map(|limit| format!(" of {limit}")).unwrap_or_default();
        format!("{} {}{value} {}{limit}", one.guard.word(), one.slot, one.steps)
    };
    listing.held.iter().map(word).collect()
}

pub const ALL: &str = "userName pr";

/// A SCIM target that matches accounts by `keys`.
pub fn scim(keys: &[&str]) -> TargetKind {
    TargetKind::Scim {
        url: "https://console.example.com/scim/v2".into(),
        secret: "console".into(),
        client: None,
        match_by: keys.iter().map(|&key| key.to_owned()).collect(),
        ca: None,
        timeout_seconds: 30,
    }
}
