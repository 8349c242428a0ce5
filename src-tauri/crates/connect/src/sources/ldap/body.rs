//! A record as it is kept: what an entry said, as JSON.

use super::content::{Plan, What};
use super::dn::Dn;
use super::entry::{self, Entry};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rolecall_directory::LdapFlavour;
use serde_json::{Map, Value, json};

/// Where in a record attributes are; `dn` and `what` stand beside them.
pub(super) const ATTRIBUTES: &str = "attributes";

/// Bit 2 of `userAccountControl`: the account is disabled (MS-ADTS section 2.2.16).
const DISABLED: u64 = 0x2;
/// Between 1601 and 1970, in tenths of microseconds.
const EPOCH: i64 = 116_444_736_000_000_000;

/// The stable id of an entry; `None` when the server does not tell it.
pub(super) fn id_of(plan: &Plan, entry: &Entry) -> Option<String> {
    match plan.flavour {
        LdapFlavour::Ad => {
            let told = entry.values(plan.id).first().and_then(|bytes| entry::guid(bytes));
            told.or_else(|| entry.guid.clone())
        }
        LdapFlavour::Openldap => entry.text(plan.id).map(str::to_ascii_lowercase),
    }
}

/// The record of an entry. Values that are no text are written in base64.
pub(super) fn body_of(plan: &Plan, what: What, entry: &Entry) -> String {
    let wanted: &[String] = match what {
        What::Person => &plan.wanted,
        What::Group | What::Unit => &[],
    };
    let fixed: &[&str] = match what {
        What::Person => &[],
        What::Group => &["cn", "sAMAccountName", "objectSid"],
        What::Unit => &["ou"],
    };
    let mut attributes = Map::new();
    for name in wanted.iter().map(String::as_str).chain(fixed.iter().copied()) {
        let dated = plan.dates.iter().any(|date| date.eq_ignore_ascii_case(name));
        let mut values: Vec<Value> = entry
            .values(name)
            .iter()
            .filter_map(|value| text_of(name, value, dated))
            .map(Value::String)
            .collect();
        match values.len() {
            0 => {}
            1 => _ = attributes.insert(name.to_owned(), values.remove(0)),
            _ => _ = attributes.insert(name.to_owned(), Value::Array(values)),
        }
    }
    json!({"what": what.word(), "dn": entry.dn, ATTRIBUTES: attributes}).to_string()
}

fn text_of(name: &str, value: &[u8], dated: bool) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    if name.eq_ignore_ascii_case("objectSid") {
        return entry::sid(value);
    }
    if name.eq_ignore_ascii_case("objectGUID") {
        return entry::guid(value);
    }
    let text = match std::str::from_utf8(value) {
        Ok(text) if !text.chars().any(|sign| sign.is_control() && !"\t\r\n".contains(sign)) => text,
        _ => return Some(STANDARD.encode(value)),
    };
    if !dated {
        return Some(text.to_owned());
    }
    if is_never(text) {
        return None;
    }
    Some(instant(text).map_or_else(|| text.to_owned(), |instant| instant.to_string()))
}

/// Whether a count of time since 1601 means never (MS-ADA1 section 2.1).
fn is_never(text: &str) -> bool {
    matches!(text, "0" | "9223372036854775807")
}

/// The instant that is written as `20260131120000Z` (RFC 4517 section 3.3.13) or as a count of
/// tenths of microseconds since 1601.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    if text.len() >= 17 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let count: i64 = text.parse().ok()?;
        return Timestamp::from_microsecond(count.checked_sub(EPOCH)? / 10).ok();
    }
    let (digits, rest) = text.split_at_checked(14)?;
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let part = |from: usize| number(from, from + 2).and_then(|part| i8::try_from(part).ok());
    let (second, fraction) = (part(12)?, rest.trim_start_matches(|sign: char| ".,".contains(sign)));
    let zone = fraction.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let offset = match zone {
        "Z" => 0,
        _ => {
            let (sign, digits) = zone.split_at_checked(1)?;
            let hours: i32 = digits.get(..2)?.parse().ok()?;
            let minutes: i32 = digits.get(2..4).unwrap_or("00").parse().ok()?;
            let seconds = (hours * 60 + minutes) * 60;
            if sign == "-" { -seconds } else { seconds }
        }
    };
    let offset = jiff::tz::Offset::from_seconds(offset).ok()?;
    let date = DateTime::new(number(0, 4)?, part(4)?, part(6)?, part(8)?, part(10)?, second, 0);
    date.ok()?.to_zoned(TimeZone::fixed(offset)).ok().map(|zoned| zoned.timestamp())
}

/// One text of an attribute in a record.
pub(super) fn attribute<'r>(record: &'r Value, name: &str) -> Option<&'r str> {
    match record.get(ATTRIBUTES)?.get(name)? {
        Value::Array(values) => values.first().and_then(Value::as_str),
        one => one.as_str(),
    }
}

/// Whether the person of a record is active at `now`.
///
/// Active Directory: not disabled, and not expired. Others: not locked for good by an
/// administrator; a lock that a password policy sets for a while is none, or somebody who guesses
/// at passwords would take licences away: our decision.
pub(super) fn is_active(flavour: LdapFlavour, record: &Value, now: i64) -> bool {
    match flavour {
        LdapFlavour::Ad => {
            let control = attribute(record, "userAccountControl");
            let control = control.and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
            let expires = attribute(record, "accountExpires").filter(|text| !is_never(text));
            let expired = expires.and_then(instant).is_some_and(|at| at.as_millisecond() <= now);
            control & DISABLED == 0 && !expired
        }
        LdapFlavour::Openldap => {
            let locked = attribute(record, "pwdAccountLockedTime");
            let switched_off = attribute(record, "nsAccountLock");
            locked.is_none_or(|at| !at.starts_with("000001010000"))
                && switched_off.is_none_or(|text| !text.eq_ignore_ascii_case("true"))
        }
    }
}

/// What a person signs in by where the map does not say.
pub(super) fn login(flavour: LdapFlavour, record: &Value) -> &str {
    let names: &[&str] = match flavour {
        LdapFlavour::Ad => &["userPrincipalName", "sAMAccountName"],
        LdapFlavour::Openldap => &["uid"],
    };
    names.iter().find_map(|name| attribute(record, name)).unwrap_or_default()
}

/// The org unit of a record, from its place in the tree.
pub(super) fn org_unit(plan: &Plan, record: &Value) -> Option<String> {
    let dn = record.get("dn").and_then(Value::as_str)?;
    Dn::parse(dn)?.org_unit(&plan.base)
}

/// The name of a group; `None` of a unit.
pub(super) fn group_name(record: &Value) -> Option<String> {
    if record.get("what").and_then(Value::as_str) != Some(What::Group.word()) {
        return None;
    }
    let named = ["cn", "sAMAccountName"].iter().find_map(|name| attribute(record, name));
    named.map(str::to_owned)
}

/// The record with another name in the tree.
pub(super) fn moved(body: &str, dn: &str) -> Option<String> {
    let mut record: Value = serde_json::from_str(body).ok()?;
    record.as_object_mut()?.insert("dn".to_owned(), Value::String(dn.to_owned()));
    Some(record.to_string())
}

#[cfg(test)]
mod tests {
    use super::{instant, is_active};
    use proptest::prelude::*;
    use rolecall_directory::LdapFlavour;
    use serde_json::json;

    fn at(text: &str) -> String {
        instant(text).map_or_else(String::new, |instant| instant.to_string())
    }

    #[test]
    fn instants_are_read_as_directories_write_them() {
        assert_eq!(at("20260131120000Z"), "2026-01-31T12:00:00Z");
        assert_eq!(at("20260131120000.0Z"), "2026-01-31T12:00:00Z", "a fraction");
        assert_eq!(at("20260131120000+0130"), "2026-01-31T10:30:00Z", "another zone");
        assert_eq!(at("133801632000000000"), "2025-01-01T00:00:00Z", "counted since 1601");
        assert_eq!(at("20261331120000Z"), "", "no such month");
    }

    #[test]
    fn who_is_locked_out_for_a_while_stays_active() {
        let person = |name: &str, value: &str| json!({"attributes": {name: value}});
        let old = |name, value| is_active(LdapFlavour::Openldap, &person(name, value), 0);
        assert!(!old("pwdAccountLockedTime", "000001010000Z"), "by an administrator");
        assert!(old("pwdAccountLockedTime", "20261122150000Z"), "by wrong passwords");
        assert!(!old("nsAccountLock", "TRUE") && old("nsAccountLock", "false"));
        let ad = |name, value| is_active(LdapFlavour::Ad, &person(name, value), 1_735_689_600_000);
        assert!(ad("userAccountControl", "512") && !ad("userAccountControl", "514"));
        assert!(ad("accountExpires", "0") && ad("accountExpires", "9223372036854775807"));
        assert!(!ad("accountExpires", "133801632000000000"), "at this very instant");
        assert!(ad("accountExpires", "133801632010000000"), "a second later");
    }

    proptest! {
        #[test]
        fn any_text_is_an_instant_or_none(text in ".{0,30}") {
            let _ = instant(&text);
        }
    }
}
