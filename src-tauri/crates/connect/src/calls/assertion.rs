//! JSON Web Tokens that a client shows for itself instead of a secret (RFC 7523).

use super::refusal::Refusal;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rolecall_directory::Cause;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::SecretString;
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// Why a private key cannot sign.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum KeyError {
    /// There is no private key in the text.
    #[error(
        "the secret holds no private key in PEM form; give the whole file, from -----BEGIN to \
         -----END"
    )]
    Absent,
    /// The key is sealed with a passphrase.
    #[error("the private key is sealed with a passphrase; export it without one")]
    Sealed,
    /// It is no key that can be used.
    #[error("the private key cannot be used: {reason}; give an RSA or P-256 key in PKCS #8 form")]
    Unusable {
        /// The library's words.
        reason: String,
    },
}

/// A private key, and what the header of a token says of it.
pub(crate) struct Signer {
    key: EncodingKey,
    header: Header,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("alg", &self.header.alg).finish_non_exhaustive()
    }
}

impl Signer {
    /// The first private key in `pem`: an RSA key signs by `rsa`, a P-256 key by ES256.
    ///
    /// # Errors
    /// When there is none, or it cannot be used.
    pub fn from_pem(pem: &str, rsa: Algorithm) -> Result<Self, KeyError> {
        let block = private_key(pem)?;
        let unusable =
            |error: jsonwebtoken::errors::Error| KeyError::Unusable { reason: error.to_string() };
        match EncodingKey::from_rsa_pem(block.as_bytes()) {
            Ok(key) => Ok(Self { key, header: Header::new(rsa) }),
            Err(error) => match EncodingKey::from_ec_pem(block.as_bytes()) {
                Ok(key) => Ok(Self { key, header: Header::new(Algorithm::ES256) }),
                Err(_) => Err(unusable(error)),
            },
        }
    }

    /// What signs with `key` by `algorithm`.
    pub(super) fn of(key: EncodingKey, algorithm: Algorithm) -> Self {
        Self { key, header: Header::new(algorithm) }
    }

    /// The same, naming the key by the id that the vendor gave it.
    pub fn key_id(mut self, id: Option<String>) -> Self {
        self.header.kid = id;
        self
    }

    /// The same, naming the key by its certificate's SHA-256 thumbprint (`x5t#S256`, RFC 7515
    /// section 4.1.8).
    pub fn thumbprint(mut self, thumbprint: String) -> Self {
        self.header.x5t_s256 = Some(thumbprint);
        self
    }
}

/// The first private key's block in `pem`.
fn private_key(pem: &str) -> Result<&str, KeyError> {
    let mut rest = pem;
    while let Some(start) = rest.find("-----BEGIN ") {
        let block = &rest[start..];
        let label = block["-----BEGIN ".len()..].split("-----").next().unwrap_or_default();
        let ending = format!("-----END {label}-----");
        let Some(end) = block.find(&ending) else { return Err(KeyError::Absent) };
        let whole = &block[..end + ending.len()];
        if label == "ENCRYPTED PRIVATE KEY" || whole.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(KeyError::Sealed);
        }
        if label.ends_with("PRIVATE KEY") {
            return Ok(whole);
        }
        rest = &block[end + ending.len()..];
    }
    Err(KeyError::Absent)
}

/// The first certificate in `pem`.
pub(crate) fn certificate(pem: &str) -> Option<CertificateDer<'static>> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).next()?.ok()
}

/// What a client says of itself, signed anew each time.
#[derive(Debug)]
pub(crate) struct Assertion {
    /// What signs it.
    pub signer: Signer,
    /// Who says it.
    pub issuer: String,
    /// Of whom it is said.
    pub subject: String,
    /// To whom it is said.
    pub audience: String,
    /// For what, where the vendor wants that within the token.
    pub scope: Option<String>,
    /// How long it may be shown.
    pub lifetime: Duration,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
}

impl Assertion {
    /// The token, good from now on.
    ///
    /// # Errors
    /// When the key does not sign.
    pub fn token(&self) -> Result<SecretString, Refusal> {
        let now = Timestamp::now().as_second();
        let claims = Claims {
            iss: &self.issuer,
            sub: &self.subject,
            aud: &self.audience,
            scope: self.scope.as_deref(),
            iat: now,
            nbf: now,
            exp: now.saturating_add_unsigned(self.lifetime.as_secs()),
            jti: format!("{:032x}", rand::random::<u128>()),
        };
        let signed = jsonwebtoken::encode(&self.signer.header, &claims, &self.signer.key);
        signed.map(SecretString::from).map_err(|error| {
            let words = format!("the private key does not sign: {error}. Make a new key");
            Refusal::new(Cause::CredentialRejected, words)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_key_beside_a_certificate() {
        let pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n\
                   -----BEGIN PRIVATE KEY-----\nBB==\n-----END PRIVATE KEY-----\n";
        let found = private_key(pem).unwrap();
        assert!(found.starts_with("-----BEGIN PRIVATE KEY"), "the key, not the certificate");
        assert!(found.ends_with("-----END PRIVATE KEY-----"), "to its end");
    }

    #[test]
    fn says_what_is_wrong_with_a_key() {
        let told = |pem: &str| Signer::from_pem(pem, Algorithm::RS256).unwrap_err().to_string();
        assert!(told("a secret").contains("no private key"), "no PEM at all");
        let sealed = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n\
                      -----END ENCRYPTED PRIVATE KEY-----";
        assert!(told(sealed).contains("passphrase"), "a sealed key is told apart");
        let cut = "-----BEGIN PRIVATE KEY-----\nAA==";
        assert!(told(cut).contains("whole file"), "half a key is none");
        let odd = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----";
        assert!(told(odd).contains("cannot be used"), "what is no key");
    }

    #[test]
    fn signs_with_a_p_256_key() {
        let key = rcgen::KeyPair::generate().unwrap();
        let signer = Signer::from_pem(&key.serialize_pem(), Algorithm::RS256).unwrap();
        let assertion = Assertion {
            signer: signer.key_id(Some("one".into())),
            issuer: "me".into(),
            subject: "me".into(),
            audience: "them".into(),
            scope: None,
            lifetime: Duration::from_secs(300),
        };
        let token = assertion.token().unwrap();
        let token = secrecy::ExposeSecret::expose_secret(&token);
        let header = jsonwebtoken::decode_header(token).unwrap();
        assert_eq!((header.alg, header.kid.as_deref()), (Algorithm::ES256, Some("one")));
        let public = jsonwebtoken::DecodingKey::from_ec_der(key.public_key_raw());
        let mut wanted = jsonwebtoken::Validation::new(Algorithm::ES256);
        wanted.set_audience(&["them"]);
        let read = jsonwebtoken::decode::<serde_json::Value>(token, &public, &wanted).unwrap();
        assert_eq!(read.claims["sub"], "me", "signed by the key and good for now");
    }
}
