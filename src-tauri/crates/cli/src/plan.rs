//! `rolecallctl plan`.

use crate::arguments::Place;
use crate::{place, print};
use rolecall_engine::Report;

/// Plans and prints; sends nothing and writes nothing.
pub async fn run(arguments: &Place) -> anyhow::Result<u8> {
    let opened = place::open(arguments).await?;
    let store = opened.store_if_there()?;
    let planned = opened.engine.plan(&opened.configuration, store.as_ref()).await?;
    let report = Report::of_plan(&planned);
    print::warnings(&report);
    if arguments.json {
        print::json(&report)?;
    } else {
        print::report(&report, &planned);
    }
    print::target_errors(&report);
    opened.close().await?;
    Ok(report.exit_code())
}
