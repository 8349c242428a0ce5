//! The User sync switch and when targets are due, from the workspace alone: for the application,
//! and for hosts that open none.

use crate::AppError;
use crate::settings_kept::Kept;
use rolecall_directory::Configuration;
use rolecall_engine::{Alarm, Calendar};
use rolecall_store::Store;
use std::collections::BTreeMap;

/// The longest that runs may be paused: a week, in milliseconds.
const LONGEST: i64 = 7 * 24 * 3600 * 1000;

/// How the User sync switch of a workspace stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SyncSwitch {
    /// Whether runs start by themselves.
    pub on: bool,
    /// Whether it was ever on.
    pub ever_on: bool,
    /// Until when no run starts by itself although it is on, in milliseconds since 1970 (UTC).
    pub paused_until: Option<i64>,
}

impl SyncSwitch {
    /// Reads it as it stands at `now`, in milliseconds since 1970 (UTC).
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn read(store: &Store, now: i64) -> Result<Self, AppError> {
        let until = store.setting::<i64>(Kept::PAUSED_UNTIL)?;
        Ok(Self {
            on: store.setting(Kept::ON)?.unwrap_or(false),
            ever_on: store.setting(Kept::EVER_ON)?.unwrap_or(false),
            paused_until: until.filter(|until| *until > now),
        })
    }

    /// Switches User sync on or off; whether it stood otherwise.
    ///
    /// # Errors
    /// `nothing_set_up` when there is no target to sync; when the workspace cannot be written.
    pub fn turn(store: &Store, configuration: &Configuration, on: bool) -> Result<bool, AppError> {
        let was = store.setting(Kept::ON)?.unwrap_or(false);
        if on {
            if configuration.targets.is_empty() {
                let message =
                    "There is no target to sync yet. Connect one, then switch User sync on.";
                return Err(AppError::new("nothing_set_up", message));
            }
            store.set_setting(Kept::EVER_ON, &true)?;
        }
        store.set_setting(Kept::ON, &on)?;
        Ok(was != on)
    }

    /// Lets no run start by itself until `until`, or lets them again; whether that is new.
    ///
    /// # Errors
    /// `invalid_value` for a time that is past or more than a week away; when the workspace cannot
    /// be written.
    pub fn pause(store: &Store, until: Option<i64>, now: i64) -> Result<bool, AppError> {
        if until.is_some_and(|until| !(now..=now + LONGEST).contains(&until)) {
            let message = "Runs can be paused for a week at most, from now on. To stop them for \
                           longer, switch User sync off.";
            return Err(AppError::new("invalid_value", message).with("field", "until"));
        }
        if Self::read(store, now)?.paused_until == until {
            return Ok(false);
        }
        store.set_setting(Kept::PAUSED_UNTIL, &until.unwrap_or(0))?;
        Ok(true)
    }
}

/// When each target is due, in milliseconds since 1970 (UTC): nothing while User sync is off,
/// nothing of a target that is paused, and nothing before a pause of all is over.
///
/// # Errors
/// When the workspace cannot be read.
pub fn due_targets(
    store: &Store,
    configuration: &Configuration,
    calendar: &Calendar<'_>,
    alarm: &mut Alarm,
    now: i64,
) -> Result<BTreeMap<String, i64>, AppError> {
    let switch = SyncSwitch::read(store, now)?;
    if configuration.targets.is_empty() || !switch.on {
        return Ok(BTreeMap::new());
    }
    let earliest = switch.paused_until.unwrap_or(i64::MIN);
    let paused = store.paused()?;
    let starts = store.starts()?;
    let targets = configuration.targets.iter();
    let due = targets.filter(|target| paused.iter().all(|pause| pause.target != target.name));
    let due = due.filter_map(|target| {
        let last = starts.get(&target.name).copied();
        let due = alarm.due(calendar, target, last, now)?;
        Some((target.name.clone(), due.max(earliest)))
    });
    Ok(due.collect())
}
