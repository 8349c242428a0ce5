//! A DNS server of a test's own: TXT records by name, or silence (RFC 1035).

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the zone says: the TXT records of each name; nothing of a name that is not in it.
type Records = BTreeMap<String, Vec<String>>;

/// A server that is stopped when it is dropped.
pub struct Zone {
    pub address: SocketAddr,
    records: Arc<Mutex<Option<Records>>>,
    _alive: Arc<()>,
}

impl Zone {
    pub fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let address = socket.local_addr().unwrap();
        let records = Arc::new(Mutex::new(Some(Records::new())));
        let (served, alive) = (records.clone(), Arc::new(()));
        let wanted = Arc::downgrade(&alive);
        std::thread::spawn(move || {
            let mut buffer = [0; 512];
            while wanted.strong_count() > 0 {
                let Ok((length, from)) = socket.recv_from(&mut buffer) else { continue };
                let answer =
                    served.lock().unwrap().as_ref().map(|all| answer(&buffer[..length], all));
                if let Some(answer) = answer {
                    let _ = socket.send_to(&answer, from);
                }
            }
        });
        Self { address, records, _alive: alive }
    }

    /// Puts `text` among the TXT records of `name`.
    pub fn put(&self, name: &str, text: &str) {
        let mut records = self.records.lock().unwrap();
        let all = records.get_or_insert_with(Records::new);
        all.entry(name.to_owned()).or_default().push(text.to_owned());
    }

    /// Makes `name` known, without a record.
    pub fn know(&self, name: &str) {
        self.records
            .lock()
            .unwrap()
            .get_or_insert_with(Records::new)
            .entry(name.to_owned())
            .or_default();
    }

    /// Forgets all names.
    pub fn clear(&self) {
        *self.records.lock().unwrap() = Some(Records::new());
    }

    /// Answers nobody any more.
    pub fn fall_silent(&self) {
        *self.records.lock().unwrap() = None;
    }
}

fn answer(query: &[u8], records: &Records) -> Vec<u8> {
    let mut labels = Vec::new();
    let mut at = 12;
    while query[at] != 0 {
        let length = usize::from(query[at]);
        labels.push(String::from_utf8_lossy(&query[at + 1..=at + length]).to_lowercase());
        at += length + 1;
    }
    let question = &query[12..at + 5];
    let found = records.get(&labels.join("."));
    let texts = found.cloned().unwrap_or_default();
    let code = if found.is_some() { 0x80 } else { 0x83 };
    let mut answer = vec![query[0], query[1], 0x81, code, 0, 1, 0, texts.len() as u8, 0, 0, 0, 0];
    answer.extend_from_slice(question);
    for text in texts {
        answer.extend_from_slice(&[0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 0]);
        answer.extend_from_slice(&((text.len() + 1) as u16).to_be_bytes());
        answer.push(text.len() as u8);
        answer.extend_from_slice(text.as_bytes());
    }
    answer
}
