//! What ends by itself: certificates, secrets, tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

/// A day, in seconds.
const DAY: i64 = 24 * 60 * 60;
/// What ends within so many seconds is warned of.
const SOON: i64 = 30 * DAY;

/// How many whole days are left until `ends` (seconds since 1970, UTC) where that is soon: 0 on the
/// last one, -1 when it is over; `None` while there is time.
#[must_use]
pub fn days_left(ends: i64, now: i64) -> Option<i64> {
    match ends - now {
        ..=0 => Some(-1),
        left @ 1..=SOON => Some(left / DAY),
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_is_warned_of_for_thirty_days_and_after() {
        let told = |left: i64| days_left(1_000_000_000 + left, 1_000_000_000);
        assert_eq!(told(30 * DAY + 1), None, "there is time");
        assert_eq!(told(30 * DAY), Some(30));
        assert_eq!(told(DAY), Some(1));
        assert_eq!(told(DAY - 1), Some(0), "within a day");
        assert_eq!(told(0), Some(-1), "it has ended");
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
