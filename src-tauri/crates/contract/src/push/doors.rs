//! Directories that take SCIM calls, with their tokens and how quarantine stands; looked up anew
//! each second, and when something about them changes here.

use crate::app::lock;
use crate::{App, AppError};
use rolecall_connect::{Provider, PushAnswer};
use rolecall_directory::{QuarantineLimits, SourceKind};
use rolecall_engine::PushDoor;
use rolecall_scim::fold;
use rolecall_store::PushToken;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long what was looked up is good: other processes may revoke tokens.
const FRESH: Duration = Duration::from_secs(1);

/// Directories that take calls, by folded name.
#[derive(Default)]
pub(crate) struct Doors(BTreeMap<String, Arc<Door>>);

/// One directory that takes calls.
pub(super) struct Door {
    name: String,
    pub provider: Arc<Provider>,
    pub tokens: Vec<PushToken>,
    pub state: PushDoor,
    limits: QuarantineLimits,
}

impl Doors {
    pub(super) fn find(&self, directory: &str) -> Option<Arc<Door>> {
        self.0.get(&fold(directory)).cloned()
    }
}

impl Door {
    pub fn directory(&self) -> &str {
        &self.name
    }
}

impl App {
    /// The directories that take calls.
    pub(super) async fn push_doors(self: &Arc<Self>) -> Result<Arc<Doors>, AppError> {
        if let Some((made, doors)) = lock(&self.push.doors).as_mut() {
            if made.elapsed() < FRESH {
                return Ok(doors.clone());
            }
            // One call looks; those beside it go by what was known, for as long as that takes.
            *made = Instant::now();
        }
        self.work(|app| {
            let made = Instant::now();
            let doors = Arc::new(app.look_at_doors()?);
            *lock(&app.push.doors) = Some((made, doors.clone()));
            Ok(doors)
        })
        .await
    }

    fn look_at_doors(&self) -> Result<Doors, AppError> {
        let (_, configuration) = self.configuration()?;
        let attributes = configuration.all_attributes();
        let tokens = self.store.push_tokens()?;
        let mut doors = BTreeMap::new();
        for directory in &configuration.directories {
            let Some(source) = &directory.source else { continue };
            if source.kind != SourceKind::ScimPush {
                continue;
            }
            let name = &directory.name;
            let own = tokens.iter().filter(|token| token.directory == *name).cloned();
            let door = Door {
                name: name.clone(),
                provider: Arc::new(Provider::new(name, source, &attributes)),
                tokens: own.collect(),
                state: self.engine.push_door(&self.store, name)?,
                limits: source.quarantine,
            };
            doors.insert(fold(name), Arc::new(door));
        }
        Ok(Doors(doors))
    }

    /// How quarantine stands with a directory now, whatever was looked up before.
    pub(super) async fn push_trial(
        self: &Arc<Self>,
        door: &Arc<Door>,
    ) -> Result<PushDoor, AppError> {
        let door = door.clone();
        self.work(move |app| Ok(app.engine.push_door(&app.store, &door.name)?)).await
    }

    /// Lets quarantine count how an authenticated write was answered.
    pub(super) async fn push_count(
        self: &Arc<Self>,
        door: &Arc<Door>,
        answer: &PushAnswer,
        trial: bool,
    ) {
        let failed = answer.status >= 500 && answer.status != 501 || answer.status == 400;
        // What is known of an endpoint that works is told each second; what fails, at once.
        if !failed && !trial {
            *lock(&self.push.taken).entry(door.name.clone()).or_default() += 1;
            return;
        }
        let (door, words) = (door.clone(), answer.detail.clone());
        let sample = format!("{}: {words}", answer.status);
        let counted = self
            .work(move |app| {
                let before = lock(&app.push.taken).remove(&door.name).unwrap_or(0);
                let calls = (before + 1, u64::from(failed));
                let place = (door.name.as_str(), &door.limits);
                Ok(app.engine.count_pushes(&app.store, place, calls, &sample)?)
            })
            .await;
        match counted {
            Ok(closed) if closed || trial => self.push.forget_doors(),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "a failed SCIM call could not be counted"),
        }
    }

    /// Lets quarantine count the writes that were taken since the last time.
    pub(crate) fn push_count_taken(&self) -> Result<(), AppError> {
        let taken = std::mem::take(&mut *lock(&self.push.taken));
        let (_, configuration) = self.configuration()?;
        for (name, requests) in taken {
            let directory = configuration.directories.iter().find(|one| one.name == name);
            if let Some(source) = directory.and_then(|directory| directory.source.as_ref()) {
                let place = (name.as_str(), &source.quarantine);
                self.engine.count_pushes(&self.store, place, (requests, 0), "")?;
            }
        }
        Ok(())
    }
}
