//! Marked secrets, shown to a server that says back all it hears: they turn up nowhere.

use crate::serve;
use crate::world::{USERS, World, content};
use serde_json::json;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

/// A value that nothing else has, with signs that JSON and forms escape.
const MARKED: &str = "Zq7/marked+secret=\"94";
/// As forms write it.
const IN_FORMS: &str = "Zq7%2Fmarked%2Bsecret%3D%2294";

/// Refuses everything with the whole request in its words; its origin.
fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    origin
}

fn answer(mut stream: TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let (mut heard, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let (name, value) = line.split_once(':').unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok()?;
            }
            // What matters first, for only the beginning of an answer is shown.
            if name.eq_ignore_ascii_case("authorization") {
                heard.insert_str(0, line.trim());
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        heard.push_str(&String::from_utf8_lossy(&body));
        let said = json!({ "detail": heard, "error": heard, "error_description": heard });
        let said = said.to_string();
        write!(
            stream,
            "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{said}",
            said.len()
        )
        .ok()?;
    }
}

/// Refuses every bind (RFC 4511 section 4.2) with the whole request in its words; its address.
fn ldap_echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("ldap://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || refuse_binds(stream));
        }
    });
    address
}

fn refuse_binds(mut stream: TcpStream) -> Option<()> {
    loop {
        // A request is shorter than 128 bytes: its tag, its length in one byte, and what it holds.
        let mut head = [0; 2];
        stream.read_exact(&mut head).ok()?;
        let mut heard = vec![0; usize::from(head[1])];
        stream.read_exact(&mut heard).ok()?;
        let words: Vec<u8> =
            heard.iter().copied().filter(|byte| (32..127).contains(byte)).collect();
        let short = |length: usize| u8::try_from(length).ok().filter(|length| *length < 128);
        // invalidCredentials, no matched name, the words.
        let result = [&[10, 1, 49, 4, 0, 4, short(words.len())?], words.as_slice()].concat();
        let message = [&heard[..3], &[0x61, short(result.len())?], result.as_slice()].concat();
        stream.write_all(&[&[0x30, short(message.len())?], message.as_slice()].concat()).ok()?;
    }
}

/// A world whose source is `source` or whose target is `target`; the other is a file.
fn world(source: Option<&str>, target: Option<&str>) -> World {
    let proven = "domains = [{ name = \"example.com\", verified = true }]";
    let domains = if source.is_none() { proven } else { "" };
    let source = source.unwrap_or("kind = \"csv\"\nusers = \"users.csv\"");
    let target = target.unwrap_or("kind = \"csv\"\naccounts = \"accounts.csv\"");
    let config = format!(
        "rolecall = 1\n[[directory]]\nname = \"main\"\n{domains}\n[directory.source]\n{source}\n\
         [[target]]\nname = \"console\"\n{target}\n"
    );
    let mut world = World::empty();
    world.write("users.csv", USERS);
    world.write("c.toml", config);
    world.set("ROLECALL_SECRET_MARKED", MARKED);
    world
}

fn has_mark(bytes: &[u8]) -> bool {
    let json = MARKED.replace('"', "\\\"");
    let marks = [MARKED.to_owned(), json, IN_FORMS.to_owned()];
    marks.iter().any(|mark| bytes.windows(mark.len()).any(|part| part == mark.as_bytes()))
}

/// Does with `world` what shows and writes most; it ends in a rejected credential.
async fn is_silent(world: &World, what: &str) {
    let commands = [
        "plan",
        "sync",
        "sync --json",
        "doctor",
        "status",
        "secret list",
        "failures list",
        "runs list --json",
        "directory list --json",
        "activity export",
        "config export",
    ];
    let mut refused = 0;
    for command in commands {
        let ran = world.run(command.split(' ').chain(["--config", "c.toml"]));
        let said = format!("{}{}", ran.out, ran.err);
        refused += usize::from(said.contains("credential_rejected"));
        assert!(!said.contains("Usage:"), "{what}, {command}: {said}");
        assert!(!has_mark(said.as_bytes()), "{what}, {command}: {said}");
    }
    assert!(refused > 0, "{what} was shown the secret, and refused it");
    let imported = ["config", "import", "c.toml", "--workspace", "w"];
    assert_eq!(world.run(imported).code, Some(0), "{what}");
    world.run(["sync", "--workspace", "w"]);
    let server = serve::start(world, &["--workspace", "w"]);
    let (origin, token) = server.address.split_once("/#token=").unwrap();
    let page = json!({ "offset": 0, "limit": 50 });
    let calls = [
        json!({ "name": "overview.get" }),
        json!({ "name": "connections.list" }),
        json!({ "name": "runs.list", "args": { "page": page } }),
    ];
    let session = serve::Session::begin(origin, token).await;
    for call in calls {
        let answer = session.call(&call).await.to_string();
        assert!(!has_mark(answer.as_bytes()), "{what}, {call}: {answer}");
    }
    let (_, _, log) = server.stop("-TERM");
    assert!(!has_mark(log.as_bytes()), "{what}: {log}");
    assert!(!has_mark(&content(&world.path("."))), "{what}: what was kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_targets_say_back_is_told_without_the_secret() {
    let origin = echo();
    let targets = [
        format!("kind = \"scim\"\nurl = \"{origin}/scim/v2\"\nsecret = \"marked\""),
        format!(
            "kind = \"umapi\"\norg_id = \"1@AdobeOrg\"\nclient_id = \"rolecall\"\n\
             secret = \"marked\"\nidentity = \"federatedID\"\nurl = \"{origin}/v2/usermanagement\"\n\
             token_url = \"{origin}/ims/token/v2\""
        ),
        format!(
            "kind = \"goto\"\naccount_key = \"777\"\nclient_id = \"rolecall\"\nsecret = \"marked\"\n\
             url = \"{origin}/admin/rest/v1\"\ntoken_url = \"{origin}/oauth/token\""
        ),
    ];
    for target in &targets {
        is_silent(&world(None, Some(target)), target).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_sources_say_back_is_told_without_the_secret() {
    let origin = echo();
    let sources = [
        format!("kind = \"scim\"\nurl = \"{origin}/scim/v2\"\nsecret = \"marked\""),
        format!("kind = \"okta\"\nurl = \"{origin}\"\nsecret = \"marked\""),
        format!(
            "kind = \"entra\"\ntenant = \"t\"\nclient_id = \"rolecall\"\nsecret = \"marked\"\n\
             url = \"{origin}/v1.0\"\ntoken_url = \"{origin}/t/oauth2/v2.0/token\""
        ),
    ];
    for source in &sources {
        is_silent(&world(Some(source), None), source).await;
    }
    let ldap = format!(
        "kind = \"ldap\"\nurl = \"{}\"\nbind_dn = \"cn=r\"\nsecret = \"marked\"\nbase = \"dc=x\"",
        ldap_echo()
    );
    let there = world(Some(&ldap), None);
    let read = there.run(["sync", "--config", "c.toml"]);
    assert!(read.err.contains("[hidden]"), "the server said the password: {}", read.err);
    is_silent(&there, &ldap).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_webhook_says_back_is_told_without_the_secret() {
    let hook = format!("{}/hook", echo());
    let target = "kind = \"csv\"\naccounts = \"accounts.csv\"";
    let notify = format!("{target}\n[notify.webhook]\nurl = \"{hook}\"\nsecret = \"marked\"");
    let there = world(None, Some(&notify));
    assert_eq!(there.run(["sync", "--config", "c.toml"]).code, Some(0), "there is a workspace");
    let told = there.run(["notify", "test", "webhook", "--config", "c.toml"]);
    let said = format!("{}{}", told.out, told.err);
    assert!(said.contains("401"), "it was sent, and refused: {said}");
    assert!(!has_mark(said.as_bytes()), "{said}");
    assert!(!has_mark(&content(&there.path("."))), "what was kept");
}
