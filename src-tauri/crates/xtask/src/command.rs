//! Running other programs: shown before they start, heard while they run.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::house::House;

/// What a program said, line by line, and how it ended.
pub struct Heard {
    /// Its exit status.
    pub status: ExitStatus,
    /// Its output and errors in the order they came.
    pub lines: Vec<String>,
}

/// The cargo that started this task.
pub fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Cargo in the clone, without what the outer cargo said about this crate.
pub fn cargo(house: &House) -> Command {
    let mut command = Command::new(cargo_program());
    command.current_dir(&house.root);
    for (name, _) in env::vars_os() {
        let about_this_crate = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
                || name == "CARGO_PRIMARY_PACKAGE"
        });
        if about_this_crate {
            command.env_remove(name);
        }
    }
    command
}

/// The npm in the interface's folder.
pub fn npm(house: &House) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(house.interface()).env("npm_config_fund", "false");
    command.env("npm_config_update_notifier", "false");
    command
}

/// Shows the command and runs it; an exit code other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command.status().with_context(|| format!("starting `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` ended with {status}");
    }
    Ok(())
}

/// Runs the command unseen and tells whether it succeeded; a program that is missing did not.
pub fn succeeds(command: &mut Command) -> bool {
    let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    silent.status().is_ok_and(|status| status.success())
}

/// Runs the command unseen and returns its standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let done = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let done = done.with_context(|| format!("starting `{shown}`"))?;
    if !done.status.success() {
        bail!("`{shown}` ended with {}", done.status);
    }
    String::from_utf8(done.stdout).with_context(|| format!("reading what `{shown}` printed"))
}

/// Shows the command and runs it, repeating and remembering each line it prints.
pub fn hear(command: &mut Command) -> Result<Heard> {
    let shown = shown(command);
    println!("$ {shown}");
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().with_context(|| format!("starting `{shown}`"))?;
    let (sender, receiver) = mpsc::channel();
    repeat(child.stdout.take(), sender.clone());
    repeat(child.stderr.take(), sender);
    let status = thread::spawn(move || child.wait());
    let mut lines = Vec::new();
    let mut ended = None;
    // A server that the program left behind may hold its output open for ever.
    while ended.is_none_or(|at: Instant| at.elapsed() < LAST_WORDS) {
        match receiver.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => lines.push(line),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                ended = ended.or_else(|| status.is_finished().then(Instant::now));
            }
        }
    }
    let Ok(status) = status.join() else { bail!("waiting for `{shown}` failed") };
    Ok(Heard { status: status.with_context(|| format!("waiting for `{shown}`"))?, lines })
}

/// How long the output of a program that has ended is still listened to.
const LAST_WORDS: Duration = Duration::from_secs(3);

fn repeat(from: Option<impl Read + Send + 'static>, to: Sender<String>) {
    let Some(from) = from else { return };
    thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
            println!("{line}");
            if to.send(line).is_err() {
                break;
            }
        }
    });
}

/// The path of a program that the shell would find.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A PATH with `folder` in front.
pub fn path_with(folder: &Path) -> Result<OsString> {
    let present = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(env::split_paths(&present));
    env::join_paths(folders).context("putting together a PATH")
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy();
    let arguments = command.get_args().map(|argument| match argument.to_string_lossy() {
        text if text.contains(' ') => format!("'{text}'"),
        text => text.into_owned(),
    });
    std::iter::once(program.into_owned()).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_are_heard_and_the_status_kept() {
        let heard =
            hear(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        let mut lines = heard.lines;
        lines.sort();
        assert_eq!(lines, ["err", "out"]);
        assert_eq!(heard.status.code(), Some(3));
    }

    #[test]
    fn a_server_left_behind_holds_nobody_up() {
        let started = Instant::now();
        let heard = hear(Command::new("sh").args(["-c", "sleep 30 & echo done"])).unwrap();
        assert_eq!(heard.lines, ["done"]);
        assert!(started.elapsed() < Duration::from_secs(20), "it waited for the server");
    }
}
