//! Cutting a filter's text into tokens. It never fails: what is out of place is the parser's to say.

use crate::Span;

/// A piece of a filter's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `,`
    Comma,
    /// A run without blanks, brackets, quotes and signs: a word, a path, a number, `.value`, `+30d`.
    Bare(&'a str),
    /// What stands between double quotes, its escapes unresolved.
    Text(&'a str),
    /// A text that is never closed.
    Unclosed,
    /// Signs that mean nothing here, such as `==`.
    Signs(&'a str),
    /// The end of the text.
    End,
}

/// Cuts `text` into tokens with their places; the last is always [`Token::End`].
pub(super) fn tokens(text: &str) -> Vec<(Token<'_>, Span)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = token(&text[at..], first);
        found.push((token, Span::new(at, at + length)));
        at += length;
    }
    found.push((Token::End, Span::new(at, at)));
    found
}

fn token(rest: &str, first: char) -> (Token<'_>, usize) {
    match first {
        '(' => (Token::Open, 1),
        ')' => (Token::Close, 1),
        '[' => (Token::OpenBracket, 1),
        ']' => (Token::CloseBracket, 1),
        ',' => (Token::Comma, 1),
        '"' => quoted(rest),
        sign if is_sign(sign) => {
            let run = run(rest, is_sign);
            (Token::Signs(run), run.len())
        }
        _ => {
            let run = run(rest, |c| !is_sign(c) && !c.is_whitespace() && !"()[],\"".contains(c));
            (Token::Bare(run), run.len())
        }
    }
}

fn quoted(rest: &str) -> (Token<'_>, usize) {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return (Token::Text(&rest[1..at]), at + 1),
            _ => {}
        }
    }
    (Token::Unclosed, rest.len())
}

fn run(rest: &str, belongs: impl Fn(char) -> bool) -> &str {
    let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    &rest[..end]
}

fn is_sign(c: char) -> bool {
    matches!(c, '=' | '<' | '>' | '!' | '&' | '|' | '~' | ';' | '\'' | '“' | '”' | '„' | '‘' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Token<'_>> {
        tokens(text).into_iter().map(|(token, _)| token).collect()
    }

    #[test]
    fn cuts_paths_signs_and_texts() {
        assert_eq!(
            kinds(r#"emails[type eq "a\"b"].value=="x"#),
            [
                Token::Bare("emails"),
                Token::OpenBracket,
                Token::Bare("type"),
                Token::Bare("eq"),
                Token::Text(r#"a\"b"#),
                Token::CloseBracket,
                Token::Bare(".value"),
                Token::Signs("=="),
                Token::Unclosed,
                Token::End,
            ]
        );
    }

    #[test]
    fn tokens_know_their_bytes() {
        let text = "ü eq\u{a0}\"é\"";
        let cut: Vec<_> = tokens(text).iter().map(|(_, span)| span.of(text)).collect();
        assert_eq!(cut, [Some("ü"), Some("eq"), Some("\"é\""), Some("")]);
    }
}
