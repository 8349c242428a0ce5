//! Opening a workspace that is there, up to its first plan.

use crate::Failure;
use crate::loaded::{open, steps};
use crate::process::{cpu, peak, resident, timed};
use rolecall_engine::cached_reading;
use rolecall_store::Store;
use serde_json::{Value, json};
use std::path::Path;

pub fn measure(workspace: &Path) -> Result<Value, Failure> {
    let (took, planned) = timed(|| open(workspace));
    let planned = planned?;
    Ok(json!({
        "ms": took,
        "cpu_ms": cpu(),
        "people": planned.reading.snapshot.people(),
        "steps": planned.targets.iter().map(|target| steps(&target.plan)).collect::<Vec<_>>(),
        "peak_mb": peak(),
    }))
}

/// The people alone: what they take to load, and to hold.
pub fn people(workspace: &Path) -> Result<Value, Failure> {
    let store = Store::open(workspace)?;
    let configuration = store.configuration()?;
    let (took, reading) = timed(|| cached_reading(&store, &configuration));
    let reading = reading?;
    Ok(json!({
        "ms": took,
        "cpu_ms": cpu(),
        "people": reading.snapshot.people(),
        "resident_mb": resident(),
        "peak_mb": peak(),
    }))
}
