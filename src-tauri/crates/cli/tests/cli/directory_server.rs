//! From a directory server that nobody here wrote to a target's file.

use crate::world::{CONFIG, World};
use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const BASE: &str = "dc=example,dc=com";
const ADMIN: &str = "cn=admin,dc=example,dc=com";

struct Slapd {
    _dir: TempDir,
    child: Child,
    port: u16,
}

impl Slapd {
    fn start() -> Option<Self> {
        if !Path::new("/usr/sbin/slapd").exists() {
            // `cargo xtask setup` installs it; CI has it.
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path().display();
        fs::create_dir(dir.path().join("db")).unwrap();
        let schemas = ["core", "cosine", "inetorgperson", "nis"];
        let schemas: String =
            schemas.map(|one| format!("include /etc/ldap/schema/{one}.schema\n")).concat();
        let conf = format!(
            "{schemas}modulepath /usr/lib/ldap\nmoduleload back_mdb\nmoduleload syncprov\n\
             pidfile {at}/pid\nargsfile {at}/args\ndatabase mdb\nsuffix \"{BASE}\"\n\
             rootdn \"{ADMIN}\"\nrootpw secret\ndirectory {at}/db\nmaxsize 1073741824\ndbnosync\n\
             index objectClass eq\nindex entryUUID,entryCSN eq\noverlay syncprov\n\
             syncprov-sessionlog 1000\n"
        );
        fs::write(dir.path().join("slapd.conf"), conf).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new("/usr/sbin/slapd")
            .args(["-d", "0", "-h", &format!("ldap://127.0.0.1:{port}"), "-f"])
            .arg(dir.path().join("slapd.conf"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let slapd = Self { _dir: dir, child, port };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "slapd answers");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(slapd)
    }

    fn tell(&self, program: &str, ldif: &str) {
        let url = format!("ldap://127.0.0.1:{}", self.port);
        let mut child = Command::new(program)
            .args(["-x", "-H", &url, "-D", ADMIN, "-w", "secret"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(ldif.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{program}: {ldif}");
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn tree() -> String {
    let mut ldif = format!(
        "dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: E\n\n"
    );
    for name in ["ann", "bob", "cyd"] {
        ldif.push_str(&format!(
            "dn: uid={name},{BASE}\nobjectClass: inetOrgPerson\nuid: {name}@example.com\ncn: {name}\n\
             uid: {name}\nsn: Berg\nmail: {name}@example.com\n\n"
        ));
    }
    ldif + &format!(
        "dn: cn=Sales,{BASE}\nobjectClass: groupOfNames\ncn: Sales\nmember: uid=ann,{BASE}\n\
         member: uid=bob,{BASE}\n\n"
    )
}

#[test]
fn people_come_from_slapd_and_only_changes_are_asked_for() {
    let Some(slapd) = Slapd::start() else { return };
    slapd.tell("ldapadd", &tree());
    let (before, rest) = CONFIG.split_once("kind = \"csv\"").unwrap();
    let (_, rest) = rest.split_once("[[target]]").unwrap();
    let config = format!(
        "{before}kind = \"ldap\"\nurl = \"ldap://127.0.0.1:{}\"\nbind_dn = \"{ADMIN}\"\n\
         secret = \"directory\"\nbase = \"{BASE}\"\nmap = {{ userName = \"mail\" }}\n\n\
         [[target]]{}",
        slapd.port,
        rest.replace("department eq \"Sales\"", "groups.display eq \"Sales\"")
    );
    // A domain of a directory server is proved by DNS, which is not what is tested here.
    let verified = "domains = [{ name = \"example.com\", verified = true }]";
    let mut world = World::with(&config.replace(verified, "check_domains = false"));
    world.set("ROLECALL_SECRET_DIRECTORY", "secret");
    let (code, first) = world.json("sync");
    assert_eq!(code, Some(0), "{first}");
    assert_eq!(first["summary"]["users"], 3, "{first}");
    let accounts = world.read("accounts.csv");
    assert!(accounts.contains("ann@example.com") && accounts.contains("Connect"), "{accounts}");
    let (code, second) = world.json("sync");
    assert_eq!((code, second["summary"]["steps"].as_u64()), (Some(0), Some(0)), "{second}");
    slapd.tell(
        "ldapmodify",
        &format!(
            "dn: cn=Sales,{BASE}\nchangetype: modify\nadd: member\nmember: uid=cyd,{BASE}\n\n\
             dn: uid=ann,{BASE}\nchangetype: delete\n\n"
        ),
    );
    let (_, third) = world.json("sync");
    assert_eq!(third["targets"]["goto"]["accounts"]["suspend"][0], "ann@example.com", "{third}");
    let given = third["targets"]["goto"]["assign"].to_string();
    assert!(given.contains("cyd@example.com") && !given.contains("bob@"), "{third}");
    // Nothing is lost when the server is away, and nothing of the password is kept.
    drop(slapd);
    let ran = world.run(["sync", "--config", "c.toml"]);
    ran.refuses(&["ldap://127.0.0.1", "nobody can be reached"]);
    assert!(world.read("accounts.csv").contains("cyd@example.com"));
}
