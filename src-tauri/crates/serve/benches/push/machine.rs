//! What processes take of the processor.

/// The processor time that a process has taken so far, in seconds, its threads included; where
/// that is told.
pub fn processor(process: u32) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold anything, and its bracket: the state is the first field.
    let (_, fields) = text.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    // In hundredths of a second.
    Some((next()? + next()?) / 100.0)
}
