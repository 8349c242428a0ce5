//! `contract-types FILE` writes the contract's TypeScript to FILE; with `--check` it tells by its
//! exit code whether FILE is up to date.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (options, files): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let Some(path) = files.first().map(PathBuf::from) else { return ExitCode::from(2) };
    let text = rolecall_contract::typescript();
    if options.iter().any(|option| option == "--check") {
        let current = std::fs::read_to_string(&path).unwrap_or_default();
        return ExitCode::from(u8::from(current != text));
    }
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = folder.and_then(|()| std::fs::write(&path, text));
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
