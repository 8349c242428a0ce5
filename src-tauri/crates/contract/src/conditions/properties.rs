//! The builder and the text are the same thing, for every condition.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use rolecall_directory::AttributeDefinition;

fn known() -> KnownAttributes {
    let kinds = [
        ("level", AttributeType::Number),
        ("remote", AttributeType::Boolean),
        ("startDate", AttributeType::Date),
        ("skills", AttributeType::List),
    ];
    let defined =
        kinds.map(|(name, kind)| AttributeDefinition { kind, ..AttributeDefinition::text(name) });
    KnownAttributes::new(&defined, &[])
}

fn path() -> impl Strategy<Value = AttrPath> {
    let names = ["groups", "orgUnit", "title", "level", "remote", "startDate", "skills", "active"];
    let filter = || Filter::parse("type eq \"work\"", Dialect::Condition).unwrap();
    (proptest::sample::select(names.to_vec()), any::<bool>(), 0..6).prop_map(
        move |(name, sub, filtered)| {
            let path = AttrPath::new(name);
            let path = if filtered == 0 { path.with_filter(filter()) } else { path };
            if sub { path.with_sub("display") } else { path }
        },
    )
}

fn value() -> impl Strategy<Value = Literal> {
    let looks = ["true", "5", "null", "now", "now + 30d", "", " 5", "\"", "1e3", "true or a pr"];
    prop_oneof![
        any::<String>().prop_map(Literal::Text),
        proptest::sample::select(looks.to_vec()).prop_map(|text| Literal::Text(text.to_owned())),
        any::<i32>().prop_map(|n| Literal::Number { text: n.to_string(), value: f64::from(n) }),
        any::<bool>().prop_map(Literal::Boolean),
        Just(Literal::Null),
        (-1_000_000_i64..1_000_000).prop_map(|offset| Literal::Now { offset }),
    ]
}

fn clause() -> impl Strategy<Value = Filter> {
    let span = Span::default();
    prop_oneof![
        4 => (path(), proptest::sample::select(&Op::ALL[..]), value())
            .prop_map(move |(path, op, value)| Filter::Compare { path, op, value, span }),
        1 => path().prop_map(move |path| Filter::Present { path, span }),
        1 => (path(), vec(value(), 1..4))
            .prop_map(move |(path, values)| Filter::In { path, values, span }),
        1 => (path(), "[a-z\"\\[\\]]{0,5}".prop_map(|text| format!("^{}", text.replace(['[', ']'], "."))))
            .prop_map(move |(path, pattern)| Filter::Matches { path, pattern, span }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    clause().prop_recursive(4, 24, 4, |inner| {
        let nothing = || Filter::Present { path: AttrPath::new("title"), span: Span::default() };
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(move |all| Filter::all(all).unwrap_or_else(nothing)),
            vec(inner.clone(), 1..4).prop_map(move |all| Filter::any(all).unwrap_or_else(nothing)),
            inner.prop_map(|one| Filter::Not(Box::new(one))),
        ]
    })
}

proptest! {
    #[test]
    fn a_condition_comes_back_from_the_builder_the_same(filter in filter()) {
        let known = known();
        let shown = condition_of(&filter, &known);
        let json = serde_json::to_string(&shown).unwrap();
        let crossed: Condition = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&crossed, &shown, "it crosses to the screen and back");
        let text = filter_of(&crossed, &known).unwrap().to_string();
        let back = Filter::parse(&text, Dialect::Condition);
        prop_assert_eq!(back.as_ref().ok(), Some(&filter), "{} {:?}", text, back.as_ref().err());
    }
}

#[test]
fn usual_values_are_rows_whatever_their_type() {
    let known = known();
    for text in [
        "remote eq true",
        "level ge 5",
        "startDate le now + 30d",
        "startDate le \"2026-01-01\"",
        "title eq \"5\"",
        "skills in (\"a\", \"b\")",
        "groups.display eq \"Sales\"",
        "title re \"^A\"",
    ] {
        let filter = Filter::parse(text, Dialect::Condition).unwrap();
        let shown = condition_of(&filter, &known);
        assert!(matches!(shown, Condition::Clause { .. }), "{text}: {shown:?}");
    }
}
