//! Everything that can be wrong: its place, its words, its suggestion.

use super::{BASE, base_lines, problems};

/// Puts `text` behind the good file and checks that the one error is `line` lines below it.
fn one(text: &str, line: usize, rest: &str) {
    let expected = format!("config.toml:{}:{rest}", base_lines() + line);
    assert_eq!(problems(&format!("{BASE}{text}")), [expected], "of:\n{text}");
}

#[test]
fn the_base_is_good() {
    assert_eq!(problems(BASE), [""; 0]);
}
#[test]
fn conditions() {
    one(
        "[[rule]]\nname = \"R\"\nwhen = 'userName pr and regio eq \"x\"'\n",
        3,
        "25: unknown attribute \"regio\"; did you mean region?",
    );
}
