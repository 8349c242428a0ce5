//! One reading of a server: everything, or what changed.

use super::connection::Connection;
use super::content::Plan;
use super::cursor::{Cursor, Way};
use super::delta::Delta;
use super::index::Index;
use super::root::RootDse;
use crate::{ConnectError, Mirror};

/// One reading of a server.
pub(super) struct Reading<'a> {
    /// The connection, bound.
    pub connection: Connection,
    /// What the server says of itself.
    pub root: RootDse,
    /// What is read.
    pub plan: Plan,
    /// What is kept.
    pub mirror: &'a dyn Mirror,
    /// Now, in milliseconds since 1970 (UTC).
    pub now: i64,
}

impl Reading<'_> {
    /// Brings what is kept up to date: by what changed where `fresh` says that a reading in full
    /// is not due and the server takes the cursor, else by everything.
    ///
    /// # Errors
    /// When the server cannot be read to the end.
    pub async fn update(&self, due: bool) -> Result<(), ConnectError> {
        let state = self.mirror.state()?;
        let cursor = state.cursor.filter(|_| !state.filling && !due);
        let cursor = cursor.as_deref().and_then(Cursor::read);
        if let Some(cursor) = cursor.filter(|cursor| cursor.settings == self.plan.settings)
            && let Some(mut delta) = self.changes(&cursor.way).await?
        {
            let way = delta.way.take().unwrap_or(cursor.way);
            let next = Cursor { settings: cursor.settings, way }.text();
            let changes = if delta.is_empty() { Vec::new() } else { self.applied(delta).await? };
            self.mirror.advance(&changes, Some(&next))?;
            return Ok(());
        }
        self.fill().await
    }

    async fn changes(&self, way: &Way) -> Result<Option<Delta>, ConnectError> {
        match way {
            Way::Sync { cookies } => self.by_sync(cookies).await,
            Way::Timestamps { since } => self.by_stamps(since).await.map(Some),
            Way::Dirsync { cookie, restricted } => self.by_dirsync(cookie, *restricted).await,
            Way::Usn { server, usn } => self.by_usn(server, *usn).await,
        }
    }

    /// What is kept, to be looked up in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn index(&self) -> Result<Index, ConnectError> {
        Ok(Index::of(self.mirror, self.plan.flavour)?)
    }
}
