//! A slapd of a test's own.

use super::wait_until;
use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

pub const BASE: &str = "dc=example,dc=com";
pub const ADMIN: &str = "cn=admin,dc=example,dc=com";
pub const READER: &str = "cn=reader,dc=example,dc=com";

/// What a slapd is started with.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether it tells changes by content synchronization.
    pub sync: bool,
    /// Whether groups follow the names of their members.
    pub refint: bool,
    /// Whether everybody but the administrator gets only so few entries.
    pub limited: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { sync: true, refint: true, limited: false }
    }
}

/// A slapd; dropping it ends it.
pub struct Slapd {
    pub dir: TempDir,
    pub port: u16,
    pub tls_port: u16,
    child: Option<Child>,
}

/// A port nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Slapd {
    /// Starts one with the usual tree; `None`, with a word, where there is none on this machine.
    pub fn start(options: Options) -> Option<Self> {
        if !Path::new("/usr/sbin/slapd").exists() {
            println!("left out: there is no slapd; install it with cargo xtask setup");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("db")).unwrap();
        let certificate = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        fs::write(dir.path().join("cert.pem"), certificate.cert.pem()).unwrap();
        let key = certificate.signing_key.serialize_pem();
        fs::write(dir.path().join("key.pem"), key).unwrap();
        fs::write(dir.path().join("slapd.conf"), configuration(dir.path(), options)).unwrap();
        let mut slapd = Self { dir, port: free_port(), tls_port: free_port(), child: None };
        slapd.go_on();
        slapd.add(&tree());
        Some(slapd)
    }

    /// Starts one with so many people and groups of 500, filled offline; `None` as [`Self::start`].
    pub fn of_many(people: u32) -> Option<Self> {
        let options = Options { refint: false, ..Options::default() };
        let mut slapd = Self::start(options)?;
        slapd.kill();
        let db = slapd.dir.path().join("db");
        fs::remove_dir_all(&db).unwrap();
        fs::create_dir(&db).unwrap();
        let mut ldif = format!(
            "dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\n\
             o: Example\n\ndn: ou=People,{BASE}\nobjectClass: organizationalUnit\n\n\
             dn: ou=Groups,{BASE}\nobjectClass: organizationalUnit\n\n"
        );
        (1..=people).for_each(|number| ldif.push_str(&person(number)));
        for number in 0..people / 500 {
            let members: Vec<String> =
                (1..=500).map(|at| format!("uid=u{},ou=People", number * 500 + at)).collect();
            let members: Vec<&str> = members.iter().map(String::as_str).collect();
            ldif.push_str(&group(&format!("g{number}"), &members));
        }
        let file = slapd.dir.path().join("many.ldif");
        fs::write(&file, ldif).unwrap();
        let filled = Command::new("/usr/sbin/slapadd")
            .args(["-q", "-f"])
            .arg(slapd.dir.path().join("slapd.conf"))
            .arg("-l")
            .arg(&file)
            .status()
            .unwrap();
        assert!(filled.success(), "slapadd fills it");
        slapd.go_on();
        Some(slapd)
    }

    /// Starts the process on the same data.
    pub fn go_on(&mut self) {
        let urls = format!("ldap://127.0.0.1:{} ldaps://127.0.0.1:{}", self.port, self.tls_port);
        let child = Command::new("/usr/sbin/slapd")
            .args(["-d", "0", "-f"])
            .arg(self.dir.path().join("slapd.conf"))
            .args(["-h", &urls])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        let port = self.port;
        wait_until("slapd answers", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    }

    /// Ends the process at once.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub fn url(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.port)
    }

    pub fn add(&self, ldif: &str) {
        self.tell("ldapadd", ldif);
    }

    pub fn modify(&self, ldif: &str) {
        self.tell("ldapmodify", ldif);
    }

    fn tell(&self, program: &str, ldif: &str) {
        let mut child = Command::new(program)
            .args(["-x", "-H", &self.url(), "-D", ADMIN, "-w", "secret"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(ldif.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {words}\n{ldif}");
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        self.kill();
    }
}

fn configuration(dir: &Path, options: Options) -> String {
    let dir = dir.display();
    let mut text = String::new();
    for schema in ["core", "cosine", "inetorgperson", "nis"] {
        text.push_str(&format!("include /etc/ldap/schema/{schema}.schema\n"));
    }
    text.push_str("modulepath /usr/lib/ldap\nmoduleload back_mdb\n");
    for module in ["memberof", "refint", "syncprov"] {
        text.push_str(&format!("moduleload {module}\n"));
    }
    text.push_str(&format!(
        "pidfile {dir}/slapd.pid\nargsfile {dir}/slapd.args\n\
         TLSCertificateFile {dir}/cert.pem\nTLSCertificateKeyFile {dir}/key.pem\n\
         sizelimit {}\n\
         database mdb\nsuffix \"{BASE}\"\nrootdn \"{ADMIN}\"\nrootpw secret\n\
         directory {dir}/db\nmaxsize 1073741824\ndbnosync\n\
         index objectClass eq\nindex uid,mail,cn eq,sub\nindex entryUUID,entryCSN eq\n\
         index modifyTimestamp eq\nindex member eq\n",
        if options.limited {
            "10\nsizelimit size.pr=10 size.prtotal=10"
        } else {
            "500\nsizelimit size.pr=300 size.prtotal=unlimited"
        },
    ));
    if !options.limited {
        text.push_str(&format!(
            "limits dn.exact=\"{READER}\" size=unlimited size.pr=300 size.prtotal=unlimited\n"
        ));
    }
    text.push_str(&format!(
        "access to attrs=userPassword by anonymous auth by self write by * none\n\
         access to * by dn.exact=\"{READER}\" read by users read by * none\n"
    ));
    if options.refint {
        text.push_str("overlay memberof\nmemberof-group-oc groupOfNames\nmemberof-refint TRUE\n");
    }
    if options.sync {
        text.push_str("overlay syncprov\nsyncprov-checkpoint 100 10\nsyncprov-sessionlog 10000\n");
    }
    text
}

/// The tree: twenty people, two groups of which one is in the other, and who reads it.
fn tree() -> String {
    let mut ldif = format!(
        "dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n\n\
         dn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\n\
         cn: reader\nuserPassword: reads\n\n"
    );
    for unit in ["ou=People", "ou=Groups", "ou=Sales,ou=People"] {
        ldif.push_str(&format!("dn: {unit},{BASE}\nobjectClass: organizationalUnit\n\n"));
    }
    (1..=20).for_each(|number| ldif.push_str(&person(number)));
    ldif.push_str(&group("Staff", &["uid=u1,ou=People", "uid=u2,ou=People", "uid=u5,ou=People"]));
    ldif.push_str(&group("Everybody", &["cn=Staff,ou=Groups", "uid=u3,ou=People"]));
    ldif
}

pub fn person(number: u32) -> String {
    format!(
        "dn: uid=u{number},ou=People,{BASE}\nobjectClass: inetOrgPerson\nuid: u{number}\n\
         cn: User {number}\nsn: Lee\ngivenName: U{number}\nmail: u{number}@example.com\n\
         title: Clerk\ndepartmentNumber: D1\n\n"
    )
}

pub fn group(name: &str, members: &[&str]) -> String {
    let mut ldif =
        format!("dn: cn={name},ou=Groups,{BASE}\nobjectClass: groupOfNames\ncn: {name}\n");
    for member in members {
        ldif.push_str(&format!("member: {member},{BASE}\n"));
    }
    ldif.push('\n');
    ldif
}
