//! Time and memory of this process.

use std::time::Instant;

/// Runs `work` and answers what it took in milliseconds, with its result.
pub fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = work();
    (milliseconds(started), result)
}

/// What passed since, in milliseconds.
pub fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1000.0
}

/// The middle one.
pub fn median(times: &[f64]) -> f64 {
    part(times, 0.5)
}

/// The one that this part of all others does not pass.
pub fn part(times: &[f64], part: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len().saturating_sub(1)) as f64 * part;
    sorted.get(at.round() as usize).copied().unwrap_or_default()
}

/// The processor time this process has taken so far, on all cores, in milliseconds: on a machine that does other things
/// too, it says what a time alone does not.
pub fn cpu() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the program's name in brackets; user and system time in hundredths of a second.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user + system) * 10.0)
}

/// The most memory this process ever held, in megabytes.
pub fn peak() -> Option<f64> {
    status("VmHWM:")
}

/// The memory this process holds now, in megabytes.
pub fn resident() -> Option<f64> {
    status("VmRSS:")
}

/// A line of what Linux tells of this process; nothing elsewhere.
fn status(name: &str) -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}
