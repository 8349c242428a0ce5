//! Attributes renamed inside an expression's text, the rest to the letter.

use super::Expression;
use rolecall_scim::fold;
use std::ops::Range;

/// How and where an expression names an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub form: Form,
    /// The bytes that name it.
    pub range: Range<usize>,
}

/// The ways to name an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `.department`, dot included.
    Selected,
    /// The same within `has()`.
    Tested,
    /// A quoted text, in brackets or before `in`.
    Quoted,
}

impl Expression {
    /// The expression's own `text` with the attribute in column `old` called `new`; `None` where
    /// CEL has no way to write it so.
    #[must_use]
    pub fn renamed(&self, text: &str, old: &str, new: &str) -> Option<String> {
        let mut mentions: Vec<&Mention> = (self.references.iter())
            .filter(|one| fold(&one.column) == fold(old))
            .map(|one| &one.mention)
            .collect();
        mentions.sort_by_key(|mention| std::cmp::Reverse(mention.range.start));
        let mut text = text.to_owned();
        for mention in mentions {
            text.get(mention.range.clone())?;
            let written = match mention.form {
                Form::Quoted => quoted(new),
                _ if is_name(new) => format!(".{new}"),
                Form::Selected => format!("[{}]", quoted(new)),
                Form::Tested => return None,
            };
            text.replace_range(mention.range.clone(), &written);
        }
        Some(text)
    }
}

/// Whether `.name` can be written after `user`.
fn is_name(name: &str) -> bool {
    let mut signs = name.chars();
    signs.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && signs.all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
        && !matches!(name, "in" | "true" | "false" | "null")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The bytes of `.first.second` after the byte `from` of `text`, blanks and remarks between.
pub(super) fn selected(text: &str, from: usize, path: &[String]) -> Option<Range<usize>> {
    let mut at = from;
    for name in path {
        at = past_blanks(text, at);
        at += usize::from(text.get(at..)?.starts_with('.'));
        at = past_blanks(text, at);
        if !text.get(at..)?.starts_with(name.as_str()) {
            return None;
        }
        at += name.len();
    }
    Some(from..at)
}

fn past_blanks(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let next = at + (rest.len() - rest.trim_start().len());
        let rest = text.get(next..).unwrap_or_default();
        if !rest.starts_with("//") {
            return next;
        }
        at = next + rest.find('\n').map_or(rest.len(), |end| end + 1);
    }
}
