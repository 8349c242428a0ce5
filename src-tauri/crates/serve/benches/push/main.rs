//! A load on SCIM service providers, whoever wrote them, side by side: `push PRESENT SECONDS ROUNDS
//! PROVIDER...`, each PROVIDER being NAME URL TOKEN PROCESS KINDS, KINDS being `all` or `writes`.
//!
//! Makes users until PRESENT are there in each. Then, ROUNDS times, each provider in turn takes for
//! SECONDS each, over 64 connections that are kept where it lets them: creates, patches of those
//! present, and reads by filter. So what else the machine does meets all of them. Tells how far it
//! is on standard error, and prints one line of JSON: by provider and kind, for each round, what was
//! answered a second, within how many milliseconds 99 of 100 answers came, and what provider and
//! client took of the processor for a request. Every answer is looked at: one of another status
//! ends the measure.
//!
//! Threads and sockets alone, so that the client takes little of the processor that both share.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod kinds;
mod line;
mod machine;

use kinds::{Kind, Provider};
use line::Place;
use serde_json::{Map, Value, json};
use std::time::Instant;

/// How many words tell of a provider.
const WORDS: usize = 5;

fn main() {
    let all: Vec<String> = std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    // `cargo test --benches` and the like name no provider: there is nothing to measure.
    let [present, seconds, rounds, providers @ ..] = all.as_slice() else { return };
    let present: usize = present.parse().unwrap();
    let (seconds, rounds): (f64, usize) = (seconds.parse().unwrap(), rounds.parse().unwrap());
    let mut providers: Vec<Provider> = providers.chunks(WORDS).map(provider).collect();

    let mut told = Map::new();
    for provider in &mut providers {
        let begin = Instant::now();
        provider.fill(present);
        let filled = begin.elapsed().as_secs_f64();
        eprintln!("{}: {present} present after {filled:.1} s", provider.name);
        told.insert(provider.name.clone(), json!({ "filled_seconds": filled }));
    }
    for round in 1..=rounds {
        for provider in &mut providers {
            let reads = provider.reads;
            for kind in Kind::ALL.into_iter().filter(|kind| reads || *kind != Kind::Read) {
                let one = provider.measure(kind, seconds);
                eprintln!("{} {}, round {round}: {one}", provider.name, kind.word());
                match &mut told[&provider.name][kind.word()] {
                    Value::Array(list) => list.push(one),
                    none => *none = json!([one]),
                }
            }
        }
    }
    println!("{}", Value::Object(told));
}

fn provider(words: &[String]) -> Provider {
    let [name, url, token, process, kinds] = words else {
        panic!("a provider is NAME URL TOKEN PROCESS KINDS, not {words:?}");
    };
    let rest = url.strip_prefix("http://").expect("http://");
    let (host, path) = rest.split_once('/').expect("an address with a path");
    Provider {
        name: name.clone(),
        place: Place { host: host.to_owned(), path: format!("/{path}"), token: token.clone() },
        process: process.parse().expect("the number of a process"),
        reads: kinds == "all",
        present: 0,
        ids: Vec::new(),
        made: 0,
    }
}
