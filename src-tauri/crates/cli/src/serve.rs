//! `rolecallctl serve`.

use crate::arguments::Serve;
use crate::places::{sample_workspace, workspace};
use crate::signals::Requests;
use crate::{print, secret};
use anyhow::{Context, bail};
use rolecall_contract::{App, AppOptions};
use rolecall_serve::{Listen, Loopback, ScimFollower, ScimListen, ScimListener, ServeError};
use rolecall_store::Store;
use std::path::PathBuf;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;

/// Serves until it is asked to stop.
pub async fn run(arguments: &Serve) -> anyhow::Result<u8> {
    let mut requests = Requests::listen().context("requests to stop cannot be heard")?;
    let filter = EnvFilter::try_from_env("ROLECALL_LOG").unwrap_or_else(|_| "info".into());
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if logs.try_init().is_err() {
        bail!("logs cannot be written to standard error");
    }
    let folder = folder(arguments)?;
    // Before anything else makes the workspace, so that secrets kept for it earlier are found.
    secret::settle_place(&Store::open(&folder)?)?;
    let app = App::open(AppOptions {
        workspace: folder,
        sample: arguments.sample,
        who: print::who(),
        platform: "browser".to_owned(),
    })
    .await?;
    let listen = Listen { address: arguments.listen };
    let pushed = Pushed::start(&app, arguments).await;
    let ended = match (pushed, Loopback::start(app.clone(), listen).await) {
        (Ok(pushed), Ok(running)) => {
            let told = print::text(&format!("{}\n", running.one_time_address()));
            if told.is_ok() {
                requests.next().await;
            }
            pushed.stop().await;
            running.stop().await;
            told
        }
        (Err(error), _) | (Ok(_), Err(error)) => Err(error.into()),
    };
    app.close().await;
    ended.map(|()| 0)
}

/// Who takes SCIM calls that come from other machines.
enum Pushed {
    /// As the arguments say.
    Here(ScimListener),
    /// As the settings say.
    Follows(ScimFollower),
}

impl Pushed {
    async fn start(app: &Arc<App>, arguments: &Serve) -> Result<Self, ServeError> {
        let Some(address) = arguments.scim_listen else {
            return Ok(Self::Follows(ScimFollower::start(app.clone())));
        };
        let listen = ScimListen {
            address,
            certificate: arguments.tls_cert.clone().zip(arguments.tls_key.clone()),
            behind_proxy: arguments.behind_proxy,
        };
        let listener = ScimListener::start(app.clone(), &listen).await?;
        tracing::info!(address = %listener.address(), "SCIM calls are taken");
        Ok(Self::Here(listener))
    }

    async fn stop(self) {
        match self {
            Self::Here(listener) => listener.stop().await,
            Self::Follows(follower) => follower.stop().await,
        }
    }
}

fn folder(arguments: &Serve) -> anyhow::Result<PathBuf> {
    if let Some(named) = &arguments.workspace {
        return Ok(named.clone());
    }
    if arguments.sample {
        return sample_workspace();
    }
    workspace(None).context(
        "name the workspace to serve: --workspace DIR (or ROLECALL_HOME), or --sample to look \
         around in a sample organization",
    )
}
