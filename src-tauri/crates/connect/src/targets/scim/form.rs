//! What a person looks like to a service provider, shown without sending anything.

use super::ScimTarget;
use super::discovery::Discovery;
use super::mapping::{new_user, parse};
use crate::{ConnectError, PersonToSend};
use std::sync::Arc;

/// What a service provider said of the form its users have.
#[derive(Debug, Clone)]
pub struct ScimForm(Arc<Discovery>);

impl ScimForm {
    /// The form that is taken where a provider says nothing.
    #[must_use]
    pub fn usual() -> Self {
        Self(Arc::new(Discovery::usual()))
    }

    /// The body of the request that makes an account for `person`, line by line.
    ///
    /// # Errors
    /// Words for an attribute that has no place.
    pub fn new_account(&self, person: &PersonToSend) -> Result<String, String> {
        let user = new_user(person, &self.0)?;
        serde_json::to_string_pretty(&user).map_err(|error| error.to_string())
    }

    /// Whether the provider has no place for the attribute at `path`, which is not sent then.
    #[must_use]
    pub fn lacks(&self, path: &str) -> bool {
        parse(path).is_ok_and(|path| self.0.lacks(&path))
    }
}

impl ScimTarget {
    /// Asks the provider for the form its users have; changes nothing there.
    ///
    /// # Errors
    /// When it cannot be reached, or the token is not accepted.
    pub async fn form(&self) -> Result<ScimForm, ConnectError> {
        self.discover().await.map(ScimForm)
    }
}
