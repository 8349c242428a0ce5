//! The system's trust, which names a certificate that it refuses.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, DigitallySignedStruct, Error as TlsError, OtherError, SignatureScheme,
};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::fmt::Write;
use std::io;
use std::sync::Arc;

/// A certificate that was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the server's certificate is not trusted: {reason}. It is {subject}, issued by {issuer}, \
     SHA-256 fingerprint {fingerprint}. If that is right, add the CA that issued it to the \
     system's trust store, or name its PEM file with `ca`{}",
    if *pinnable { format!(", or set `fingerprint = \"{fingerprint}\"`") } else { String::new() }
)]
pub struct RefusedCertificate {
    /// Why it is not trusted.
    pub reason: String,
    /// Whose it is.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// Its SHA-256 fingerprint: pairs of hexadecimal digits with colons between them.
    pub fingerprint: String,
    /// Whether the connection could trust it by that fingerprint.
    pub pinnable: bool,
}

/// Whether one certificate may be trusted by its fingerprint, whoever signed it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Pin {
    /// The connection has no setting for it.
    #[default]
    Never,
    /// It has, and none is set.
    Unset,
    /// This one is: its SHA-256 fingerprint in hexadecimal, with or without colons.
    To(String),
}

impl Pin {
    fn is(&self, fingerprint: &str) -> bool {
        let digits = |text: &str| -> String {
            let digits = text.chars().filter(char::is_ascii_hexdigit);
            digits.map(|digit| digit.to_ascii_uppercase()).collect()
        };
        matches!(self, Self::To(wanted) if digits(wanted) == digits(fingerprint))
    }
}

/// Asks the platform's verifier and puts a name to what it refuses.
#[derive(Debug)]
pub(super) struct Naming {
    platform: rustls_platform_verifier::Verifier,
    pin: Pin,
}

impl Naming {
    /// Trusts what the system does, `extra`, and the certificate that `pin` names.
    ///
    /// # Errors
    /// When an extra certificate is none.
    pub fn new(
        extra: Vec<CertificateDer<'static>>,
        provider: Arc<CryptoProvider>,
        pin: Pin,
    ) -> Result<Self, TlsError> {
        let platform = if extra.is_empty() {
            rustls_platform_verifier::Verifier::new(provider)?
        } else {
            rustls_platform_verifier::Verifier::new_with_extra_roots(extra, provider)?
        };
        Ok(Self { platform, pin })
    }
}

impl ServerCertVerifier for Naming {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let verified = self.platform.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        verified.or_else(|error| {
            if self.pin.is(&fingerprint(end_entity)) {
                return Ok(ServerCertVerified::assertion());
            }
            let refused = Arc::new(describe(end_entity, &error, self.pin != Pin::Never));
            Err(TlsError::InvalidCertificate(CertificateError::Other(OtherError(refused))))
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.platform.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.platform.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.platform.supported_verify_schemes()
    }
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let mut fingerprint = String::new();
    for byte in Sha256::digest(certificate.as_ref()) {
        let colon = if fingerprint.is_empty() { "" } else { ":" };
        // Writing to a String cannot fail.
        let _ = write!(fingerprint, "{colon}{byte:02X}");
    }
    fingerprint
}

fn describe(
    certificate: &CertificateDer<'_>,
    error: &TlsError,
    pinnable: bool,
) -> RefusedCertificate {
    let names = x509_parser::parse_x509_certificate(certificate.as_ref())
        .map(|(_, read)| (read.subject().to_string(), read.issuer().to_string()));
    let quoted = |name: String| if name.is_empty() { "without a name".into() } else { name };
    let (subject, issuer) = names.map_or_else(
        |_| ("unreadable".to_owned(), "an unreadable name".to_owned()),
        |(subject, issuer)| (quoted(subject), quoted(issuer)),
    );
    let reason = reason(error);
    RefusedCertificate { reason, subject, issuer, fingerprint: fingerprint(certificate), pinnable }
}

/// Why a certificate is refused, in words.
fn reason(error: &TlsError) -> String {
    let TlsError::InvalidCertificate(why) = error else { return error.to_string() };
    let words = match why {
        CertificateError::UnknownIssuer => "nobody the system trusts issued it",
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another name than this server's"
        }
        // What tools make by themselves says of itself that it may sign others, too.
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "it signed itself, and nobody the system trusts vouches for it"
        }
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// What is said of the refused certificate behind `error`, when that is why a call failed.
#[must_use]
pub fn untrusted(error: &(dyn Error + 'static)) -> Option<String> {
    refused_certificate(error).map(|refused| refused.to_string())
}

/// The refused certificate behind `error`, when that is why a call failed.
#[must_use]
pub fn refused_certificate(error: &(dyn Error + 'static)) -> Option<RefusedCertificate> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(refused) = error.downcast_ref::<RefusedCertificate>() {
            return Some(refused.clone());
        }
        if let Some(TlsError::InvalidCertificate(CertificateError::Other(OtherError(refused)))) =
            error.downcast_ref::<TlsError>()
            && let Some(refused) = refused.downcast_ref::<RefusedCertificate>()
        {
            return Some(refused.clone());
        }
        // An io::Error hides what it carries from `source`.
        let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = carried.map_or_else(|| error.source(), |inner| Some(inner));
    }
    None
}
