//! Writes the contract's TypeScript into the UI, or with `--check` tells whether it is up to date.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../ui/src/platform/generated/contract.ts");
    let text = rolecall_contract::typescript();
    if std::env::args().any(|argument| argument == "--check") {
        let current = std::fs::read_to_string(&path).unwrap_or_default();
        return if current == text { ExitCode::SUCCESS } else { ExitCode::from(1) };
    }
    let written = path
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&path, text));
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
