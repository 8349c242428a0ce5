//! Reading everybody from CSV into a new workspace.

use crate::Failure;
use crate::loaded::engine;
use crate::process::{cpu, milliseconds, peak, resident};
use rolecall_engine::load_configuration;
use rolecall_store::Store;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

pub async fn measure(organization: &Path, workspace: &Path) -> Result<Value, Failure> {
    let configuration = load_configuration(&organization.join("config.toml"))?;
    let store = Store::open(workspace)?;
    store.replace_configuration(&configuration)?;
    let engine = engine();
    let started = Instant::now();
    let reading = engine.refresh_directories(&configuration, &store).await?;
    let (took, cpu) = (milliseconds(started), cpu());
    let (peak, resident) = (peak(), resident());
    let people = reading.snapshot.people();
    let groups = reading.snapshot.groups().len();
    drop(reading);
    // Not measured: what the targets hold, for the measures that open the workspace later.
    let planned = engine.plan(&configuration, Some(&store)).await?;
    engine.note_planning(&store, Ok(&planned))?;
    Ok(json!({
        "ms": took,
        "cpu_ms": cpu,
        "people": people,
        "groups": groups,
        "peak_mb": peak,
        "resident_mb": resident,
    }))
}
