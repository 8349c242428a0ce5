//! What Activity is told of a quarantine.

use super::keys::ConnectionKey;
use rolecall_store::{NewActivity, QuarantineRecord, QuarantineState};

/// The target that a connection is to; sources and push endpoints are none.
pub(super) fn target_of(key: &ConnectionKey) -> Option<String> {
    match key {
        ConnectionKey::Target(name) => Some(name.clone()),
        ConnectionKey::Source(_) | ConnectionKey::Push(_) => None,
    }
}

/// An entry by Rolecall itself on the connection `key`.
pub(super) fn told(
    key: &ConnectionKey,
    kind: &str,
    status: &str,
    record: &QuarantineRecord,
    at: i64,
) -> NewActivity {
    NewActivity {
        at,
        who: "Rolecall".to_owned(),
        kind: kind.to_owned(),
        status: status.to_owned(),
        person: None,
        rule: None,
        target: target_of(key),
        run: None,
        cause: None,
        detail: serde_json::json!({
            "connection": key.name(),
            "direction": key.direction(),
            "reason": record.reason.map(|reason| reason.to_string()),
            "sample": record.sample,
            "next": (record.state == QuarantineState::Held).then_some(record.until),
        }),
    }
}
