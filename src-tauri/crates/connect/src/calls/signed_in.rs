//! A sign-in that was kept: its refresh token, which a vendor may exchange for another at each use.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What a kept sign-in says of itself.
const KIND: &str = "authorized_user";

/// Where a sign-in is kept, so that the token a vendor exchanges is not lost. Verbs block.
pub trait SignInKeeper: Send + Sync {
    /// The secret as it is kept now; `None` where it cannot be had.
    fn kept(&self) -> Option<SecretString>;

    /// Keeps the secret in the place of the one before.
    ///
    /// # Errors
    /// Words, when it cannot be kept.
    fn keep(&self, secret: &SecretString) -> Result<(), String>;
}

/// A sign-in, shared by all who call with it: each refresh token may be good once.
pub(crate) struct SignedIn {
    client_id: String,
    client_secret: Option<SecretString>,
    /// Held while it is exchanged.
    pub(super) refresh: tokio::sync::Mutex<SecretString>,
    keeper: OnceLock<Arc<dyn SignInKeeper>>,
    unkept: Mutex<Option<String>>,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl SignedIn {
    pub(super) fn new(
        client_id: String,
        client_secret: Option<SecretString>,
        refresh: SecretString,
    ) -> Self {
        let refresh = tokio::sync::Mutex::new(refresh);
        let (keeper, unkept) = (OnceLock::new(), Mutex::default());
        Self { client_id, client_secret, refresh, keeper, unkept }
    }

    /// The sign-in that a secret is; `None` of another secret.
    pub fn read(secret: &SecretString) -> Option<Self> {
        let kept: Value = serde_json::from_str(secret.expose_secret()).ok()?;
        let text = |name: &str| kept[name].as_str().map(str::to_owned);
        (kept["type"] == KIND).then_some(())?;
        let client_secret = text("client_secret").map(SecretString::from);
        let refresh = SecretString::from(text("refresh_token")?);
        Some(Self::new(text("client_id")?, client_secret, refresh))
    }

    /// Tells where it is kept; what it was told first stands.
    pub fn kept_by(&self, keeper: Arc<dyn SignInKeeper>) {
        let _first = self.keeper.set(keeper);
    }

    /// Why the last token that the vendor gave could not be kept.
    pub fn unkept(&self) -> Option<String> {
        self.unkept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is kept, with this refresh token.
    pub(super) fn secret(&self, refresh: &SecretString) -> SecretString {
        let mut kept = json!({
            "type": KIND, "client_id": self.client_id, "refresh_token": refresh.expose_secret(),
        });
        if let Some(secret) = &self.client_secret {
            kept["client_secret"] = json!(secret.expose_secret());
        }
        SecretString::from(kept.to_string())
    }

    /// The fields by which a refresh token is exchanged (RFC 6749 section 6).
    pub(super) fn fields<'f>(&'f self, refresh: &'f SecretString) -> Vec<(&'f str, &'f str)> {
        let mut fields = vec![
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.expose_secret()),
            ("client_id", self.client_id.as_str()),
        ];
        let secret = self.client_secret.as_ref().map(ExposeSecret::expose_secret);
        fields.extend(secret.map(|secret| ("client_secret", secret)));
        fields
    }

    /// Keeps a refresh token that the vendor gave; it is on disk before this returns. One that
    /// cannot be kept serves as long as this process lasts, and is told of.
    pub(super) async fn keep(&self, refresh: &SecretString) {
        let Some(keeper) = self.keeper.get().cloned() else { return };
        let secret = self.secret(refresh);
        let kept = tokio::task::spawn_blocking(move || keeper.keep(&secret)).await;
        let words = match kept {
            Ok(kept) => kept.err(),
            Err(error) => Some(error.to_string()),
        };
        *self.unkept.lock().unwrap_or_else(PoisonError::into_inner) = words;
    }

    /// The refresh token that another process kept meanwhile, where it is another than this.
    pub(super) async fn other_than(&self, refresh: &SecretString) -> Option<SecretString> {
        let keeper = self.keeper.get().cloned()?;
        let kept = tokio::task::spawn_blocking(move || keeper.kept()).await.ok()??;
        let kept = Self::read(&kept)?.refresh.into_inner();
        (kept.expose_secret() != refresh.expose_secret()).then_some(kept)
    }
}
