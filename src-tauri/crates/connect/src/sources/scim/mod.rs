//! Any SCIM 2.0 service provider, read (RFC 7643, RFC 7644): by `meta.lastModified` where it was
//! shown that it can be trusted, else in full each time. Who was deleted is found by reading in
//! full alone.

mod cursor;
mod probe;
mod record;
mod round;

use super::confirm::confirm_gone;
use super::expiry::{days_left, token_ends};
use super::overlap::changes_from;
use super::{Mapped, Replay};
use crate::calls::{Credential, Gate, Patience, Refusal, TallySnapshot};
use crate::targets::scim::client::Client;
use crate::targets::scim::discovery::Discovery;
use crate::{ConnectError, DirectorySink, Http, Mirror, ReadReport, ReadSource};
use async_trait::async_trait;
use cursor::{Cursor, Trust};
use rolecall_directory::{
    AttributeDefinition, Cause, RecordKind, SourceDefinition, SourceFlaw, SourceWarning,
};
use rolecall_scim::urn;
use round::{Listed, Round};
use secrecy::SecretString;

/// Without a setting, all is read anew after a day: only that tells who was deleted.
const FULL_EVERY: u64 = 24 * 60 * 60;
/// Where a name is looked for that is not at the top of a record.
const WITHIN: [&str; 1] = [urn::ENTERPRISE_USER];

/// What the connection to a provider needs to know.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScimSourceSettings {
    /// The base address, which ends where `/Users` begins.
    pub url: String,
    /// How often what failed in passing is tried again.
    pub patience: Patience,
    /// Milliseconds since 1970 (UTC).
    pub now: i64,
}

/// A source that is a SCIM 2.0 service provider.
pub struct ScimSource<'m> {
    client: Client,
    mirror: Box<dyn Mirror + 'm>,
    definition: SourceDefinition,
    mapped: Mapped,
    now: i64,
    /// When the token ends, in seconds since 1970 (UTC), where it says so itself.
    ends: Option<i64>,
}

impl<'m> ScimSource<'m> {
    /// Checks the settings; nothing is called yet.
    ///
    /// # Errors
    /// When the address is none or not protected.
    pub fn new(
        settings: ScimSourceSettings,
        token: SecretString,
        http: Http,
        mirror: Box<dyn Mirror + 'm>,
        definition: SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Result<Self, ConnectError> {
        let ScimSourceSettings { url, patience, now } = settings;
        let ends = token_ends(&token);
        let client = Client::new(
            &url,
            Credential::Bearer(token),
            http,
            Gate::new(None),
            patience,
            Vec::new(),
        )?;
        let mapped = Mapped::new(&crate::push::USUAL, &definition, attributes).within(&WITHIN);
        Ok(Self { client, mirror, definition, mapped, now, ends })
    }

    async fn discover(&self) -> Result<Discovery, (String, Refusal)> {
        Discovery::ask(&self.client).await
    }

    /// Brings what is kept up to date; what there is to say about it.
    async fn refresh(&self) -> Result<Vec<SourceFlaw>, ConnectError> {
        let known = self.discover().await;
        let known = known.map_err(|(path, refused)| self.client.error(&path, &refused))?;
        let query = self.definition.scope.query.as_deref();
        let asked = format!("{} {}", self.client.place(), query.unwrap_or_default());
        let mirror = self.mirror.as_ref();
        let round = Round { client: &self.client, known: &known, mirror, query };
        let seconds = self.definition.full_every_seconds.unwrap_or(FULL_EVERY);
        let full_every = i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX);
        let state = mirror.state()?;
        let is_due = state.filled_at.is_none_or(|at| self.now - at >= full_every);
        let kept = Cursor::read(state.cursor.as_deref(), &asked);
        let cursor = kept.unwrap_or_else(|| Cursor::new(&asked));
        if is_due || state.filling || cursor.users != Trust::Proved {
            return self.whole(&round, cursor).await;
        }
        match self.changes(&round, cursor.clone()).await {
            Err(error) if is_no_filter(&error) => {
                let mut said = self.whole(&round, cursor).await?;
                said.push(SourceFlaw::ChangesUntold { reason: error.message });
                Ok(said)
            }
            answer => answer,
        }
    }

    /// Reads in full, compares, and tries whether changes can be asked for from here on. Pages by
    /// number do not outlive a reading: one that was broken off begins anew.
    async fn whole(
        &self,
        round: &Round<'_>,
        before: Cursor,
    ) -> Result<Vec<SourceFlaw>, ConnectError> {
        let mut said = Vec::new();
        round.mirror.begin()?;
        let kept = before.text();
        round.mirror.advance(&[], Some(&kept))?;
        let users = round.all(RecordKind::Person, &kept).await?;
        let (groups, missing) = self.all_groups(round, &kept).await?;
        if missing && before.since.is_none() {
            said.push(SourceFlaw::NoGroups);
        }
        let mut left_out = 0;
        for kind in [RecordKind::Person, RecordKind::Group] {
            left_out += confirm_gone(round.mirror, kind, round).await?.len();
        }
        if left_out > 0 {
            said.push(SourceFlaw::ListsLeftOut { count: left_out });
        }
        let mut cursor = Cursor::new(&before.asked);
        cursor.since = users.at.map(changes_from);
        for (kind, listed, was, trust) in [
            (RecordKind::Person, &users, before.users, &mut cursor.users),
            (RecordKind::Group, &groups, before.groups, &mut cursor.groups),
        ] {
            *trust = match was {
                Trust::Lied => Trust::Lied,
                _ if listed.lied => Trust::Lied,
                // Whoever was left out shows that what is counted cannot be counted on.
                _ if left_out > 0 => Trust::Unproved,
                _ => round.prove(kind, listed).await?,
            };
        }
        round.mirror.end(Some(&cursor.text()), self.now)?;
        Ok(said)
    }

    /// All groups, and whether the provider has none to be asked for. One that had some and does
    /// not know them any more is not believed.
    async fn all_groups(
        &self,
        round: &Round<'_>,
        kept: &str,
    ) -> Result<(Listed, bool), ConnectError> {
        if !round.known.has_groups {
            return Ok((Listed::default(), false));
        }
        let error = match round.all(RecordKind::Group, kept).await {
            Ok(listed) => return Ok((listed, false)),
            Err(error) => error,
        };
        let mut had_groups = false;
        round.mirror.each(RecordKind::Group, &mut |_, _| had_groups = true)?;
        if had_groups || error.cause != Cause::NotFound {
            return Err(error);
        }
        Ok((Listed::default(), true))
    }

    /// Reads what changed; groups in full where they are not to be trusted alone.
    async fn changes(
        &self,
        round: &Round<'_>,
        mut cursor: Cursor,
    ) -> Result<Vec<SourceFlaw>, ConnectError> {
        let Some(since) = cursor.since.clone() else { return Ok(Vec::new()) };
        let kept = cursor.text();
        let users = round.changed(RecordKind::Person, &since, &kept).await?;
        if round.known.has_groups && cursor.groups == Trust::Proved {
            round.changed(RecordKind::Group, &since, &kept).await?;
        } else if round.known.has_groups {
            self.all_groups(round, &kept).await?;
        }
        cursor.since = users.at.map(changes_from).or(cursor.since);
        round.mirror.advance(&[], Some(&cursor.text()))?;
        Ok(Vec::new())
    }
}

/// Whether a refusal may be of the filter by which changes are asked for.
fn is_no_filter(error: &ConnectError) -> bool {
    use Cause::{AttributeInvalid, NotFound, RejectedByTarget};
    matches!(error.cause, AttributeInvalid | NotFound | RejectedByTarget)
}

#[async_trait]
impl ReadSource for ScimSource<'_> {
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        let place = self.client.place();
        let mut said = self.refresh().await?;
        let left = self.ends.and_then(|ends| days_left(ends, self.now / 1000));
        said.extend(left.map(|days| SourceFlaw::TokenEnds { days }));
        for flaw in said {
            sink.warning(SourceWarning::new(&place, flaw));
        }
        let replay = Replay {
            mirror: self.mirror.as_ref(),
            mapped: &self.mapped,
            scope: &self.definition.scope,
            place: &place,
            person: &record::person,
            group: &record::group,
        };
        replay.hand_on(sink)
    }

    fn ration(&self, calls: Option<u32>) {
        self.client.ration(calls);
    }

    fn tally(&self) -> Option<TallySnapshot> {
        Some(self.client.tally().snapshot())
    }
}
