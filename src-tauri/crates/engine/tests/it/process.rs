//! This test binary as a process of its own, which runs a sync and can be killed.

use crate::world::{SOURCE_SECRET, engine, order};
use rand::Rng;
use rolecall_engine::{Phase, RunControl, SystemClock, load_configuration};
use rolecall_store::Store;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// Names the folder to the child process.
const CHILD: &str = "ROLECALL_ENGINE_TEST_CHILD";

/// A sync in a process of its own.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    /// Starts a sync of the configuration in `dir`.
    pub fn start(dir: &Path) -> Self {
        Self::spawn(dir, Command::new(std::env::current_exe().unwrap()))
    }

    /// The same with this secret of its source.
    pub fn start_with(dir: &Path, secret: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env(SOURCE_SECRET, secret);
        Self::spawn(dir, command)
    }

    /// The same, where no file can grow beyond so many KiB: what follows is refused, as by a disk
    /// that is full.
    pub fn start_bounded(dir: &Path, kib: u32) -> Self {
        let mut shell = Command::new("bash");
        shell.args(["-c", &format!("ulimit -f {kib} && trap '' XFSZ && exec \"$0\" \"$@\"")]);
        shell.arg(std::env::current_exe().unwrap());
        Self::spawn(dir, shell)
    }

    /// Whether this account may mount a disk of its own.
    pub fn can_have_small_disk() -> bool {
        let mount = "mount -t tmpfs -o size=64k none /mnt";
        let tried = Command::new("unshare").args(["-rm", "bash", "-c", mount]).output();
        tried.is_ok_and(|tried| tried.status.success())
    }

    /// Starts a sync whose workspace is on a disk of so many KiB, which nobody else sees. It begins
    /// with what stands in `dir`, and what it leaves is in `dir/after`.
    pub fn start_on_small_disk(dir: &Path, kib: u32) -> Self {
        let mut shell = Command::new("unshare");
        shell.args(["-rm", "bash", "-c"]).arg(format!(
            "set -e; cd {dir}; mkdir after; cp config.toml users.csv after; cp -r state before; \
             mount -t tmpfs -o size={kib}k none state; cp before/* state; \
             \"$0\" \"$@\"; cp -r state after/state",
            dir = dir.display()
        ));
        shell.arg(std::env::current_exe().unwrap());
        Self::spawn(dir, shell)
    }

    /// Waits for its end; answers how many steps it reported done, or why it could not go on.
    pub fn end(mut self) -> Result<usize, String> {
        let lines: Vec<String> = self.lines.iter().collect();
        let status = self.child.wait().unwrap();
        assert!(status.success(), "the child ended badly: {status}");
        let told = lines.iter().find_map(|line| Some(line.split_once("ended: ")?.1));
        let failed = lines.iter().find_map(|line| Some(line.split_once("stopped: ")?.1));
        match (told.and_then(|told| told.strip_suffix(" done")?.parse().ok()), failed) {
            (Some(done), _) => Ok(done),
            (None, Some(words)) => Err(words.to_owned()),
            (None, None) => panic!("the child said nothing: {lines:?}"),
        }
    }

    fn spawn(dir: &Path, mut command: Command) -> Self {
        let mut child = command
            .args(["process::a_sync_ends_by_itself", "--exact", "--nocapture"])
            .env(CHILD, dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// Waits until the child says `word`; tells whether it did before it ended.
    pub fn says(&self, word: &str) -> bool {
        self.lines.iter().any(|line| line.contains(word))
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Stops it in its tracks, as when the machine sleeps.
    pub fn sleep(&self) {
        self.signal("STOP");
    }

    /// Lets it go on.
    pub fn wake(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success(), "the signal is sent");
    }

    /// Kills it, as `kill -9` does, and waits for its end; tells whether it was still running,
    /// and how many steps it reported done if it was not.
    pub fn kill(mut self) -> (bool, Option<usize>) {
        let running = !self.has_ended();
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        if !running {
            assert!(status.success(), "the child ended by itself, but not well: {status}");
        }
        let told = self
            .lines
            .iter()
            .find_map(|line| line.split_once("ended: ")?.1.strip_suffix(" done")?.parse().ok());
        (running, told.filter(|_| !running))
    }
}

/// The child's part; without a folder, a sync of nobody.
#[test]
fn a_sync_ends_by_itself() {
    let Some(dir) = std::env::var_os(CHILD) else {
        let world = crate::world::World::new();
        world.configure(&crate::world::csv(""), crate::world::RULES);
        world.staff(&crate::staff::Staff::of(0..3));
        let child = Running::start(&world.dir);
        assert!(
            child.says("ended: 17 done"),
            "a child syncs: three accounts, three teams, eleven values"
        );
        return;
    };
    let dir = Path::new(&dir);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let configuration = load_configuration(&dir.join("config.toml")).unwrap();
    let store = match Store::open(&dir.join("state")) {
        Ok(store) => Arc::new(store),
        Err(error) => return println!("stopped: {error}"),
    };
    let control = RunControl::watched(|progress| {
        if progress.done == 0 || progress.phase != Phase::Apply {
            println!("phase {}", progress.phase.word());
        }
    });
    let order = order("child", None);
    let result =
        runtime.block_on(engine(SystemClock).run(&configuration, &store, &order, &control));
    let report = match result {
        Ok(result) => result.report,
        Err(error) => return println!("stopped: {error}"),
    };
    let outcome = report.targets[0].1.outcome.as_ref().unwrap();
    println!("ended: {} done", outcome.done);
}

/// Random numbers from a seed that a failure names: `ROLECALL_TEST_SEED`, or one of the moment.
pub fn seed() -> u64 {
    let given = std::env::var("ROLECALL_TEST_SEED").ok();
    given.map_or_else(|| rand::rng().random(), |text| text.parse().expect("a seed is a number"))
}
