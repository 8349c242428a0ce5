//! What the grammar reads, what it prints, and what its errors say.

use super::*;
use crate::Position;

fn condition(text: &str) -> Filter {
    Filter::parse(text, Dialect::Condition).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn compare(path: &str, op: Op, value: Literal) -> Filter {
    let path = path.parse().unwrap();
    Filter::Compare { path, op, value, span: Span::default() }
}

fn text(value: &str) -> Literal {
    Literal::Text(value.to_owned())
}

fn error(text: &str, dialect: Dialect) -> String {
    Filter::parse(text, dialect).expect_err(text).to_string()
}

#[test]
fn reads_every_example_of_rfc_7644_figure_2() {
    let schema = "urn:ietf:params:scim:schemas";
    for example in [
        r#"userName eq "bjensen""#,
        r#"name.familyName co "O'Malley""#,
        r#"userName sw "J""#,
        &format!(r#"{schema}:core:2.0:User:userName sw "J""#),
        r#"title pr"#,
        r#"meta.lastModified gt "2011-05-13T04:42:34Z""#,
        r#"meta.lastModified ge "2011-05-13T04:42:34Z""#,
        r#"meta.lastModified lt "2011-05-13T04:42:34Z""#,
        r#"meta.lastModified le "2011-05-13T04:42:34Z""#,
        r#"title pr and userType eq "Employee""#,
        r#"title pr or userType eq "Intern""#,
        &format!(r#"schemas eq "{schema}:extension:enterprise:2.0:User""#),
        r#"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#,
        r#"userType ne "Employee" and not (emails co "example.com" or emails.value co "x.org")"#,
        r#"userType eq "Employee" and emails[type eq "work" and value co "@example.com"]"#,
        r#"emails[type eq "work" and value co "@a.com"] or ims[type eq "xmpp" and value co "@f"]"#,
    ] {
        let filter =
            Filter::parse(example, Dialect::Rfc).unwrap_or_else(|e| panic!("{example}: {e}"));
        assert_eq!(filter.to_string(), example, "these are canonical as they stand");
    }
}

#[test]
fn and_binds_closer_than_or() {
    let a = || compare("a", Op::Eq, text("1"));
    let pr = |name: &str| Filter::Present { path: AttrPath::new(name), span: Span::default() };
    assert_eq!(
        condition(r#"a EQ "1" oR b Pr AND NOT (c pr)"#),
        Filter::Or(vec![a(), Filter::And(vec![pr("b"), Filter::Not(Box::new(pr("c")))])])
    );
    assert_eq!(
        condition("(a eq \"1\" or b pr) and c pr").to_string(),
        r#"(a eq "1" or b pr) and c pr"#
    );
    assert_eq!(
        condition("a pr and (b pr and ((c pr)))"),
        Filter::And(vec![pr("a"), pr("b"), pr("c")]),
        "parentheses that change nothing leave no trace"
    );
}

#[test]
fn reads_the_paths_vendors_send() {
    let filter = condition(r#"emails[type eq "work"].value eq "x@y""#);
    let Filter::Compare { path, .. } = &filter else { panic!("{filter:?}") };
    assert_eq!((path.name.as_str(), path.sub.as_deref()), ("emails", Some("value")));
    assert_eq!(**path.value_filter.as_ref().unwrap(), compare("type", Op::Eq, text("work")));
    assert!(path.is("EMAILS.Value"));
    assert!(matches!(condition(r#"emails[primary eq true]"#), Filter::ValuePath { .. }));
    assert!(matches!(condition(r#"emails[primary eq true] pr"#), Filter::Present { .. }));
    for path in [
        "members",
        r#"members[value eq "2819c223"]"#,
        r#"groups[type eq "direct"].display"#,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
    ] {
        assert_eq!(AttrPath::parse(path, Dialect::Rfc).unwrap().to_string(), path);
    }
    assert!(AttrPath::parse("members eq", Dialect::Rfc).is_err());
}

#[test]
fn reads_what_conditions_add() {
    assert_eq!(
        condition(r#"country IN ("SE", 7,true)"#).to_string(),
        r#"country in ("SE", 7, true)"#
    );
    assert_eq!(condition(r#"title re "^\d+\\.""#).to_string(), r#"title re "^\\d+\\.""#);
    for (shift, printed) in [
        ("now", "now"),
        ("NOW + 30d", "now + 30d"),
        ("now+48h", "now + 2d"),
        ("now -90m", "now - 90m"),
        ("now- 2h", "now - 2h"),
        ("now + 1w", "now + 7d"),
        ("now - 0s", "now"),
    ] {
        let printed = format!("startDate le {printed}");
        assert_eq!(condition(&format!("startDate le {shift}")).to_string(), printed);
        assert_eq!(condition(&format!("(startDate le {shift})and a pr")).clauses().len(), 2);
    }
    for ours in [r#"a in ("x")"#, r#"a re "x""#, "a ge now"] {
        assert!(Filter::parse(ours, Dialect::Rfc).is_err(), "{ours} is not the RFC's");
    }
}

#[test]
fn literals_keep_what_was_written() {
    assert_eq!(condition(r#"a eq "é\n\u00e9""#), compare("a", Op::Eq, text("é\né")));
    let number = Literal::Number { text: "1.50".to_owned(), value: 1.5 };
    assert_eq!(condition("a gt 1.50"), compare("a", Op::Gt, number));
    assert_eq!(condition("active eq True"), compare("active", Op::Eq, Literal::Boolean(true)));
    assert_eq!(condition("a ne null"), compare("a", Op::Ne, Literal::Null));
}

#[test]
fn clauses_know_where_they_stand() {
    let source = r#"not (ü eq "é") and (groups[type eq "d"].display in ("a","b") or title pr)"#;
    let filter = condition(source);
    let clauses: Vec<_> = filter.clauses().iter().map(|c| c.span().of(source).unwrap()).collect();
    let expected = [r#"ü eq "é""#, r#"groups[type eq "d"].display in ("a","b")"#, "title pr"];
    assert_eq!(clauses, expected);
}

#[test]
fn errors_name_the_place_and_the_remedy() {
    for (source, message) in [
        (
            r#"department eq "a" and title is "b""#,
            "column 29: expected an operator (eq, ne, co, sw, ew, pr, gt, ge, lt, le, in, re), \
             found \"is\"; did you mean \"eq\"?",
        ),
        (
            "title\n  cotnains \"b\"",
            "line 2, column 3: expected an operator (eq, ne, co, sw, ew, \
             pr, gt, ge, lt, le, in, re), found \"cotnains\"; did you mean \"co\"?",
        ),
        ("", "column 1: expected an attribute such as department, found the end"),
        (
            "not title pr",
            "column 1: \"not\" needs parentheses around what it denies, as in: not (title pr)",
        ),
        (r#"a eq "x"#, "column 6: this text is never closed; end it with a double quote"),
        (
            r#"a eq "CORP\jdoe""#,
            r#"column 11: "\j" is no escape of JSON; write \\ for a backslash and \" for a quote"#,
        ),
        (r#"a re "x\\d(y""#, "column 11: the pattern cannot be used: unclosed group"),
        (
            "a pr && b pr",
            "column 6: expected \"and\", \"or\" or the end, found \"&&\"; did you mean \"and\"?",
        ),
        ("(a pr", "column 6: expected \"and\", \"or\" or \")\", found the end"),
        (
            "a eq Sales",
            "column 6: expected a text in double quotes, a number, true, false, null or now (also \
             now + 30d), found \"Sales\"; did you mean \"Sales\" in double quotes?",
        ),
        (
            "a in ()",
            "column 7: expected a text in double quotes, a number, true, false, null or \
             now (also now + 30d), found \")\"",
        ),
        (
            "a gt now + 3y",
            "column 12: expected a shift of now such as + 30d or - 2h (units s, m, \
             h, d, w), found \"3y\"",
        ),
    ] {
        assert_eq!(error(source, Dialect::Condition), message, "{source}");
    }
    let error = error(r#"a in ("x")"#, Dialect::Rfc);
    assert!(!error.contains("in, re"), "the RFC's operators only: {error}");
}

#[test]
fn errors_know_the_byte() {
    let error = Filter::parse("ü = 1", Dialect::Condition).unwrap_err();
    assert_eq!(error.position(), Some(Position { offset: 3, line: 1, column: 3 }));
    assert_eq!(error.suggestion(), Some("\"eq\""));
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| format!("{}a pr{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Filter::parse(&nested(64), Dialect::Rfc).is_ok());
    let error = Filter::parse(&nested(65), Dialect::Rfc).unwrap_err();
    assert!(matches!(error, FilterError::TooDeep { at, .. } if at.column == 65), "{error}");
    let nots = "not (".repeat(13_000);
    assert!(matches!(Filter::parse(&nots, Dialect::Rfc), Err(FilterError::TooDeep { .. })));
    let long = format!("a eq \"{}\"", "x".repeat(65_536));
    assert!(matches!(Filter::parse(&long, Dialect::Rfc), Err(FilterError::TooLong { .. })));
}
