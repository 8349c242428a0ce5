//! `[schedule]` and the times of a target: read, written, compared, and wrong in each way.

use super::{BASE, base_lines, problems, read_text};
use rolecall_config::{difference, write};
use std::path::Path;

/// The base with `at` in its target.
fn target_with(keys: &str) -> String {
    BASE.replace("accounts = \"accounts.csv\"\n", &format!("accounts = \"accounts.csv\"\n{keys}\n"))
}

#[test]
fn times_and_quiet_hours_are_read_and_written_in_one_form() {
    let text = target_with("at = \" 0,30  6-18 * * MON-fri \"");
    let text = format!("{text}\n[schedule]\nquiet = [\"22:00-6:00\", \"12:00-12:30\"]\n");
    let read = read_text(&text).unwrap();
    assert_eq!(read.targets[0].at.as_ref().unwrap().as_str(), "0,30 6-18 * * mon-fri");
    assert_eq!(read.targets[0].every_seconds, 2400, "not used, and as if nothing was said");
    let written = write(&read, Some(Path::new("/org")));
    assert!(written.contains("\nat = \"0,30 6-18 * * mon-fri\"\n"), "{written}");
    assert!(!written.contains("every"), "{written}");
    let schedule = "\n[schedule]\nquiet = [\"22:00-06:00\", \"12:00-12:30\"]\n";
    assert!(written.ends_with(schedule), "{written}");
    assert_eq!(read_text(&written).unwrap(), read, "and read again it is the same");
}

#[test]
fn a_change_shows_its_lines() {
    let old = read_text(BASE).unwrap();
    let quiet = format!("{BASE}\n[schedule]\nquiet = [\"22:00-06:00\"]\n");
    let changes = difference(&old, &read_text(&quiet).unwrap());
    let told: Vec<_> = changes.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["changed schedule\n  + quiet = [\"22:00-06:00\"]"]);
    let changes = difference(&old, &read_text(&target_with("at = \"0 6 * * *\"")).unwrap());
    let told: Vec<_> = changes.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["changed target \"goto\"\n  + at = \"0 6 * * *\""]);
}

#[test]
fn what_is_wrong_with_times_has_its_place() {
    let line = 1 + BASE.lines().position(|line| line.starts_with("accounts =")).unwrap() + 1;
    for (keys, column, expected) in [
        ("at = \"0 6 * *\"", 6, "at: expected five fields"),
        ("at = \"0 25 * * *\"", 6, "at: hour: \"25\" is none of *, a number from 0 to 23"),
        ("at = \"0 0 31 2 *\"", 6, "at: the days named are in none of the months named"),
        ("at = 6", 6, "at: expected a string, found an integer"),
        ("ta = \"0 6 * * *\"", 1, "unknown key \"ta\"; did you mean at?"),
    ] {
        let found = problems(&target_with(keys));
        let place = format!("config.toml:{line}:{column}: {expected}");
        assert!(found.len() == 1 && found[0].starts_with(&place), "{keys}: {found:?}");
    }
    let both = problems(&target_with("every = \"1h\"\nat = \"0 6 * * *\""));
    let place = format!("config.toml:{}:1: a target has every or at, not both", line + 1);
    assert!(both.len() == 1 && both[0].starts_with(&place), "{both:?}");
}

#[test]
fn what_is_wrong_with_quiet_hours_has_its_place() {
    let line = base_lines() + 3;
    for (keys, column, expected) in [
        ("quite = []", 1, "unknown key \"quite\"; did you mean quiet?"),
        ("quiet = \"22:00-06:00\"", 9, "quiet: expected a list of strings, found a string"),
        ("quiet = [\"22-6\"]", 10, "quiet: \"22-6\" is no span of hours"),
        ("quiet = [\"6:00-6:00\"]", 10, "quiet: \"6:00-6:00\" is no time or the whole day"),
        ("quiet = [\"0:00-12:00\", \"12:00-24:00\"]", 9, "quiet: the whole day is quiet"),
    ] {
        let found = problems(&format!("{BASE}\n[schedule]\n{keys}\n"));
        let place = format!("config.toml:{line}:{column}: {expected}");
        assert!(found.len() == 1 && found[0].starts_with(&place), "{keys}: {found:?}");
    }
}

#[test]
fn how_long_activity_is_kept_is_whole_days() {
    let kept = |keep: &str| read_text(&format!("{BASE}\n[activity]\nkeep = \"{keep}\"\n"));
    let year = kept("365d").unwrap();
    assert_eq!(year.activity.keep_days, Some(365));
    let written = write(&year, Some(Path::new("/org")));
    assert!(written.ends_with("\n[activity]\nkeep = \"365d\"\n"), "{written}");
    assert_eq!(read_text(&written).unwrap(), year, "and read again it is the same");
    assert_eq!(kept("720h").unwrap().activity.keep_days, Some(30), "hours that are whole days");
    let usual = read_text(BASE).unwrap();
    assert_eq!(usual.activity.keep_days, None, "for ever");
    let told: Vec<_> = difference(&usual, &year).iter().map(ToString::to_string).collect();
    assert_eq!(told, ["changed activity\n  + keep = \"365d\""]);
    for wrong in ["29d", "36501d", "31h", "a year", "0d"] {
        let problems = problems(&format!("{BASE}\n[activity]\nkeep = \"{wrong}\"\n"));
        assert!(problems.iter().any(|one| one.contains("keep:")), "{wrong}: {problems:?}");
    }
}
