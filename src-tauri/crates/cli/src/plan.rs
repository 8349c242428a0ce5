//! `rolecallctl plan`.

use crate::places::Place;
use crate::{opened, outcome};
use rolecall_engine::Report;

/// Plans and prints; sends nothing and writes nothing.
pub async fn run(place: &Place) -> anyhow::Result<u8> {
    let opened = opened::open(place).await?;
    let store = opened.store_if_there()?;
    let planned = opened.engine.plan(&opened.configuration, store.as_ref()).await?;
    let report = Report::head_of_plan(&planned);
    outcome::show_plan(&report, &planned, place.kept.json)?;
    opened.close().await?;
    Ok(report.exit_code())
}
