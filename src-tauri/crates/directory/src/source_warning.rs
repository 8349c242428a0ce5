//! What a source could not make sense of, by a code and its parameters, so that screens can say it
//! in any language.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something a source could not make sense of; it is skipped and reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceWarning {
    /// The file or address it was read from.
    pub place: String,
    /// The line, from 1, where the source has lines.
    #[serde(default)]
    pub line: Option<u64>,
    /// The column, from 1, in characters.
    #[serde(default)]
    pub column: Option<u64>,
    /// What is wrong; `None` where an earlier version kept its words alone.
    #[serde(default)]
    pub flaw: Option<SourceFlaw>,
    /// What is wrong and what to do.
    pub message: String,
    /// Whether a person was lost by it, which trips the guard `bad_rows`.
    #[serde(default)]
    pub row_lost: bool,
}

impl SourceWarning {
    /// A warning without line and column that cost nobody.
    #[must_use]
    pub fn new(place: impl Into<String>, flaw: SourceFlaw) -> Self {
        let (place, message) = (place.into(), flaw.to_string());
        Self { place, line: None, column: None, flaw: Some(flaw), message, row_lost: false }
    }

    /// The same of a person who is lost by it.
    #[must_use]
    pub fn lost(place: impl Into<String>, flaw: SourceFlaw) -> Self {
        Self { row_lost: true, ..Self::new(place, flaw) }
    }
}

/// Makes the enumeration with its list of codes, so that no code can be left out of the list.
macro_rules! flaws {
    ($($(#[$doc:meta])* $name:ident = $code:literal $({ $($(#[$of:meta])* $field:ident: $type:ty),* })?,)*) => {
        /// What is wrong with something a source delivers. As JSON: `code`, and `details` where
        /// there are any.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "code", content = "details")]
        pub enum SourceFlaw {
            $($(#[$doc])* #[serde(rename = $code)] $name $({ $($(#[$of])* $field: $type),* })?,)*
        }

        impl SourceFlaw {
            /// Every code there is.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// One stable word.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code,)*
                }
            }
        }
    };
}

flaws! {
    /// A row of a table is too long to be one.
    RowTooLong = "row_too_long",
    /// A quote is never closed.
    QuoteOpen = "quote_open",
    /// A field is too long.
    FieldTooLong = "field_too_long",
    /// Bytes are no UTF-8.
    NotUtf8 = "not_utf8",
    /// Text follows a closing quote.
    TextAfterQuote = "text_after_quote",
    /// A quote stands inside a field without quotes.
    QuoteInField = "quote_in_field",
    /// A row has more or fewer fields than the header.
    FieldCount = "field_count" {
        /// The row's.
        fields: usize,
        /// The header's.
        header: usize
    },
    /// A person has no userName.
    UserNameEmpty = "user_name_empty",
    /// Neither true nor false.
    ActiveWrong = "active_wrong" {
        /// What stands there.
        value: String
    },
    /// A group has no name.
    GroupNameEmpty = "group_name_empty",
    /// A group's member is empty.
    MemberEmpty = "member_empty",
    /// A member is neither user nor group.
    MemberTypeWrong = "member_type_wrong" {
        /// What stands there.
        value: String
    },
    /// A line is too long.
    LineTooLong = "line_too_long",
    /// A line of LDIF has no colon.
    NoColon = "no_colon" {
        /// How it begins.
        text: String
    },
    /// A line of LDIF does not begin with an attribute.
    NoAttributeName = "no_attribute_name" {
        /// How it begins.
        text: String
    },
    /// A record does not begin with its name.
    RecordWithoutDn = "record_without_dn" {
        /// What it begins with.
        name: String
    },
    /// The name of a record is no UTF-8.
    DnNotUtf8 = "dn_not_utf8",
    /// A record has two names.
    SecondDn = "second_dn",
    /// A value is no base64.
    NotBase64 = "not_base64" {
        /// Its attribute.
        name: String
    },
    /// A value is in another file.
    OtherFile = "other_file" {
        /// Its attribute.
        name: String
    },
    /// Two records are of the same.
    SameRecord = "same_record" {
        /// The second one's name.
        dn: String,
        /// The first one's name.
        twin: String
    },
    /// So many more records cannot be read.
    MoreRecords = "more_records" {
        /// How many.
        count: u64
    },
    /// What the map takes for active is neither true nor false.
    MappedActiveWrong = "mapped_active_wrong" {
        /// The person.
        user: String,
        /// What stands there.
        value: String
    },
    /// What the map takes for a key is empty.
    KeyEmpty = "key_empty" {
        /// The person.
        user: String,
        /// `id` or `userName`.
        name: String
    },
    /// A person's status is none that is known.
    StatusUnknown = "status_unknown" {
        /// The person.
        user: String,
        /// What the source says.
        status: String
    },
    /// The scope names a group that is not there.
    ScopeGroupMissing = "scope_group_missing" {
        /// The group.
        group: String
    },
    /// Several groups have one name.
    GroupsNamedAlike = "groups_named_alike" {
        /// The name.
        name: String
    },
    /// Lists leave out who is there.
    ListsLeftOut = "lists_left_out" {
        /// How many people and groups.
        count: usize
    },
    /// A provider has no groups.
    NoGroups = "no_groups",
    /// A provider does not tell changes any more.
    ChangesUntold = "changes_untold" {
        /// What it says.
        reason: String
    },
    /// A group has a member whom nobody delivered.
    MemberUnknown = "member_unknown" {
        /// The group.
        group: String,
        /// The member as written.
        member: String
    },
    /// A token ends, or has ended.
    TokenEnds = "token_ends" {
        /// Days left; 0 on the last one, -1 when it is over.
        days: i64
    },
    /// A certificate ends, or has ended.
    CertificateEnds = "certificate_ends" {
        /// Days left; 0 on the last one, -1 when it is over.
        days: i64
    },
    /// A secret ends by the day that was noted, or has ended.
    SecretEnds = "secret_ends" {
        /// The secret's name.
        name: String,
        /// Days left; 0 on the last one, -1 when it is over.
        days: i64
    },
    /// A sign-in's new token is not kept.
    TokenNotKept = "token_not_kept" {
        /// Why.
        reason: String
    },
}

fn ends(days: i64) -> String {
    match days {
        ..=-1 => "has ended".to_owned(),
        0 => "ends within a day".to_owned(),
        1 => "ends in 1 day".to_owned(),
        days => format!("ends in {days} days"),
    }
}

impl fmt::Display for SourceFlaw {
    /// What is wrong and what to do, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RowTooLong => f.write_str(
                "a row longer than 16 MiB begins here; perhaps a quote is never closed. The rest of \
                 the file was not read",
            ),
            Self::QuoteOpen => f.write_str(
                "the quote opened here is never closed, so the rest of the file cannot be read. \
                 Close it, or double a quote that is meant",
            ),
            Self::FieldTooLong => f.write_str("this field is longer than 1 MiB; shorten it"),
            Self::NotUtf8 => f.write_str("this is not UTF-8; save the file as UTF-8"),
            Self::TextAfterQuote => f.write_str(
                "text follows a closing quote; a quote inside a quoted field must be doubled",
            ),
            Self::QuoteInField => f.write_str(
                "a quote stands inside a field that does not begin with one; quote the whole field \
                 and double the quote",
            ),
            Self::FieldCount { fields, header } => {
                let word = if *fields == 1 { "field" } else { "fields" };
                write!(
                    f,
                    "this row has {fields} {word} and the header has {header}; put quotes around a \
                     field that holds the delimiter"
                )
            }
            Self::UserNameEmpty => f.write_str("userName is empty; every person needs one"),
            Self::ActiveWrong { value } => {
                write!(f, "active is \"{value}\"; write true or false")
            }
            Self::GroupNameEmpty => f.write_str("the group has no name; write it here"),
            Self::MemberEmpty => {
                f.write_str("the member is empty; write a userName or a group's name")
            }
            Self::MemberTypeWrong { value } => {
                write!(f, "type is \"{value}\"; write user or group")
            }
            other => other.of_records(f),
        }
    }
}

impl SourceFlaw {
    fn of_records(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LineTooLong => {
                f.write_str("this line is longer than 16 MiB; take the attribute out")
            }
            Self::NoColon { text } => {
                write!(f, "there is no colon in \"{text}\"; write name: value")
            }
            Self::NoAttributeName { text } => {
                write!(f, "\"{text}\" does not begin with the name of an attribute")
            }
            Self::RecordWithoutDn { name } => {
                write!(f, "the record begins with \"{name}\"; it must begin with dn:")
            }
            Self::DnNotUtf8 => f.write_str("the dn is no UTF-8"),
            Self::SecondDn => f.write_str("a second dn; put an empty line between records"),
            Self::NotBase64 { name } => write!(f, "{name} is no base64"),
            Self::OtherFile { name } => {
                write!(f, "{name} is in another file, which is not followed; put the value here")
            }
            Self::SameRecord { dn, twin } => {
                write!(f, "\"{dn}\" is the same as \"{twin}\" further up; take one of them out")
            }
            Self::MoreRecords { count } => write!(f, "{count} more records cannot be read"),
            Self::MappedActiveWrong { user, value } => {
                write!(f, "active of \"{user}\" is \"{value}\", not true or false. Correct map")
            }
            Self::KeyEmpty { user, name } => {
                write!(f, "\"{user}\" has no {name}; give them one in the source, or change map")
            }
            Self::StatusUnknown { user, status } => write!(
                f,
                "\"{user}\" has the status \"{status}\", which is not known; nothing of theirs is \
                 changed. Update Rolecall, or map active"
            ),
            other => other.of_sources(f),
        }
    }

    fn of_sources(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ScopeGroupMissing { group } => write!(
                f,
                "the scope names the group \"{group}\", which the source does not have. Correct \
                 scope; until then nothing is taken away from anybody"
            ),
            Self::GroupsNamedAlike { name } => write!(
                f,
                "several groups are called \"{name}\"; their members count as those of one group. \
                 Rename one of them to tell them apart"
            ),
            Self::ListsLeftOut { count } => write!(
                f,
                "the provider's lists left out {count} people and groups who are there when they \
                 are asked for one by one; they stay as they are"
            ),
            Self::NoGroups => f.write_str("the provider has no groups; its people alone are read"),
            Self::ChangesUntold { reason } => write!(
                f,
                "the provider does not tell what changed any more, so everything was read: {reason}"
            ),
            Self::MemberUnknown { group, member } => {
                write!(f, "group \"{group}\" has the member \"{member}\", whom nobody delivered")
            }
            Self::TokenEnds { days } => {
                write!(f, "the token {}; make a new one at the provider and enter it", ends(*days))
            }
            Self::CertificateEnds { days } => write!(
                f,
                "the certificate of this application {}; make a new one, upload it under \
                 Certificates & secrets, and enter it with its key",
                ends(*days)
            ),
            Self::SecretEnds { name, days } => write!(
                f,
                "the secret \"{name}\" {}; make a new one, enter it, and note its last day \
                 (secret_expires)",
                ends(*days)
            ),
            Self::TokenNotKept { reason } => write!(
                f,
                "the vendor gave a new token for the sign-in, and it could not be kept: {reason}. \
                 It serves until Rolecall ends; let secrets be kept, then sign in again"
            ),
            other => f.write_str(other.code()),
        }
    }
}
