//! When runs start by themselves: times as five fields, and quiet hours. What it means on a clock
//! is for the engine.

mod cron;
mod quiet;

pub use cron::{Cron, CronError};
pub use quiet::{QuietHours, QuietHoursError, is_always_quiet};

use serde::{Deserialize, Serialize};

/// What holds for runs in all targets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScheduleDefinition {
    /// Hours in which no run starts by itself, in the machine's local time.
    #[serde(default)]
    pub quiet: Vec<QuietHours>,
}
