//! Commands of the action endpoint, filled as far as its limits allow, and what its answers mean
//! for the steps they carry.
//!
//! Published limits: ten users or groups in a request, ten memberships in an add or remove step,
//! one create that stands first. Ten steps in a command are what Adobe's own client sends at most.
//! Where the documentation is silent this is our reading: steps of a command are carried out in
//! their order, the first that fails ends it, and to add or remove again does no harm.

use super::errors::{About, Fault};
use crate::StepResult;
use rolecall_directory::{Cause, NotSent};
use serde_json::{Value, json};
use std::collections::VecDeque;

/// Commands in a request.
pub(super) const COMMANDS: usize = 10;
/// Steps in a command.
pub(super) const STEPS: usize = 10;
/// Memberships in a step.
pub(super) const MEMBERSHIPS: usize = 10;

/// Whom a command is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whom {
    /// A user, by address, or by username and domain.
    User { name: String, domain: Option<String> },
    /// A user group.
    Group(String),
}

/// A membership that a journalled step gives or takes: of a user the group, of a group the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Membership {
    pub id: i64,
    pub of: String,
}

/// One step of a command.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    /// Makes the user or group.
    Create { id: i64, body: Value },
    /// Writes names and address.
    Update { ids: Vec<i64>, body: Value },
    /// Takes memberships.
    Remove(Vec<Membership>),
    /// Gives memberships.
    Add(Vec<Membership>),
    /// Takes memberships again that brought no licence; their steps fail with these words.
    TakeBack(Vec<Membership>, String),
}

/// How a journalled step ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ended {
    pub id: i64,
    pub result: StepResult,
    pub message: String,
}

/// What remains to be done about one user or group, in its order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Job {
    pub whom: Whom,
    pub deeds: VecDeque<Deed>,
    /// Steps that need no call and are done when all else is: a suspension follows from what was
    /// taken.
    pub follow: Vec<i64>,
    /// Why those cannot be done.
    failed: Option<(Cause, String)>,
    /// Requests that carried it.
    pub tries: u32,
    /// Whether an earlier request may have been carried out without an answer.
    pub unsure: bool,
    /// Whether each step goes alone, to find the one that is refused.
    pub alone: bool,
}

/// What a request means for one of its commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All of its steps were carried out.
    Done,
    /// The step at this place failed, when the answer told the place.
    Failed(Option<usize>, Fault),
    /// The answer does not tell.
    Untold(String),
}

impl Deed {
    /// The journalled steps it carries out.
    pub fn ids(&self) -> Vec<i64> {
        match self {
            Self::Create { id, .. } => vec![*id],
            Self::Update { ids, .. } => ids.clone(),
            Self::Remove(all) | Self::Add(all) | Self::TakeBack(all, _) => {
                all.iter().map(|one| one.id).collect()
            }
        }
    }

    fn memberships(&mut self) -> Option<&mut Vec<Membership>> {
        match self {
            Self::Remove(all) | Self::Add(all) | Self::TakeBack(all, _) => Some(all),
            Self::Create { .. } | Self::Update { .. } => None,
        }
    }

    fn body(&self, whom: &Whom) -> Value {
        let list = |all: &[Membership]| {
            let names: Vec<&str> = all.iter().map(|one| one.of.as_str()).collect();
            match whom {
                Whom::User { .. } => json!({"group": names}),
                Whom::Group(_) => json!({"user": names}),
            }
        };
        match self {
            Self::Create { body, .. } => body.clone(),
            Self::Update { body, .. } => json!({"update": body}),
            Self::Add(all) => json!({"add": list(all)}),
            Self::Remove(all) | Self::TakeBack(all, _) => json!({"remove": list(all)}),
        }
    }
}

/// `all` in steps of as many memberships as one may have.
pub(super) fn in_steps(all: &[Membership], deed: fn(Vec<Membership>) -> Deed) -> Vec<Deed> {
    all.chunks(MEMBERSHIPS).map(|chunk| deed(chunk.to_vec())).collect()
}

fn ended(id: i64, result: StepResult, message: &str) -> Ended {
    Ended { id, result, message: message.to_owned() }
}

impl Job {
    pub fn new(whom: Whom, deeds: Vec<Deed>, follow: Vec<i64>) -> Self {
        let deeds = deeds.into();
        Self { whom, deeds, follow, failed: None, tries: 0, unsure: false, alone: false }
    }

    /// How many of its steps the next request carries.
    pub fn next_steps(&self) -> usize {
        if self.alone || self.moves() {
            self.deeds.len().min(1)
        } else {
            self.deeds.len().min(STEPS)
        }
    }

    /// Whether the next step gives the user another address, by which all that follows names them.
    fn moves(&self) -> bool {
        matches!(self.deeds.front(), Some(Deed::Update { body, .. }) if body.get("email").is_some())
    }

    /// The journalled steps that the next request carries out.
    pub fn next_ids(&self) -> Vec<i64> {
        self.deeds.iter().take(self.next_steps()).flat_map(Deed::ids).collect()
    }

    /// The journalled steps that the next request may settle.
    pub fn settled_next(&self) -> Vec<i64> {
        let mut ids = self.next_ids();
        if self.next_steps() == self.deeds.len() {
            ids.extend(&self.follow);
        }
        ids
    }

    /// Whether the next request would make something that may be there already, made by us.
    pub fn may_be_made(&self) -> bool {
        self.unsure && matches!(self.deeds.front(), Some(Deed::Create { .. }))
    }

    /// The next command.
    pub fn command(&self, request_id: &str) -> Value {
        let steps = self.deeds.iter().take(self.next_steps()).map(|one| one.body(&self.whom));
        let steps: Vec<Value> = steps.collect();
        let mut command = json!({"do": steps, "requestID": request_id});
        match &self.whom {
            Whom::User { name, domain } => {
                command["user"] = json!(name);
                if let Some(domain) = domain {
                    command["domain"] = json!(domain);
                }
            }
            Whom::Group(name) => command["usergroup"] = json!(name),
        }
        command
    }

    /// What was to be made was found: nothing needs making.
    pub fn found(&mut self) -> Option<Ended> {
        self.unsure = false;
        match self.deeds.pop_front()? {
            Deed::Create { id, .. } => Some(ended(id, StepResult::Done, "")),
            other => {
                self.deeds.push_front(other);
                None
            }
        }
    }

    /// What an answer means for its steps; those that must be sent again stay.
    pub fn settle(&mut self, verdict: Verdict) -> Vec<Ended> {
        let sent = self.next_steps();
        let mut all = Vec::new();
        match verdict {
            Verdict::Done => self.succeed(sent, &mut all),
            Verdict::Untold(words) => {
                let cause = Cause::UnreadableAnswer;
                match self.deeds.front() {
                    // All that was asked for with a user may have been done with them.
                    Some(Deed::Create { .. }) => {
                        all = self.give_up(StepResult::Failed(cause), &words);
                    }
                    _ => self.fail_next(sent, cause, &words, &mut all),
                }
            }
            // Which step is meant is found by sending each alone.
            Verdict::Failed(None, fault) if sent > 1 && fault.about == About::What => {
                self.alone = true;
                self.unsure = true;
            }
            Verdict::Failed(at, fault) => {
                self.succeed(at.unwrap_or(0).min(sent.saturating_sub(1)), &mut all);
                self.refuse(&fault, &mut all);
            }
        }
        self.end(&mut all);
        all
    }

    /// Ends everything that remains in the same way.
    pub fn give_up(&mut self, result: StepResult, message: &str) -> Vec<Ended> {
        let mut all = Vec::new();
        for deed in self.deeds.drain(..) {
            // That no licence was free stays true whatever else happens.
            let (result, words) = match &deed {
                Deed::TakeBack(_, why) => (
                    StepResult::Failed(Cause::NoLicences),
                    format!("{why}, and this could not be taken back: {message}"),
                ),
                _ => (result, message.to_owned()),
            };
            all.extend(deed.ids().into_iter().map(|id| ended(id, result, &words)));
        }
        all.extend(self.follow.drain(..).map(|id| ended(id, result, message)));
        all
    }

    /// Fails everything that remains; what waits for a user to be made is not sent.
    pub fn fail_all(&mut self, cause: Cause, words: &str) -> Vec<Ended> {
        let mut all = Vec::new();
        match self.deeds.front() {
            Some(Deed::Create { .. }) => self.fail_first(cause, words, &mut all),
            _ => all = self.give_up(StepResult::Failed(cause), words),
        }
        all
    }

    /// Nothing but what follows is left: says how that ended.
    pub fn end(&mut self, all: &mut Vec<Ended>) {
        if !self.deeds.is_empty() {
            return;
        }
        let (result, words) = match &self.failed {
            None => (StepResult::Done, ""),
            Some((cause, words)) => (StepResult::Failed(*cause), words.as_str()),
        };
        all.extend(self.follow.drain(..).map(|id| ended(id, result, words)));
    }

    /// The whole request was refused for what one of its commands says; this one is alone in it.
    pub fn refused_alone(&mut self, cause: Cause, words: &str) -> Vec<Ended> {
        let mut all = Vec::new();
        if self.next_steps() > 1 {
            self.alone = true;
        } else {
            let (code, message) = (String::new(), words.to_owned());
            self.refuse(&Fault { cause, about: About::What, code, message }, &mut all);
        }
        self.end(&mut all);
        all
    }

    fn succeed(&mut self, steps: usize, all: &mut Vec<Ended>) {
        for deed in self.deeds.drain(..steps) {
            let (result, words) = match &deed {
                Deed::TakeBack(_, words) => (StepResult::Failed(Cause::NoLicences), words.as_str()),
                _ => (StepResult::Done, ""),
            };
            all.extend(deed.ids().into_iter().map(|id| ended(id, result, words)));
        }
    }

    fn fail_next(&mut self, steps: usize, cause: Cause, words: &str, all: &mut Vec<Ended>) {
        for _ in 0..steps {
            self.fail_first(cause, words, all);
        }
    }

    fn fail_first(&mut self, cause: Cause, words: &str, all: &mut Vec<Ended>) {
        let Some(deed) = self.deeds.pop_front() else { return };
        let made = matches!(deed, Deed::Create { .. });
        if matches!(deed, Deed::Remove(_)) {
            self.failed = Some((cause, words.to_owned()));
        }
        let (result, told) = match &deed {
            Deed::TakeBack(_, why) => (
                StepResult::Failed(Cause::NoLicences),
                format!("{why}, and this could not be taken back: {words}"),
            ),
            _ => (StepResult::Failed(cause), words.to_owned()),
        };
        all.extend(deed.ids().into_iter().map(|id| ended(id, result, &told)));
        if made {
            let (Whom::User { name, .. } | Whom::Group(name)) = &self.whom;
            let words = format!("the account \"{name}\" could not be made");
            all.extend(self.give_up(StepResult::NotSent(NotSent::AccountNotCreated), &words));
        }
    }

    /// The first step that remains was refused.
    fn refuse(&mut self, fault: &Fault, all: &mut Vec<Ended>) {
        if fault.about == About::Passing {
            return;
        }
        let is_there = ["error.user.already_in_org", "error.usergroup.already_exists"];
        if self.may_be_made() && is_there.contains(&fault.code.as_str()) {
            all.extend(self.found());
            return;
        }
        let makes = matches!(self.deeds.front(), Some(Deed::Create { .. }));
        if fault.about == About::Whom && !makes {
            let steps = self.deeds.len();
            self.failed = Some((fault.cause, fault.message.clone()));
            return self.fail_next(steps, fault.cause, &fault.message, all);
        }
        let many = self.deeds.front_mut().and_then(Deed::memberships);
        if let Some(many) = many.filter(|many| many.len() > 1) {
            let second = many.split_off(many.len() / 2);
            if let Some(mut rest) = self.deeds.front().cloned() {
                if let Some(all) = rest.memberships() {
                    *all = second;
                }
                self.deeds.insert(1, rest);
            }
            return;
        }
        let takes = matches!(self.deeds.front(), Some(Deed::Remove(_) | Deed::TakeBack(..)));
        if takes && fault.code == "error.group.not_found" {
            // A group that is gone has no members.
            return self.succeed(1, all);
        }
        self.fail_first(fault.cause, &fault.message, all);
    }
}

/// Takes the next request's jobs from `queue`.
pub(super) fn next_request(queue: &mut VecDeque<Job>) -> Vec<Job> {
    let most = queue.len().min(COMMANDS);
    queue.drain(..most).collect()
}
