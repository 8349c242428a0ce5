//! Carrying out commands, step by step.

use super::answer::{Answer, Failed};
use super::commands::{Command, Refused, check_order, names, refuse, text};
use super::organization::{GroupKind, Identity, Organization, key};
use serde_json::Value;

/// A group takes no more members than this.
const MOST_MEMBERS: usize = 200_000;
/// Admin groups that the API cannot give.
const NOT_GIVEN: [&str; 3] = ["_org_admin", "_compartment_admin", "_compartment_viewer"];

type Done = Result<(), Refused>;

/// Carries out `commands`; in test mode nothing changes and users are assumed to exist.
pub(crate) fn carry_out(
    organization: &mut Organization,
    commands: &[Command],
    is_test: bool,
) -> Answer {
    let mut errors = Vec::new();
    for (index, command) in commands.iter().enumerate() {
        let mut trial;
        let place = if is_test {
            trial = organization.clone();
            &mut trial
        } else {
            &mut *organization
        };
        if let Err((step, refused)) = one(place, command, is_test) {
            errors.push(Failed {
                index,
                step,
                request_id: command.request_id.clone(),
                user: command.user.clone(),
                message: refused.message,
                code: refused.code,
            });
        }
    }
    Answer::new(commands.len(), errors, is_test)
}

fn one(
    organization: &mut Organization,
    command: &Command,
    is_test: bool,
) -> Result<(), (usize, Refused)> {
    check_order(command)?;
    for (place, step) in command.steps.iter().enumerate() {
        for (name, body) in step {
            let done = match (&command.user, &command.usergroup) {
                (Some(user), _) => {
                    let found = organization.find(user, command.domain.as_deref());
                    let user = found.as_deref().unwrap_or(user);
                    user_step(organization, user, (name, body), is_test)
                }
                (None, Some(group)) => group_step(organization, group, (name, body)),
                (None, None) => refuse("error.command.malformed", "user or usergroup is missing"),
            };
            done.map_err(|refused| (place, refused))?;
        }
    }
    Ok(())
}

fn user_step(
    organization: &mut Organization,
    user: &str,
    (step, body): (&str, &Value),
    is_test: bool,
) -> Done {
    if let Some((code, message)) = organization.refused.get(&key(user)) {
        return refuse(code, message.clone());
    }
    match step {
        "addAdobeID" => create(organization, user, Identity::Adobe, body),
        "createEnterpriseID" => create(organization, user, Identity::Enterprise, body),
        "createFederatedID" => create(organization, user, Identity::Federated, body),
        // It reports success even for users it does not know.
        "removeFromOrg" => {
            organization.leave_all(user);
            organization.users.remove(&key(user));
            Ok(())
        }
        _ if !is_test && !organization.users.contains_key(&key(user)) => {
            refuse("error.user.nonexistent", format!("User {user} was not found"))
        }
        "update" => update(organization, user, body),
        "add" => join(organization, user, &names(body, "group")?),
        "remove" if body.as_str() == Some("all") => {
            organization.leave_all(user);
            Ok(())
        }
        "remove" => leave(organization, user, &names(body, "group")?),
        other => refuse("error.command.unknown", format!("There is no step {other}")),
    }
}

fn create(organization: &mut Organization, user: &str, identity: Identity, body: &Value) -> Done {
    let email = text(body, "email", 60)?.unwrap_or_else(|| user.to_owned());
    if !email.contains('@') {
        return refuse("error.user.email.invalid", format!("{email} is no e-mail address"));
    }
    let (first, last) = (text(body, "firstname", 250)?, text(body, "lastname", 250)?);
    let country = text(body, "country", 250)?.unwrap_or_default();
    if organization.users.contains_key(&key(&email)) {
        return match body.get("option").and_then(Value::as_str) {
            Some("ignoreIfAlreadyExists") => Ok(()),
            Some("updateIfAlreadyExists") => update(organization, &email, body),
            _ => refuse("error.user.already_in_org", format!("{email} is in the organization")),
        };
    }
    if organization.strangers.contains(&key(&email)) {
        let message = format!("{email} belongs to another organization");
        return refuse("error.user.belongs_to_another_org", message);
    }
    let domain = email.rsplit_once('@').map(|(_, domain)| key(domain)).unwrap_or_default();
    if organization.externally_managed.contains(&domain) {
        let message = "Could not create person for type 2 or 3. Renga result is NOT_ALLOWED, \
                       Resource is externally managed and token is missing the \
                       GROUP_SOURCE_UPDATE purpose.";
        return refuse("error.internal.create_failed", message);
    }
    if identity != Identity::Adobe && !organization.domains.contains(&domain) {
        let message = format!("The domain {domain} is not claimed by the organization");
        return refuse("error.domain.trust.nonexistent", message);
    }
    let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    if (identity == Identity::Federated || !country.is_empty()) && !is_country {
        return refuse("error.country.invalid", format!("\"{country}\" is no country"));
    }
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    organization.user(&email, identity, [&first, &last, &country]);
    Ok(())
}

fn update(organization: &mut Organization, user: &str, body: &Value) -> Done {
    let email = text(body, "email", 60)?;
    let domains = organization.domains.clone();
    let claimed = |address: &str| {
        address.rsplit_once('@').is_some_and(|(_, domain)| domains.contains(&key(domain)))
    };
    if let Some(email) = &email
        && key(email) != key(user)
    {
        if organization.users.contains_key(&key(email)) {
            return refuse("error.user.email.name_in_use", format!("{email} is in use"));
        }
        if !claimed(email) {
            let message = format!("{email} is not in a claimed domain");
            return refuse("error.user.change_domain_update.no", message);
        }
    }
    let Some(found) = organization.users.get_mut(&key(user)) else { return Ok(()) };
    if body.get("country").and_then(Value::as_str).is_some_and(|country| country != found.country)
        && body.get("option").is_none()
    {
        return refuse("error.update.country.no_update", "The country cannot be changed");
    }
    if let Some(first) = text(body, "firstname", 250)? {
        if first.is_empty() {
            return refuse("error.user.firstname_missing", "The first name is missing");
        }
        found.firstname = first;
    }
    if let Some(last) = text(body, "lastname", 250)? {
        if last.is_empty() {
            return refuse("error.user.lastname_missing", "The last name is missing");
        }
        found.lastname = last;
    }
    if let Some(name) = text(body, "username", 250)? {
        found.username = name;
    }
    if let Some(email) = email.filter(|email| key(email) != key(user)) {
        rename(organization, user, &email);
    }
    Ok(())
}

fn rename(organization: &mut Organization, user: &str, email: &str) {
    if let Some(mut found) = organization.users.remove(&key(user)) {
        found.email = email.to_owned();
        organization.users.insert(key(email), found);
    }
    for group in organization.groups.values_mut() {
        if let Some(came) = group.members.remove(&key(user)) {
            group.members.insert(key(email), came);
        }
    }
}

fn join(organization: &mut Organization, user: &str, groups: &[String]) -> Done {
    for name in groups {
        if NOT_GIVEN.contains(&name.as_str()) {
            let message = format!("{name} cannot be given by the API");
            return refuse("error.group.not_found", message);
        }
        let Some(group) = organization.groups.get(&key(name)) else {
            return refuse("error.group.not_found", format!("Group {name} was not found"));
        };
        if group.is_read_only {
            let code = "error.usergroup.readonly.add_user_not_allowed";
            return refuse(code, format!("{name} is managed by directory sync"));
        }
        if group.members.len() >= MOST_MEMBERS && !group.members.contains_key(&key(user)) {
            let code = "error.usergroup.exceeds_maximum_member_count";
            return refuse(code, format!("{name} has {MOST_MEMBERS} members already"));
        }
        organization.add(name, user);
    }
    Ok(())
}

fn leave(organization: &mut Organization, user: &str, groups: &[String]) -> Done {
    for name in groups {
        let Some(group) = organization.groups.get_mut(&key(name)) else {
            return refuse("error.group.not_found", format!("Group {name} was not found"));
        };
        if group.is_read_only {
            let code = "error.usergroup.readonly.remove_user_not_allowed";
            return refuse(code, format!("{name} is managed by directory sync"));
        }
        group.members.remove(&key(user));
    }
    Ok(())
}

fn group_step(organization: &mut Organization, name: &str, (step, body): (&str, &Value)) -> Done {
    let found = organization.groups.get(&key(name));
    let (exists, is_read_only) = (found.is_some(), found.is_some_and(|one| one.is_read_only));
    match step {
        "createUserGroup" => {
            if name.chars().count() > 250 {
                return refuse("error.command.string.too_long", "name is longer than 250");
            }
            let option = body.get("option").and_then(Value::as_str);
            match (exists, option) {
                (true, Some(_)) => Ok(()),
                (true, None) => {
                    refuse("error.usergroup.already_exists", format!("{name} exists already"))
                }
                (false, _) => {
                    organization.group(name, GroupKind::UserGroup, None);
                    Ok(())
                }
            }
        }
        _ if !exists => refuse("error.group.not_found", format!("Group {name} was not found")),
        "deleteUserGroup" | "updateUserGroup" if is_read_only => {
            let code = match step {
                "deleteUserGroup" => "error.usergroup.readonly.remove_not_allowed",
                _ => "error.usergroup.readonly.update_not_allowed",
            };
            refuse(code, format!("{name} is managed by directory sync"))
        }
        "updateUserGroup" => {
            let new = text(body, "name", 250)?.unwrap_or_else(|| name.to_owned());
            if key(&new) != key(name) && organization.groups.contains_key(&key(&new)) {
                return refuse("error.usergroup.already_exists", format!("{new} exists already"));
            }
            if let Some(mut group) = organization.groups.remove(&key(name)) {
                group.name.clone_from(&new);
                organization.groups.insert(key(&new), group);
            }
            Ok(())
        }
        "deleteUserGroup" => {
            organization.groups.remove(&key(name));
            Ok(())
        }
        "add" | "remove" => {
            // Profiles given to a group are no memberships of its users.
            names(body, "productConfiguration")?;
            for user in names(body, "user")? {
                if let Some((code, message)) = organization.refused.get(&key(&user)) {
                    return refuse(code, message.clone());
                }
                if !organization.users.contains_key(&key(&user)) {
                    let message = format!("User {user} was not found");
                    return refuse("error.user.nonexistent", message);
                }
                let group = [name.to_owned()];
                if step == "add" {
                    join(organization, &user, &group)?;
                } else {
                    leave(organization, &user, &group)?;
                }
            }
            Ok(())
        }
        other => refuse("error.command.unknown", format!("There is no step {other}")),
    }
}
