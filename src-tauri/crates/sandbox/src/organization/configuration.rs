//! `config.toml` of the sample organization.

use super::{DOMAIN, FIRST_SYNC, SECRET, TARGET};

/// The products the console sells, with seats at first.
pub(super) const PRODUCTS: [(&str, u32); 5] = [
    ("Meeting", 500),
    ("Connect", 300),
    ("Webinar", FIRST_SYNC.webinar_seats),
    ("Remote Support", 90),
    ("Analytics", 40),
];

/// The values of `role`.
pub(super) const ROLES: [&str; 2] = ["Admin", "Member"];

/// The user groups in the console.
pub(super) const GROUPS: [&str; 4] = ["EMEA", "Americas and APAC", "Support", "Engineering"];

pub(super) fn text(console_url: &str) -> String {
    let products: Vec<String> = PRODUCTS
        .iter()
        .map(|(name, seats)| format!("  {{ name = \"{name}\", seats = {seats} }},\n"))
        .collect();
    format!("{}{}{}", directory(), target(console_url, &products.concat()), RULES)
}

fn directory() -> String {
    format!(
        r#"# Vellamo Instruments: the sample organization. Nothing here leaves this machine.
rolecall = 1

[[directory]]
name = "main"
domains = [{{ name = "{DOMAIN}", verified = true }}]
org_unit_prefix = "OU-"

[directory.source]
kind = "csv"
users = "users.csv"
groups = "groups.csv"

[[attribute]]
name = "region"
label = "Region"
type = "text"
from = "region"

[[attribute]]
name = "country"
label = "Country"
type = "text"
from = "country"

[[attribute]]
name = "startDate"
label = "First day"
type = "date"
from = "startDate"
"#
    )
}

fn target(console_url: &str, products: &str) -> String {
    format!(
        r#"
[[target]]
name = "{TARGET}"
kind = "scim"
url = "{console_url}"
secret = "{SECRET}"
unmanaged = "leave"
send = {{ title = "title" }}

[[target.slot]]
name = "products"
bind = "entitlements"
many = true
values = [
{products}]

[[target.slot]]
name = "role"
bind = "roles"
many = false
values = [{{ name = "Admin" }}, {{ name = "Member" }}]
administrators = ["Admin"]

[[target.slot]]
name = "groups"
bind = "groups"
many = true
"#
    )
}

const RULES: &str = r#"
[[rule]]
name = "Console administrators"
note = "The four of IT who run the console"
when = 'groups.display eq "Console Administrators"'
assign.console = { products = ["Meeting", "Remote Support"], role = "Admin" }

[[rule]]
name = "Contractors"
note = "Agreed with Legal: no phone number of ours, no webinars, no role"
when = 'groups.display eq "Contractors"'
assign.console = { products = ["Meeting"], role = "" }
withhold.console = { products = ["Connect", "Webinar"] }

[[rule]]
name = "Webinar hosts"
note = "Marketing, and the trainers of Customer Success"
when = 'department eq "Marketing" or groups.display eq "Training"'
assign.console = { products = ["Webinar"] }

[[rule]]
name = "Sales in EMEA"
when = 'groups.display eq "EMEA Sales"'
assign.console = { products = ["Connect"], groups = ["EMEA"] }

[[rule]]
name = "Sales elsewhere"
when = 'groups.display eq "Sales" and not (region eq "EMEA")'
assign.console = { products = ["Connect"], groups = ["Americas and APAC"] }

[[rule]]
name = "Support desks"
when = 'orgUnit sw "/Vellamo/Customer Success/Support"'
assign.console = { products = ["Remote Support", "Connect"], groups = ["Support"] }

[[rule]]
name = "Engineering"
note = "Research has its own tools"
when = 'orgUnit sw "/Vellamo/Engineering" and not (department eq "Research")'
assign.console = { groups = ["Engineering"] }

[[rule]]
name = "People who lead"
when = 'groups.display eq "Managers" or title sw "Director"'
assign.console = { products = ["Analytics", "Meeting"], role = "Member" }

[[rule]]
name = "Everyone at a desk"
note = "The plant and the warehouse sign in with shared devices"
when = 'userName pr and not (orgUnit sw "/Vellamo/Operations")'
assign.console = { products = ["Meeting"], role = "Member" }
"#;
