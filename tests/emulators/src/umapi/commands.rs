//! The commands of a request, as clients write them.

use serde::Deserialize;
use serde_json::{Map, Value};

/// A command: whom it is about and what is done, step by step.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Command {
    pub(crate) user: Option<String>,
    /// Needed when the user is named by a username that is no address.
    pub(crate) domain: Option<String>,
    pub(crate) usergroup: Option<String>,
    #[serde(rename = "requestID")]
    pub(crate) request_id: Option<String>,
    #[serde(rename = "do")]
    pub(crate) steps: Vec<Map<String, Value>>,
}

/// Why a step failed: the documented code and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// A refusal with `code`.
pub(crate) fn refuse<T>(code: &'static str, message: impl Into<String>) -> Result<T, Refused> {
    Err(Refused { code, message: message.into() })
}

const CREATES: [&str; 4] =
    ["addAdobeID", "createEnterpriseID", "createFederatedID", "createUserGroup"];

/// Checks the order of steps: one create and first, one `removeFromOrg` and last.
pub(crate) fn check_order(command: &Command) -> Result<(), (usize, Refused)> {
    let last = command.steps.len().saturating_sub(1);
    for (place, step) in command.steps.iter().enumerate() {
        let has = |names: &[&str]| names.iter().any(|name| step.contains_key(*name));
        if has(&CREATES) && place > 0 {
            let message = "A create has to be the first step of its command".to_owned();
            return Err((place, Refused { code: "error.command.create.not_first", message }));
        }
        if has(&["removeFromOrg"]) && place < last {
            let code = "error.command.removefromorg.not_last";
            let message = "removeFromOrg has to be the last step of its command".to_owned();
            return Err((place, Refused { code, message }));
        }
    }
    Ok(())
}

/// The text in `of` called `name`, at most `most` characters.
pub(crate) fn text(of: &Value, name: &str, most: usize) -> Result<Option<String>, Refused> {
    match of.get(name).and_then(Value::as_str) {
        Some(text) if text.chars().count() > most => {
            refuse("error.command.string.too_long", format!("{name} is longer than {most}"))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

/// The names listed under `name`, at most ten.
pub(crate) fn names(of: &Value, name: &str) -> Result<Vec<String>, Refused> {
    let listed = of.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if listed.len() > 10 {
        let message = format!("{} entries in {name}; ten are the most", listed.len());
        return refuse("error.command.add_remove.list_too_long", message);
    }
    Ok(listed.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect())
}
