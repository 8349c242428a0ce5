//! The controls that are sent with searches, and what comes back with answers.

use super::ber::{self, Plain, plain};
use ldap3::asn1::{StructureTag, TagClass};
use ldap3::controls::{Control, RawControl};

/// Paged results (RFC 2696).
pub(super) const PAGED: &str = "1.2.840.113556.1.4.319";
/// Content synchronization (RFC 4533).
pub(super) const SYNC: &str = "1.3.6.1.4.1.4203.1.9.1.1";
const SYNC_STATE: &str = "1.3.6.1.4.1.4203.1.9.1.2";
const SYNC_DONE: &str = "1.3.6.1.4.1.4203.1.9.1.3";
const SYNC_INFO: &str = "1.3.6.1.4.1.4203.1.9.1.4";
/// Active Directory's listing of changes.
pub(super) const DIRSYNC: &str = "1.2.840.113556.1.4.841";
/// Names with GUID and SID before them.
pub(super) const EXTENDED_DN: &str = "1.2.840.113556.1.4.529";
/// Deleted objects are listed too.
const SHOW_DELETED: &str = "1.2.840.113556.1.4.417";

/// The caller sees only what their own rights let them see.
pub(super) const OBJECT_SECURITY: u32 = 0x1;
/// Of attributes that link objects only the values that came and went are told.
const INCREMENTAL_VALUES: u32 = 0x8000_0000;

fn raw(oid: &str, critical: bool, value: Option<Vec<u8>>) -> RawControl {
    RawControl { ctype: oid.to_owned(), crit: critical, val: value }
}

/// Asks for a page of so many entries, from `cookie` on.
pub(super) fn paged(size: u32, cookie: &[u8], critical: bool) -> RawControl {
    let value = ber::sequence(vec![ber::integer(i64::from(size)), ber::octets(cookie)]);
    raw(PAGED, critical, value)
}

/// Asks for the content, or for what changed since `cookie`.
pub(super) fn sync(cookie: Option<&[u8]>) -> RawControl {
    let mut parts = vec![ber::enumerated(1)];
    parts.extend(cookie.map(ber::octets));
    raw(SYNC, true, ber::sequence(parts))
}

/// Asks for what changed since `cookie`, or for everything when that is empty. `flags` may hold
/// [`OBJECT_SECURITY`].
pub(super) fn dirsync(flags: u32, cookie: &[u8]) -> RawControl {
    // The server reads a signed number of 32 bits; the highest bit stays as it is.
    let flags = (flags | INCREMENTAL_VALUES).cast_signed();
    let parts = vec![ber::integer(i64::from(flags)), ber::integer(0), ber::octets(cookie)];
    raw(DIRSYNC, true, ber::sequence(parts))
}

/// Asks for names with their GUID, written with hyphens.
pub(super) fn extended_dn() -> RawControl {
    raw(EXTENDED_DN, false, ber::sequence(vec![ber::integer(1)]))
}

/// Asks for deleted objects too.
pub(super) fn show_deleted() -> RawControl {
    raw(SHOW_DELETED, true, None)
}

fn value<'c>(controls: &'c [Control], oid: &str) -> Option<&'c [u8]> {
    let found = controls.iter().find(|Control(_, raw)| raw.ctype == oid);
    found.and_then(|Control(_, raw)| raw.val.as_deref())
}

/// From where on the next page begins; empty after the last. `None` when the server sent none.
pub(super) fn page_cookie(controls: &[Control]) -> Option<Vec<u8>> {
    let parts = ber::parts(ber::read(value(controls, PAGED)?)?)?;
    parts.into_iter().nth(1).and_then(ber::bytes)
}

/// What a listing of changes ended with: whether there is more to come, and the cookie.
pub(super) fn dirsync_done(controls: &[Control]) -> Option<(bool, Vec<u8>)> {
    let mut parts = ber::parts(ber::read(value(controls, DIRSYNC)?)?)?.into_iter();
    let Some(Plain::Number(more)) = plain(parts.next()?) else { return None };
    let cookie = parts.nth(1).and_then(ber::bytes)?;
    Some((more != 0, cookie))
}

/// What became of an entry of a synchronized content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryState {
    /// It is there, unchanged.
    Present,
    /// It is new or changed.
    Changed,
    /// It is gone.
    Deleted,
}

/// The state of an entry, and its `entryUUID`.
pub(super) fn sync_state(controls: &[Control]) -> Option<(EntryState, Vec<u8>)> {
    let mut parts = ber::parts(ber::read(value(controls, SYNC_STATE)?)?)?.into_iter();
    let Some(Plain::Number(state)) = plain(parts.next()?) else { return None };
    let state = match state {
        0 => EntryState::Present,
        1 | 2 => EntryState::Changed,
        3 => EntryState::Deleted,
        _ => return None,
    };
    let uuid = parts.next().and_then(ber::bytes)?;
    Some((state, uuid))
}

/// How a synchronization ended: its cookie, and whether what is gone was told one by one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SyncDone {
    /// From where on to go on; absent where it is the one that was sent.
    pub cookie: Option<Vec<u8>>,
    /// Whether what is gone was told; else what was not told is gone.
    pub deletes_told: bool,
}

/// How a synchronization ended.
pub(super) fn sync_done(controls: &[Control]) -> Option<SyncDone> {
    let parts = ber::parts(ber::read(value(controls, SYNC_DONE)?)?)?;
    let mut done = SyncDone::default();
    for part in parts {
        match plain(part)? {
            Plain::Octets(cookie) => done.cookie = Some(cookie),
            Plain::Yes(told) => done.deletes_told = told,
            _ => return None,
        }
    }
    Some(done)
}

/// What is said between entries of a synchronization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SyncInfo {
    /// A cookie, or the end of a phase; nothing to act on before the end.
    Passing,
    /// A phase in which what is present was told is over: what was not told is gone, although
    /// deletes are told from here on.
    PresentTold,
    /// These are there, unchanged, or gone.
    Ids {
        /// Whether they are gone.
        gone: bool,
        /// Their `entryUUID`s.
        ids: Vec<Vec<u8>>,
    },
}

/// Reads an intermediate answer; [`SyncInfo::Passing`] when it is of another kind, `None` when it
/// cannot be read.
pub(super) fn sync_info(answer: StructureTag) -> Option<SyncInfo> {
    let (mut name, mut told) = (Vec::new(), None);
    for part in ber::parts(answer)? {
        match part.id {
            0 => name = ber::bytes(part)?,
            1 => told = Some(ber::bytes(part)?),
            _ => return None,
        }
    }
    if name != SYNC_INFO.as_bytes() {
        return Some(SyncInfo::Passing);
    }
    let told = ber::read(&told?)?;
    if told.class != TagClass::Context {
        return None;
    }
    match told.id {
        0 | 1 => Some(SyncInfo::Passing),
        2 => Some(SyncInfo::PresentTold),
        3 => {
            let (mut gone, mut ids) = (false, Vec::new());
            for part in ber::parts(told)? {
                match plain(part)? {
                    Plain::Octets(_) => {}
                    Plain::Yes(yes) => gone = yes,
                    Plain::Set(all) => {
                        ids = all.into_iter().map(ber::bytes).collect::<Option<_>>()?;
                    }
                    Plain::Number(_) => return None,
                }
            }
            Some(SyncInfo::Ids { gone, ids })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        DIRSYNC, PAGED, SYNC_DONE, SYNC_INFO, SYNC_STATE, SyncInfo, ber, dirsync, dirsync_done,
        page_cookie, paged, sync_done, sync_info, sync_state,
    };
    use ldap3::asn1::{PL, StructureTag, TagClass};
    use ldap3::controls::{Control, RawControl};
    use proptest::prelude::*;

    fn answered(oid: &str, value: &[u8]) -> Vec<Control> {
        let value = Some(value.to_vec());
        vec![Control(None, RawControl { ctype: oid.to_owned(), crit: false, val: value })]
    }

    fn context(id: u64, bytes: &[u8]) -> StructureTag {
        StructureTag { class: TagClass::Context, id, payload: PL::P(bytes.to_vec()) }
    }

    #[test]
    fn a_listing_of_changes_is_asked_with_a_signed_number() {
        let control = dirsync(1, b"abc");
        let value = control.val.expect("a value");
        assert_eq!(&value[..6], &[0x30, 0x0e, 0x02, 0x04, 0x80, 0x00], "0x80000001 in four bytes");
        let answer = ber::sequence(vec![ber::integer(1), ber::integer(0), ber::octets(b"next")]);
        let answer = answered(DIRSYNC, &answer.expect("written"));
        assert_eq!(dirsync_done(&answer), Some((true, b"next".to_vec())));
    }

    #[test]
    fn cookies_of_pages_come_back() {
        let control = paged(500, b"cookie", true);
        let answer = answered(PAGED, &control.val.expect("a value"));
        assert_eq!(page_cookie(&answer), Some(b"cookie".to_vec()));
        assert_eq!(page_cookie(&[]), None, "a server that does not page");
    }

    proptest! {
        #[test]
        fn any_answer_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for oid in [PAGED, DIRSYNC, SYNC_STATE, SYNC_DONE] {
                let answer = answered(oid, &bytes);
                let _ = (page_cookie(&answer), dirsync_done(&answer));
                let _ = (sync_state(&answer), sync_done(&answer));
            }
            let parts = vec![context(0, SYNC_INFO.as_bytes()), context(1, &bytes)];
            let told = StructureTag {
                class: TagClass::Application,
                id: 25,
                payload: PL::C(parts),
            };
            if let Some(SyncInfo::Ids { ids, .. }) = sync_info(told) {
                prop_assert!(ids.len() <= bytes.len());
            }
        }
    }
}
