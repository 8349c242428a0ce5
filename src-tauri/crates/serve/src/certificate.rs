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
        self.at(Instant::now())
    }

    fn at(&self, now: Instant) -> Arc<ServerConfig> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(held.looked) >= EVERY {
            held.looked = now;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    /// Writes a certificate with its key, both last changed at `second`.
    fn certify(files: &[PathBuf; 2], second: u64) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("made");
        write(&files[0], &made.cert.pem(), second);
        write(&files[1], &made.signing_key.serialize_pem(), second);
    }

    fn write(path: &Path, text: &str, second: u64) {
        std::fs::write(path, text).expect("written");
        let file = std::fs::File::options().write(true).open(path).expect("the file");
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).expect("set");
    }

    #[test]
    fn files_are_looked_at_again_and_what_is_wrong_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
        certify(&files, 1);
        let held = Certificate::read(&files[0], &files[1]).expect("both fit");
        let begin = Instant::now();
        let first = held.at(begin);
        certify(&files, 2);
        let (early, later) = (begin + EVERY / 2, begin + EVERY * 2);
        assert!(Arc::ptr_eq(&first, &held.at(early)), "not at every connection");
        let second = held.at(later);
        assert!(!Arc::ptr_eq(&first, &second), "the new one is taken");
        assert!(Arc::ptr_eq(&second, &held.at(later + EVERY * 2)), "what stays is not read again");
        write(&files[0], "half a certificate", 3);
        assert!(Arc::ptr_eq(&second, &held.at(later + EVERY * 4)), "the former one stays");
        certify(&files, 4);
        assert!(!Arc::ptr_eq(&second, &held.at(later + EVERY * 6)), "until both fit again");
    }
}
