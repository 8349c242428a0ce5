//! Vendors' own clients in Python, spoken with over standard input and output.

use serde_json::Value;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// The Python that has `module`: where `cargo xtask setup` puts it. None, said so, where peers are
/// not required.
pub fn python(module: &str) -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")));
    let python = cache?.join("rolecall/peers/bin/python");
    let has_client = std::process::Command::new(&python)
        .args(["-c", &format!("import {module}")])
        .output()
        .is_ok_and(|told| told.status.success());
    if !has_client {
        let required = std::env::var_os("ROLECALL_REQUIRE_PEERS").is_some();
        assert!(!required, "the module {module} is missing; run `cargo xtask setup`");
        println!("the module {module} is missing: nothing was tested");
    }
    has_client.then_some(python)
}

/// A script that tells a line of JSON, and goes on when it is told a line.
pub struct Dialogue {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Dialogue {
    pub fn start(mut command: Command) -> Self {
        command.env("NO_PROXY", "127.0.0.1").kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, input, output }
    }

    /// What it tells next.
    pub async fn hear(&mut self) -> Value {
        if let Some(line) = self.output.next_line().await.unwrap() {
            return serde_json::from_str(&line).unwrap();
        }
        let mut words = String::new();
        let error = self.child.stderr.as_mut().unwrap();
        error.read_to_string(&mut words).await.unwrap();
        unreachable!("the client ended: {words}");
    }

    /// What it tells after it was told to go on.
    pub async fn answer(&mut self, line: &str) -> Value {
        self.input.write_all(format!("{line}\n").as_bytes()).await.unwrap();
        self.input.flush().await.unwrap();
        self.hear().await
    }

    /// Waits for its good end.
    pub async fn end(mut self) {
        drop(self.input);
        let ended = self.child.wait().await.unwrap();
        assert!(ended.success(), "the client ended with {ended}");
    }
}
