//! Sending jobs, as many at once as the throttle lets through, until every step has an outcome.

use super::answer::ActionAnswer;
use super::batch::{COMMANDS, Ended, Job, Verdict, Whom, next_request};
use super::client::Client;
use super::errors::About;
use super::jobs::{Jobs, Move};
use super::licences::{Checked, Given, check};
use super::mapping::key;
use crate::calls::{Answered, Refusal};
use crate::{Journal, JournalError, Outcome, StepResult};
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use rolecall_directory::{Cause, NotSent};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// How many profiles given are looked at together, to see whether a licence came with them.
const LOOK_AT: usize = 1000;

/// How often it is looked whether the run was stopped, while the throttle keeps requests back.
const LOOK: Duration = Duration::from_millis(250);

/// One run's writing to one organization.
pub(super) struct Writing<'a> {
    pub client: &'a Client,
    pub journal: &'a dyn Journal,
    /// How long the API is given to find out that a licence is free.
    pub settles: Duration,
}

/// What writing has come to.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Steps whose sending is journalled.
    sent: HashSet<i64>,
    /// Steps that were done.
    pub done: HashSet<i64>,
    keys: HashMap<i64, String>,
    profiles: HashMap<i64, String>,
    moves: HashMap<i64, Move>,
    /// New addresses by the old ones.
    renamed: HashMap<String, String>,
    /// Profiles given, of which it is not known yet whether a licence came with them.
    given: Vec<Given>,
    /// Why nothing more is sent.
    stop: Option<String>,
}

/// What came back.
enum Event {
    Answered(Request),
    Checked(Checked),
}

/// A request that was answered, or not.
struct Request {
    jobs: Vec<Job>,
    ids: Vec<String>,
    sent: Vec<i64>,
    /// What looking up found out.
    found: Vec<Ended>,
    answered: Result<Answered<ActionAnswer>, Refusal>,
}

/// Where jobs wait.
#[derive(Default)]
struct Waiting {
    queue: VecDeque<Job>,
    /// Requests that are sent as they are: halves of one that was refused as a whole.
    halves: Vec<Vec<Job>>,
    /// Jobs that were refused in passing.
    later: Vec<Job>,
}

impl Writing<'_> {
    /// Carries out `jobs`: first what frees licences, then the rest; says at the end which profiles
    /// brought no licence.
    ///
    /// # Errors
    /// Only when the journal refused.
    pub async fn carry_out(&self, jobs: Jobs, progress: &mut Progress) -> Result<(), JournalError> {
        let Jobs { first, mut second, ended, keys, profiles, moves } = jobs;
        progress.keys = keys;
        progress.profiles = profiles;
        progress.moves = moves;
        self.record(ended, 0, progress).await?;
        self.run(first, progress).await?;
        for job in &mut second {
            progress.rename(job);
        }
        self.run(second, progress).await
    }

    async fn run(&self, jobs: Vec<Job>, progress: &mut Progress) -> Result<(), JournalError> {
        let mut waiting = Waiting { queue: jobs.into(), ..Waiting::default() };
        let mut under_way: FuturesUnordered<BoxFuture<'_, Result<Event, JournalError>>> =
            FuturesUnordered::new();
        let mut posts = 0;
        loop {
            self.leave_unsent(&mut waiting, progress).await?;
            // What the throttle does not let through yet is kept back, not sent to wait there: so
            // nothing is in flight for a minute, and stopping stops it.
            let (room, grows) = self.client.room();
            while posts < room
                && let Some(jobs) = waiting.next(under_way.is_empty())
            {
                posts += 1;
                under_way.push(self.send(jobs).boxed());
            }
            let idle = under_way.is_empty() && waiting.later.is_empty();
            if progress.given.len() >= LOOK_AT || (idle && !progress.given.is_empty()) {
                let given = std::mem::take(&mut progress.given);
                under_way.push(check(self.client, given, self.settles).map(checked).boxed());
            }
            let look = Instant::now() + LOOK;
            let wake = grows.map_or(look, |grows| grows.min(look));
            let event = tokio::select! {
                event = under_way.next(), if !under_way.is_empty() => event.transpose()?,
                () = tokio::time::sleep_until(wake), if waiting.is_ready() => continue,
                else => None,
            };
            match event {
                Some(Event::Answered(request)) => {
                    posts -= 1;
                    self.take(request, &mut waiting, progress).await?;
                }
                Some(Event::Checked(checked)) => {
                    self.judge(checked, &mut waiting, progress).await?;
                }
                None if waiting.later.is_empty() => return Ok(()),
                None => {
                    let tries = waiting.later.iter().map(|job| job.tries).max().unwrap_or(1);
                    let wait = self.client.patience().wait(tries, rand::random());
                    tokio::time::sleep(wait).await;
                    waiting.queue.extend(waiting.later.drain(..));
                }
            }
        }
    }

    /// Ends what waits when nothing more is to be sent.
    async fn leave_unsent(
        &self,
        waiting: &mut Waiting,
        progress: &mut Progress,
    ) -> Result<(), JournalError> {
        let (why, words) = match &progress.stop {
            _ if self.journal.cancelled() => {
                (NotSent::Cancelled, "the run was stopped before this".to_owned())
            }
            Some(words) => (NotSent::NotReached, words.clone()),
            None => return Ok(()),
        };
        let halves = waiting.halves.drain(..).flatten();
        let all = waiting.queue.drain(..).chain(halves).chain(waiting.later.drain(..));
        let result = StepResult::NotSent(why);
        let ended = all.flat_map(|mut job| job.give_up(result, &words)).collect();
        self.record(ended, 0, progress).await
    }

    /// Sends `jobs` in one request. One that may have been carried out without an answer is not
    /// sent again before the users it makes were looked up.
    async fn send(&self, mut jobs: Vec<Job>) -> Result<Event, JournalError> {
        let mut found = Vec::new();
        let mut tries = jobs.iter().map(|job| job.tries).max().unwrap_or_default();
        loop {
            let ids: Vec<String> =
                jobs.iter().enumerate().map(|(at, job)| request_id(at, job)).collect();
            let sent: Vec<i64> = jobs.iter().flat_map(Job::settled_next).collect();
            self.journal.sending(&sent).await?;
            let commands: Vec<Value> =
                jobs.iter().zip(&ids).map(|(job, id)| job.command(id)).collect();
            let answered = self.client.act(&Value::Array(commands), tries).await;
            let Err(refused) = answered else {
                return Ok(Event::Answered(Request { jobs, ids, sent, found, answered }));
            };
            tries = refused.tries;
            if refused.maybe_done {
                jobs.iter_mut().for_each(|job| job.unsure = true);
                let again = self.client.caller().may_retry(&refused);
                if again {
                    self.client.caller().wait(&refused).await;
                }
                let known = self.look_up(&mut jobs, &mut found).await;
                if again && known && jobs.iter().any(|job| !job.deeds.is_empty()) {
                    jobs.retain(|job| !job.deeds.is_empty());
                    continue;
                }
            }
            return Ok(Event::Answered(Request { jobs, ids, sent, found, answered: Err(refused) }));
        }
    }

    /// Asks for the users that an unanswered request may have made; whether all is known now.
    async fn look_up(&self, jobs: &mut [Job], found: &mut Vec<Ended>) -> bool {
        for job in jobs.iter_mut().filter(|job| job.may_be_made()) {
            let Whom::User { name, domain } = &job.whom else { continue };
            match self.client.user(name, domain.as_deref()).await {
                Ok(Some(_)) => {
                    found.extend(job.found());
                    job.end(found);
                }
                Ok(None) => job.unsure = false,
                Err(_) => return false,
            }
        }
        true
    }

    async fn take(
        &self,
        request: Request,
        waiting: &mut Waiting,
        progress: &mut Progress,
    ) -> Result<(), JournalError> {
        let Request { jobs, ids, sent, found, answered } = request;
        progress.sent.extend(sent);
        match answered {
            Ok(Answered { value, tries }) => {
                let (mut ended, mut doubted) = (found, Vec::new());
                let verdicts = value.verdicts(&ids);
                for (mut job, verdict) in jobs.into_iter().zip(verdicts) {
                    job.tries = tries;
                    let is_told = !matches!(verdict, Verdict::Untold(_));
                    let own = self.settle(&mut job, verdict);
                    progress.follow(&own);
                    progress.rename(&mut job);
                    note_given(&job.whom, tries, &own, progress);
                    if is_told {
                        ended.extend(own);
                    } else {
                        doubted.extend(own);
                    }
                    waiting.put_back(job);
                }
                self.record(ended, tries, progress).await?;
                self.record_as(doubted, (tries, true), progress).await
            }
            Err(refused) => {
                self.record(found, refused.tries, progress).await?;
                self.refused(jobs, &refused, waiting, progress).await
            }
        }
    }

    /// What an answer means for `job`. One that was refused in passing too often fails.
    fn settle(&self, job: &mut Job, verdict: Verdict) -> Vec<Ended> {
        let passing = match &verdict {
            Verdict::Failed(_, fault) if fault.about == About::Passing => Some(fault.clone()),
            _ => None,
        };
        let mut ended = job.settle(verdict);
        match passing {
            Some(fault) if job.tries >= self.client.patience().tries => {
                ended.extend(job.fail_all(fault.cause, &fault.message));
            }
            None => job.tries = 0,
            Some(_) => {}
        }
        ended
    }

    async fn refused(
        &self,
        mut jobs: Vec<Job>,
        refused: &Refusal,
        waiting: &mut Waiting,
        progress: &mut Progress,
    ) -> Result<(), JournalError> {
        let content = matches!(refused.status, Some(400 | 413 | 422)) && !refused.maybe_done;
        if content && refused.cause != Cause::CredentialRejected {
            // Nothing of it was carried out: it is split until what is refused is alone.
            if jobs.len() > 1 {
                waiting.halves.push(jobs.split_off(jobs.len() / 2));
                waiting.halves.push(jobs);
                return Ok(());
            }
            for mut job in jobs {
                let ended = job.refused_alone(refused.cause, &refused.message);
                self.record(ended, refused.tries, progress).await?;
                waiting.put_back(job);
            }
            return Ok(());
        }
        if refused.cause == Cause::CredentialRejected {
            progress.stop = Some(format!("not sent after this: {}", refused.message));
        }
        let (doubted, others): (Vec<_>, Vec<_>) =
            jobs.into_iter().partition(|job| refused.maybe_done && job.unsure);
        let fail = |mut job: Job| job.fail_all(refused.cause, &refused.message);
        let ended = others.into_iter().flat_map(fail).collect();
        self.record(ended, refused.tries, progress).await?;
        // All that was asked for with a user may have been done with them.
        let failed = StepResult::Failed(refused.cause);
        let leave = |mut job: Job| job.give_up(failed, &refused.message);
        let ended = doubted.into_iter().flat_map(leave).collect();
        self.record_as(ended, (refused.tries, true), progress).await
    }

    /// Profiles that brought a licence were given; the others are taken back.
    async fn judge(
        &self,
        checked: Checked,
        waiting: &mut Waiting,
        progress: &mut Progress,
    ) -> Result<(), JournalError> {
        let mut by_tries: BTreeMap<u32, Vec<Ended>> = BTreeMap::new();
        for given in &checked.licensed {
            progress.profiles.remove(&given.id);
            let done = Ended { id: given.id, result: StepResult::Done, message: String::new() };
            by_tries.entry(given.tries).or_default().push(done);
        }
        for (tries, done) in by_tries {
            self.record(done, tries, progress).await?;
        }
        for given in checked.short {
            progress.profiles.remove(&given.id);
            waiting.queue.push_back(given.taken_back());
        }
        Ok(())
    }

    /// Writes outcomes down; of profiles given only once it is known whether a licence came.
    async fn record(
        &self,
        ended: Vec<Ended>,
        tries: u32,
        progress: &mut Progress,
    ) -> Result<(), JournalError> {
        self.record_as(ended, (tries, false), progress).await
    }

    /// The same, where what failed may have been done all the same.
    async fn record_as(
        &self,
        ended: Vec<Ended>,
        (tries, in_doubt): (u32, bool),
        progress: &mut Progress,
    ) -> Result<(), JournalError> {
        let waits =
            |one: &Ended| one.result == StepResult::Done && progress.profiles.contains_key(&one.id);
        let known: Vec<Ended> = ended.into_iter().filter(|one| !waits(one)).collect();
        if known.is_empty() {
            return Ok(());
        }
        let unsaid = |one: &&Ended| {
            !matches!(one.result, StepResult::NotSent(_)) && !progress.sent.contains(&one.id)
        };
        let unsaid: Vec<i64> = known.iter().filter(unsaid).map(|one| one.id).collect();
        if !unsaid.is_empty() {
            self.journal.sending(&unsaid).await?;
            progress.sent.extend(unsaid);
        }
        let done = known.iter().filter(|one| one.result == StepResult::Done);
        progress.done.extend(done.map(|one| one.id));
        let outcome = |one: Ended| Outcome {
            id: one.id,
            result: one.result,
            tries: if matches!(one.result, StepResult::NotSent(_)) { 0 } else { tries },
            account: progress.keys.get(&one.id).cloned(),
            maybe_done: in_doubt && matches!(one.result, StepResult::Failed(_)),
            message: one.message,
        };
        self.journal.answered(known.into_iter().map(outcome).collect()).await
    }
}

/// Keeps back what was given and may have brought no licence.
fn note_given(whom: &Whom, tries: u32, ended: &[Ended], progress: &mut Progress) {
    for one in ended.iter().filter(|one| one.result == StepResult::Done) {
        let (Some(profile), Some(key)) =
            (progress.profiles.get(&one.id), progress.keys.get(&one.id))
        else {
            continue;
        };
        progress.given.push(Given {
            id: one.id,
            tries,
            key: key.clone(),
            whom: whom.clone(),
            profile: profile.clone(),
        });
    }
}

impl Progress {
    /// Accounts whose address was changed are known by the new one from now on.
    fn follow(&mut self, ended: &[Ended]) {
        for one in ended.iter().filter(|one| one.result == StepResult::Done) {
            let Some(Move { from, to, ids }) = self.moves.remove(&one.id) else { continue };
            self.keys.extend(ids.into_iter().map(|id| (id, key(&to))));
            self.renamed.insert(from, to);
        }
    }

    fn rename(&self, job: &mut Job) {
        if let Whom::User { name, .. } = &mut job.whom
            && let Some(new) = self.renamed.get(name)
        {
            name.clone_from(new);
        }
    }
}

fn checked(checked: Checked) -> Result<Event, JournalError> {
    Ok(Event::Checked(checked))
}

/// Unique in a request, and the same whenever its command is sent again in the same place.
fn request_id(at: usize, job: &Job) -> String {
    format!("{at}-{}", job.next_ids().first().copied().unwrap_or_default())
}

impl Waiting {
    /// The next request: a full one, or what there is when no answer may bring more.
    fn next(&mut self, idle: bool) -> Option<Vec<Job>> {
        if let Some(half) = self.halves.pop() {
            return Some(half);
        }
        let ready = self.queue.len() >= COMMANDS || (idle && !self.queue.is_empty());
        ready.then(|| next_request(&mut self.queue))
    }

    /// Whether requests are kept back.
    fn is_ready(&self) -> bool {
        !self.queue.is_empty() || !self.halves.is_empty()
    }

    fn put_back(&mut self, job: Job) {
        if job.deeds.is_empty() {
            return;
        }
        let waits = job.tries > 0;
        if waits { self.later.push(job) } else { self.queue.push_back(job) }
    }
}
