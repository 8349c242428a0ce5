//! What can be wrong with rules, exceptions and rule tests: place, words, suggestion.

use super::{BASE, base_lines, problems};

/// Puts `text` behind the good file and checks its errors, whose lines count from there.
fn check(text: &str, expected: &[(usize, &str)]) {
    let place =
        |(line, rest): &(usize, &str)| format!("config.toml:{}:{rest}", base_lines() + line);
    let expected: Vec<String> = expected.iter().map(place).collect();
    assert_eq!(problems(&format!("{BASE}{text}")), expected, "of:\n{text}");
}

/// The same for a rule for everybody with these further lines, the first of them line 4.
fn rule(lines: &str, expected: &[(usize, &str)]) {
    check(&format!("[[rule]]\nname = \"R\"\nwhen = 'userName pr'\n{lines}\n"), expected);
}

/// The same for a rule with this condition, written with its quotes in line 3.
fn when(condition: &str, expected: &[(usize, &str)]) {
    check(&format!("[[rule]]\nname = \"R\"\nwhen = {condition}\n"), expected);
}

#[test]
fn the_base_is_good() {
    check("", &[]);
    rule(
        "assign.goto = { role = \"\", user_groups = [\"{groups.display:OU-}\", \"{region}\"] }",
        &[],
    );
}

#[test]
fn attributes_in_conditions() {
    let regio = "25: rule \"R\": unknown attribute \"regio\"; did you mean region?";
    when("'userName pr and regio eq \"x\"'", &[(3, regio)]);
    let nowhere = "43: rule \"R\": unknown attribute \"foobar\": neither SCIM, nor an [[attribute]], nor a \
                   column of a source has it";
    when(r#""userName pr and regio eq \"x\" or foobar pr""#, &[(3, regio), (3, nowhere)]);
    when("'lastname pr'", &[]);
    let text = "9: rule \"R\": \"gt\" compares numbers and dates, but title is a text";
    when("'title gt \"a\"'", &[(3, text)]);
    let date = "9: rule \"R\": hired is a date, and \"soon\" cannot be read as one";
    when("'hired gt \"soon\"'", &[(3, date)]);
}

#[test]
fn conditions_that_cannot_be_read() {
    when(
        "'userName pr and'",
        &[(3, "24: rule \"R\": expected an attribute such as department, found the end")],
    );
    let operators = "14: rule \"R\": expected an operator (eq, ne, co, sw, ew, pr, gt, ge, lt, le, in, re), \
                     found \"eqq\"; did you mean \"eq\"?";
    when("'''\nuserName pr\n  and (title eqq \"a\")'''", &[(5, operators)]);
    when("''", &[(3, "8: when is empty; write when = 'userName pr'")]);
    when("7", &[(3, "8: when: expected a string, found an integer")]);
    check("[[rule]]\nname = \"R\"\n", &[(1, "1: [[rule]] lacks when; add when = 'userName pr'")]);
}

#[test]
fn keys_and_names_of_rules() {
    rule("enabeld = true", &[(4, "1: unknown key \"enabeld\"; did you mean enabled?")]);
    rule("enabled = \"yes\"", &[(4, "11: enabled: expected true or false, found a string")]);
    let twice = format!(
        "8: the rule name \"r\" is there twice, first in line {}; names are compared without case, \
         so choose another",
        base_lines() + 2
    );
    rule("[[rule]]\nname = \"r\"\nwhen = 'userName pr'", &[(5, &twice)]);
    check("[[rules]]\nname = \"a\"\n", &[(1, "3: unknown key \"rules\"; did you mean rule?")]);
    let one = "1: rule: expected a list of tables ([[rule]]), found a table";
    check("[rule]\nname = \"a\"\n", &[(1, one)]);
}

#[test]
fn unknown_targets_slots_and_values() {
    rule(
        "assign.gto = { products = [\"Connect\"] }",
        &[(4, "8: unknown target \"gto\"; did you mean goto?")],
    );
    rule("assign.acme = {}", &[(4, "8: unknown target \"acme\"; there are goto")]);
    rule(
        "assign.goto = { product = [\"Connect\"] }",
        &[(4, "17: target goto has no slot \"product\"; did you mean products?")],
    );
    rule(
        "assign.goto = { products = [\"Conect\", \"Webinar\"] }",
        &[(4, "29: slot products has no value \"Conect\"; did you mean Connect?")],
    );
    rule(
        "assign.goto = { role = \"member\" }",
        &[(4, "24: slot role has no value \"member\"; did you mean Member?")],
    );
    rule(
        "withhold.goto = { role = [\"Membr\"] }",
        &[(4, "27: slot role has no value \"Membr\"; did you mean Member?")],
    );
}

#[test]
fn one_value_or_many() {
    rule(
        "assign.goto = { products = \"Connect\" }",
        &[(4, "28: products: expected a list (the slot takes many values), found a string")],
    );
    rule(
        "assign.goto = { role = [\"Member\"] }",
        &[(4, "24: role: expected a string (the slot takes one value), found a list")],
    );
    rule(
        "withhold.goto = { role = \"Member\" }",
        &[(4, "26: role: expected a list (what is withheld is always a list), found a string")],
    );
    rule(
        "assign.goto = { user_groups = [7, \"\"] }",
        &[
            (4, "32: user_groups: expected a string, found an integer"),
            (4, "35: user_groups: an empty text is no value; leave it out"),
        ],
    );
    rule("assign.goto = \"Connect\"", &[(4, "15: goto: expected a table, found a string")]);
}

#[test]
fn templates() {
    rule(
        "assign.goto = { role = \"{department}\" }",
        &[(
            4,
            "24: role: a template such as {department} stands in slots of many values only; write \
             a value",
        )],
    );
    for malformed in ["OU {department}", "{department", "{}", "a}"] {
        let message = format!(
            "32: user_groups: \"{malformed}\" is no template; a template is the whole value: \
             {{groups.display}}, {{groups.display:PREFIX}} or {{attribute}}"
        );
        rule(&format!("assign.goto = {{ user_groups = [\"{malformed}\"] }}"), &[(4, &message)]);
    }
    rule(
        "assign.goto = { user_groups = [\"{departmnt}\", \"{groups}\"] }",
        &[
            (4, "32: unknown attribute \"departmnt\"; did you mean department?"),
            (4, "47: \"groups\" has no value of its own; did you mean groups.display?"),
        ],
    );
}

#[test]
fn exceptions() {
    let day = "9: until: expected a day such as 2027-01-31, without a time";
    check(
        "[[exception]]\nreason = \"x\"\nuntil = \"2027-02-31\"\n",
        &[(1, "1: [[exception]] lacks user; add user = \"ann@example.com\""), (3, day)],
    );
    check("[[exception]]\nuser = \"a\"\nuntil = 2027-01-31T10:00:00Z\n", &[(3, day)]);
    check(
        "[[exception]]\nuser = \"a\"\nuntil = 7\n",
        &[(3, "9: until: expected a date such as 2027-01-31, found an integer")],
    );
    check("[[exception]]\nuser = \"a\"\nuntil = \"2027-01-31\"\n", &[]);
}

#[test]
fn rule_tests() {
    let test = "[[rule_test]]\nuser = \"a\"\n";
    check(test, &[(1, "1: [[rule_test]] lacks expect; add expect = { goto = \"no account\" }")]);
    check(
        &format!("{test}expect.goto = \"no acount\"\n"),
        &[(3, "15: goto: \"no acount\" is no expectation; did you mean \"no account\"?")],
    );
    check(
        &format!("{test}expect.goto = {{ role = \"Admn\", rolle = \"\" }}\n"),
        &[
            (3, "24: slot role has no value \"Admn\"; did you mean Admin?"),
            (3, "32: target goto has no slot \"rolle\"; did you mean role?"),
        ],
    );
}
