//! The sample organization: setting it up, taking it up again, buying seats in it.

use crate::events::topic;
use crate::sample_console::failed;
use crate::settings_kept::Kept;
use crate::types::{BuySeatsRequest, Nothing};
use crate::{App, AppError};
use rolecall_directory::Configuration;
use rolecall_engine::load_configuration;
use rolecall_sandbox::organization;
use serde_json::json;
use std::sync::Arc;
use tokio::runtime::Handle;

/// What the sidebar calls the sample organization.
const NAME: &str = "Vellamo Instruments";

/// Takes up what the workspace is: the sample organization gets its console, and an empty
/// workspace becomes it where the host asked for that.
pub(crate) async fn resume(app: &Arc<App>) -> Result<(), AppError> {
    let (sample, empty) =
        app.work(|app| Ok((app.is_sample()?, is_empty(app.configuration()?.1.as_ref())))).await?;
    match (sample, empty) {
        (true, true) => set_up(app).await?,
        (true, false) => {
            let url = console(app).await?;
            app.work(move |app| app.correct_console_address(&url)).await?;
        }
        (false, true) if app.options.sample => set_up(app).await?,
        (false, true) => return Ok(()),
        (false, false) => {}
    }
    app.work(App::look_around).await
}

fn is_empty(configuration: &Configuration) -> bool {
    configuration.targets.is_empty() && configuration.directories.is_empty()
}

/// The address of the console, which is started where it does not run yet.
async fn console(app: &Arc<App>) -> Result<String, AppError> {
    let mut running = app.sample.lock().await;
    let console = match running.take() {
        Some(console) => console,
        None => app.start_console().await?,
    };
    let url = console.provider.url();
    *running = Some(console);
    Ok(url)
}

/// Sets up the sample organization in an empty workspace.
pub(crate) async fn open_sample(app: &Arc<App>) -> Result<Nothing, AppError> {
    let (sample, empty) =
        app.work(|app| Ok((app.is_sample()?, is_empty(app.configuration()?.1.as_ref())))).await?;
    if sample && !empty {
        return Ok(Nothing {});
    }
    if !empty {
        let message = "This workspace has a configuration already; the sample organization is not \
                       put over it. Open another workspace for it.";
        return Err(AppError::new("workspace_in_use", message));
    }
    set_up(app).await?;
    app.work(App::look_around).await?;
    app.events.changed(&topic::ALL);
    Ok(Nothing {})
}

async fn set_up(app: &Arc<App>) -> Result<(), AppError> {
    app.work(|app| {
        app.store.set_setting(Kept::KIND, &Kept::SAMPLE)?;
        app.store.set_setting(Kept::NAME, &NAME)?;
        Ok(())
    })
    .await?;
    let url = console(app).await?;
    app.work(move |app| {
        let sample =
            organization::write(&app.sample_folder(), &url).map_err(|error| failed(&error))?;
        let configuration = load_configuration(&sample.config)?;
        app.store.replace_configuration(&configuration)?;
        app.entry("sample_opened", json!({"name": NAME})).write(app)?;
        let reading = app.engine.refresh_directories(&configuration, &app.store);
        Handle::current().block_on(reading)?;
        Ok(())
    })
    .await
}

/// Buys seats: in the console, and in the configuration that says how many there are.
pub(crate) async fn buy_seats(
    app: &Arc<App>,
    request: BuySeatsRequest,
) -> Result<Nothing, AppError> {
    let console = app.sample.lock().await;
    let Some(console) = console.as_ref() else {
        let message = "Seats are bought here only in the sample organization. Buy them from the \
                       vendor, then change their number in the configuration.";
        return Err(AppError::new("sample_only", message));
    };
    let count = u32::try_from(request.count).unwrap_or(u32::MAX);
    let bought = console.provider.buy_seats(&request.value, count);
    let seats = bought.map_err(|_| AppError::not_found("product", &request.value))?;
    app.work(move |app| {
        app.change_configuration(|configuration| set_seats(configuration, &request, seats))?;
        let detail = json!({"value": request.value, "count": request.count, "seats": seats});
        app.entry("seats_bought", detail).target(&request.target).write(app)
    })
    .await?;
    app.events.changed(&[topic::OVERVIEW, topic::ACTIVITY, topic::RULES]);
    Ok(Nothing {})
}

fn set_seats(
    configuration: &mut Configuration,
    request: &BuySeatsRequest,
    seats: u32,
) -> Result<bool, AppError> {
    let target = configuration.targets.iter_mut().find(|target| target.name == request.target);
    let target = target.ok_or_else(|| AppError::not_found("target", &request.target))?;
    let slot = target.slots.iter_mut().find(|slot| slot.name == request.slot);
    let slot = slot.ok_or_else(|| AppError::not_found("slot", &request.slot))?;
    let value = slot.values.iter_mut().find(|value| value.name == request.value);
    let value = value.ok_or_else(|| AppError::not_found("value", &request.value))?;
    value.seats = Some(u64::from(seats));
    Ok(true)
}
