//! The certificate under which SCIM calls are taken, read again when its files change.

use crate::loopback::ServeError;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(10);

/// A certificate and its key, in two files.
pub(crate) struct Certificate {
    certificate: PathBuf,
    key: PathBuf,
    held: Mutex<Held>,
}

struct Held {
    config: Arc<ServerConfig>,
    looked: Instant,
    stamps: [Option<SystemTime>; 2],
}

impl Certificate {
    /// Reads both files.
    ///
    /// # Errors
    /// When one cannot be read, or the key is not the certificate's.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, ServeError> {
        let stamps = stamps(certificate, key);
        let config = config(certificate, key)?;
        let held = Mutex::new(Held { config, looked: Instant::now(), stamps });
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), held })
    }

    /// How to speak TLS now. Files that have changed and cannot be used leave it as it was.
    pub fn current(&self) -> Arc<ServerConfig> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.looked.elapsed() >= EVERY {
            held.looked = Instant::now();
            let stamps = stamps(&self.certificate, &self.key);
            if stamps != held.stamps {
                match config(&self.certificate, &self.key) {
                    Ok(config) => {
                        (held.config, held.stamps) = (config, stamps);
                        tracing::info!("the certificate for SCIM calls was read again");
                    }
                    // The two may be written one after the other: the next look tells.
                    Err(error) => tracing::warn!(%error, "the former certificate stays"),
                }
            }
        }
        held.config.clone()
    }
}

fn stamps(certificate: &Path, key: &Path) -> [Option<SystemTime>; 2] {
    [certificate, key].map(|path| std::fs::metadata(path).and_then(|of| of.modified()).ok())
}

fn config(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, ServeError> {
    let wrong =
        |path: &Path, reason: String| ServeError::Certificate { path: path.to_owned(), reason };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| wrong(certificate, error.to_string()))?;
    if chain.is_empty() {
        return Err(wrong(certificate, "it holds no certificate".to_owned()));
    }
    let own = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, error.to_string()))?;
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(certificate, error.to_string()))?;
    let made = builder.with_no_client_auth().with_single_cert(chain, own);
    let mut config = made.map_err(|error| wrong(key, error.to_string()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
