//! Any work of any people becomes requests within the limits, in order, each step in one outcome.

use super::batch::{COMMANDS, Ended, Job, MEMBERSHIPS, STEPS, Verdict, next_request};
use super::errors::fault;
use super::jobs::Shop;
use super::mapping::{Group, Groups, PROFILES, USER_GROUPS};
use crate::{AccountWork, PersonToSend, StepResult, WorkStep};
use proptest::prelude::*;
use rolecall_directory::{AccountRecord, AdobeIdentity, Cause, NotSent, Step, StepKind};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Groups 0 to 29 are profiles, 30 to 59 user groups; those above are not in the organization.
const KNOWN: usize = 60;

#[derive(Debug, Clone)]
struct Someone {
    is_new: bool,
    is_refused: bool,
    is_suspended: bool,
    is_renamed: bool,
    gives: BTreeSet<usize>,
    takes: BTreeSet<usize>,
}

fn someone() -> impl Strategy<Value = Someone> {
    let groups = || prop::collection::btree_set(0..KNOWN + 2, 0..40);
    let odds = (any::<bool>(), 0..8u8, any::<bool>(), 0..4u8);
    (odds, groups(), prop::collection::btree_set(0..KNOWN, 0..25)).prop_map(
        |((is_new, refused, suspended, renamed), gives, takes)| Someone {
            is_new,
            is_refused: refused == 0,
            is_suspended: suspended && !is_new,
            is_renamed: renamed == 0 && !is_new,
            gives: if suspended && !is_new { BTreeSet::new() } else { &gives - &takes },
            takes: if is_new { BTreeSet::new() } else { takes },
        },
    )
}

fn slot(group: usize) -> &'static str {
    if group % 60 < 30 { PROFILES } else { USER_GROUPS }
}

fn groups() -> Groups {
    let group = |at: usize| {
        let name = format!("g{at}");
        (name.clone(), Group { name, slot: slot(at), quota: None, members: 0 })
    };
    (0..KNOWN).map(group).collect()
}

fn works(people: &[Someone]) -> Vec<AccountWork> {
    let mut id = 0;
    let mut works = Vec::new();
    for (at, one) in people.iter().enumerate() {
        let user = format!("p{at}@example.com");
        let mut step = |kind, group: Option<usize>| {
            id += 1;
            let step = Step {
                user: user.clone(),
                kind,
                slot: group.map(|group| slot(group).to_owned()),
                value: group.map(|group| format!("g{group}")),
                rules: Vec::new(),
                person: None,
                account: None,
                of_suspension: false,
            };
            WorkStep { id, step: step.into() }
        };
        let mut steps = Vec::new();
        steps.extend(one.is_new.then(|| step(StepKind::Create, None)));
        steps.extend(one.is_renamed.then(|| step(StepKind::Update, None)));
        steps.extend(one.gives.iter().map(|group| step(StepKind::Assign, Some(*group))));
        steps.extend(one.takes.iter().map(|group| step(StepKind::Unassign, Some(*group))));
        steps.extend(one.is_suspended.then(|| step(StepKind::Suspend, None)));
        let person = PersonToSend {
            user_name: user.clone(),
            email: Some(user.clone()),
            given_name: Some("New".into()),
            send: vec![("country".into(), "de".into())],
            ..PersonToSend::default()
        };
        let account = AccountRecord {
            key: user.clone(),
            user_name: user.clone(),
            email: Some(user),
            external_id: None,
            active: true,
            managed: true,
            suspended_here: false,
            person: None,
            holdings: Vec::new(),
            sent: vec![("name.givenName".into(), "Old".into())],
        };
        if !steps.is_empty() {
            let account = (!one.is_new).then_some(account);
            works.push(AccountWork { person: Some(person), account, steps, adopts: Vec::new() });
        }
    }
    works
}

/// An organization that refuses some people and groups, and keeps who is in what.
struct Organization<'a> {
    refused_people: BTreeSet<String>,
    refused_groups: &'a BTreeSet<String>,
    people: BTreeSet<String>,
    members: BTreeSet<(String, String)>,
    /// What happened, in order: whether it was given, who and what.
    events: Vec<(bool, String, String)>,
}

impl Organization<'_> {
    fn answer(&mut self, commands: &[Value]) -> Vec<Verdict> {
        assert!(commands.len() <= COMMANDS, "{} commands", commands.len());
        let root = |one: &Value| format!("{}{}", one["user"], one["usergroup"]);
        let roots: BTreeSet<String> = commands.iter().map(root).collect();
        assert_eq!(roots.len(), commands.len(), "nobody is in a request twice");
        commands.iter().map(|command| self.one(command)).collect()
    }

    fn one(&mut self, command: &Value) -> Verdict {
        let steps = command["do"].as_array().unwrap();
        assert!((1..=STEPS).contains(&steps.len()), "{} steps", steps.len());
        for (at, step) in steps.iter().enumerate() {
            let (name, body) = step.as_object().unwrap().iter().next().unwrap();
            let refused = |code| Verdict::Failed(Some(at), fault(code, "no"));
            if name.starts_with("create") {
                assert_eq!(at, 0, "a create stands first");
                let user = command["user"].as_str().unwrap().to_owned();
                if self.refused_people.contains(&user) {
                    return refused("error.user.domain_enforcement");
                }
                assert!(self.people.insert(user), "nobody is made twice");
                continue;
            }
            if name == "update" {
                if self.refused_people.contains(command["user"].as_str().unwrap()) {
                    return refused("error.user.domain_enforcement");
                }
                continue;
            }
            let listed = body["group"].as_array().or(body["user"].as_array()).unwrap();
            assert!((1..=MEMBERSHIPS).contains(&listed.len()), "{} memberships", listed.len());
            let pair = |one: &Value| match command["user"].as_str() {
                Some(user) => (user.to_owned(), one.as_str().unwrap().to_owned()),
                None => {
                    let group = command["usergroup"].as_str().unwrap();
                    (one.as_str().unwrap().to_owned(), group.to_owned())
                }
            };
            let pairs: Vec<_> = listed.iter().map(pair).collect();
            if pairs.iter().any(|(user, _)| self.refused_people.contains(user)) {
                let by_user = command["user"].is_string();
                let code = "error.user.domain_enforcement";
                return refused(if by_user { code } else { "error.of.tomorrow" });
            }
            if name == "add" && pairs.iter().any(|(_, group)| self.refused_groups.contains(group)) {
                return refused("error.usergroup.readonly.add_user_not_allowed");
            }
            for (user, group) in pairs {
                assert!(self.people.contains(&user), "{user} is there by then");
                self.events.push((name == "add", user.clone(), group.clone()));
                match name.as_str() {
                    "add" => self.members.insert((user, group)),
                    _ => self.members.remove(&(user, group)),
                };
            }
        }
        Verdict::Done
    }
}

fn carry_out(jobs: Vec<Job>, organization: &mut Organization<'_>, ended: &mut Vec<Ended>) {
    let mut queue: VecDeque<Job> = jobs.into();
    let mut requests = 0;
    while !queue.is_empty() {
        requests += 1;
        assert!(requests < 100_000, "it ends");
        let mut request = next_request(&mut queue);
        let commands: Vec<Value> = request.iter().map(|job| job.command("x")).collect();
        for (job, verdict) in request.iter_mut().zip(organization.answer(&commands)) {
            ended.extend(job.settle(verdict));
        }
        queue.extend(request.into_iter().filter(|job| !job.deeds.is_empty()));
    }
}

/// How a step must end.
fn expected(one: &Someone, step: &Step, refused_groups: &BTreeSet<String>) -> StepResult {
    let group = step.value.as_deref().unwrap_or_default();
    let is_unknown = group[group.len().min(1)..].parse::<usize>().is_ok_and(|at| at >= KNOWN);
    let refused = StepResult::Failed(Cause::NotPermitted);
    match step.kind {
        StepKind::Assign if is_unknown => StepResult::Failed(Cause::NotFound),
        StepKind::Create if one.is_refused => refused,
        StepKind::Assign if one.is_refused && one.is_new => {
            StepResult::NotSent(NotSent::AccountNotCreated)
        }
        StepKind::Suspend if one.takes.is_empty() && !one.is_renamed => StepResult::Done,
        _ if one.is_refused => refused,
        StepKind::Assign if refused_groups.contains(group) => {
            StepResult::Failed(Cause::ExternallyManaged)
        }
        _ => StepResult::Done,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_step_ends_once_and_as_it_must(
        people in prop::collection::vec(someone(), 1..40),
        refused in prop::collection::btree_set(0..KNOWN, 0..6),
    ) {
        let works = works(&people);
        let groups = groups();
        let refused: BTreeSet<String> = refused.into_iter().map(|at| format!("g{at}")).collect();
        let name = |at: usize| format!("p{at}@example.com");
        let all = || people.iter().enumerate();
        let mut organization = Organization {
            refused_people: all().filter(|(_, p)| p.is_refused).map(|(at, _)| name(at)).collect(),
            refused_groups: &refused,
            people: all().filter(|(_, p)| !p.is_new).map(|(at, _)| name(at)).collect(),
            members: BTreeSet::new(),
            events: Vec::new(),
        };
        let shop = Shop { identity: AdobeIdentity::Federated, groups: &groups };
        let jobs = shop.of_accounts(&works);
        let mut ended = jobs.ended;
        carry_out(jobs.first, &mut organization, &mut ended);
        carry_out(jobs.second, &mut organization, &mut ended);

        let mut results: HashMap<i64, StepResult> = HashMap::new();
        for one in ended {
            prop_assert!(results.insert(one.id, one.result).is_none(), "{} ended twice", one.id);
        }
        let by_name: BTreeMap<String, &Someone> = all().map(|(at, p)| (name(at), p)).collect();
        for step in works.iter().flat_map(|work| &work.steps) {
            let one = by_name[&step.step.user];
            let must = expected(one, &step.step, &refused);
            let of_group = one.is_refused
                && results.get(&step.id) == Some(&StepResult::Failed(Cause::RejectedByTarget));
            prop_assert!(
                of_group || results.get(&step.id) == Some(&must),
                "{:?} ended as {:?} and not as {must:?}", step.step, results.get(&step.id)
            );
        }
        in_order(&organization.events)?;
    }
}

/// Of one person removals come first, and no profile is given before all who lose it lost it.
fn in_order(events: &[(bool, String, String)]) -> Result<(), TestCaseError> {
    let mut given: BTreeSet<&str> = BTreeSet::new();
    for (gives, _, group) in events {
        let is_profile = group[1..].parse::<usize>().is_ok_and(|at| at < 30);
        if *gives {
            given.insert(group);
        } else {
            prop_assert!(!is_profile || !given.contains(group.as_str()), "{group} is given early");
        }
    }
    Ok(())
}

#[test]
fn a_full_request_is_ten_people_with_ten_steps_of_ten_groups() {
    let one = Someone {
        is_new: false,
        is_refused: false,
        is_suspended: false,
        is_renamed: false,
        gives: (0..30).collect(),
        takes: (30..60).collect(),
    };
    let works = works(&vec![one; 25]);
    let groups = groups();
    let jobs = Shop { identity: AdobeIdentity::Adobe, groups: &groups }.of_accounts(&works);
    let mut queue: VecDeque<Job> = jobs.first.into();
    let sizes: Vec<usize> =
        std::iter::from_fn(|| Some(next_request(&mut queue).len()).filter(|n| *n > 0)).collect();
    assert_eq!(sizes, [10, 10, 5], "as full as they may be");
    assert!(jobs.second.is_empty(), "nothing waits: nobody is given what another loses");
}

#[test]
fn a_group_that_many_join_is_named_once_for_a_hundred_people() {
    let one = Someone {
        is_new: false,
        is_refused: false,
        is_suspended: false,
        is_renamed: false,
        gives: [40].into(),
        takes: BTreeSet::new(),
    };
    let works = works(&vec![one; 1000]);
    let groups = groups();
    let jobs = Shop { identity: AdobeIdentity::Adobe, groups: &groups }.of_accounts(&works);
    assert_eq!(jobs.second.len(), 1, "one job for the group, not a thousand for the people");
    let command = jobs.second[0].command("x");
    assert_eq!(command["usergroup"], json!("g40"), "{command}");
    assert_eq!(command["do"].as_array().map(Vec::len), Some(10), "ten steps");
    assert_eq!(command["do"][0]["add"]["user"].as_array().map(Vec::len), Some(10), "of ten");
}
