//! The one way an HTTP client is made: rustls with the system's trust, proxies, no redirects.

mod trust;

use crate::ConnectError;
use crate::place::file_error;
use rolecall_directory::Cause;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use trust::{Pin, RefusedCertificate, refused_certificate, untrusted};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// Through what calls go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Proxies {
    /// What `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say, else the operating system's settings.
    #[default]
    System,
    /// These, whatever the system says.
    Named {
        /// For `http://` addresses.
        http: Option<String>,
        /// For `https://` addresses.
        https: Option<String>,
        /// Hosts that are called directly, in the form of `NO_PROXY`.
        except: Option<String>,
    },
}

/// How a connection reaches its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSettings {
    /// A file with further certificates to trust (PEM), such as a company's own CA.
    pub ca: Option<PathBuf>,
    /// How long an answer may take, its body included.
    pub timeout: Duration,
    /// Through what calls go.
    pub proxies: Proxies,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self { ca: None, timeout: Duration::from_secs(30), proxies: Proxies::System }
    }
}

/// A client that keeps its connections; clones share them.
#[derive(Debug, Clone)]
pub struct Http {
    pub(crate) client: reqwest::Client,
}

impl Http {
    /// Makes the client.
    ///
    /// # Errors
    /// When the file of further certificates cannot be read, or a proxy's address is none.
    pub fn new(settings: &HttpSettings) -> Result<Self, ConnectError> {
        let mut tls = tls_config(settings.ca.as_deref())?;
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(concat!("rolecall/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT.min(settings.timeout))
            .timeout(settings.timeout)
            .tcp_nodelay(true);
        if let Proxies::Named { http, https, except } = &settings.proxies {
            builder = builder.no_proxy();
            let except = except.as_deref().and_then(reqwest::NoProxy::from_string);
            if let Some(address) = http {
                let proxy = reqwest::Proxy::http(address).map_err(|error| proxy_error(&error))?;
                builder = builder.proxy(proxy.no_proxy(except.clone()));
            }
            if let Some(address) = https {
                let proxy = reqwest::Proxy::https(address).map_err(|error| proxy_error(&error))?;
                builder = builder.proxy(proxy.no_proxy(except));
            }
        }
        let client = builder.build().map_err(|error| proxy_error(&error))?;
        Ok(Self { client })
    }

    /// The client, for calls that are no connector's.
    #[must_use]
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }
}

/// TLS as every connection has it: the system's trust and the certificates in `ca`, and a name
/// for what is refused ([`untrusted`]).
///
/// # Errors
/// When the file of further certificates, or the system's trust store, cannot be read.
pub fn tls_config(ca: Option<&Path>) -> Result<rustls::ClientConfig, ConnectError> {
    pinned_tls_config(ca, Pin::Never)
}

/// The same, where one certificate may be trusted by its fingerprint, whoever signed it and
/// whatever name it bears.
///
/// # Errors
/// As [`tls_config`].
pub fn pinned_tls_config(
    ca: Option<&Path>,
    pin: Pin,
) -> Result<rustls::ClientConfig, ConnectError> {
    let extra = ca.map(certificates).transpose()?.unwrap_or_default();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        trust::Naming::new(extra, provider.clone(), pin).map_err(|error| tls_error(&error))?;
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| tls_error(&error))?;
    let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    Ok(builder.with_no_client_auth())
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, ConnectError> {
    let wrong = |message: String| ConnectError {
        cause: Cause::CertificateUntrusted,
        place: path.display().to_string(),
        message,
    };
    let pem = std::fs::read(path)
        .map_err(|error| file_error(path, "the certificates could not be read", &error))?;
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let read = read.map_err(|error| {
        wrong(format!("the certificates could not be read: {error}. Name a file in PEM form"))
    })?;
    if read.is_empty() {
        let message = "the file holds no certificate. Name a PEM file that begins with \
                       -----BEGIN CERTIFICATE-----";
        return Err(wrong(message.to_owned()));
    }
    Ok(read)
}

fn tls_error(error: &rustls::Error) -> ConnectError {
    ConnectError {
        cause: Cause::CertificateUntrusted,
        place: "trusted certificates".to_owned(),
        message: format!(
            "the certificates to trust could not be loaded: {error}. Check the file that `ca` \
             names and the system's trust store"
        ),
    }
}

fn proxy_error(error: &reqwest::Error) -> ConnectError {
    let mut words = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        words = format!("{words}: {inner}");
        source = inner.source();
    }
    ConnectError {
        cause: Cause::Unavailable,
        place: "proxy".to_owned(),
        message: format!("the proxy cannot be used: {words}. Check HTTP_PROXY and HTTPS_PROXY"),
    }
}
