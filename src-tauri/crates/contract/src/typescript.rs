//! The contract as TypeScript.

use crate::commands::{CommandVisitor, visit};
use crate::handlers::activity::KINDS;
use crate::{AppError, types::AppEvent};
use rolecall_directory::{Cause, Guard, NotSent, SourceFlaw};
use rolecall_engine::EngineError;
use rolecall_rules::{Own, Remark};
use rolecall_store::{QuarantineReason, StoreError};
use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use ts_rs::{Config, TS, TypeVisitor};

/// The whole contract as one TypeScript module; the same contract gives the same text.
#[must_use]
pub fn typescript() -> String {
    let mut writer = Writer {
        config: Config::new().with_large_int("number"),
        types: BTreeMap::new(),
        seen: HashSet::new(),
        commands: String::new(),
    };
    writer.add::<AppError>();
    writer.add::<AppEvent>();
    visit(&mut writer);
    let mut text =
        String::from("// Generated from the contract by `cargo xtask fix`; do not edit.\n");
    for declaration in writer.types.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    text.push_str(
        "\n/** Every command with its arguments and result. */\nexport interface Commands {\n",
    );
    text.push_str(&writer.commands);
    text.push_str("}\n\nexport type CommandName = keyof Commands;\n");
    let run_errors = [&EngineError::CODES[..], &StoreError::CODES].concat();
    let lists: [(&str, &str, Vec<&str>); 9] = [
        ("causes", "The causes of failure.", Cause::ALL.map(|(_, word)| word).to_vec()),
        ("guards", "The guards.", Guard::ALL.map(Guard::word).to_vec()),
        ("reasonsNotSent", "Why steps are not sent.", NotSent::ALL.map(NotSent::word).to_vec()),
        ("activityKinds", "The kinds of entry in Activity.", KINDS.to_vec()),
        ("warningCodes", "What sources cannot make sense of.", SourceFlaw::CODES.to_vec()),
        ("remarkCodes", "What lint finds.", Remark::CODES.to_vec()),
        ("ownCodes", "What people have where clauses look.", Own::CODES.to_vec()),
        ("runErrorCodes", "Why runs fail as a whole.", run_errors),
        (
            "quarantineReasons",
            "Why connections are in quarantine.",
            QuarantineReason::WORDS.to_vec(),
        ),
    ];
    for (name, doc, words) in lists {
        text.push_str(&format!("\n/** {doc} */\nexport const {name} = [\n"));
        for word in words {
            text.push_str(&format!("  \"{word}\",\n"));
        }
        text.push_str("] as const;\n");
    }
    text
}

struct Writer {
    config: Config,
    types: BTreeMap<String, String>,
    seen: HashSet<TypeId>,
    commands: String,
}

impl Writer {
    fn add<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // Types of the standard library are written in place; only what they hold is ours.
        if T::output_path().is_some() {
            let name = T::name(&self.config);
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("{docs}export {}\n", T::decl(&self.config));
            self.types.insert(name, declaration);
        }
        T::visit_dependencies(self);
    }
}

impl TypeVisitor for Writer {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

impl CommandVisitor for Writer {
    fn command<A: TS + 'static, R: TS + 'static>(&mut self, name: &str, doc: &str) {
        self.add::<A>();
        self.add::<R>();
        let (args, result) = (A::name(&self.config), R::name(&self.config));
        self.commands.push_str(&format!(
            "  /** {doc} */\n  \"{name}\": {{ args: {args}; result: {result} }};\n"
        ));
    }
}
