//! What a server's refusals mean: one table of result codes (RFC 4511 appendix A), with the
//! sub-codes of Active Directory in words.

use crate::ConnectError;
use rolecall_directory::Cause;

/// What was asked when the server refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    /// To encrypt the connection.
    StartTls,
    /// To bind as this one.
    Bind(&'a str),
    /// To search below this base, with this filter.
    Search {
        /// The base.
        base: &'a str,
        /// The filter.
        filter: &'a str,
    },
}

/// A server's refusal: its result code and words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Refused {
    /// The result code.
    pub code: u32,
    /// The nearest name that exists, where the server tells.
    pub matched: String,
    /// The server's own words.
    pub text: String,
    /// Addresses of servers that may know more.
    pub referrals: Vec<String>,
}

/// Why something asked of a server was not had.
#[derive(Debug, Clone)]
pub(super) enum Trouble {
    /// It refused.
    Refused(Refused),
    /// It did not answer, or not so that it could be read.
    Failed(ConnectError),
}

/// `e-syncRefreshRequired` (RFC 4533 section 2.5): the cookie is too old.
pub(super) const REFRESH_REQUIRED: u32 = 4096;

impl Trouble {
    /// Says it of a server at `place`.
    pub fn told(self, place: &str, asked: Asked<'_>) -> ConnectError {
        match self {
            Self::Failed(error) => error,
            Self::Refused(refused) => refused.told(place, asked),
        }
    }

    /// Whether the server refused with one of these codes.
    pub fn is_one_of(&self, codes: &[u32]) -> bool {
        matches!(self, Self::Refused(refused) if codes.contains(&refused.code))
    }
}

impl Refused {
    fn told(&self, place: &str, asked: Asked<'_>) -> ConnectError {
        let (cause, words) = match asked {
            Asked::StartTls => (
                Cause::NotPermitted,
                "the server does not encrypt on demand (StartTLS). Use ldaps://, or ask whoever \
                 runs it to give it a certificate"
                    .to_owned(),
            ),
            Asked::Bind(who) => self.of_bind(who),
            Asked::Search { base, filter } => self.of_search(base, filter),
        };
        ConnectError {
            cause,
            place: place.to_owned(),
            message: format!("{words}{}", self.quoted()),
        }
    }

    /// The server's own words, in quotes.
    fn quoted(&self) -> String {
        let text = self.text.trim_matches(|sign: char| sign.is_whitespace() || sign == '\0');
        let name = code_name(self.code);
        if text.is_empty() {
            format!(". The server says: {} {name}", self.code)
        } else {
            format!(". The server says: {} {name}, \"{text}\"", self.code)
        }
    }

    fn of_bind(&self, who: &str) -> (Cause, String) {
        match self.code {
            49 | 48 => match sub_code(&self.text) {
                Some((what, remedy)) => {
                    (Cause::CredentialRejected, format!("\"{who}\" cannot bind: {what}. {remedy}"))
                }
                None => (
                    Cause::CredentialRejected,
                    format!(
                        "\"{who}\" cannot bind: the name or the password is wrong. Correct bind_dn \
                         or set the secret anew"
                    ),
                ),
            },
            32 => (
                Cause::CredentialRejected,
                format!("\"{who}\" cannot bind: there is nobody of that name. Correct bind_dn"),
            ),
            34 => (
                Cause::CredentialRejected,
                format!(
                    "\"{who}\" is no name the server understands. Write a DN, such as \
                     cn=reader,dc=example,dc=com, or for Active Directory name@domain"
                ),
            ),
            7 | 8 | 13 => (Cause::NotPermitted, wants_encryption("to bind")),
            _ => self.otherwise("bind"),
        }
    }

    fn of_search(&self, base: &str, filter: &str) -> (Cause, String) {
        match self.code {
            32 => {
                let nearest = if self.matched.is_empty() {
                    "or the account that binds may not see it".to_owned()
                } else {
                    format!("the nearest above it is \"{}\"", self.matched)
                };
                (
                    Cause::NotFound,
                    format!("there is no \"{base}\"; {nearest}. Correct base, or the rights"),
                )
            }
            34 => (
                Cause::AttributeInvalid,
                format!("\"{base}\" is no DN. Correct base; such as dc=example,dc=com"),
            ),
            16..=18 | 21 => (
                Cause::AttributeInvalid,
                format!("the server cannot make sense of the filter {filter}. Correct it"),
            ),
            4 | 11 => (
                Cause::NotPermitted,
                format!(
                    "the server gives out only so many entries at once, and the account that binds \
                     may not have all below \"{base}\". Raise its limit there (OpenLDAP: limits ... \
                     size.pr=unlimited)"
                ),
            ),
            3 => (
                Cause::Timeout,
                format!(
                    "searching \"{base}\" takes longer than the server allows. Raise its limit"
                ),
            ),
            1 if self.text.contains("000004DC") => (
                Cause::NotPermitted,
                "the server answers only those who bind. Set bind_dn and its secret".to_owned(),
            ),
            8 | 13 => (Cause::NotPermitted, wants_encryption("to be read")),
            10 => {
                let elsewhere = self.referrals.first().map_or("another server", String::as_str);
                (
                    Cause::NotFound,
                    format!("\"{base}\" is at {elsewhere}, not here. Correct url or base"),
                )
            }
            _ => self.otherwise("search"),
        }
    }

    fn otherwise(&self, what: &str) -> (Cause, String) {
        match self.code {
            50 => (
                Cause::NotPermitted,
                format!("the account that binds has not the right to {what}. Give it to it"),
            ),
            51 | 52 | 80 => (
                Cause::Unavailable,
                "the server cannot do it now. It is tried again with the next sync".to_owned(),
            ),
            2 => {
                (Cause::UnreadableAnswer, "the server did not understand what was asked".to_owned())
            }
            12 => (
                Cause::RejectedByTarget,
                format!("the server has no such way to {what}. Set flavour to what it really is"),
            ),
            _ => (Cause::RejectedByTarget, format!("the server refused to {what}")),
        }
    }
}

fn wants_encryption(what: &str) -> String {
    format!(
        "the server wants the connection encrypted {what}. Use ldaps://, or set start_tls = true"
    )
}

/// What Active Directory says within a refused bind (`data 52e`): what is wrong, and what to do.
fn sub_code(text: &str) -> Option<(&'static str, &'static str)> {
    let (_, behind) = text.split_once("data ")?;
    let code: String = behind.chars().take_while(char::is_ascii_alphanumeric).collect();
    Some(match code.to_ascii_lowercase().as_str() {
        "525" => ("there is nobody of that name", "Correct bind_dn"),
        "52e" => ("the name or the password is wrong", "Correct bind_dn or set the secret anew"),
        "530" => ("the account may not sign in at this hour", "Widen its logon hours"),
        "531" => ("the account may not sign in from this machine", "Allow it in its account"),
        "532" => ("its password has expired", "Give it a new one and set the secret anew"),
        "533" => ("the account is disabled", "Enable it"),
        "534" => ("the account may not sign in this way", "Give it the right to"),
        "701" => ("the account has expired", "Extend it"),
        "773" => ("its password must be changed first", "Change it and set the secret anew"),
        "775" => ("the account is locked", "Unlock it, or wait until it is by itself"),
        _ => return None,
    })
}

/// The standard's name of a result code.
fn code_name(code: u32) -> &'static str {
    match code {
        1 => "operationsError",
        2 => "protocolError",
        3 => "timeLimitExceeded",
        4 => "sizeLimitExceeded",
        7 => "authMethodNotSupported",
        8 => "strongerAuthRequired",
        10 => "referral",
        11 => "adminLimitExceeded",
        12 => "unavailableCriticalExtension",
        13 => "confidentialityRequired",
        16 => "noSuchAttribute",
        17 => "undefinedAttributeType",
        18 => "inappropriateMatching",
        21 => "invalidAttributeSyntax",
        32 => "noSuchObject",
        34 => "invalidDNSyntax",
        48 => "inappropriateAuthentication",
        49 => "invalidCredentials",
        50 => "insufficientAccessRights",
        51 => "busy",
        52 => "unavailable",
        53 => "unwillingToPerform",
        80 => "other",
        REFRESH_REQUIRED => "e-syncRefreshRequired",
        _ => "another result",
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Refused, Trouble};
    use rolecall_directory::Cause;

    fn refused(code: u32, text: &str) -> Trouble {
        Trouble::Refused(Refused { code, text: text.to_owned(), ..Refused::default() })
    }

    #[test]
    fn refused_binds_say_why_in_words() {
        let bind = Asked::Bind("svc@x");
        let text = "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ";
        for (data, word) in [
            ("525", "nobody of that name"),
            ("52e", "password is wrong"),
            ("530", "at this hour"),
            ("531", "from this machine"),
            ("532", "has expired"),
            ("533", "is disabled"),
            ("701", "account has expired"),
            ("773", "must be changed"),
            ("775", "is locked"),
        ] {
            let error = refused(49, &format!("{text}{data}, v1db1\0")).told("ldap://dc", bind);
            assert_eq!(error.cause, Cause::CredentialRejected, "{data}");
            assert!(error.message.contains(word), "{data}: {}", error.message);
            assert!(
                error.message.contains("svc@x") && error.message.contains(data),
                "it is quoted"
            );
        }
        let plain = refused(49, "").told("ldap://x", bind);
        assert!(plain.message.contains("49 invalidCredentials"), "{}", plain.message);
    }

    #[test]
    fn every_code_has_its_cause() {
        let search = Asked::Search { base: "ou=a,dc=b", filter: "(x=y)" };
        for (code, cause) in [
            (2, Cause::UnreadableAnswer),
            (3, Cause::Timeout),
            (4, Cause::NotPermitted),
            (8, Cause::NotPermitted),
            (10, Cause::NotFound),
            (11, Cause::NotPermitted),
            (12, Cause::RejectedByTarget),
            (18, Cause::AttributeInvalid),
            (32, Cause::NotFound),
            (34, Cause::AttributeInvalid),
            (50, Cause::NotPermitted),
            (51, Cause::Unavailable),
            (52, Cause::Unavailable),
            (53, Cause::RejectedByTarget),
            (80, Cause::Unavailable),
            (9_999, Cause::RejectedByTarget),
        ] {
            assert_eq!(refused(code, "words").told("p", search).cause, cause, "{code}");
        }
        let near = Refused { code: 32, matched: "dc=b".to_owned(), ..Refused::default() };
        let message = Trouble::Refused(near).told("p", search).message;
        assert!(message.contains("\"ou=a,dc=b\"") && message.contains("is \"dc=b\""), "{message}");
    }
}
