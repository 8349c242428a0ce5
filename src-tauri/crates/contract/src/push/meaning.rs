//! What answers to SCIM calls mean, and what to do about them, in words.

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// A word by which screens say it in their language.
    pub code: &'static str,
    /// What happened.
    pub means: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

const TABLE: [(u16, &str, Meaning); 21] = [
    (
        400,
        "invalidSyntax",
        Meaning {
            code: "not_readable",
            means: "The body is no JSON, or not the object that such a call needs.",
            remedy: "Look at the mapping or template of the call at the provider.",
        },
    ),
    (
        400,
        "invalidValue",
        Meaning {
            code: "value_wrong",
            means: "An attribute is missing, or has a value of another form than it needs.",
            remedy: "Correct the mapping of the attribute that is named, at the provider.",
        },
    ),
    (
        400,
        "invalidFilter",
        Meaning {
            code: "filter_wrong",
            means: "The filter of the call cannot be read.",
            remedy: "Look at the attribute by which the provider matches people; userName, \
                     externalId and emails can be used.",
        },
    ),
    (
        400,
        "invalidPath",
        Meaning {
            code: "path_wrong",
            means: "The path of a change cannot be read.",
            remedy: "Correct the target attribute in the provider's mapping.",
        },
    ),
    (
        400,
        "noTarget",
        Meaning {
            code: "nothing_there",
            means: "A value was to be replaced that is not there.",
            remedy: "Restart provisioning at the provider, so that whole people are sent.",
        },
    ),
    (
        400,
        "mutability",
        Meaning {
            code: "read_only",
            means: "The call would change what Rolecall alone sets, such as an id.",
            remedy: "Take the attribute out of the provider's mapping.",
        },
    ),
    (
        400,
        "",
        Meaning {
            code: "refused",
            means: "The call says something that cannot be carried out.",
            remedy: "Read the words of the answer, and correct the mapping at the provider.",
        },
    ),
    (
        401,
        "",
        Meaning {
            code: "token_wrong",
            means: "The call carries no token, or one that is not valid for this directory.",
            remedy: "Make a token for the directory and enter it at the provider as its secret \
                     token; one that was revoked does not become valid again.",
        },
    ),
    (
        403,
        "",
        Meaning {
            code: "not_allowed",
            means: "The call asks for what is not given to anybody.",
            remedy: "Nothing is needed: provisioning does not depend on it.",
        },
    ),
    (
        404,
        "",
        Meaning {
            code: "not_there",
            means: "The directory, user or group of the address is not there.",
            remedy: "Check the address at the provider. For one user or group: it was deleted \
                     here; restart provisioning, and the provider makes it again.",
        },
    ),
    (
        405,
        "",
        Meaning {
            code: "method_wrong",
            means: "The address does not take this kind of call.",
            remedy: "Check the address at the provider: it ends in the directory's name.",
        },
    ),
    (
        408,
        "",
        Meaning {
            code: "too_slow",
            means: "The body of the call did not come in time.",
            remedy: "Look at the network and the proxy between the provider and this machine.",
        },
    ),
    (
        409,
        "uniqueness",
        Meaning {
            code: "name_taken",
            means: "Another user has the userName, or another group the displayName.",
            remedy: "Rename one of the two at the provider, or delete the one that is left over \
                     here from an earlier connection.",
        },
    ),
    (
        409,
        "",
        Meaning {
            code: "circle",
            means: "Operations of a bulk call refer to each other in a circle.",
            remedy: "Send them in two calls.",
        },
    ),
    (
        412,
        "",
        Meaning {
            code: "changed_meanwhile",
            means: "The user or group was changed since the provider read it.",
            remedy: "Nothing is needed: the provider reads it again and repeats its change.",
        },
    ),
    (
        413,
        "",
        Meaning {
            code: "too_large",
            means: "The call is larger than is taken.",
            remedy: "Send fewer members or operations in one call.",
        },
    ),
    (
        429,
        "",
        Meaning {
            code: "too_many",
            means: "More calls came at once than are answered.",
            remedy: "Nothing is needed: the provider was told when to try again.",
        },
    ),
    (
        500,
        "",
        Meaning {
            code: "broken",
            means: "Rolecall could not answer through a fault of its own.",
            remedy: "Check the disk and the workspace with \"rolecallctl doctor\"; the provider \
                     tries again.",
        },
    ),
    (
        501,
        "",
        Meaning {
            code: "not_offered",
            means: "The provider asked for something that Rolecall does not offer.",
            remedy: "Nothing is needed: provisioning does not depend on it.",
        },
    ),
    (
        503,
        "",
        Meaning {
            code: "quarantined",
            means: "The directory is in quarantine, or the workspace was busy for long.",
            remedy: "Correct what the calls before were refused for, then try now or lift the \
                     quarantine; the provider may have paused its side too.",
        },
    ),
    (
        0,
        "",
        Meaning {
            code: "other",
            means: "The call was refused.",
            remedy: "Read the words of the answer.",
        },
    ),
];

/// What an answer means; `None` of one that is as it should be.
pub(crate) fn meaning(status: u16, scim_type: &str) -> Option<Meaning> {
    if status < 400 {
        return None;
    }
    let of = |known: u16, word: &str| {
        let found =
            TABLE.iter().find(|(status, scim_type, _)| *status == known && *scim_type == word);
        found.map(|(.., meaning)| *meaning)
    };
    of(status, scim_type).or_else(|| of(status, "")).or_else(|| of(0, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_a_meaning() {
        assert_eq!(meaning(200, ""), None, "what was done needs none");
        for (status, scim_type, code) in [
            (400, "invalidValue", "value_wrong"),
            (400, "sensitive", "refused"),
            (401, "", "token_wrong"),
            (409, "uniqueness", "name_taken"),
            (418, "", "other"),
            (503, "", "quarantined"),
        ] {
            assert_eq!(meaning(status, scim_type).map(|one| one.code), Some(code), "{status}");
        }
    }
}
