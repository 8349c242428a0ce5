//! Listening for SCIM calls alone, where other machines may reach it: by TLS, or behind a proxy
//! that speaks it.

use crate::certificate::Certificate;
use crate::loopback::{PATIENCE, ServeError};
use crate::scim::{self, Gate, Peer};
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use rolecall_contract::types::PushListening;
use rolecall_contract::{App, ListenGuard, Listening};
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long two sides may take to agree on how to speak.
const GREETING: Duration = Duration::from_secs(10);
/// How many connections that have agreed wait to be taken.
const WAITING: usize = 256;

/// Where and how to listen for SCIM calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimListen {
    /// The address; port 0 takes a free one.
    pub address: SocketAddr,
    /// Files with the certificate and its private key (PEM).
    pub certificate: Option<(PathBuf, PathBuf)>,
    /// Whether a proxy that speaks TLS stands before it.
    pub behind_proxy: bool,
}

impl ScimListen {
    /// What the settings say; `None` where they say not to listen.
    #[must_use]
    pub fn of(chosen: &PushListening) -> Option<Self> {
        let address = chosen.address.parse().ok().filter(|_| chosen.on)?;
        let files = chosen.certificate.as_ref().zip(chosen.key.as_ref());
        let certificate = files.map(|(certificate, key)| (certificate.into(), key.into()));
        Some(Self { address, certificate, behind_proxy: chosen.behind_proxy })
    }
}

/// SCIM calls being taken; it ends when this is dropped.
#[derive(Debug)]
pub struct ScimListener {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    _told: ListenGuard,
}

impl ScimListener {
    /// Starts to take SCIM calls for `app`; a Tokio runtime must be there.
    ///
    /// # Errors
    /// When other machines could reach the address without TLS, the certificate cannot be used, or
    /// the address cannot be listened on.
    pub async fn start(app: Arc<App>, listen: &ScimListen) -> Result<Self, ServeError> {
        let address = listen.address;
        if !address.ip().is_loopback() && listen.certificate.is_none() && !listen.behind_proxy {
            return Err(ServeError::InTheClear { address });
        }
        let certificate = match &listen.certificate {
            Some((certificate, key)) => Some(Certificate::read(certificate, key)?),
            None => None,
        };
        let failed = |source| ServeError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let scheme = if certificate.is_some() { "https" } else { "http" };
        let told = app.push_listens(Listening {
            address: format!("{scheme}://{address}"),
            beyond: !address.ip().is_loopback(),
            proxied: listen.behind_proxy,
        });
        let (stop, mut stopped) = watch::channel(false);
        let gate = Gate { app, scheme, proxied: listen.behind_proxy, address };
        let service = scim::router(gate).into_make_service_with_connect_info::<Peer>();
        let ended = async move {
            // A sender that is gone means the same as one that says so.
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        let task = match certificate {
            None => tokio::spawn(async move {
                log(axum::serve(listener, service).with_graceful_shutdown(ended).await);
            }),
            Some(certificate) => {
                let listener = TlsListener::over(listener, certificate, address);
                tokio::spawn(async move {
                    log(axum::serve(listener, service).with_graceful_shutdown(ended).await);
                })
            }
        };
        Ok(Self { address, stop, task, _told: told })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends all connections and frees the port.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if tokio::time::timeout(PATIENCE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

fn log(served: io::Result<()>) {
    if let Err(error) = served {
        tracing::error!(%error, "SCIM calls are no longer taken");
    }
}

/// Connections whose two sides have agreed on TLS. Agreeing takes place beside each other, so that
/// one that is slow keeps nobody waiting.
struct TlsListener {
    agreed: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
    taking: JoinHandle<()>,
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.taking.abort();
    }
}

impl TlsListener {
    fn over(mut listener: TcpListener, certificate: Certificate, address: SocketAddr) -> Self {
        let (agree, agreed) = mpsc::channel(WAITING);
        let taking = tokio::spawn(async move {
            loop {
                let (stream, peer) = Listener::accept(&mut listener).await;
                let acceptor = TlsAcceptor::from(certificate.current());
                let agree = agree.clone();
                tokio::spawn(async move {
                    let met = tokio::time::timeout(GREETING, acceptor.accept(stream)).await;
                    match met {
                        // A listener that is gone takes nobody any more.
                        Ok(Ok(stream)) => drop(agree.send((stream, peer)).await),
                        Ok(Err(error)) => tracing::debug!(%error, %peer, "no TLS was agreed on"),
                        Err(_) => tracing::debug!(%peer, "TLS took too long to be agreed on"),
                    }
                });
            }
        });
        Self { agreed, address, taking }
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.agreed.recv().await {
            Some(met) => met,
            // The task that takes connections is gone: nobody comes any more.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(*stream.remote_addr())
    }
}
