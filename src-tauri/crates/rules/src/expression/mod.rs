//! Expressions: CEL over one person's attributes, for computed attributes and for what is sent.
//!
//! The variable `user` has the attributes: texts as strings, numbers as doubles, yes/no as bool,
//! dates as timestamps, lists as lists of strings. Selecting an attribute that the person lacks
//! makes the whole expression absent, unless `has(user.x)` guards it or `||`, `&&` and `?:` do not
//! reach it. What an expression may cost is bounded by the text it is and by the values it meets.

mod absence;
mod column;
mod cost;
mod error;
mod names;
mod rename;
mod sent;
mod syntax;
mod value;

pub use column::{ComputedColumn, compute_column};
pub use error::ExpressionError;
pub use sent::Sent;

use crate::KnownAttributes;
use cel::extractors::This;
use cel::objects::Key;
use cel::{Context, Env, ExecutionError, Program, Value};
use regex::Regex;
use rename::Mention;
use rolecall_directory::{AttributeType, Person};
use rolecall_scim::Position;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// How long an expression may be, in bytes.
const LONGEST: usize = 4096;
/// How many operations may stand within each other, so that any stack holds them.
const DEEPEST: usize = 120;
/// Up to here every stack is large enough.
const SHALLOW: usize = 16;
/// The stack for what is nested deeper, or nobody knows how deep.
const STACK: usize = 64 << 20;

static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib().with_optional_support(false);
    // The names of the library are its own, so nothing of it can be there yet.
    let _ = env.add_extension(cel::extensions::strings);
    Arc::new(env)
});

/// An attribute that an expression names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The column it is in.
    pub column: String,
    /// How it is read.
    pub kind: AttributeType,
    /// The names below `user`, as written.
    path: Vec<String>,
    /// Where it stands in the text.
    mention: Mention,
}

/// Which attributes an expression may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpressionFor {
    /// A computed attribute's own: no other computed attribute.
    Attribute,
    /// What is sent: every attribute.
    Sending,
}

/// What an expression comes to for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Computed {
    /// Nothing: something it needs is absent, or the result is empty.
    Absent,
    /// This text; of a list, its elements with [`rolecall_directory::LIST_SEPARATOR`].
    Text(String),
    /// Nothing, for this reason.
    Failed(String),
}

/// A checked expression.
#[derive(Debug, Clone)]
pub struct Expression {
    program: Arc<Program>,
    /// How many operations stand within each other.
    depth: usize,
    references: Vec<Reference>,
    /// Which reference each node of the program is.
    nodes: HashMap<u64, usize>,
    patterns: Arc<HashMap<String, Regex>>,
}

impl Expression {
    /// Reads `text` and checks every name in it.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in `text`.
    pub fn parse(
        text: &str,
        known: &KnownAttributes,
        purpose: ExpressionFor,
    ) -> Result<Self, ExpressionError> {
        if text.len() > LONGEST {
            return Err(ExpressionError::TooLong { length: text.len(), limit: LONGEST });
        }
        on_large_stack(|| Self::read(text, known, purpose)).unwrap_or_else(|| {
            let message = "this cannot be read; write it in another way".to_owned();
            Err(ExpressionError::NotAllowed { at: Position::of(text, 0), message })
        })
    }

    fn read(
        text: &str,
        known: &KnownAttributes,
        purpose: ExpressionFor,
    ) -> Result<Self, ExpressionError> {
        let program = ENV.compile(text).map_err(|errors| syntax::told(text, &errors))?;
        let depth = cost::depth(program.expression());
        if depth > DEEPEST {
            return Err(ExpressionError::TooCostly);
        }
        let found = names::check(&program, text, known, purpose)?;
        let expression = Self {
            program: Arc::new(program),
            depth,
            references: found.references,
            nodes: found.nodes,
            patterns: Arc::new(found.patterns),
        };
        if expression.cost(&cost::usual(&expression.references)) > cost::MOST {
            return Err(ExpressionError::TooCostly);
        }
        Ok(expression)
    }

    /// The attributes it names, each once for every spelling.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// What it comes to for `person`, read as `kind`; without one, as what it is.
    #[must_use]
    pub fn of_person(&self, person: Person<'_>, kind: Option<AttributeType>) -> Computed {
        let values: Vec<Option<&str>> =
            self.references.iter().map(|one| person.attribute(&one.column)).collect();
        self.evaluate(&values, kind)
    }

    /// What it comes to where the references have the texts `values`.
    #[must_use]
    pub fn evaluate(&self, values: &[Option<&str>], kind: Option<AttributeType>) -> Computed {
        self.on_stack(|| self.evaluate_here(values, kind))
            .unwrap_or_else(|| Computed::Failed("it could not be evaluated".to_owned()))
    }

    /// Does `work` where the stack is large enough for this expression.
    fn on_stack<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Option<T> {
        if self.depth > SHALLOW { on_large_stack(work) } else { Some(work()) }
    }

    fn evaluate_here(&self, values: &[Option<&str>], kind: Option<AttributeType>) -> Computed {
        let sizes: Vec<_> =
            self.references.iter().zip(values).map(|(one, text)| cost::size(one, *text)).collect();
        if self.cost(&sizes) > cost::MOST {
            let message = "the person's values are too long for it; shorten the expression";
            return Computed::Failed(message.to_owned());
        }
        let mut context = self.context();
        context.add_variable_from_value("user", self.user(values));
        match self.program.execute(&context) {
            Ok(_) if self.selects_absent(values, &context) => Computed::Absent,
            Ok(result) => value::text_of(&result, kind),
            Err(ExecutionError::NoSuchKey(key)) if self.lacks(&key, values) => Computed::Absent,
            Err(error) => Computed::Failed(value::reason(&error)),
        }
    }

    /// Whether something absent was selected, though `&&` or `||` made up for it.
    fn selects_absent(&self, values: &[Option<&str>], context: &Context<'_, '_>) -> bool {
        let readable = |(one, text): (&Reference, &Option<&str>)| {
            text.and_then(|text| value::read(one.kind, text)).is_some()
        };
        let lacking: Vec<bool> =
            self.references.iter().zip(values).map(|pair| !readable(pair)).collect();
        let absence = absence::Absence { nodes: &self.nodes, lacking: &lacking, context };
        lacking.contains(&true) && absence.is_selected(self.program.expression())
    }

    fn cost(&self, sizes: &[cost::Size]) -> u64 {
        cost::of(self.program.expression(), &self.nodes, sizes)
    }

    /// Everything but the person.
    fn context(&self) -> Context<'static, 'static> {
        let mut context = Context::with_env(ENV.clone());
        let patterns = self.patterns.clone();
        let matches = move |This(text): This<Arc<String>>, pattern: Arc<String>| {
            patterns.get(pattern.as_str()).is_some_and(|pattern| pattern.is_match(&text))
        };
        // The environment has no function of this name, which is all that can fail.
        let _ = context.add_function("matches", matches);
        context
    }

    /// The person as a map; attributes that are absent, or unreadable as their type, are left out.
    fn user(&self, values: &[Option<&str>]) -> Value {
        let mut user: HashMap<Key, Value> = HashMap::new();
        let mut inner: HashMap<&str, HashMap<Key, Value>> = HashMap::new();
        for (one, text) in self.references.iter().zip(values) {
            let value = text.and_then(|text| value::read(one.kind, text));
            match one.path.as_slice() {
                [name] => {
                    if let Some(value) = value {
                        user.insert(key(name), value);
                    }
                }
                [outer, name] => {
                    let below = inner.entry(outer).or_default();
                    if let Some(value) = value {
                        below.insert(key(name), value);
                    }
                }
                _ => {}
            }
        }
        for (outer, below) in inner {
            user.insert(key(outer), Value::from(below));
        }
        Value::from(user)
    }

    /// Whether `name` is an attribute that the person lacks.
    fn lacks(&self, name: &str, values: &[Option<&str>]) -> bool {
        self.references.iter().zip(values).any(|(one, text)| {
            let unreadable = || text.and_then(|text| value::read(one.kind, text)).is_none();
            one.path.last().is_some_and(|last| last == name) && unreadable()
        })
    }
}

/// Does `work` on a stack of its own; `None` when there is none to be had or the work broke off.
fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.ok()?.join().ok()
    })
}

fn key(name: &str) -> Key {
    Key::String(Arc::new(name.to_owned()))
}
