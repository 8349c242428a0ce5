//! Reading filters and paths from text.

use serde_json::Value;

use super::answer::Refusal;
use super::discovery::ENTERPRISE;
use super::filter::{Filter, Path};

const DEEPEST: usize = 32;
const OPERATORS: [&str; 9] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

impl Filter {
    /// Reads a filter; refuses with `invalidFilter` and the place.
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        let filter = parser.either().map_err(|what| parser.refusal("invalidFilter", &what))?;
        parser.blank();
        if parser.at < text.len() {
            return Err(parser.refusal("invalidFilter", "the end was expected"));
        }
        Ok(filter)
    }
}

impl Path {
    /// Reads an attribute path; refuses with `invalidPath` and the place.
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        let path = parser.path().map_err(|what| parser.refusal("invalidPath", &what))?;
        if parser.at < text.len() {
            return Err(parser.refusal("invalidPath", "the end was expected"));
        }
        Ok(path)
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

type Parsed<T> = Result<T, String>;

impl<'a> Parser<'a> {
    fn refusal(&self, scim_type: &'static str, what: &str) -> Refusal {
        let detail = format!("{} at character {} of: {}", what, self.at + 1, self.text);
        Refusal::bad(scim_type, detail)
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blank(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let eaten = self.rest().starts_with(token);
        if eaten {
            self.at += token.len();
        }
        eaten
    }

    /// Takes a word when it stands here alone, without case.
    fn word(&mut self, word: &str) -> bool {
        self.blank();
        let rest = self.rest();
        let here = rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            && rest[word.len()..].starts_with(|next: char| next.is_whitespace() || next == '(');
        if here {
            self.at += word.len();
        }
        here
    }

    fn either(&mut self) -> Parsed<Filter> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("the filter is nested too deeply".to_owned());
        }
        let mut left = self.both()?;
        while self.word("or") {
            left = Filter::Or(Box::new(left), Box::new(self.both()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn both(&mut self) -> Parsed<Filter> {
        let mut left = self.one()?;
        while self.word("and") {
            left = Filter::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Parsed<Filter> {
        let not = self.word("not");
        self.blank();
        if self.eat("(") {
            let inner = self.either()?;
            self.blank();
            if !self.eat(")") {
                return Err("a closing parenthesis was expected".to_owned());
            }
            return Ok(if not { Filter::Not(Box::new(inner)) } else { inner });
        }
        if not {
            return Err("an opening parenthesis was expected after not".to_owned());
        }
        let path = self.path()?;
        if path.within.is_some() && path.sub.is_none() {
            return Ok(Filter::Present(path));
        }
        self.blank();
        let end = self.rest().find([' ', ')', ']']).unwrap_or(self.rest().len());
        let operator = self.rest()[..end].to_ascii_lowercase();
        self.at += end;
        if operator == "pr" {
            return Ok(Filter::Present(path));
        }
        let Some(operator) = OPERATORS.into_iter().find(|known| *known == operator) else {
            return Err("an operator was expected".to_owned());
        };
        Ok(Filter::Compare(path, operator, self.value()?))
    }

    fn value(&mut self) -> Parsed<Value> {
        self.blank();
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) if !value.is_object() && !value.is_array() => {
                self.at += values.byte_offset();
                Ok(value)
            }
            _ => Err("a value was expected".to_owned()),
        }
    }

    fn path(&mut self) -> Parsed<Path> {
        let end = self.rest().find([' ', '[', '(', ')', ']']).unwrap_or(self.rest().len());
        let name = &self.rest()[..end];
        if name.is_empty() {
            return Err("an attribute was expected".to_owned());
        }
        self.at += end;
        let (schema, name) = split_schema(name);
        let (attribute, mut sub) = match name.split_once('.') {
            _ if name.eq_ignore_ascii_case(ENTERPRISE) => (name, None),
            Some((attribute, sub)) => (attribute, Some(sub.to_owned())),
            None => (name, None),
        };
        let mut within = None;
        if self.eat("[") {
            within = Some(Box::new(self.either()?));
            self.blank();
            if !self.eat("]") {
                return Err("a closing bracket was expected".to_owned());
            }
            if self.eat(".") {
                let end = self.rest().find([' ', ')', ']']).unwrap_or(self.rest().len());
                sub = Some(self.rest()[..end].to_owned());
                self.at += end;
            }
        }
        Ok(Path { schema, attribute: attribute.to_owned(), within, sub })
    }
}

/// Parts an attribute's name from its schema's URN; the core schemas' URNs are dropped,
/// and an extension named as a whole is an attribute.
fn split_schema(name: &str) -> (Option<String>, &str) {
    let urn = name.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("urn:"));
    match name.rsplit_once(':') {
        _ if name.eq_ignore_ascii_case(ENTERPRISE) => (None, name),
        Some((schema, rest)) if urn => {
            let core = schema.to_ascii_lowercase().contains(":schemas:core:2.0:");
            ((!core).then(|| schema.to_owned()), rest)
        }
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn holds(filter: &str) -> bool {
        let user = json!({
            "userName": "Ann@Example.com", "active": true, "name": {"familyName": "Lee"},
            "emails": [{"value": "a@home.example", "type": "home"}, {"value": "ann@example.com", "type": "work"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Sales"}
        });
        Filter::parse(filter).unwrap().matches(&user)
    }

    #[test]
    fn filters_hold_as_the_standard_says() {
        for filter in [
            r#"userName eq "ann@example.COM""#,
            r#"USERNAME sw "ann" and active eq true"#,
            r#"emails[type eq "work"].value eq "ann@example.com""#,
            r#"emails[type eq "work" and value co "@example"]"#,
            r#"emails.value eq "a@home.example""#,
            r#"not (userName eq "bob") and (title pr or name.familyName eq "lee")"#,
            r#"urn:ietf:params:scim:schemas:core:2.0:User:userName ew ".com""#,
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "sales""#,
        ] {
            assert!(holds(filter), "{filter}");
        }
        assert!(!holds(r#"emails[type eq "work"].value eq "a@home.example""#));
        assert!(!holds("title pr"));
    }

    #[test]
    fn a_broken_filter_names_its_place() {
        for filter in [
            "",
            "userName",
            r#"userName eq"#,
            r#"(userName eq "a""#,
            "userName is 1",
            r#"userName eq "a" x"#,
        ] {
            let refusal = Filter::parse(filter).unwrap_err();
            assert_eq!(refusal.scim_type, Some("invalidFilter"), "{filter}");
        }
    }
}
