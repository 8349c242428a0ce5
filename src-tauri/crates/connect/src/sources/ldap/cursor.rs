//! Where a reading stands, as it is kept between readings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// Where a reading stands: of which settings, and from where on to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The settings in short; others mean another content.
    pub settings: String,
    /// How changes are found out.
    #[serde(flatten)]
    pub way: Way,
}

/// How changes are found out, and from where on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub(super) enum Way {
    /// Content synchronization (RFC 4533): a cookie for each content.
    Sync {
        /// In base64, in the order of the contents.
        cookies: Vec<String>,
    },
    /// By `modifyTimestamp`, and a listing of all ids.
    Timestamps {
        /// As the server writes it.
        since: String,
    },
    /// Active Directory's listing of changes.
    Dirsync {
        /// In base64.
        cookie: String,
        /// Whether only what the account may see is listed, which leaves out what is deleted.
        restricted: bool,
    },
    /// By `uSNChanged`, which counts on one server only.
    Usn {
        /// Which server.
        server: String,
        /// The number of the last change that is known.
        usn: u64,
    },
}

impl Cursor {
    /// Reads a cursor; `None` of one that another version wrote, or that is damaged.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The cursor as text.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A cookie as text.
pub(super) fn cookie_text(cookie: &[u8]) -> String {
    STANDARD.encode(cookie)
}

/// The cookie in a text; `None` of a damaged one.
pub(super) fn cookie_bytes(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Way, cookie_bytes, cookie_text};
    use proptest::prelude::*;

    fn way() -> impl Strategy<Value = Way> {
        let cookie = prop::collection::vec(any::<u8>(), 0..80);
        prop_oneof![
            prop::collection::vec(cookie.clone(), 0..4).prop_map(|cookies| Way::Sync {
                cookies: cookies.iter().map(|cookie| cookie_text(cookie)).collect()
            }),
            "[0-9]{14}Z".prop_map(|since| Way::Timestamps { since }),
            (cookie, any::<bool>()).prop_map(|(cookie, restricted)| Way::Dirsync {
                cookie: cookie_text(&cookie),
                restricted
            }),
            (".{0,30}", any::<u64>()).prop_map(|(server, usn)| Way::Usn { server, usn }),
        ]
    }

    proptest! {
        #[test]
        fn every_cursor_comes_back(settings in ".{0,20}", way in way()) {
            let cursor = Cursor { settings, way };
            prop_assert_eq!(Cursor::read(&cursor.text()), Some(cursor));
        }

        #[test]
        fn any_text_is_a_cursor_or_none(text in ".{0,80}") {
            let _ = (Cursor::read(&text), cookie_bytes(&text));
        }
    }
}
