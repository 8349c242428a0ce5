//! What is written reads back the same, to the byte.

use super::any::{BASE, configuration};
use proptest::prelude::*;
use rolecall_config::{read, write};
use std::path::Path;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(configuration in configuration(), relative: bool) {
        let base = Path::new(BASE);
        let text = write(&configuration, relative.then_some(base));
        let again = read(&text, base, &|_| None);
        let again = again.map_err(|errors| TestCaseError::fail(format!("{errors}\nof:\n{text}")))?;
        prop_assert_eq!(&again, &configuration, "of:\n{}", text);
        prop_assert_eq!(write(&again, relative.then_some(base)), text, "the same bytes");
    }
}

#[test]
fn the_order_of_keys_does_not_reach_the_text() {
    let with = |given: &str| {
        let rule = format!("[[rule]]\nname = \"R\"\nwhen = 'userName pr'\n{given}\n");
        let text = format!("{}{rule}", super::BASE);
        write(&super::read_text(&text).unwrap(), Some(Path::new("/org")))
    };
    let one = with("assign.goto = { role = \"Member\", products = [\"Connect\"] }");
    let two = with("[rule.assign.goto]\nproducts = [\"Connect\"]\nrole = \"Member\"");
    assert_eq!(one, two, "slots come in the order of the target");
    assert!(
        one.ends_with("assign.goto = { products = [\"Connect\"], role = \"Member\" }\n"),
        "as the documentation has it:\n{one}"
    );
}

#[test]
fn what_is_written_looks_as_in_the_documentation() {
    let read = super::read_text(super::BASE).unwrap();
    let text = write(&read, Some(Path::new("/org")));
    assert_eq!(text, super::BASE, "a file without defaults is written as it was");
}
