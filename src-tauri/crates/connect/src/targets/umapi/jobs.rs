//! From the work of accounts to jobs: what frees licences before what uses them, by person or by
//! group, whichever needs fewer commands.

use super::batch::{Deed, Ended, Job, Membership, Whom, in_steps};
use super::mapping::{Groups, PROFILES, USER_GROUPS, changes, key, new_user, not_given};
use crate::{AccountWork, StepResult, ValueWork, WorkStep};
use rolecall_directory::{AdobeIdentity, Cause, NotSent, StepKind};
use rolecall_scim::fold;
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is to be sent, and what ended without being sent.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    /// What frees licences, with all else of the same people that need not wait.
    pub first: Vec<Job>,
    /// The rest.
    pub second: Vec<Job>,
    /// Steps that cannot be sent, or need not.
    pub ended: Vec<Ended>,
    /// The keys of the accounts that steps are about.
    pub keys: HashMap<i64, String>,
    /// The profiles that steps give.
    pub profiles: HashMap<i64, String>,
    /// By the step that gives an account another address.
    pub moves: HashMap<i64, Move>,
}

/// Another address of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    pub from: String,
    pub to: String,
    /// All steps of the account.
    pub ids: Vec<i64>,
}

/// What jobs are made by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shop<'a> {
    pub identity: AdobeIdentity,
    pub groups: &'a Groups,
}

/// A step that changes who is in a group, and its group.
type Change<'a> = (&'a WorkStep, &'a str);

impl Shop<'_> {
    /// The jobs that make groups.
    pub fn of_values(&self, values: &[ValueWork]) -> Jobs {
        let mut jobs = Jobs::default();
        for ValueWork { step } in values {
            let name = step.step.value.clone().unwrap_or_default();
            let slot = step.step.slot.as_deref().unwrap_or_default();
            if slot != USER_GROUPS {
                let words =
                    format!("the API makes user groups only; make \"{name}\" in the Admin Console");
                jobs.fail(step.id, Cause::NotPermitted, words);
            } else if self.groups.contains_key(&fold(&name)) {
                jobs.ended.push(Ended {
                    id: step.id,
                    result: StepResult::Done,
                    message: String::new(),
                });
            } else {
                // One that somebody else made meanwhile is as good.
                let option = "ignoreIfAlreadyExists";
                let body = json!({"createUserGroup": {"name": name, "option": option}});
                let create = vec![Deed::Create { id: step.id, body }];
                jobs.first.push(Job::new(Whom::Group(name), create, Vec::new()));
            }
        }
        jobs
    }

    /// The jobs of `accounts`, in their order.
    pub fn of_accounts(&self, accounts: &[AccountWork]) -> Jobs {
        let mut jobs = Jobs::default();
        let contended = contended(accounts);
        let by_group = self.by_group(accounts);
        let mut of_group: BTreeMap<String, (Vec<Membership>, Vec<Membership>)> = BTreeMap::new();
        for (at, work) in accounts.iter().enumerate() {
            let own = work.account.as_ref().map(|account| account.key.clone());
            for step in &work.steps {
                let known = own.clone().or_else(|| step.step.account.clone());
                jobs.keys.extend(known.map(|key| (step.id, key)));
                if step.step.kind == StepKind::Assign && step.step.slot.as_deref() == Some(PROFILES)
                {
                    jobs.profiles.extend(step.step.value.clone().map(|name| (step.id, name)));
                }
            }
            if work.steps.iter().any(|one| one.step.kind == StepKind::Create) {
                self.create(work, &mut jobs);
            } else if by_group.contains(&at) {
                self.name_to_groups(work, &mut of_group, &mut jobs);
            } else {
                self.change(work, &contended, &mut jobs);
            }
        }
        for (group, (remove, add)) in of_group {
            let mut deeds = in_steps(&remove, Deed::Remove);
            deeds.extend(in_steps(&add, Deed::Add));
            jobs.second.push(Job::new(Whom::Group(group), deeds, Vec::new()));
        }
        jobs
    }

    fn create(&self, work: &AccountWork, jobs: &mut Jobs) {
        let is_create = |one: &&WorkStep| one.step.kind == StepKind::Create;
        let (creates, rest): (Vec<_>, Vec<_>) = work.steps.iter().partition(is_create);
        let Some(create) = creates.first() else { return };
        let made = match &work.person {
            Some(person) => new_user(person, self.identity),
            None => Err((Cause::AttributeMissing, "nothing is known of this person".to_owned())),
        };
        let (email, body) = match made {
            Ok(made) => made,
            Err((cause, words)) => {
                jobs.fail(create.id, cause, words);
                let words = format!("the account \"{}\" could not be made", create.step.user);
                let result = StepResult::NotSent(NotSent::AccountNotCreated);
                let ended = rest.iter();
                jobs.ended.extend(ended.map(|one| Ended {
                    id: one.id,
                    result,
                    message: words.clone(),
                }));
                return;
            }
        };
        let own = key(&email);
        jobs.keys.extend(work.steps.iter().map(|step| (step.id, own.clone())));
        let mut deeds = vec![Deed::Create { id: create.id, body }];
        let adds = rest.iter().filter_map(|step| self.assigned(step, jobs)).collect();
        deeds.extend(in_steps(&memberships(adds), Deed::Add));
        jobs.second.push(Job::new(Whom::User { name: email, domain: None }, deeds, Vec::new()));
    }

    fn change(&self, work: &AccountWork, contended: &HashSet<&str>, jobs: &mut Jobs) {
        let of = |kind: StepKind| work.steps.iter().filter(move |one| one.step.kind == kind);
        let removes: Vec<Change<'_>> = of(StepKind::Unassign)
            .filter_map(|one| Some((one, one.step.value.as_deref()?)))
            .collect();
        let adds: Vec<Change<'_>> =
            of(StepKind::Assign).filter_map(|one| self.assigned(one, jobs)).collect();
        let waits = |change: &Change<'_>| {
            !removes.is_empty()
                && change.0.step.slot.as_deref() == Some(PROFILES)
                && contended.contains(change.1)
        };
        let (later, now): (Vec<_>, Vec<_>) = adds.into_iter().partition(waits);
        let update = self.update(work, jobs);
        let follow: Vec<i64> =
            of(StepKind::Suspend).chain(of(StepKind::Reactivate)).map(|one| one.id).collect();
        let mut deeds: Vec<Deed> = update.into_iter().collect();
        deeds.extend(in_steps(&memberships(removes.clone()), Deed::Remove));
        deeds.extend(in_steps(&memberships(now), Deed::Add));
        let second = in_steps(&memberships(later), Deed::Add);
        let whom = whom(work);
        if deeds.is_empty() && second.is_empty() {
            let mut nothing = Job::new(whom, Vec::new(), follow);
            nothing.end(&mut jobs.ended);
            return;
        }
        let frees = !removes.is_empty();
        if !deeds.is_empty() {
            let job = Job::new(whom.clone(), deeds, follow);
            if frees { &mut jobs.first } else { &mut jobs.second }.push(job);
        }
        if !second.is_empty() {
            jobs.second.push(Job::new(whom, second, Vec::new()));
        }
    }

    /// The step that writes what differs; steps that need no writing are done.
    fn update(&self, work: &AccountWork, jobs: &mut Jobs) -> Option<Deed> {
        let writes = |one: &&WorkStep| matches!(one.step.kind, StepKind::Update | StepKind::Adopt);
        let ids: Vec<i64> = work.steps.iter().filter(writes).map(|one| one.id).collect();
        if ids.is_empty() {
            return None;
        }
        let (Some(person), Some(account)) = (&work.person, &work.account) else {
            let words = "nothing is known of this account any more";
            ids.into_iter().for_each(|id| jobs.fail(id, Cause::NotFound, words.to_owned()));
            return None;
        };
        match changes(person, account) {
            Ok((Some(body), moved)) => {
                if let (Some(to), Some(first)) = (moved, ids.first()) {
                    let from = account.email.clone().unwrap_or_default();
                    let all = work.steps.iter().map(|step| step.id).collect();
                    jobs.moves.insert(*first, Move { from, to, ids: all });
                }
                Some(Deed::Update { ids, body })
            }
            Ok((None, _)) => {
                jobs.ended.extend(ids.into_iter().map(done));
                None
            }
            Err((cause, words)) => {
                ids.into_iter().for_each(|id| jobs.fail(id, cause, words.clone()));
                None
            }
        }
    }

    /// The step with its group, when the API can give it.
    fn assigned<'a>(&self, step: &'a WorkStep, jobs: &mut Jobs) -> Option<Change<'a>> {
        let value = step.step.value.as_deref().filter(|_| step.step.kind == StepKind::Assign)?;
        let slot = step.step.slot.as_deref().unwrap_or_default();
        if let Some(words) = not_given(slot, value) {
            jobs.fail(step.id, Cause::NotPermitted, words);
            return None;
        }
        let known = self.groups.get(&fold(value)).is_some_and(|group| group.slot == slot);
        if known {
            return Some((step, value));
        }
        let more = if slot == USER_GROUPS { ", or set create_values" } else { "" };
        let words = format!(
            "the organization has no \"{value}\" among its {}; make it in the Admin Console{more}",
            slot.replace('_', " ")
        );
        jobs.fail(step.id, Cause::NotFound, words);
        None
    }

    /// Which works are about user groups alone, where naming the people to each group takes fewer
    /// commands than naming the groups to each person.
    fn by_group(&self, accounts: &[AccountWork]) -> HashSet<usize> {
        let alone = |work: &AccountWork| {
            work.account.as_ref().is_some_and(|account| account.email.is_some())
                && work.steps.iter().all(|one| {
                    let changes = matches!(one.step.kind, StepKind::Assign | StepKind::Unassign);
                    changes && one.step.slot.as_deref() == Some(USER_GROUPS)
                })
        };
        let those: HashSet<usize> =
            (0..accounts.len()).filter(|&at| alone(&accounts[at])).collect();
        let mut people_of: HashMap<&str, usize> = HashMap::new();
        let mut by_person = 0;
        for &at in &those {
            let steps = &accounts[at].steps;
            by_person += commands(steps.len());
            for value in steps.iter().filter_map(|one| one.step.value.as_deref()) {
                *people_of.entry(value).or_default() += 1;
            }
        }
        let by_group: usize = people_of.values().map(|people| commands(*people)).sum();
        if by_group < by_person { those } else { HashSet::new() }
    }

    fn name_to_groups(
        &self,
        work: &AccountWork,
        of_group: &mut BTreeMap<String, (Vec<Membership>, Vec<Membership>)>,
        jobs: &mut Jobs,
    ) {
        let email = work.account.as_ref().and_then(|account| account.email.clone());
        for step in &work.steps {
            let gives = step.step.kind == StepKind::Assign;
            let taken = || Some((step, step.step.value.as_deref()?));
            let change = if gives { self.assigned(step, jobs) } else { taken() };
            let Some((step, group)) = change else { continue };
            let (remove, add) = of_group.entry(group.to_owned()).or_default();
            let one = Membership { id: step.id, of: email.clone().unwrap_or_default() };
            if gives { add } else { remove }.push(one);
        }
    }
}

impl Jobs {
    fn fail(&mut self, id: i64, cause: Cause, message: String) {
        self.ended.push(Ended { id, result: StepResult::Failed(cause), message });
    }
}

fn done(id: i64) -> Ended {
    Ended { id, result: StepResult::Done, message: String::new() }
}

fn commands(memberships: usize) -> usize {
    memberships.div_ceil(super::batch::MEMBERSHIPS * super::batch::STEPS)
}

fn memberships(changes: Vec<Change<'_>>) -> Vec<Membership> {
    let one = |(step, group): Change<'_>| Membership { id: step.id, of: group.to_owned() };
    changes.into_iter().map(one).collect()
}

/// How the API names the account of `work`.
fn whom(work: &AccountWork) -> Whom {
    let plain = || work.steps.iter().find_map(|one| one.step.account.clone()).unwrap_or_default();
    let Some(account) = &work.account else { return Whom::User { name: plain(), domain: None } };
    match &account.email {
        Some(email) => Whom::User { name: email.clone(), domain: None },
        None => {
            let domain = account.sent.iter().find(|(name, _)| name == "domain");
            let domain = domain.map(|(_, domain)| domain.clone());
            Whom::User { name: account.user_name.clone(), domain }
        }
    }
}

/// Profiles that some lose and others are given: nobody is given them before all who lose them
/// have lost them, as the API does not keep an order between people.
fn contended(accounts: &[AccountWork]) -> HashSet<&str> {
    let all = |kind: StepKind| -> HashSet<&str> {
        let steps = accounts.iter().flat_map(|work| &work.steps);
        let steps = steps.filter(|one| one.step.kind == kind);
        let steps = steps.filter(|one| one.step.slot.as_deref() == Some(PROFILES));
        steps.filter_map(|one| one.step.value.as_deref()).collect()
    };
    &all(StepKind::Unassign) & &all(StepKind::Assign)
}
