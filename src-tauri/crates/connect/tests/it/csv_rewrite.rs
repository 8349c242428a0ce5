//! Rewriting an accounts file: what no step is about passes through, in the right place.

use crate::csv_target::{account, apply, file, person, state, work};
use crate::recording::step;
use proptest::prelude::*;
use rolecall_connect::StepResult;
use rolecall_directory::StepKind;
use std::collections::BTreeMap;

#[tokio::test]
async fn rows_that_nobody_changes_stay_to_the_letter() {
    let text = "note,role,userName,products,active,managed,email\n\
        \"a \"\"b\"\"\",,zoe,\"B;A;;A\",,,z@x\nn,Admin,ann,A,true,true,a@x\n,,bob,,FALSE,TRUE,\n";
    let (_folder, path) = file(text);
    let before = state(&path).await.unwrap();
    let steps = vec![step(1, StepKind::Assign, "ann", Some(("products", "B")))];
    let make = vec![step(2, StepKind::Create, "mia", None)];
    let works = vec![
        work(Some(&account(&before, "ann")), None, steps),
        work(None, Some(person("mia", "m@x")), make),
    ];
    let journal = apply(&path, works).await;
    assert!(journal.results().values().all(|one| *one == StepResult::Done), "both are done");
    let lines: Vec<String> =
        std::fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "userName,email,active,managed,unmanaged,products,role,note",
            "ann,a@x,true,true,,A;B,Admin,n",
            "bob,,false,true,,,,",
            "mia,m@x,true,true,,,,",
            "zoe,z@x,true,false,,B;A;;A,,\"a \"\"b\"\"\"",
        ],
        "columns and rows in order, the cells of others as they were"
    );
}

#[tokio::test]
async fn a_file_that_somebody_else_writes_meanwhile_is_not_overwritten() {
    let mut text = "userName,managed\n".to_owned();
    for at in 0..8_000 {
        text.push_str(&format!("user{at:06},true\n"));
    }
    let (_folder, path) = file(&text);
    let before = state(&path).await.unwrap();
    let steps = vec![step(1, StepKind::Assign, "user000001", Some(("products", "B")))];
    let works = vec![work(Some(&account(&before, "user000001")), None, steps)];
    let other = path.clone();
    let writer = std::thread::spawn(move || {
        use std::io::Write;
        for _ in 0..400 {
            let file = std::fs::OpenOptions::new().append(true).open(&other);
            if file.and_then(|mut file| file.write_all(b"\n")).is_err() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    });
    let journal = apply(&path, works).await;
    let done = journal.results()[&1] == StepResult::Done;
    writer.join().unwrap();
    let holds = state(&path).await.unwrap().accounts.holds(1, "products", "B");
    assert_eq!(done, holds, "what is said to be done is in the file, whoever wrote last");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_file_is_what_the_steps_make_of_it(
        rows in proptest::collection::btree_map("[a-eA-Eü]{1,3}", 0usize..3, 0..12),
        order in any::<u64>(),
        given in proptest::collection::btree_map("[a-fü]{1,3}", "[x-z]", 1..6),
    ) {
        let mut names: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for (name, held) in &rows {
            names.entry(name.to_lowercase()).or_insert_with(|| (name.clone(), *held));
        }
        let values = ["", "old", "old;x"];
        let mut lines: Vec<String> = names.values()
            .map(|(name, held)| format!("{name},true,{},{name}'s\n", values[*held])).collect();
        let shift = order as usize % lines.len().max(1);
        lines.rotate_left(shift);
        let (_folder, path) =
            file(&format!("userName,managed,products,note\n{}", lines.concat()));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let read = runtime.block_on(async {
            let before = state(&path).await.unwrap();
            let mut id = 0;
            let works: Vec<_> = given.iter().map(|(name, value)| {
                let known = names.get(&name.to_lowercase()).map(|(name, _)| name);
                let mut steps = Vec::new();
                if known.is_none() {
                    id += 1;
                    steps.push(step(id, StepKind::Create, name, None));
                }
                id += 1;
                steps.push(step(id, StepKind::Assign, name, Some(("products", value))));
                let known = known.map(|name| account(&before, name));
                work(known.as_ref(), Some(person(name, "")), steps)
            }).collect();
            apply(&path, works).await;
            state(&path).await.unwrap()
        });
        let mut meant: BTreeMap<String, Vec<String>> = names.values().map(|(name, held)| {
            let held = values[*held].split(';').filter(|one| !one.is_empty()).map(str::to_owned);
            (name.clone(), held.collect())
        }).collect();
        for (name, value) in &given {
            let known = names.get(&name.to_lowercase()).map_or(name, |(name, _)| name);
            let held = meant.entry(known.clone()).or_default();
            held.push(value.clone());
            held.sort();
            held.dedup();
        }
        let found: Vec<(String, Vec<String>)> = read.accounts.records().map(|one| {
            (one.user_name, one.holdings.into_iter().map(|held| held.value).collect())
        }).collect();
        prop_assert_eq!(found, meant.into_iter().collect::<Vec<_>>(), "in the order of names");
    }
}
