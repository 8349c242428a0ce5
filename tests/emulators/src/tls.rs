//! TLS with a certificate of its own, for clients that speak nothing else.

use axum::Router;
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A certificate could not be made or used.
#[derive(Debug, thiserror::Error)]
#[error("The emulator cannot speak TLS: {reason}")]
pub struct TlsError {
    /// What went wrong.
    pub reason: String,
}

fn because(error: impl std::fmt::Display) -> TlsError {
    TlsError { reason: error.to_string() }
}

/// A listener that answers in TLS with a certificate for 127.0.0.1 made for it alone.
pub struct TlsListener {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    /// The certificate, PEM, for clients to trust.
    pub certificate: String,
}

impl TlsListener {
    /// Wraps `listener`.
    ///
    /// # Errors
    /// When no certificate can be made.
    pub fn new(listener: TcpListener) -> Result<Self, TlsError> {
        let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).map_err(because)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(because)?
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .map_err(because)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self { listener, acceptor, certificate: made.cert.pem() })
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            // A client that does not trust the certificate hangs up; the next one is served.
            if let Ok((stream, address)) = self.listener.accept().await
                && let Ok(stream) = self.acceptor.accept(stream).await
            {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// Serves `router` until the process ends.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TlsListener, router: Router) -> std::io::Result<()> {
    axum::serve(listener, router).await
}
