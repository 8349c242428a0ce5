//! What ends by itself: certificates, secrets, tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

/// A day, in seconds.
const DAY: i64 = 24 * 60 * 60;
/// What ends within so many seconds is warned of.
const SOON: i64 = 30 * DAY;

/// A warning that `what` ends at `ends` (seconds since 1970, UTC) or has ended, and what to do
/// `next`; `None` while there is time.
#[must_use]
pub fn ending(what: &str, next: &str, ends: i64, now: i64) -> Option<String> {
    let left = ends - now;
    match left {
        ..=0 => Some(format!("{what} has ended; {next}")),
        1..DAY => Some(format!("{what} ends within a day; {next}")),
        DAY..=SOON => {
            let days = left / DAY;
            let word = if days == 1 { "day" } else { "days" };
            Some(format!("{what} ends in {days} {word}; {next}"))
        }
        _ => None,
    }
}

/// When a token ends by its own word, in seconds since 1970 (UTC): where it is a JSON Web Token
/// with an expiration time (RFC 7519 section 4.1.4). Its signature is not looked at.
#[must_use]
pub fn token_ends(token: &SecretString) -> Option<i64> {
    let mut parts = token.expose_secret().trim().split('.');
    let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    claims["exp"].as_i64()
}

/// A warning that a sign-in's new token is not kept.
pub(super) fn unkept(reason: &str) -> String {
    format!(
        "the vendor gave a new token for the sign-in, and it could not be kept: {reason}. It serves \
         until Rolecall ends; let secrets be kept, then sign in again"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_is_warned_of_for_thirty_days_and_after() {
        let told =
            |left: i64| ending("the key", "make a new one", 1_000_000_000 + left, 1_000_000_000);
        assert_eq!(told(31 * DAY), None, "there is time");
        assert_eq!(told(30 * DAY).unwrap(), "the key ends in 30 days; make a new one");
        assert_eq!(told(DAY).unwrap(), "the key ends in 1 day; make a new one");
        assert_eq!(told(DAY - 1).unwrap(), "the key ends within a day; make a new one");
        assert_eq!(told(0).unwrap(), "the key has ended; make a new one");
    }

    #[test]
    fn a_token_that_tells_its_end_is_read() {
        let claims = URL_SAFE_NO_PAD.encode(r#"{"sub":"rolecall","exp":1795000000}"#);
        let token = SecretString::from(format!("e30.{claims}.c2lnbmF0dXJl\n"));
        assert_eq!(token_ends(&token), Some(1_795_000_000));
        for plain in ["00token", "a.b.c", "e30.e30.x", ""] {
            assert_eq!(token_ends(&SecretString::from(plain)), None, "{plain}");
        }
    }
}
