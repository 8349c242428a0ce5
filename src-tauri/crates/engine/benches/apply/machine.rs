//! What else the machine does while something is measured.

use crate::process::cpu;
use std::time::Instant;

/// A moment from which on it is watched.
pub struct Watched {
    since: Instant,
    busy: Option<f64>,
    own: Option<f64>,
}

impl Watched {
    /// From now on.
    pub fn begin() -> Self {
        Self { since: Instant::now(), busy: busy(), own: cpu() }
    }

    /// The part of all processors that other programs took since, from 0 to 1; where that is told.
    pub fn others(&self) -> Option<f64> {
        let processors = std::thread::available_parallelism().ok()?.get() as f64;
        let had = self.since.elapsed().as_secs_f64() * 1000.0 * processors;
        let all = busy()? - self.busy?;
        let own = cpu()? - self.own?;
        Some(((all - own) / had).clamp(0.0, 1.0))
    }
}

/// The time that all processors have worked so far, for whomever, in milliseconds.
fn busy() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/stat").ok()?;
    let mut fields = text.lines().next()?.split_whitespace().skip(1);
    let mut next = || fields.next()?.parse::<f64>().ok();
    let (user, nice, system) = (next()?, next()?, next()?);
    let (_idle, _waiting) = (next()?, next()?);
    let (interrupts, soft, stolen) = (next()?, next()?, next()?);
    // In hundredths of a second.
    Some((user + nice + system + interrupts + soft + stolen) * 10.0)
}
