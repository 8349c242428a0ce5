//! Measures the lists of people over a reference organization: jump, order by each column, search
//! as one types.
//!
//! `people CONFIG WORKSPACE`: the workspace is filled from the configuration file the first time.
//! Prints a line a figure: what, milliseconds the first time, and the worst of the times after it;
//! and all of it as JSON in the last line.

use rolecall_contract::{App, AppError, AppOptions, Command};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// The allocator that the programs have.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What measuring says when it cannot be done.
type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    let [config, workspace] = &arguments[..] else {
        return Err("usage: people CONFIG WORKSPACE".into());
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(Path::new(config), Path::new(workspace)))
}

async fn measure(config: &Path, workspace: &Path) -> Result<(), Failure> {
    let options = AppOptions {
        workspace: workspace.to_owned(),
        sample: false,
        who: "bench@localhost".to_owned(),
        platform: "browser".to_owned(),
    };
    let app = App::open(options).await.map_err(said)?;
    let mut total = count(&app).await?;
    if total == 0 {
        call(&app, "workspace.import", json!({"path": config})).await?;
        let directories = call(&app, "directories.list", json!({})).await?;
        let name = &directories["items"][0]["name"];
        call(&app, "directories.read", json!({"directory": name})).await?;
        total = count(&app).await?;
    }
    tell("people", total as f64, 0.0)?;
    let (mut orders, mut pages, mut searches) = (Vec::new(), Vec::new(), Vec::new());
    for column in ["user", "name", "department", "unit", "directory", "state"] {
        let asked = [0, total / 2, total / 3, total - 100].map(|at| people("", column, at));
        let (first, later) = timed(&app, &format!("order by {column}"), &asked).await?;
        orders.push(first);
        pages.extend(later);
    }
    // Who types has the list before them.
    call(&app, "people.list", people("", "name", 0)).await?;
    for text in ["t", "th", "tho", "thor", "Team 00003", "nobody at all"] {
        let asked = [0, 100].map(|at| people(text, "name", at));
        let (first, later) = timed(&app, &format!("search \"{text}\""), &asked).await?;
        searches.push(first);
        pages.extend(later);
    }
    app.close().await;
    let told = json!({
        "people": total,
        "order_ms": middle_and_worst(orders),
        "page_ms": middle_and_worst(pages),
        "search_ms": middle_and_worst(searches),
    });
    writeln!(std::io::stdout().lock(), "{told}")?;
    Ok(())
}

fn middle_and_worst(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    json!({"median": times.get(times.len() / 2), "worst": times.last()})
}

fn people(text: &str, column: &str, offset: u64) -> Value {
    json!({"text": text, "page": {"offset": offset, "limit": 100},
        "order": {"column": column, "descending": false, "language": "sv"}})
}

async fn count(app: &Arc<App>) -> Result<u64, Failure> {
    let list = call(app, "people.list", people("", "user", 0)).await?;
    Ok(list["total"].as_u64().unwrap_or_default())
}

/// Times the first of `pages`, and then all of them: what takes its order or its search along, and
/// what finds them made.
async fn timed(app: &Arc<App>, what: &str, pages: &[Value]) -> Result<(f64, Vec<f64>), Failure> {
    let mut times = Vec::new();
    for args in pages.iter().take(1).chain(pages) {
        let began = Instant::now();
        call(app, "people.list", args.clone()).await?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let first = times.remove(0);
    tell(what, first, times.iter().copied().fold(0.0, f64::max))?;
    Ok((first, times))
}

async fn call(app: &Arc<App>, name: &str, args: Value) -> Result<Value, Failure> {
    let command = Command::read(json!({"name": name, "args": args})).map_err(said)?;
    app.call(command).await.map_err(said)
}

fn said(error: AppError) -> Failure {
    error.message.into()
}

fn tell(what: &str, first: f64, after: f64) -> Result<(), Failure> {
    writeln!(std::io::stdout().lock(), "{what:<24} {first:>12.1} {after:>8.1}")?;
    Ok(())
}
