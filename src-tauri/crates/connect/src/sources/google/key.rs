//! The key file of a service account.

use crate::ConnectError;
use crate::calls::{Assertion, Grant, SignedIn, Signer};
use jsonwebtoken::Algorithm;
use rolecall_directory::Cause;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// How long a signed token may be shown: an hour is the most that Google takes.
const LIFETIME: Duration = Duration::from_secs(3600);

/// The file as Google hands it out.
#[derive(Deserialize)]
struct KeyFile {
    client_email: Option<String>,
    client_id: Option<String>,
    private_key: Option<String>,
    private_key_id: Option<String>,
}

/// A service account that speaks for an administrator, or what a sign-in brought.
#[derive(Clone)]
pub(super) struct Key {
    /// A sign-in by the administrator, which needs no key.
    pub signed_in: Option<Arc<SignedIn>>,
    email: String,
    /// The number that domain-wide delegation knows it by; empty for a sign-in.
    pub client_id: String,
    pem: SecretString,
    id: Option<String>,
}

impl Key {
    /// Reads the file's text.
    ///
    /// # Errors
    /// When it is no service account's key.
    pub fn read(secret: &SecretString, customer: &str) -> Result<Self, ConnectError> {
        if let Some(kept) = SignedIn::read(secret) {
            let (email, pem) = (String::new(), SecretString::from(""));
            let (client_id, signed_in) = (String::new(), Some(Arc::new(kept)));
            return Ok(Self { signed_in, email, client_id, pem, id: None });
        }
        // What the text is is not repeated: it may hold the key.
        let wrong = |what: &str| ConnectError {
            cause: Cause::CredentialRejected,
            place: format!("customer {customer}"),
            message: format!(
                "the secret is not the key file of a service account: {what}. Make a key of type \
                 JSON in the Google Cloud console, and enter the whole file"
            ),
        };
        let file: KeyFile = serde_json::from_str(secret.expose_secret())
            .map_err(|error| wrong(&format!("line {} is no JSON", error.line())))?;
        let email = file.client_email.ok_or_else(|| wrong("client_email is missing"))?;
        let pem = file.private_key.ok_or_else(|| wrong("private_key is missing"))?;
        let client_id = file.client_id.unwrap_or_else(|| email.clone());
        let pem = SecretString::from(pem);
        let key = Self { signed_in: None, email, client_id, pem, id: file.private_key_id };
        key.signer().map_err(|reason| wrong(&reason))?;
        Ok(key)
    }

    fn signer(&self) -> Result<Signer, String> {
        let signer = Signer::from_pem(self.pem.expose_secret(), Algorithm::RS256);
        Ok(signer.map_err(|error| error.to_string())?.key_id(self.id.clone()))
    }

    /// What the token endpoint is shown: what a sign-in brought, or that `admin` lets the account
    /// read what `scopes` name.
    ///
    /// # Errors
    /// Words, when the key does not sign, or there is nobody on whose behalf to ask.
    pub fn grant(&self, admin: &str, scopes: &[&str], token_url: &str) -> Result<Grant, String> {
        if let Some(kept) = &self.signed_in {
            return Ok(Grant::Refresh(kept.clone()));
        }
        if admin.is_empty() {
            return Err(
                "a service account asks on behalf of an administrator: set admin, or sign \
                        in by the browser"
                    .to_owned(),
            );
        }
        let assertion = Assertion {
            signer: self.signer()?,
            issuer: self.email.clone(),
            subject: admin.to_owned(),
            audience: token_url.to_owned(),
            scope: Some(scopes.join(" ")),
            lifetime: LIFETIME,
        };
        Ok(Grant::Bearer { assertion })
    }
}
