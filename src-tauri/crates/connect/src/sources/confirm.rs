//! Looking up one by one what a reading in full did not list, before it is taken for gone: a page
//! may be missing, and nobody is disabled for that.

use crate::{ConnectError, Mirror};
use async_trait::async_trait;
use futures_util::{StreamExt, TryStreamExt, stream};
use rolecall_directory::{Cause, MirrorChange, RecordKind};

/// So many are looked up at most, spread over all: where far more are missing, guards hold what
/// would follow.
const MOST: usize = 1000;
/// So many are looked up at once.
const AT_ONCE: usize = 4;

/// A source that can be asked for one record.
#[async_trait]
pub(super) trait LookUp: Sync {
    /// The record with that id, as it is now; `None` where it is gone, or not to be delivered.
    ///
    /// # Errors
    /// When that cannot be told.
    async fn look_up(&self, kind: RecordKind, id: &str) -> Result<Option<String>, ConnectError>;

    /// Where the source is.
    fn place(&self) -> String;
}

/// Looks up what would be forgotten at the end of the reading in full that is under way, and keeps
/// what is there all the same; the ids of those.
///
/// # Errors
/// When that cannot be told, or the workspace cannot be read or written; when so many are missing
/// that only some were looked up, and one of them is there: the reading in full then begins anew.
pub(super) async fn confirm_gone(
    mirror: &dyn Mirror,
    kind: RecordKind,
    asked: &dyn LookUp,
) -> Result<Vec<String>, ConnectError> {
    let missing = mirror.unseen(kind)?;
    let step = missing.len().div_ceil(MOST).max(1);
    let cursor = mirror.state()?.cursor;
    let look_up = |id: String| async move {
        let body = asked.look_up(kind, &id).await?;
        Ok::<_, ConnectError>(body.map(|body| MirrorChange::Put { kind, id, body }))
    };
    let all = stream::iter(missing.into_iter().step_by(step).map(look_up));
    let found: Vec<Option<MirrorChange>> = all.buffer_unordered(AT_ONCE).try_collect().await?;
    let found: Vec<MirrorChange> = found.into_iter().flatten().collect();
    if !found.is_empty() && step > 1 {
        mirror.begin()?;
        return Err(ConnectError {
            cause: Cause::UnreadableAnswer,
            place: asked.place(),
            message: "the list left out very many who are there when they are asked for one by \
                      one: pages are missing, so that nothing of it is used; the next reading \
                      begins anew. Sync again later"
                .to_owned(),
        });
    }
    if !found.is_empty() {
        mirror.advance(&found, cursor.as_deref())?;
    }
    Ok(found
        .into_iter()
        .filter_map(|change| match change {
            MirrorChange::Put { id, .. } => Some(id),
            _ => None,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::{LookUp, MOST, confirm_gone};
    use crate::{ConnectError, MemoryMirror, Mirror};
    use async_trait::async_trait;
    use rolecall_directory::{MirrorChange, RecordKind};
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Knows those whose id ends so.
    struct Known(&'static str, AtomicUsize);

    #[async_trait]
    impl LookUp for Known {
        async fn look_up(&self, _: RecordKind, id: &str) -> Result<Option<String>, ConnectError> {
            self.1.fetch_add(1, Ordering::Relaxed);
            Ok(id.ends_with(self.0).then(|| "{\"new\":true}".to_owned()))
        }

        fn place(&self) -> String {
            "here".to_owned()
        }
    }

    fn put(number: usize) -> MirrorChange {
        let (kind, id) = (RecordKind::Person, format!("{number:05}"));
        MirrorChange::Put { kind, id, body: "{}".to_owned() }
    }

    fn filled(people: usize) -> MemoryMirror {
        let mirror = MemoryMirror::default();
        mirror.advance(&(0..people).map(put).collect::<Vec<_>>(), None).unwrap();
        mirror.begin().unwrap();
        mirror.advance(&[put(0)], Some("cursor")).unwrap();
        mirror
    }

    fn kept(mirror: &MemoryMirror) -> Vec<String> {
        let mut ids = Vec::new();
        mirror.end(None, 0).unwrap();
        mirror.each(RecordKind::Person, &mut |id, _| ids.push(id.to_owned())).unwrap();
        ids
    }

    #[tokio::test]
    async fn who_was_not_listed_and_is_there_stays() {
        let mirror = filled(30);
        let known = Known("7", AtomicUsize::new(0));
        let mut found = confirm_gone(&mirror, RecordKind::Person, &known).await.unwrap();
        found.sort();
        assert_eq!(found, ["00007", "00017", "00027"], "these are there all the same");
        assert_eq!(known.1.into_inner(), 29, "who was listed is not asked for");
        assert_eq!(mirror.state().unwrap().cursor.as_deref(), Some("cursor"), "it stands there");
        assert_eq!(kept(&mirror), ["00000", "00007", "00017", "00027"], "the others are gone");
    }

    #[tokio::test]
    async fn of_very_many_some_are_looked_up_and_one_that_is_there_ends_it() {
        let mirror = filled(MOST * 3);
        let known = Known("nobody", AtomicUsize::new(0));
        let found = confirm_gone(&mirror, RecordKind::Person, &known).await.unwrap();
        assert!(found.is_empty() && known.1.into_inner() <= MOST, "a part was looked up");
        let known = Known("", AtomicUsize::new(0));
        let refused = confirm_gone(&mirror, RecordKind::Person, &known).await.unwrap_err();
        assert!(refused.message.contains("pages are missing"), "{refused}");
        let state = mirror.state().unwrap();
        assert!(state.filling && state.cursor.is_none(), "nothing goes on where pages are missing");
    }
}
