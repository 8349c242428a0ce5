//! The suites of tests: how each is started and where its count is read.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use crate::command;
use crate::house::House;
use crate::tally::Form;

/// A part of the tests that can be run by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// What `cargo xtask check` looks at
    Checks,
    /// Unit, property and integration tests of the crates
    Rust,
    /// Unit tests of the interface
    Ui,
    /// The interface in a browser against the real engine
    Browser,
    /// The real window
    Window,
    /// Counterparts that nobody here wrote, and an independent reckoning of plans
    Peers,
}

impl Suite {
    /// All suites, in the order that finds most trouble soonest.
    pub const ALL: [Self; 6] =
        [Self::Checks, Self::Rust, Self::Ui, Self::Browser, Self::Window, Self::Peers];

    /// Whether its tests start the built programs.
    pub fn starts_programs(self) -> bool {
        matches!(self, Self::Browser | Self::Window | Self::Peers)
    }

    /// Whether it needs more than the interface's packages.
    pub fn needs_system(self) -> bool {
        self != Self::Ui
    }
}

/// What every suite finds in its environment.
pub struct Surroundings {
    path: OsString,
}

impl Surroundings {
    /// The surroundings with the counterparts' programs in front of the PATH.
    pub fn new(peers: &Path) -> Result<Self> {
        Ok(Self { path: command::path_with(peers)? })
    }

    /// Lets a suite find the programs, and insist on its counterparts.
    fn give(&self, house: &House, command: &mut Command) {
        command
            .env("PATH", &self.path)
            .env("ROLECALL_REQUIRE_PEERS", "1")
            .env("ROLECALL_BIN", house.program("debug", "rolecall"))
            .env("ROLECALLCTL_BIN", house.program("debug", "rolecallctl"))
            .env("CARGO_TERM_COLOR", "never")
            .env("NO_COLOR", "1");
    }
}

/// One program that runs tests.
pub struct Runner {
    /// What the summary calls it.
    pub name: &'static str,
    /// How its count is written.
    pub form: Form,
    /// What starts it.
    pub command: Command,
}

/// The programs that run a suite; none where this platform has no way to.
pub fn runners(
    suite: Suite,
    alone: bool,
    house: &House,
    surroundings: &Surroundings,
) -> Result<Vec<Runner>> {
    let mut runners = match suite {
        Suite::Checks => Vec::new(),
        Suite::Rust => vec![Runner {
            name: "rust",
            form: Form::Nextest,
            command: nextest(house, &surroundings.path, &[]),
        }],
        Suite::Ui => vec![script(house, "ui", "test", Form::Vitest)],
        Suite::Browser => vec![script(house, "browser", "test:browser", Form::Plain)],
        Suite::Window if cfg!(target_os = "linux") => {
            vec![Runner { name: "window", form: Form::Plain, command: on_own_display(house) }]
        }
        Suite::Window => Vec::new(),
        Suite::Peers => peers(house, alone, surroundings),
    };
    for runner in &mut runners {
        surroundings.give(house, &mut runner.command);
    }
    Ok(runners)
}

fn peers(house: &House, alone: bool, surroundings: &Surroundings) -> Vec<Runner> {
    let mut runners = Vec::new();
    if alone {
        // In a whole run these are among the Rust tests; their names say `peer`.
        let command = nextest(house, &surroundings.path, &["-E", "test(peer)"]);
        runners.push(Runner { name: "peers", form: Form::Nextest, command });
    }
    for (name, script) in [("providers", "tests/peers/run.py"), ("oracle", "tests/oracle/run.py")] {
        let mut command = limited("python3");
        command.current_dir(&house.root).arg(script);
        runners.push(Runner { name, form: Form::Plain, command });
    }
    runners
}

fn nextest(house: &House, path: &OsString, filter: &[&str]) -> Command {
    let mut command = command::cargo(house);
    command.args(["nextest", "run", "--profile", "ci", "--workspace"]).args(filter);
    for feature in house.desktop_features() {
        command.args(["--features", &feature]);
    }
    command.env("PATH", path);
    command
}

fn script(house: &House, name: &'static str, script: &str, form: Form) -> Runner {
    let mut command = limited(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(house.interface()).args(["run", script]);
    Runner { name, form, command }
}

/// The window's tests on a display and a session bus of their own.
fn on_own_display(house: &House) -> Command {
    let mut command = limited("xvfb-run");
    command.current_dir(house.interface());
    command.args(["--auto-servernum", "--server-args=-screen 0 1280x1024x24"]);
    command.args(["dbus-run-session", "--", "npm", "run", "test:window"]);
    command
}

/// A command that is ended after a quarter of an hour, so that nothing hangs for ever.
fn limited(program: &str) -> Command {
    if command::on_path("timeout").is_none() || !cfg!(target_os = "linux") {
        return Command::new(program);
    }
    let mut command = Command::new("timeout");
    command.args(["--kill-after=15", "900", program]);
    command
}
