//! Reading a command as a host receives it.

use crate::{AppError, COMMAND_NAMES, Command};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

impl Command {
    /// Reads `{"name": ..., "args": ...}`; `args` may be absent where a command takes nothing.
    ///
    /// # Errors
    /// `unknown_command` when there is no command of that name, `malformed` when there is no name
    /// or the arguments are not those of the command.
    pub fn read(mut message: Value) -> Result<Self, AppError> {
        let Some(name) = message.get("name").and_then(Value::as_str).map(str::to_owned) else {
            return Err(AppError::new(
                "malformed",
                "A command could not be read: it has no name. Send {\"name\": ..., \"args\": ...}.",
            ));
        };
        if !COMMAND_NAMES.contains(&name.as_str()) {
            let message = format!(
                "There is no command \"{name}\" in this version of Rolecall. Reload the page; it may be from another version."
            );
            return Err(AppError::new("unknown_command", message).with("name", name));
        }
        if message.get("args").is_none_or(Value::is_null) {
            message["args"] = json!({});
        }
        serde_json::from_value(message).map_err(|error| {
            let text = format!("The arguments of \"{name}\" could not be read: {error}.");
            AppError::new("malformed", text).with("name", name)
        })
    }
}

/// Reads one of the words that `T` has; `otherwise` where none is given.
///
/// # Errors
/// `malformed` for a word that `T` does not have: `refusal` and the word.
pub(crate) fn word<T: DeserializeOwned>(
    word: Option<&str>,
    otherwise: T,
    refusal: &str,
) -> Result<T, AppError> {
    let Some(word) = word else { return Ok(otherwise) };
    serde_json::from_value(json!(word))
        .map_err(|_| AppError::new("malformed", format!("{refusal} \"{word}\".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_may_be_left_out_where_there_are_none() {
        for message in [
            json!({"name": "overview.get"}),
            json!({"name": "overview.get", "args": null}),
            json!({"name": "overview.get", "args": {}}),
        ] {
            let command = Command::read(message.clone());
            assert!(matches!(command, Ok(Command::OverviewGet(_))), "{message}: {command:?}");
        }
    }

    #[test]
    fn arguments_reach_the_command() {
        match Command::read(json!({"name": "sync.switch", "args": {"on": true}})) {
            Ok(Command::SyncSwitch(request)) => assert!(request.on),
            other => panic!("read as {other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let code = |message| Command::read(message).map(|_| ()).map_err(|error| error.code);
        assert_eq!(code(json!({"name": "rules.lost"})), Err("unknown_command".to_owned()));
        assert_eq!(code(json!({"name": "sync.switch"})), Err("malformed".to_owned()));
        assert_eq!(
            code(json!({"name": "sync.switch", "args": {"on": "yes"}})),
            Err("malformed".to_owned())
        );
        assert_eq!(code(json!({"args": {}})), Err("malformed".to_owned()));
        assert_eq!(code(json!("overview.get")), Err("malformed".to_owned()));
    }

    #[test]
    fn every_name_in_the_list_is_known() {
        for name in COMMAND_NAMES {
            if let Err(error) = Command::read(json!({"name": name})) {
                assert_eq!(error.code, "malformed", "{name} lacks arguments, not existence");
            }
        }
    }
}
