//! A domain controller of a test's own: Samba's Active Directory.

use super::wait_until;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

pub const BASE: &str = "DC=ad,DC=example,DC=test";
pub const ADMIN: &str = "Administrator@ad.example.test";
pub const PASSWORD: &str = "Passw0rd.123";
/// Who may read, and is no administrator.
pub const READER: &str = "svc@ad.example.test";
pub const READS: &str = "Svc.12345";

/// A domain controller; dropping it ends it.
pub struct Samba {
    dir: TempDir,
    address: &'static str,
    child: Option<Child>,
}

impl Samba {
    /// Makes a domain and starts it at a loopback address of its own; `None`, with a word, where
    /// that cannot be done on this machine.
    pub fn start(address: &'static str) -> Option<Self> {
        if !Path::new("/usr/sbin/samba").exists() {
            println!("left out: there is no Samba; install it with cargo xtask setup");
            return None;
        }
        let who = Command::new("id").arg("-u").output().unwrap();
        if who.stdout.trim_ascii() != b"0" {
            println!("left out: a domain controller listens on port 389, which only root may");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let samba = Self { dir, address, child: None };
        samba.provision();
        Some(samba.started())
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    fn provision(&self) {
        let dir = self.dir.path().display().to_string();
        let output = Command::new("/usr/bin/samba-tool")
            .args(["domain", "provision", "--realm=AD.EXAMPLE.TEST", "--domain=ADEX"])
            .args(["--server-role=dc", "--dns-backend=NONE", "--host-name=testdc"])
            .arg(format!("--targetdir={dir}"))
            .arg(format!("--adminpass={PASSWORD}"))
            .arg(format!("--host-ip={}", self.address))
            .arg(format!("--option=interfaces={}/8", self.address))
            .arg("--option=bind interfaces only=yes")
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the domain is made: {words}");
        fs::create_dir_all(self.dir.path().join("run")).unwrap();
        let conf = self.dir.path().join("etc/smb.conf");
        let mut text = String::new();
        for line in fs::read_to_string(&conf).unwrap().lines() {
            let key = line.trim_start();
            if key.starts_with("server services") {
                text.push_str("\tserver services = ldap\n");
            } else if key.starts_with("log file") {
                text.push_str(&format!("\tlog file = {dir}/log.samba\n"));
            } else {
                text.push_str(line);
                text.push('\n');
            }
            if key.starts_with("[global]") {
                text.push_str(&format!(
                    "\tpid directory = {dir}/run\n\tncalrpc dir = {dir}/run/ncalrpc\n\
                     \tldap server require strong auth = no\n\
                     \twinbindd socket directory = {dir}/run/winbindd\n\
                     \tntp signd socket directory = {dir}/run/ntp\n"
                ));
            }
        }
        fs::write(conf, text).unwrap();
    }

    fn started(mut self) -> Self {
        let child = Command::new("/usr/sbin/samba")
            .args(["-F", "-M", "single", "--no-process-group", "-s", &self.path("etc/smb.conf")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        wait_until("the domain answers", || TcpStream::connect((self.address, 389)).is_ok());
        self
    }

    pub fn url(&self) -> String {
        format!("ldap://{}", self.address)
    }

    pub fn add(&self, ldif: &str) {
        self.tell("ldapadd", ldif);
    }

    pub fn modify(&self, ldif: &str) {
        self.tell("ldapmodify", ldif);
    }

    /// Gives an account its password.
    pub fn set_password(&self, account: &str, password: &str) {
        let output = Command::new("/usr/bin/samba-tool")
            .args(["user", "setpassword", account, "--newpassword", password])
            .args(["-H", &self.path("private/sam.ldb"), "-s", &self.path("etc/smb.conf")])
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the password is set: {words}");
    }

    /// Which server this is, and the number of its last change.
    pub fn numbers(&self) -> (String, u64) {
        let root = self.ask("", "dsServiceName", "dsServiceName: ");
        let usn = self.ask("", "highestCommittedUSN", "highestCommittedUSN: ");
        let id = STANDARD.decode(self.ask(&root, "invocationId", "invocationId:: ")).unwrap();
        let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
        let digits: String = order.iter().map(|at| format!("{:02x}", id[*at])).collect();
        let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
        (parts.join("-"), usn.parse().unwrap())
    }

    fn ask(&self, base: &str, attribute: &str, before: &str) -> String {
        let output = Command::new("ldapsearch")
            .args(["-x", "-LLL", "-o", "ldif-wrap=no", "-H", &self.url(), "-D", ADMIN])
            .args(["-w", PASSWORD, "-s", "base", "-b", base, attribute])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines = text.lines();
        lines.find_map(|line| line.strip_prefix(before)).unwrap_or_else(|| panic!("{text}")).into()
    }

    fn tell(&self, program: &str, ldif: &str) {
        let mut child = Command::new(program)
            .args(["-x", "-H", &self.url(), "-D", ADMIN, "-w", PASSWORD])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let text = ldif.to_owned();
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {words}\n{ldif}");
    }
}

impl Drop for Samba {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
