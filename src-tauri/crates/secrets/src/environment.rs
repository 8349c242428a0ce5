//! Secrets that a server's environment hands to the process.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;

use secrecy::SecretString;

use crate::{Result, SecretError, SecretName, SecretStore};

/// Reads `ROLECALL_SECRET_<NAME>` variables; cannot be written. A variable that is set but empty
/// counts as not set.
pub struct Environment {
    held: BTreeMap<SecretName, Option<SecretString>>,
}

impl Environment {
    /// Takes the secrets out of this process's environment as it is now.
    pub fn of_process() -> Self {
        Self::of(std::env::vars_os())
    }

    /// Takes the secrets out of the given variables.
    pub fn of(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let held = variables
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .filter_map(|(variable, value)| Some((name_of(&variable)?, text_of(&value))))
            .collect();
        Self { held }
    }

    /// Tells whether the environment holds this secret.
    pub fn holds(&self, name: &SecretName) -> bool {
        self.held.contains_key(name)
    }
}

fn name_of(variable: &OsStr) -> Option<SecretName> {
    let variable = variable.to_str()?;
    // Windows compares the names of variables without case.
    if cfg!(windows) {
        SecretName::of_variable(&variable.to_ascii_uppercase())
    } else {
        SecretName::of_variable(variable)
    }
}

fn text_of(value: &OsStr) -> Option<SecretString> {
    value.to_str().map(|text| SecretString::from(Box::<str>::from(text)))
}

impl SecretStore for Environment {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>> {
        match self.held.get(name) {
            None => Ok(None),
            Some(Some(value)) => Ok(Some(value.clone())),
            Some(None) => Err(SecretError::NotText { name: name.clone(), place: name.variable() }),
        }
    }

    fn set(&self, name: &SecretName, _: &SecretString) -> Result<()> {
        Err(SecretError::ReadOnly { name: name.clone(), variable: name.variable() })
    }

    fn remove(&self, name: &SecretName) -> Result<bool> {
        Err(SecretError::ReadOnly { name: name.clone(), variable: name.variable() })
    }

    fn list(&self) -> Result<Vec<SecretName>> {
        Ok(self.held.keys().cloned().collect())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.held.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::of(variables.iter().map(|(k, v)| (OsString::from(k), OsString::from(v))))
    }

    #[test]
    fn only_variables_of_the_prefix_are_secrets() {
        let environment = environment(&[
            ("ROLECALL_SECRET_OKTA_EU", "tok en\n"),
            ("ROLECALL_SECRET_EMPTY", ""),
            ("ROLECALL_HOME", "/srv"),
            ("OKTA", "x"),
        ]);
        let name = SecretName::new("okta-eu").unwrap();
        assert_eq!(environment.list().unwrap(), std::slice::from_ref(&name));
        let value = environment.get(&name).unwrap().unwrap();
        assert_eq!(value.expose_secret(), "tok en\n", "the value is taken as it is");
        let empty = SecretName::new("empty").unwrap();
        assert!(environment.get(&empty).unwrap().is_none(), "empty counts as not set");
        assert!(!format!("{environment:?}").contains("tok"), "Debug shows names only");
    }

    #[test]
    fn it_cannot_be_written() {
        let environment = environment(&[]);
        let name = SecretName::new("okta").unwrap();
        let error = environment.set(&name, &SecretString::from("x")).unwrap_err();
        assert_eq!(error.code(), "secret_read_only");
        assert!(error.to_string().contains("ROLECALL_SECRET_OKTA"), "{error}");
        assert_eq!(environment.remove(&name).unwrap_err().code(), "secret_read_only");
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_not_text_is_named_and_not_shown() {
        use std::os::unix::ffi::OsStringExt;
        let broken = OsString::from_vec(b"marked\xff".to_vec());
        let environment = Environment::of([(OsString::from("ROLECALL_SECRET_A"), broken)]);
        let error = environment.get(&SecretName::new("a").unwrap()).unwrap_err();
        assert_eq!(error.code(), "secret_not_text");
        assert!(!format!("{error:?} {error}").contains("marked"), "{error:?}");
    }
}
