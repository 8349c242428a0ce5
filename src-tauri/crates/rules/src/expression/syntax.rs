//! What the parser of CEL says, in our words.

use super::ExpressionError;
use cel::{ParseError, ParseErrors};
use rolecall_scim::Position;

/// What people write who come from other languages.
const SPELLINGS: [(&str, &str); 9] = [
    ("=", "=="),
    ("and", "&&"),
    ("or", "||"),
    ("not", "!"),
    ("&", "&&"),
    ("|", "||"),
    ("eq", "=="),
    ("ne", "!="),
    ("<>", "!="),
];

const SYNTAX: &str = "Syntax error: ";
const A_VALUE: &str = "a value, such as user.department, \"text\", 12 or (";
const AN_OPERATOR: &str = "an operator, such as +, == or &&, or the end";

/// The first thing that is wrong with `text`.
pub(super) fn told(text: &str, errors: &ParseErrors) -> ExpressionError {
    // What the grammar found stands where it went wrong; the rest is what followed from it.
    let by_place = |error: &&ParseError| (!error.msg.starts_with(SYNTAX), error.pos);
    let Some(first) = errors.errors.iter().min_by_key(by_place) else {
        return ExpressionError::NotAllowed {
            at: Position::of(text, 0),
            message: "this is no expression".to_owned(),
        };
    };
    let at = place(text, first.pos);
    match first.msg.strip_prefix(SYNTAX) {
        Some(message) => by_grammar(text, at, message),
        None => ExpressionError::NotAllowed { at, message: by_meaning(&first.msg) },
    }
}

/// The place at line and column from 1, the column in characters.
fn place(text: &str, (line, column): (isize, isize)) -> Position {
    let (line, column) = (line.max(1).unsigned_abs(), column.max(1).unsigned_abs());
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let within = rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
    Position::of(text, start + within)
}

fn by_grammar(text: &str, at: Position, message: &str) -> ExpressionError {
    let rest = text.get(at.offset..).unwrap_or_default();
    if message.starts_with("token recognition error") {
        return by_character(at, rest);
    }
    let found = word_at(rest);
    let expects = message.rsplit_once("expecting ").map_or("", |(_, expects)| expects);
    let expected = if message.starts_with("missing ") {
        message.split('\'').nth(1).map_or(A_VALUE.to_owned(), |sign| format!("\"{sign}\""))
    } else if expects.contains("STRING") {
        A_VALUE.to_owned()
    } else if expects.contains("IDENTIFIER") || message.starts_with("no viable alternative") {
        "a name after the dot, such as user.department".to_owned()
    } else if expects.contains("']'") {
        "\"]\" or a comma".to_owned()
    } else if expects.contains("')'") {
        "\")\"".to_owned()
    } else if expects.contains("':'") {
        "\":\" and what it is otherwise, as in condition ? this : that".to_owned()
    } else {
        AN_OPERATOR.to_owned()
    };
    ExpressionError::Syntax {
        at,
        expected,
        suggestion: spelled(&found),
        found: if found.is_empty() { "the end".to_owned() } else { format!("\"{found}\"") },
    }
}

/// A character that stands for nothing, or a text without end.
fn by_character(at: Position, rest: &str) -> ExpressionError {
    let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\''));
    match quote {
        Some(quote) => {
            let body = rest.trim_start_matches(quote);
            let message = if body.contains(quote) {
                "this text has an escape that CEL does not know; write \\\\ for a backslash"
            } else {
                "this text is never closed; end it with the quote it began with"
            };
            ExpressionError::NotAllowed { at, message: message.to_owned() }
        }
        None => {
            let sign: String = rest.chars().take(1).collect();
            ExpressionError::Syntax {
                at,
                expected: AN_OPERATOR.to_owned(),
                suggestion: spelled(&sign),
                found: format!("\"{sign}\""),
            }
        }
    }
}

fn spelled(found: &str) -> Option<String> {
    let lower = found.to_lowercase();
    let known = SPELLINGS.iter().find(|(spelling, _)| *spelling == lower);
    known.map(|(_, meant)| (*meant).to_owned())
}

/// The word, or else the sign, that `rest` begins with.
fn word_at(rest: &str) -> String {
    let part = |c: &char| c.is_alphanumeric() || *c == '_';
    let word: String = rest.chars().take_while(part).collect();
    if word.is_empty() { rest.chars().take(1).collect() } else { word }
}

fn by_meaning(message: &str) -> String {
    if let Some(word) = message.strip_prefix("reserved identifier: ") {
        return format!("\"{word}\" is a word of CEL's own and names nothing here");
    }
    if message.contains("has() macro") {
        return "has() asks for an attribute, as in has(user.department)".to_owned();
    }
    if message.contains("simple name") {
        return "the first thing in the parentheses is a name for each element, as in \
                user.list.map(one, one + \"!\")"
            .to_owned();
    }
    if message.starts_with("invalid") && message.contains("literal") {
        return "this number is too large or written in a way that CEL does not know".to_owned();
    }
    if message.starts_with("unsupported syntax") {
        return "optional values are not to be had; ask with has(user.department)".to_owned();
    }
    message.to_owned()
}
