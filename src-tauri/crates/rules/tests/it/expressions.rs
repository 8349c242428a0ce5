//! Expressions over a person's attributes.

use crate::office::{attributes, office};
use proptest::prelude::*;
use rolecall_directory::{AttributeDefinition, AttributeType, LIST_SEPARATOR};
use rolecall_rules::{
    Computed, Expression, ExpressionError, ExpressionFor, KnownAttributes, compute_column,
};

fn known() -> KnownAttributes {
    let mut all = attributes();
    all.push(AttributeDefinition {
        expression: Some("user.department".to_owned()),
        ..AttributeDefinition::text("computed")
    });
    KnownAttributes::new(&all, &["office".to_owned(), "cost-center".to_owned()])
}

fn parse(text: &str) -> Result<Expression, ExpressionError> {
    Expression::parse(text, &known(), ExpressionFor::Attribute)
}

/// What `text` comes to for the person called `name`; lists with commas.
fn of(name: &str, text: &str, kind: Option<AttributeType>) -> Computed {
    let snapshot = office();
    let row = snapshot.rows_named(name)[0];
    let expression = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    match expression.of_person(snapshot.person(row), kind) {
        Computed::Text(found) => Computed::Text(found.replace(LIST_SEPARATOR, ",")),
        other => other,
    }
}

#[track_caller]
fn gives(name: &str, text: &str, expected: &str) {
    assert_eq!(of(name, text, None), Computed::Text(expected.to_owned()), "{text} for {name}");
}

#[track_caller]
fn fails(name: &str, text: &str, kind: AttributeType, part: &str) {
    match of(name, text, Some(kind)) {
        Computed::Failed(reason) => assert!(reason.contains(part), "{text}: {reason}"),
        other => panic!("{text} came to {other:?}"),
    }
}

#[test]
fn attributes_are_values_of_their_types() {
    gives("ann", "user.department + \"-\" + user.orgUnit", "Sales-/Sales/North");
    gives("ann", "user.level + 0.5", "7.5");
    gives("bob", "user.level * 2.0", "20");
    gives("ann", "user.remote ? \"home\" : \"desk\"", "home");
    gives("ann", "user.start.getFullYear()", "2026");
    gives("bob", "user.start", "2026-12-15T08:00:00Z");
    gives("ann", "user.skills.map(one, one.lowerAscii())", "rust,go");
    gives("ann", "user.skills.filter(one, one != \"Go\")", "Rust");
    gives("ann", "\"Go\" in user.skills", "true");
    gives("ann", "user.email.split(\"@\")[0]", "Ann");
    gives("ann", "user.emails.value.lowerAscii()", "ann@example.com");
    gives("ann", "user.ACTIVE", "true");
    gives("ann", "user[\"department\"].matches(\"^S.*s$\")", "true");
    gives("bob", "user.department.matches(\"^S\") || matches(user.department, \"l$\")", "true");
}

#[test]
fn what_is_absent_makes_all_absent_unless_it_is_guarded() {
    for text in ["user.office", "user.department + user.office", "[user.office]", "\"\"", "null"] {
        assert_eq!(of("ann", text, None), Computed::Absent, "{text}");
    }
    gives("ann", "has(user.office) ? user.office : \"nowhere\"", "nowhere");
    gives("ann", "has(user.department) ? user.department : \"none\"", "Sales");
    gives("ann", "\"cost-center\" in user ? user[\"cost-center\"] : \"none\"", "none");
    gives("ann", "has(user.name.givenName)", "false");
    // What cannot be read as its type is absent.
    assert_eq!(of("eve", "user.level + 1.0", None), Computed::Absent);
    gives("eve", "has(user.start)", "false");
    // A key that the expression's own map lacks is a mistake in the expression.
    fails("ann", "{\"a\": 1}[\"b\"]", AttributeType::Number, "b");
}

#[test]
fn results_are_read_as_the_attribute_is_typed() {
    let read = |text: &str, kind| of("ann", text, Some(kind));
    let is = |text: &str| Computed::Text(text.to_owned());
    assert_eq!(read("\"7\"", AttributeType::Number), is("7"));
    assert_eq!(read("\"TRUE\"", AttributeType::Boolean), is("TRUE"));
    assert_eq!(read("\"2026-01-02\"", AttributeType::Date), is("2026-01-02"));
    assert_eq!(read("user.department", AttributeType::List), is("Sales"));
    assert_eq!(read("[\"a\", \"\", \"b\"]", AttributeType::List), is("a,b"));
    assert_eq!(read("[1, 2.5, true]", AttributeType::List), is("1,2.5,true"));
    fails("ann", "user.department", AttributeType::Number, "\"Sales\", which cannot be read");
    fails("ann", "true", AttributeType::Number, "cannot be read as a number");
    fails("ann", "user.skills", AttributeType::Text, "a list, not to a text");
    fails("ann", "duration(\"1h\")", AttributeType::Text, "a length of time");
    fails("ann", "user.level + 1", AttributeType::Number, "write 1.0 for 1");
    fails("ann", "user.department + 1", AttributeType::Text, "write string(...)");
    fails("ann", "1 / 0", AttributeType::Number, "divides by zero");
    fails("ann", "user.skills[7]", AttributeType::Text, "does not have");
}

#[track_caller]
fn wrong(text: &str, message: &str) {
    match parse(text) {
        Err(error) => assert_eq!(error.to_string(), message, "{text}"),
        Ok(_) => panic!("{text} was taken"),
    }
}

#[test]
fn mistakes_are_told_with_their_place_and_what_was_meant() {
    wrong(
        "user.departmnt + \"-\"",
        "column 6: unknown attribute \"departmnt\"; did you mean user.department?",
    );
    wrong("department", "column 1: unknown name \"department\"; did you mean user.department?");
    wrong("usr.department", "column 1: unknown name \"usr\"; did you mean user?");
    wrong(
        "user.department.startswith(\"S\")",
        "column 27: unknown function \"startswith\"; did you mean startsWith?",
    );
    wrong(
        "user.department +",
        "column 18: expected a value, such as user.department, \"text\", 12 or (, found the end",
    );
    wrong(
        "user.region = \"\u{e9}\"",
        "column 13: expected an operator, such as +, == or &&, or the end, found \"=\"; did you \
         mean ==?",
    );
    wrong(
        "\"\u{e9}\" + user.remote and true",
        "column 19: expected an operator, such as +, == or &&, or the end, found \"and\"; did you \
         mean &&?",
    );
    wrong("(user.region", "column 13: expected \")\", found the end");
    wrong(
        "user.region == \"x",
        "column 16: this text is never closed; end it with the quote it began with",
    );
    wrong(
        "user.\n  region +\n user.regin",
        "line 3, column 7: unknown attribute \"regin\"; did you mean user.region?",
    );
    wrong(
        "size(user)",
        "column 6: user is the whole person; name an attribute, such as user.department",
    );
    wrong("has(user)", "column 5: has() asks for an attribute, as in has(user.department)");
    wrong(
        "user.groups",
        "column 6: groups are not to be had in expressions; use them in a rule's condition",
    );
    wrong(
        "user.computed",
        "column 6: computed is computed itself; an expression names attributes that sources \
         deliver",
    );
    wrong(
        "user.region.matches(user.department)",
        "column 20: matches wants its pattern written out, as in user.title.matches(\"^Head of\")",
    );
}

#[test]
fn what_is_sent_may_be_computed_of_what_is_computed() {
    let sent = Expression::parse("user.computed", &known(), ExpressionFor::Sending);
    assert_eq!(sent.map(|sent| sent.references().len()), Ok(1));
}

#[test]
fn what_could_take_for_ever_is_refused() {
    let doubled = (0..12)
        .fold("user.department".to_owned(), |text, _| format!("[{text}].map(x, x + x + x + x)[0]"));
    let replaced = (0..12).fold("user.department".to_owned(), |text, _| {
        format!("{text}.replace(\"\", \"aaaaaaaa\")")
    });
    let nested = "user.skills.map(a, user.skills.map(b, user.skills.map(c, a + b + c)))";
    for text in [doubled.as_str(), replaced.as_str(), nested] {
        let parsed = parse(text).map(|_| ());
        assert!(matches!(parsed, Err(ExpressionError::TooCostly)), "{text}: {parsed:?}");
    }
    let long = format!("\"{}\"", "a".repeat(5000));
    assert!(matches!(parse(&long), Err(ExpressionError::TooLong { length: 5002, .. })));
    for deep in ["(".repeat(2000), "[".repeat(2000), "1+".repeat(2000) + "1", "!".repeat(4000)] {
        assert!(parse(&deep).is_err(), "and does not overflow the stack");
    }
    let deepest = format!("{}1", "1+".repeat(100));
    assert_eq!(of("ann", &deepest, None), Computed::Text("101".to_owned()));
    let chosen = |n| format!("user.level == {n}.0 ? \"{n}\" : ");
    let chosen = (8..38).map(chosen).collect::<String>() + "\"else\"";
    gives("ann", &chosen, "else");
    let pattern = parse("user.region.matches(\"(a{900}){900}\")");
    assert!(matches!(pattern, Err(ExpressionError::NotAllowed { .. })), "{pattern:?}");
    // One loop within another over what people usually have is fine.
    assert!(parse("user.skills.exists(a, [\"go\", \"c\"].exists(b, a == b))").is_ok());
}

#[test]
fn a_person_with_huge_values_is_no_danger_either() {
    let expression = parse("user.skills.map(a, user.skills.map(b, a + b)).size()");
    let expression = expression.unwrap_or_else(|error| panic!("{error}"));
    let few = format!("a{LIST_SEPARATOR}b");
    let found = expression.evaluate(&[Some(&few), Some(&few)], None);
    assert_eq!(found, Computed::Text("2".to_owned()));
    let many = format!("skill{LIST_SEPARATOR}").repeat(5000);
    let found = expression.evaluate(&[Some(&many), Some(&many)], None);
    assert!(matches!(found, Computed::Failed(_)), "{found:?}");
}

#[test]
fn a_column_is_what_each_person_comes_to() {
    let snapshot = office();
    for (text, kind) in [
        ("user.department + \"/\" + user.region", AttributeType::Text),
        ("has(user.remote) && user.remote ? user.department : user.userName", AttributeType::Text),
        ("user.level", AttributeType::Number),
        ("user.userName", AttributeType::Number),
        ("\"all\"", AttributeType::Text),
    ] {
        let expression = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let column = compute_column(&expression, Some(kind), &snapshot);
        for row in 0..snapshot.people() {
            let alone = expression.of_person(snapshot.person(row), Some(kind));
            let failed = column.failed.iter().find(|(_, rows)| rows.contains(row));
            let found = match (column.column.get(row), failed) {
                (Some(text), None) => Computed::Text(text.to_owned()),
                (None, Some((reason, _))) => Computed::Failed(reason.clone()),
                (None, None) => Computed::Absent,
                both => panic!("{both:?}"),
            };
            assert_eq!(found, alone, "{text}, row {row}");
        }
    }
    let failed = compute_column(
        &parse("user.userName").unwrap_or_else(|error| panic!("{error}")),
        Some(AttributeType::Number),
        &snapshot,
    );
    assert_eq!(failed.failed.len() as u32, snapshot.people(), "each with its own words");
}

#[test]
fn an_attribute_is_renamed_wherever_it_is_named() {
    let text = "\"\u{e9}\" + user . region // region\n + user[\"region\"] + (has(user.region) ? \
                \"region\" : user.Region.trim())";
    let expression = parse(text).unwrap_or_else(|error| panic!("{error}"));
    let renamed = expression.renamed(text, "region", "area");
    let expected = "\"\u{e9}\" + user.area // region\n + user[\"area\"] + (has(user.area) ? \
                    \"region\" : user.area.trim())";
    assert_eq!(renamed.as_deref(), Some(expected));
    let hyphen = parse("user.region").map(|one| one.renamed("user.region", "region", "my-region"));
    assert_eq!(hyphen, Ok(Some("user[\"my-region\"]".to_owned())));
    let tested = parse("has(user.region)");
    let tested = tested.map(|one| one.renamed("has(user.region)", "region", "my-region"));
    assert_eq!(tested, Ok(None), "has() knows no quoted names");
}

proptest! {
    #[test]
    fn no_text_is_too_odd_to_be_read(text in "[ua-c.\\[\\]()'\"+?:&|!=<>,{} 0-9\u{e9}\\\\n-]{0,40}") {
        let _ = parse(&text).map(|one| one.evaluate(&vec![Some("x"); one.references().len()], None));
    }

    #[test]
    fn no_expression_is_too_odd_to_be_evaluated(
        words in prop::collection::vec(prop::sample::select(vec![
            "user.department", "user.level", "user.skills", "user.start", "user.remote", "\"a\"",
            "1", "2.5", " + ", " - ", " * ", " / ", " == ", " && ", " ? ", " : ", "(", ")", "[",
            "]", ",", ".size()", ".map(x, x)", "has(user.region)", "timestamp(\"2026-01-01T00:00:00Z\")",
            "duration(\"9999h\")", "int(", "string(", ".split(\"a\")", ".substring(1)", "{\"a\": 1}",
            " in ", "-", "!",
        ]), 1..12),
    ) {
        if let Ok(one) = parse(&words.concat()) {
            for text in ["Sales", "7", "true", "2026-11-01"] {
                let _ = one.evaluate(&vec![Some(text); one.references().len()], None);
            }
        }
    }
}
