//! The address of the Reports API: activities of administrators.

use super::answer::Refusal;
use super::console::Console;
use super::routes::{Answered, page};
use crate::front::Asked;
use jiff::Timestamp;
use serde_json::Value;

/// The scope that it wants.
pub const AUDIT: &str = "https://www.googleapis.com/auth/admin.reports.audit.readonly";
/// So far back it goes, in milliseconds: 180 days.
const REACHES: i64 = 180 * 24 * 60 * 60 * 1000;

/// What is below `activity/`.
pub(super) fn answer(console: &Console, below: &str, asked: &Asked) -> Answered {
    let rights = console.front.rights(&asked.headers).ok_or_else(|| {
        Refusal::new(401, "authError", "Request had invalid authentication credentials.")
    })?;
    if !rights.iter().any(|scope| scope == AUDIT) {
        let words = "Request had insufficient authentication scopes.";
        return Err(Refusal::new(403, "insufficientPermissions", words));
    }
    if below != "users/all/applications/admin" {
        return Err(Refusal::new(404, "notFound", "Not Found"));
    }
    let invalid = |what: &str| Refusal::new(400, "invalid", &format!("Invalid value: {what}"));
    match asked.query.get("customerId").map(String::as_str) {
        None | Some("my_customer") => {}
        Some(id) if id == console.customer_id => {}
        Some(_) => return Err(invalid("customerId")),
    }
    let now = console.customer().log.now();
    let moment = |name: &str, otherwise: i64| match asked.query.get(name) {
        None => Ok(otherwise),
        Some(text) => {
            let moment = text.parse::<Timestamp>().map_err(|_| invalid(name))?;
            Ok(moment.as_millisecond())
        }
    };
    let (from, until) = (moment("startTime", now - REACHES)?, moment("endTime", now)?);
    if from > now || from > until {
        return Err(invalid("startTime"));
    }
    let most = asked.query.get("maxResults").map(|text| text.parse::<usize>());
    if most.is_some_and(|most| most.is_ok_and(|most| most == 0 || most > 1000)) {
        return Err(invalid("maxResults"));
    }
    let name = asked.query.get("eventName").map(String::as_str);
    let between = (from.max(now - REACHES), until);
    let all = console.customer().log.activities(between, name, &console.customer_id);
    let kinds = ("admin#reports#activities", "items");
    page(asked, kinds, &all, console.log_page_most, Value::clone)
}
