//! Listening on loopback.

use crate::scim::{Gate, Peer};
use crate::session::Sessions;
use crate::{calls, events, interface, origin, scim};
use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use rolecall_contract::{App, ListenGuard, Listening};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long connections may take to end when the server stops.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Where to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listen {
    /// An address of this machine's loopback; port 0 takes a free one.
    pub address: SocketAddr,
}

impl Listen {
    /// 127.0.0.1 and `port`; 0 takes a free one.
    #[must_use]
    pub fn port(port: u16) -> Self {
        Self { address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)) }
    }
}

/// Why the interface cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address can be reached from other machines.
    #[error(
        "Cannot serve the interface on {address}: other machines could reach it. Choose an address of loopback such as 127.0.0.1"
    )]
    BeyondLoopback {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// SCIM calls would cross the network unprotected.
    #[error(
        "Cannot take SCIM calls on {address}: other machines could reach it, and tokens would cross the network in the clear. Give a certificate with its key (--tls-cert, --tls-key), or say that a proxy which speaks TLS stands before it (--behind-proxy)"
    )]
    InTheClear {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// The certificate or its key cannot be used.
    #[error("Cannot take SCIM calls by TLS: {} cannot be used: {reason}. Give a certificate and its private key as PEM files", path.display())]
    Certificate {
        /// The file.
        path: std::path::PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The address cannot be listened on.
    #[error("Cannot listen on {address}: {source}. Choose another port, or 0 for any that is free")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system says.
        source: std::io::Error,
    },
}

/// What every route sees.
#[derive(Clone)]
pub(crate) struct Shared {
    pub app: Arc<App>,
    pub sessions: Arc<Sessions>,
    pub address: SocketAddr,
    pub stopped: watch::Receiver<bool>,
}

/// The interface over loopback.
pub struct Loopback;

impl Loopback {
    /// Starts to serve `app`'s interface; a Tokio runtime must be there.
    ///
    /// # Errors
    /// When the address is not of loopback, or cannot be listened on.
    pub async fn start(app: Arc<App>, listen: Listen) -> Result<Running, ServeError> {
        let address = listen.address;
        if !address.ip().is_loopback() {
            return Err(ServeError::BeyondLoopback { address });
        }
        let failed = |source| ServeError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (stop, stopped) = watch::channel(false);
        let sessions = Arc::new(Sessions::new(address.port()));
        let shared = Shared { app, sessions: Arc::clone(&sessions), address, stopped };
        let mut ended = shared.stopped.clone();
        let told = shared.app.push_listens(Listening {
            address: format!("http://{address}"),
            beyond: false,
            proxied: false,
        });
        let service = router(shared).into_make_service_with_connect_info::<Peer>();
        let served = axum::serve(listener, service).with_graceful_shutdown(async move {
            // A sender that is gone means the same as one that says so.
            let _ = ended.wait_for(|stopped| *stopped).await;
        });
        let task = tokio::spawn(async move {
            if let Err(error) = served.await {
                tracing::error!(%error, "the interface is no longer served");
            }
        });
        Ok(Running { address, sessions, stop, task, _told: told })
    }
}

fn router(shared: Shared) -> Router {
    let (app, address) = (shared.app.clone(), shared.address);
    // Whoever writes to a directory has a token and no session; pages of other origins have none.
    let pushed = scim::router(Gate { app, scheme: "http", proxied: false, address });
    Router::new()
        .route("/api/session", post(calls::session))
        .route("/api/call", post(calls::call))
        .route("/api/events", get(events::events))
        .route("/api/{*rest}", get(calls::nothing_here).post(calls::nothing_here))
        .route("/health", get(calls::health))
        .fallback(interface::file)
        .layer(middleware::from_fn_with_state(shared.clone(), origin::check))
        .with_state(shared)
        .merge(pushed)
}

/// The interface being served; it ends when this is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    sessions: Arc<Sessions>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    _told: ListenGuard,
}

impl Running {
    /// The address without a token, as `http://127.0.0.1:4600/`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// A new address that opens one session, once: `http://127.0.0.1:4600/#token=...`.
    #[must_use]
    pub fn one_time_address(&self) -> String {
        format!("{}#token={}", self.url(), self.sessions.one_time_token())
    }

    /// Ends all connections and frees the port.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if tokio::time::timeout(PATIENCE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}
