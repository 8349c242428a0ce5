//! SCIM push: who may write to which directory, how each call is answered, counted and logged,
//! and the run that follows.
//!
//! | module | what it holds |
//! |---|---|
//! | here | the walk of one call |
//! | `desk` | what is kept in memory between calls |
//! | `doors` | directories that take calls, with their tokens |
//! | `debounce` | changes gathered into a run |
//! | `meaning` | what each answer means and what to do about it |

mod debounce;
mod desk;
mod doors;
pub(crate) mod meaning;

pub(crate) use desk::Desk;
pub use desk::{ListenGuard, Listening};

use crate::app::lock;
use crate::{App, AppError};
use doors::Door;
use rolecall_connect::{PushAnswer, PushCall, PushJob, PushMethod, is_token, token_hash};
use rolecall_engine::PushDoor;
use rolecall_scim::message::ScimType;
use rolecall_store::PushCallRecord;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// After how many seconds a client that was refused for overload may try again.
const AGAIN: u64 = 5;

/// What a call says before its body.
#[derive(Debug, Clone, Default)]
pub struct PushHead {
    /// The directory of its path, decoded.
    pub directory: String,
    /// The method as it was sent.
    pub method: String,
    /// The path behind the directory, decoded, cut at slashes, without empty parts.
    pub path: Vec<String>,
    /// The query as it was sent.
    pub query: String,
    /// `Authorization`.
    pub authorization: Option<String>,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// The address by which the client reached the directory, without a slash at its end.
    pub base: String,
    /// Where the call comes from.
    pub address: String,
}

/// A call that was let in: its body may be read now.
pub struct PushTurn {
    call: PushCall,
    door: Arc<Door>,
    record: PushCallRecord,
    _place: OwnedSemaphorePermit,
}

impl App {
    /// Looks at a call before its body is read: whether its directory is there, whether its token
    /// is good, whether the endpoint is open.
    ///
    /// # Errors
    /// The answer to a call that is not let in; it is logged.
    pub async fn push_begin(self: &Arc<Self>, head: PushHead) -> Result<PushTurn, Box<PushAnswer>> {
        let now = self.now();
        let call = PushCall {
            method: PushMethod::read(&head.method),
            path: head.path,
            query: head.query,
            if_match: head.if_match,
            if_none_match: head.if_none_match,
            body: Vec::new(),
            base: head.base,
            now,
        };
        let mut record = PushCallRecord {
            at: now,
            directory: head.directory,
            address: head.address,
            method: head.method,
            path: format!("/{}", call.path.join("/")),
            filter: call.parameter("filter").unwrap_or_default(),
            ..PushCallRecord::default()
        };
        record.filter.truncate(record.filter.floor_char_boundary(500));
        record.path.truncate(record.path.floor_char_boundary(500));
        record.directory.truncate(record.directory.floor_char_boundary(200));
        record.method.truncate(record.method.floor_char_boundary(20));
        match self.let_in(&call, &mut record, head.authorization.as_deref()).await {
            Ok((door, place)) => Ok(PushTurn { call, door, record, _place: place }),
            Err(answer) => {
                self.push_log(record, &answer);
                Err(Box::new(answer))
            }
        }
    }

    async fn let_in(
        self: &Arc<Self>,
        call: &PushCall,
        record: &mut PushCallRecord,
        authorization: Option<&str>,
    ) -> Result<(Arc<Door>, OwnedSemaphorePermit), PushAnswer> {
        let doors = self.push_doors().await.map_err(|error| broken(&error))?;
        let Some(door) = doors.find(&record.directory) else {
            let words = "there is no directory of this name that takes SCIM calls";
            return Err(PushAnswer::error(404, None, words));
        };
        record.directory = door.directory().to_owned();
        let token = bearer(authorization).map(token_hash);
        // Each is compared, so that the time tells nothing.
        let found = door.tokens.iter().fold(None, |found, known| {
            let is_it = token.as_ref().is_some_and(|token| is_token(token, &known.hash));
            if is_it { Some(known) } else { found }
        });
        let Some(token) = found else {
            let words = match authorization {
                None => "this needs a bearer token of the directory, in the Authorization header",
                Some(_) => "the token is not, or no longer, one of this directory",
            };
            return Err(PushAnswer::error(401, None, words));
        };
        record.token.clone_from(&token.name);
        self.push.used(token.id, call.now);
        if let PushDoor::Closed { retry_after } = door.state {
            return Err(in_quarantine(retry_after));
        }
        match self.push.places.clone().try_acquire_owned() {
            Ok(place) => Ok((door, place)),
            Err(_) => {
                let answer = PushAnswer::error(429, None, "too many calls at once; try again");
                Err(PushAnswer { retry_after: Some(AGAIN), ..answer })
            }
        }
    }

    /// Answers a call that was let in; what it changes is on disk then.
    pub async fn push_end(self: &Arc<Self>, turn: PushTurn, body: Vec<u8>) -> PushAnswer {
        let PushTurn { mut call, door, record, _place } = turn;
        call.body = body;
        let writes = call.writes();
        let mut trial = None;
        if writes && door.state == PushDoor::Trial {
            let turn = self.push.trial.lock().await;
            // Those before it in the line may have decided.
            match self.push_trial(&door).await {
                Ok(PushDoor::Open) => {}
                Ok(PushDoor::Trial) => trial = Some(turn),
                Ok(PushDoor::Closed { retry_after }) => {
                    let answer = in_quarantine(retry_after);
                    self.push_log(record, &answer);
                    return answer;
                }
                Err(error) => return broken(&error),
            }
        }
        let answer = self.push_answer(&door, &call).await;
        if answer.changed {
            lock(&self.push.debounce).note(call.now);
        }
        if writes {
            self.push_count(&door, &answer, trial.is_some()).await;
        }
        drop(trial);
        self.push_log(record, &answer);
        answer
    }

    async fn push_answer(self: &Arc<Self>, door: &Door, call: &PushCall) -> PushAnswer {
        match door.provider.begin(call) {
            PushJob::Done(answer) => answer,
            PushJob::Read(read) => {
                let store = self.store.clone();
                // Never closed, so that there is always a turn to wait for.
                let _turn = self.push.readers.acquire().await;
                let read = tokio::task::spawn_blocking(move || read.answer(&store)).await;
                read.unwrap_or_else(|error| broken(&AppError::internal(error)))
            }
            PushJob::Write(work) => self.push.queue.write(work).await,
        }
    }

    /// Answers a call that was let in, whose body is refused.
    pub async fn push_refuse(
        self: &Arc<Self>,
        turn: PushTurn,
        status: u16,
        words: &str,
    ) -> PushAnswer {
        let scim_type = (status == 400).then_some(ScimType::InvalidSyntax);
        let answer = PushAnswer::error(status, scim_type, words);
        let PushTurn { call, door, record, .. } = turn;
        if call.writes() {
            self.push_count(&door, &answer, false).await;
        }
        self.push_log(record, &answer);
        answer
    }

    /// Tells that a host listens for calls, until the guard is dropped.
    #[must_use]
    pub fn push_listens(&self, place: Listening) -> ListenGuard {
        let guard = self.push.listens(place);
        self.events.changed(&[crate::events::topic::CONNECTIONS]);
        guard
    }

    /// Tells why nobody listens where somebody chose to; `None` where that is over.
    pub fn push_listen_fails(&self, why: Option<String>) {
        self.push.fails(why);
        self.events.changed(&[crate::events::topic::CONNECTIONS]);
    }

    /// Where this machine is to listen, as somebody chose.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn push_listening(self: &Arc<Self>) -> Result<crate::types::PushListening, AppError> {
        self.work(|app| crate::handlers::push::listening(app)).await
    }

    fn push_log(&self, mut record: PushCallRecord, answer: &PushAnswer) {
        record.status = answer.status;
        record.scim_type.clone_from(&answer.scim_type);
        record.detail.clone_from(&answer.detail);
        record.detail.truncate(record.detail.floor_char_boundary(500));
        self.push.log(record);
    }
}

/// The token of an `Authorization` header.
fn bearer(authorization: Option<&str>) -> Option<&str> {
    let (scheme, token) = authorization?.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn in_quarantine(retry_after: u64) -> PushAnswer {
    let words = "this directory is in quarantine: too many of the last calls failed. Rolecall \
                 says why, and lets calls in again by itself";
    PushAnswer { retry_after: Some(retry_after), ..PushAnswer::error(503, None, words) }
}

fn broken(error: &AppError) -> PushAnswer {
    tracing::warn!(%error, "a SCIM call could not be answered");
    let answer = PushAnswer::error(500, None, "Rolecall could not answer this; try again later");
    PushAnswer { detail: error.message.clone(), failed: true, ..answer }
}
