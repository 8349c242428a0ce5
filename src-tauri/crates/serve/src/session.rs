//! One-time tokens and the sessions they are exchanged for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use subtle::ConstantTimeEq;

/// One-time tokens that wait at most; the oldest gives way.
const MOST_TOKENS: usize = 16;
/// Sessions at most; the oldest gives way.
const MOST_SESSIONS: usize = 64;

/// What admits to the interface of one port. Nothing of it outlives the process.
pub(crate) struct Sessions {
    cookie: String,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    tokens: VecDeque<String>,
    sessions: VecDeque<String>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("cookie", &self.cookie).finish_non_exhaustive()
    }
}

impl Sessions {
    /// No session yet. Browsers share cookies among ports, so the cookie is named after its port.
    pub fn new(port: u16) -> Self {
        Self { cookie: format!("rolecall_session_{port}"), held: Mutex::default() }
    }

    /// A token that opens one session, once.
    pub fn one_time_token(&self) -> String {
        let token = random();
        keep(&mut self.held().tokens, token.clone(), MOST_TOKENS);
        token
    }

    /// Exchanges a token for a session: the value of `Set-Cookie`, or nothing when the token was
    /// used or never given out.
    pub fn open(&self, token: &str) -> Option<String> {
        let mut held = self.held();
        let place = place_of(&held.tokens, token)?;
        held.tokens.remove(place);
        let session = random();
        keep(&mut held.sessions, session.clone(), MOST_SESSIONS);
        Some(format!("{}={session}; Path=/; HttpOnly; SameSite=Strict", self.cookie))
    }

    /// Whether one of the values of `Cookie` is a session.
    pub fn admits<'a>(&self, mut cookies: impl Iterator<Item = &'a str>) -> bool {
        let held = self.held();
        cookies.any(|header| {
            header
                .split(';')
                .filter_map(|pair| pair.trim().split_once('='))
                .filter(|(name, _)| *name == self.cookie)
                .any(|(_, session)| place_of(&held.sessions, session).is_some())
        })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Each change is one insertion or removal: what a panic leaves behind is still whole.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// 256 random bits.
fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

fn keep(kept: &mut VecDeque<String>, new: String, most: usize) {
    if kept.len() == most {
        kept.pop_front();
    }
    kept.push_back(new);
}

/// Where `given` stands; every entry is compared to its end, so that time tells nothing.
fn place_of(kept: &VecDeque<String>, given: &str) -> Option<usize> {
    let mut found = None;
    for (place, one) in kept.iter().enumerate() {
        if bool::from(one.as_bytes().ct_eq(given.as_bytes())) {
            found = Some(place);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookie(set: &str) -> &str {
        set.split(';').next().unwrap_or_default()
    }

    #[test]
    fn a_token_opens_one_session_once() {
        let sessions = Sessions::new(4600);
        let token = sessions.one_time_token();
        assert_eq!(token.len(), 43, "256 bits in base64url");
        let set = sessions.open(&token).expect("the first use opens");
        assert!(sessions.admits([cookie(&set)].into_iter()), "{set}");
        assert_eq!(sessions.open(&token), None, "the second use does not");
    }

    #[test]
    fn several_addresses_open_several_sessions() {
        let sessions = Sessions::new(4600);
        let (one, two) = (sessions.one_time_token(), sessions.one_time_token());
        let set: Vec<_> = [&two, &one].iter().filter_map(|token| sessions.open(token)).collect();
        assert_eq!(set.len(), 2);
        assert!(set.iter().all(|set| sessions.admits([cookie(set)].into_iter())));
    }

    #[test]
    fn guesses_are_refused() {
        let sessions = Sessions::new(4600);
        let token = sessions.one_time_token();
        assert_eq!(sessions.open(""), None);
        assert_eq!(sessions.open(&token[..42]), None);
        assert!(!sessions.admits(["rolecall_session_4600="].into_iter()));
        assert!(!sessions.admits([format!("rolecall_session_4600={token}").as_str()].into_iter()));
    }

    #[test]
    fn the_cookie_of_another_port_admits_nobody() {
        let sessions = Sessions::new(4600);
        let set = sessions.open(&sessions.one_time_token()).expect("opens");
        let elsewhere = cookie(&set).replace("4600", "4601");
        assert!(!sessions.admits([elsewhere.as_str()].into_iter()));
        let among = format!("theme=dark; {}; x", cookie(&set));
        assert!(sessions.admits(["a=b", among.as_str()].into_iter()));
    }

    #[test]
    fn forgotten_tokens_do_not_pile_up() {
        let sessions = Sessions::new(4600);
        let first = sessions.one_time_token();
        for _ in 0..MOST_TOKENS {
            sessions.one_time_token();
        }
        assert_eq!(sessions.open(&first), None, "the oldest gave way");
    }
}
