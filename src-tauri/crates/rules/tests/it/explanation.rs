//! Why a condition matches a person: clause by clause, with the way into each group.

use crate::office::{NOW, known, office};
use rolecall_rules::{explain_condition, parse_condition};

fn why(condition: &str, row: u32) -> Vec<(String, bool, String)> {
    let filter = parse_condition(condition, &known()).unwrap();
    let clauses = explain_condition(&filter, &office(), row, NOW);
    clauses.into_iter().map(|one| (one.clause, one.holds, one.own)).collect()
}

fn own(condition: &str, row: u32) -> String {
    why(condition, row).remove(0).2
}

#[test]
fn each_clause_has_its_result_and_the_persons_own_value() {
    let clauses = why(r#"department eq "Legal" or not (level gt 7) and region pr"#, 0);
    let expected = [
        (r#"department eq "Legal""#, false, "\"Sales\""),
        ("level gt 7", false, "\"7\""),
        ("region pr", false, "nothing"),
    ];
    let expected = expected.map(|(clause, holds, own)| (clause.to_owned(), holds, own.to_owned()));
    assert_eq!(clauses, expected, "the clause itself, without its not");
    assert_eq!(own("skills pr", 0), "\"Rust\", \"Go\"", "a list by its elements");
}

#[test]
fn membership_tells_the_way() {
    let sales = r#"groups.display eq "emea""#;
    assert_eq!(own(sales, 2), "directly in EMEA", "eve");
    assert_eq!(own(sales, 1), "in EMEA through EMEA Sales", "bob");
    assert_eq!(own(sales, 0), "in EMEA through EMEA Sales and Nordics", "ann, the whole way down");
    assert_eq!(own(sales, 3), "not in emea", "kim");
    assert_eq!(
        own(r#"groups.display eq "OU-/Sales""#, 0),
        "in OU-/Sales through OU-/Sales/North",
        "above her"
    );
    assert_eq!(own(r#"groups.display eq "Gone""#, 0), "the source has no group Gone", "unknown");
    assert_eq!(
        own(r#"groups.display in ("EMEA", "Gone")"#, 2),
        "directly in EMEA; the source has no group Gone",
        "each that is named"
    );
    assert_eq!(own(r#"groups.display co "x""#, 3), "in no group", "none to name");
}
