//! Whether the application could end and begin anew unnoticed.

use crate::App;
use crate::app::lock;
use crate::handlers::sign_in;
use rolecall_secrets::Backend;
use std::sync::Arc;

impl App {
    /// Whether nothing would be broken off or forgotten if the program ended and began anew: there
    /// is no run and no sign-in, nobody is listened to for SCIM calls, and no place for secrets is
    /// open that only a person can open again.
    pub async fn is_at_rest(self: &Arc<Self>) -> bool {
        let opens_by_itself =
            !matches!(self.secrets.backend(), Some(Backend::Vault | Backend::Memory));
        let is_busy = lock(&self.running).is_some() || sign_in::is_any_waiting(self);
        let listens = self.push_listening().await.map_or(true, |chosen| chosen.on);
        opens_by_itself && !is_busy && !listens
    }
}
