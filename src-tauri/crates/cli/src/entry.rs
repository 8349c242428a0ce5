//! Entering in Activity what somebody did here.

use crate::print;
use rolecall_engine::{Clock, SystemClock};
use rolecall_store::NewActivity;
use serde_json::Value;

/// Now, in milliseconds since 1970 (UTC).
pub fn now() -> i64 {
    SystemClock.now_ms()
}

/// An entry of `kind`, now, by whoever runs this command.
pub fn entry(kind: &str, detail: Value) -> NewActivity {
    NewActivity {
        at: now(),
        who: print::who(),
        kind: kind.to_owned(),
        status: "ok".to_owned(),
        person: None,
        rule: None,
        target: None,
        run: None,
        cause: None,
        detail,
    }
}
