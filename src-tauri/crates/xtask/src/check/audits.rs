//! Licences and advisories of what we build on.

use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Verdict;
use crate::command;
use crate::house::House;

/// Licences, bans, sources and advisories of the crates, as `deny.toml` says.
pub fn crates(house: &House) -> Result<Verdict> {
    if !command::succeeds(command::cargo(house).args(["deny", "--version"])) {
        let why = "cargo-deny is not installed (`cargo install --locked cargo-deny`)";
        return Ok(Verdict::Skipped(why.to_owned()));
    }
    let mut local = command::cargo(house);
    command::run(local.args(["deny", "check", "bans", "licenses", "sources"]))?;
    let heard = command::hear(command::cargo(house).args(["deny", "check", "advisories"]))?;
    if heard.status.success() {
        return Ok(Verdict::Held);
    }
    let unreachable =
        heard.lines.iter().any(|line| line.contains("failed to fetch advisory database"));
    Ok(if unreachable {
        Verdict::Skipped("the advisory database cannot be reached; the licences hold".to_owned())
    } else {
        Verdict::Broken(vec![
            "an advisory names a crate in use; update it or give a reason in deny.toml".to_owned(),
        ])
    })
}

/// Known faults of the npm packages that are shipped.
pub fn npm(house: &House) -> Result<Verdict> {
    let mut audit = command::npm(house);
    audit.args(["audit", "--omit=dev", "--json", "--fetch-retries=0"]).stderr(Stdio::null());
    let told = audit.output().context("starting `npm audit`")?;
    Ok(read(&serde_json::from_slice(&told.stdout).unwrap_or_default()))
}

/// An answer without a report is a registry that was not reached, not a clean one.
fn read(told: &Value) -> Verdict {
    let Some(found) = told.get("vulnerabilities").and_then(Value::as_object) else {
        let why = told.get("message").and_then(Value::as_str).unwrap_or("npm gave no report");
        return Verdict::Skipped(format!("the registry gave no audit: {why}"));
    };
    if found.is_empty() {
        return Verdict::Held;
    }
    let severity = |value: &Value| value.get("severity").and_then(Value::as_str).map(str::to_owned);
    Verdict::Broken(
        found
            .iter()
            .map(|(name, value)| format!("{name}: {}", severity(value).unwrap_or_default()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_report_is_believed_and_silence_is_not() {
        let clean = json!({"auditReportVersion": 2, "vulnerabilities": {}});
        assert!(matches!(read(&clean), Verdict::Held));
        let bad = json!({"vulnerabilities": {"left": {"severity": "high"}}});
        assert!(matches!(read(&bad), Verdict::Broken(lines) if lines == ["left: high"]));
        let offline = json!({"message": "request failed", "error": {}});
        assert!(matches!(read(&offline), Verdict::Skipped(why) if why.contains("request failed")));
        assert!(matches!(read(&Value::Null), Verdict::Skipped(_)));
    }
}
