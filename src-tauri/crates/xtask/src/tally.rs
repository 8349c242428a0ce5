//! Reading how many tests a runner says it ran.

use std::ops::AddAssign;

/// How many tests went how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not, whatever their runner calls it.
    pub failed: u64,
    /// Tests that were left out.
    pub skipped: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// The form in which a runner prints its count.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// `Summary [ 1.2s] 5 tests run: 4 passed (1 slow), 1 failed, 2 skipped`
    Nextest,
    /// `Tests  1 failed | 4 passed | 2 skipped (7)`
    Vitest,
    /// `4 passed, 1 failed, 2 skipped`
    Plain,
}

impl Form {
    /// The count in what a runner printed, from its last line of this form.
    pub fn read(self, lines: &[String]) -> Option<Tally> {
        lines.iter().rev().find_map(|line| self.read_line(&plain(line)))
    }

    fn read_line(self, line: &str) -> Option<Tally> {
        let line = line.trim();
        match self {
            Self::Nextest => {
                let (_, run) = line.strip_prefix("Summary [")?.split_once(']')?;
                let (_, counts) = run.split_once(" run: ")?;
                counted(counts.split(','))
            }
            Self::Vitest => counted(line.strip_prefix("Tests  ")?.split('|')),
            Self::Plain => {
                let tally = counted(line.split(','))?;
                (line.contains(" passed") && line.contains(" failed")).then_some(tally)
            }
        }
    }
}

/// Adds up parts such as `4 passed`; nothing when a part does not begin so.
fn counted<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Tally> {
    let mut tally = Tally::default();
    for part in parts {
        let (number, kind) = part.trim().split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        match kind.trim() {
            "passed" => tally.passed += number,
            "skipped" | "todo" => tally.skipped += number,
            "failed" | "exec failed" | "timed out" => tally.failed += number,
            _ => return None,
        }
    }
    Some(tally)
}

/// The line without the escape sequences that colour a terminal and without what is in parentheses.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        match character {
            '\u{1b}' => drop(rest.find(char::is_ascii_alphabetic)),
            '(' => drop(rest.find(|character| *character == ')')),
            _ => plain.push(character),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: Form, text: &str) -> Option<Tally> {
        form.read(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    fn tally(passed: u64, failed: u64, skipped: u64) -> Option<Tally> {
        Some(Tally { passed, failed, skipped })
    }

    #[test]
    fn nextest_counts_all_kinds_of_failure() {
        let all = "     Summary [   3.1s] 9 tests run: 5 passed (1 slow, 1 flaky), 2 failed, 1 timed out, 1 exec failed, 4 skipped";
        assert_eq!(read(Form::Nextest, all), tally(5, 4, 4));
        let few = "Summary [   0.1s] 1 test run: 1 passed, 0 skipped\nerror: something else";
        assert_eq!(read(Form::Nextest, few), tally(1, 0, 0));
        let stopped = "Summary [ 0.1s] 3/8 tests run: 2 passed, 1 failed, 5 skipped";
        assert_eq!(read(Form::Nextest, stopped), tally(2, 1, 5), "a run that was stopped early");
    }

    #[test]
    fn vitest_counts_tests_and_not_files() {
        let text = " Test Files  1 failed | 1 passed (2)\n      Tests  1 failed | 11 passed | 2 skipped (14)\n   Start at  10:00:00";
        assert_eq!(read(Form::Vitest, text), tally(11, 1, 2));
        let coloured = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (3)\u{1b}[39m";
        assert_eq!(read(Form::Vitest, coloured), tally(3, 0, 0));
    }

    #[test]
    fn plain_takes_the_last_count() {
        let text = "1 passed, 0 failed\nmore\n12 passed, 3 failed, 1 skipped";
        assert_eq!(read(Form::Plain, text), tally(12, 3, 1));
    }

    #[test]
    fn a_count_that_is_not_there_is_not_made_up() {
        assert_eq!(read(Form::Plain, "all good\n12 things passed"), None);
        assert_eq!(read(Form::Nextest, "Summary [ 0.1s] nothing"), None);
        assert_eq!(read(Form::Vitest, "Test Files  1 passed (1)"), None);
    }

    #[test]
    fn skipped_is_named_only_when_there_is_some() {
        assert_eq!(Tally { passed: 2, failed: 0, skipped: 0 }.to_string(), "2 passed, 0 failed");
        assert_eq!(
            Tally { passed: 2, failed: 1, skipped: 3 }.to_string(),
            "2 passed, 1 failed, 3 skipped"
        );
    }
}
