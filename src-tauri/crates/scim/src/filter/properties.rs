//! What must hold for every filter and every text.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_é][a-zA-Z0-9_é-]{0,8}".prop_filter("a word of the grammar", |name| {
        !["and", "or", "not"].contains(&name.to_lowercase().as_str())
    })
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        any::<String>().prop_map(Literal::Text),
        any::<f64>().prop_filter("finite", |value| value.is_finite()).prop_map(|value| {
            Literal::Number { text: serde_json::json!(value).to_string(), value }
        }),
        any::<bool>().prop_map(Literal::Boolean),
        Just(Literal::Null),
        (-1_000_000_000_i64..1_000_000_000).prop_map(|offset| Literal::Now { offset }),
    ]
}

fn plain_path() -> impl Strategy<Value = AttrPath> {
    let urn = "urn:[a-z]{1,5}(:[a-zA-Z0-9.]{1,6}){1,3}";
    (option::of(urn), name(), option::of(name())).prop_map(|(schema, name, sub)| AttrPath {
        schema,
        name,
        value_filter: None,
        sub,
    })
}

fn clause(path: impl Strategy<Value = AttrPath> + Clone) -> impl Strategy<Value = Filter> {
    let span = Span::default();
    let pattern = any::<String>().prop_map(|text| regex::escape(&text));
    prop_oneof![
        (path.clone(), proptest::sample::select(&Op::ALL[..]), literal())
            .prop_map(move |(path, op, value)| Filter::Compare { path, op, value, span }),
        path.clone().prop_map(move |path| Filter::Present { path, span }),
        (path.clone(), vec(literal(), 1..4)).prop_map(move |(path, values)| Filter::In {
            path,
            values,
            span
        }),
        (path, prop_oneof![pattern, Just(r"\bx\d+[\\a]\.".to_owned())])
            .prop_map(move |(path, pattern)| Filter::Matches { path, pattern, span }),
    ]
}

fn joined(leaf: impl Strategy<Value = Filter> + 'static) -> impl Strategy<Value = Filter> {
    let unit = || compare_nothing();
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(move |c| Filter::all(c).unwrap_or_else(unit)),
            vec(inner.clone(), 1..4).prop_map(move |c| Filter::any(c).unwrap_or_else(unit)),
            inner.prop_map(|clause| Filter::Not(Box::new(clause))),
        ]
    })
}

fn compare_nothing() -> Filter {
    Filter::Present { path: AttrPath::new("nothing"), span: Span::default() }
}

fn filter() -> impl Strategy<Value = Filter> {
    let inner = || joined(clause(plain_path().boxed())).boxed();
    let filtered = (plain_path(), option::of(inner()), option::of(name())).prop_map(
        |(mut path, filter, sub)| {
            if let Some(filter) = filter {
                path.value_filter = Some(Box::new(filter));
                path.sub = sub;
            }
            path
        },
    );
    let value_path = (plain_path(), inner()).prop_map(|(mut path, filter)| {
        path.sub = None;
        Filter::ValuePath { path, filter: Box::new(filter), span: Span::default() }
    });
    joined(prop_oneof![4 => clause(filtered.boxed()), 1 => value_path].boxed())
}

/// Text made of the grammar's own pieces, which gets further into the parser than noise does.
fn pieces() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(vec![
        "(", ")", "[", "]", ",", "and", "or", "not", "pr", "eq", "in", "re", "now", "+", "-2h",
        "1", "\"", "\\", "\"a\"", "emails", ".value", "urn:x:y", "=", "\\u", "\\uD83D", "é", ":",
        ".",
    ]);
    vec((known, prop_oneof![Just(" "), Just("")]), 0..40)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(filter in filter()) {
        let printed = filter.to_string();
        let read = Filter::parse(&printed, Dialect::Condition);
        prop_assert_eq!(read.as_ref().ok(), Some(&filter), "{}: {:?}", printed, read.as_ref().err());
        prop_assert_eq!(read.map(|read| read.to_string()), Ok(printed));
    }

    #[test]
    fn no_text_makes_it_panic(text in prop_oneof![any::<String>(), pieces()], rfc in any::<bool>()) {
        let dialect = if rfc { Dialect::Rfc } else { Dialect::Condition };
        let _ = AttrPath::parse(&text, dialect);
        match Filter::parse(&text, dialect) {
            Ok(filter) => {
                prop_assert_eq!(Filter::parse(&filter.to_string(), dialect), Ok(filter.clone()));
                for clause in filter.clauses() {
                    prop_assert!(clause.span().of(&text).is_some(), "a span of another text");
                }
            }
            Err(error) => {
                let at = error.position().map(|at| at.offset);
                prop_assert!(at.is_none_or(|at| text.is_char_boundary(at)), "{}", error);
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = Filter::parse(&String::from_utf8_lossy(&bytes), Dialect::Condition);
    }
}
