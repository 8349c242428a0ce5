//! How the sample organization is built: teams, where they sit, and how many people they have.

/// A team: its people share a group, an org unit, and a department.
pub(super) struct Team {
    /// The group its people are direct members of.
    pub(super) group: &'static str,
    pub(super) department: &'static str,
    pub(super) org_unit: &'static str,
    pub(super) region: &'static str,
    /// Countries of its people, one after the other.
    pub(super) countries: &'static [&'static str],
    pub(super) people: usize,
    /// How many of the last are contractors.
    pub(super) contractors: usize,
    /// Which of its people (0 is who leads it) have left.
    pub(super) left: &'static [usize],
}

/// What sets a person apart from the first sync's many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// Came with an acquired company and kept its address.
    OtherDomain,
    /// Has one name only, as many people have.
    OneName,
    /// Has an account in the console already.
    HasAccount,
}

/// People set apart: group, place in it, and how.
pub(super) const APART: [(&str, usize, Apart); 8] = [
    ("Application Engineering", 3, Apart::OtherDomain),
    ("Application Engineering", 4, Apart::OtherDomain),
    ("Research", 2, Apart::OtherDomain),
    ("APAC Sales", 5, Apart::OneName),
    ("Support APAC", 5, Apart::OneName),
    ("DACH Sales", 3, Apart::HasAccount),
    ("Platform Engineering", 2, Apart::HasAccount),
    ("Support EMEA", 4, Apart::HasAccount),
];

/// Groups within groups: the upper, then what it holds.
pub(super) const NESTED: [(&str, &[&str]); 9] = [
    ("EMEA", &["EMEA Sales", "Support EMEA"]),
    ("Sales", &["EMEA Sales", "Americas Sales", "APAC Sales"]),
    (
        "EMEA Sales",
        &[
            "DACH Sales",
            "Nordics Sales",
            "UK & Ireland Sales",
            "France & Benelux Sales",
            "Southern Europe Sales",
            "Middle East & Africa Sales",
        ],
    ),
    ("Americas Sales", &["North America Sales", "Latin America Sales"]),
    ("Marketing", &["Field Marketing", "Product Marketing", "Brand & Web"]),
    ("Customer Success", &["Support EMEA", "Support Americas", "Support APAC", "Training"]),
    (
        "Engineering",
        &[
            "Platform Engineering",
            "Firmware Engineering",
            "Application Engineering",
            "Quality",
            "Research",
        ],
    ),
    ("Operations", &["Manufacturing", "Logistics"]),
    ("Headquarters", &["Executive Board", "Finance", "People & Culture", "Legal", "IT"]),
];

const fn team(
    group: &'static str,
    department: &'static str,
    org_unit: &'static str,
    region: &'static str,
    countries: &'static [&'static str],
    (people, contractors): (usize, usize),
    left: &'static [usize],
) -> Team {
    Team { group, department, org_unit, region, countries, people, contractors, left }
}

/// All teams: 500 people, 24 contractors, 13 who have left. An org unit ending in `/*` has one below it for
/// each country.
#[rustfmt::skip]
pub(super) const TEAMS: [Team; 28] = [
    team("Executive Board", "Executive", "/Vellamo/Executive", "EMEA", &["FI", "SE", "GB"], (6, 0), &[]),
    team("DACH Sales", "Sales", "/Vellamo/Sales/*", "EMEA", &["DE", "DE", "AT", "DE", "CH"], (24, 1), &[20]),
    team("Nordics Sales", "Sales", "/Vellamo/Sales/*", "EMEA", &["SE", "FI", "DK", "NO"], (22, 1), &[18]),
    team("UK & Ireland Sales", "Sales", "/Vellamo/Sales/*", "EMEA", &["GB", "GB", "IE"], (16, 1), &[]),
    team("France & Benelux Sales", "Sales", "/Vellamo/Sales/*", "EMEA", &["FR", "NL", "FR", "BE"], (17, 1), &[]),
    team("Southern Europe Sales", "Sales", "/Vellamo/Sales/*", "EMEA", &["ES", "IT", "PT"], (15, 0), &[]),
    team("Middle East & Africa Sales", "Sales", "/Vellamo/Sales/*", "EMEA", &["AE", "ZA", "EG", "TR"], (12, 0), &[]),
    team("North America Sales", "Sales", "/Vellamo/Sales/*", "Americas", &["US", "US", "CA"], (17, 1), &[]),
    team("Latin America Sales", "Sales", "/Vellamo/Sales/*", "Americas", &["BR", "MX"], (9, 0), &[]),
    team("APAC Sales", "Sales", "/Vellamo/Sales/*", "APAC", &["JP", "IN", "AU", "KR", "SG", "ID"], (16, 0), &[]),
    team("Field Marketing", "Marketing", "/Vellamo/Marketing/Field", "EMEA", &["NL", "GB", "DE", "SE", "ES"], (22, 1), &[15]),
    team("Product Marketing", "Marketing", "/Vellamo/Marketing/Product", "EMEA", &["FI", "GB", "FR", "PL"], (20, 1), &[]),
    team("Brand & Web", "Marketing", "/Vellamo/Marketing/Brand", "EMEA", &["FI", "IT", "DK"], (14, 1), &[]),
    team("Support EMEA", "Customer Success", "/Vellamo/Customer Success/Support/EMEA", "EMEA", &["PL", "IE", "CZ", "PT", "EG"], (26, 2), &[]),
    team("Support Americas", "Customer Success", "/Vellamo/Customer Success/Support/Americas", "Americas", &["US", "MX", "BR"], (18, 1), &[12]),
    team("Support APAC", "Customer Success", "/Vellamo/Customer Success/Support/APAC", "APAC", &["IN", "SG", "JP", "AU", "KR", "ID"], (18, 1), &[]),
    team("Training", "Customer Success", "/Vellamo/Customer Success/Training", "EMEA", &["GB", "DE", "NL", "ES"], (20, 2), &[]),
    team("Platform Engineering", "Engineering", "/Vellamo/Engineering/Platform", "EMEA", &["FI", "FI", "PL", "IN"], (30, 3), &[]),
    team("Firmware Engineering", "Engineering", "/Vellamo/Engineering/Firmware", "EMEA", &["FI", "DE", "CZ"], (26, 2), &[19]),
    team("Application Engineering", "Engineering", "/Vellamo/Engineering/Applications", "EMEA", &["FI", "SE", "TR", "GB"], (24, 3), &[]),
    team("Quality", "Engineering", "/Vellamo/Engineering/Quality", "EMEA", &["FI", "IN"], (14, 1), &[]),
    team("Research", "Research", "/Vellamo/Engineering/Research", "EMEA", &["FI", "CH", "JP"], (14, 0), &[]),
    team("Manufacturing", "Operations", "/Vellamo/Operations/Manufacturing", "EMEA", &["FI", "PL", "TR"], (36, 0), &[9, 17, 30]),
    team("Logistics", "Operations", "/Vellamo/Operations/Logistics", "EMEA", &["NL", "PL", "FI"], (24, 0), &[8, 21]),
    team("Finance", "Finance", "/Vellamo/Headquarters/Finance", "EMEA", &["FI", "SE"], (14, 0), &[7]),
    team("People & Culture", "People", "/Vellamo/Headquarters/People", "EMEA", &["FI", "GB"], (10, 0), &[6]),
    team("Legal", "Legal", "/Vellamo/Headquarters/Legal", "EMEA", &["FI", "FR"], (6, 0), &[]),
    team("IT", "IT", "/Vellamo/Headquarters/IT", "EMEA", &["FI", "IN", "CZ"], (10, 1), &[8]),
];

/// A country's English name, for org units.
pub(super) fn country_name(code: &str) -> &'static str {
    match code {
        "DE" => "Germany",
        "AT" => "Austria",
        "CH" => "Switzerland",
        "SE" => "Sweden",
        "FI" => "Finland",
        "DK" => "Denmark",
        "NO" => "Norway",
        "GB" => "United Kingdom",
        "IE" => "Ireland",
        "FR" => "France",
        "NL" => "Netherlands",
        "BE" => "Belgium",
        "ES" => "Spain",
        "IT" => "Italy",
        "PT" => "Portugal",
        "AE" => "United Arab Emirates",
        "ZA" => "South Africa",
        "EG" => "Egypt",
        "TR" => "Türkiye",
        "US" => "United States",
        "CA" => "Canada",
        "BR" => "Brazil",
        "MX" => "Mexico",
        "JP" => "Japan",
        "IN" => "India",
        "AU" => "Australia",
        "KR" => "South Korea",
        "SG" => "Singapore",
        "ID" => "Indonesia",
        "PL" => "Poland",
        "CZ" => "Czechia",
        _ => "Elsewhere",
    }
}

/// Titles of a department's people; who leads a team is its Director.
pub(super) fn titles(department: &str) -> &'static [&'static str] {
    match department {
        "Executive" => &["Chief Officer", "Executive Vice President"],
        "Sales" => &[
            "Account Executive",
            "Senior Account Executive",
            "Sales Engineer",
            "Sales Development Representative",
            "Partner Manager",
        ],
        "Marketing" => {
            &["Campaign Manager", "Content Strategist", "Event Lead", "Designer", "Market Analyst"]
        }
        "Customer Success" => {
            &["Support Engineer", "Senior Support Engineer", "Customer Success Lead", "Trainer"]
        }
        "Engineering" => &[
            "Software Engineer",
            "Senior Software Engineer",
            "Staff Engineer",
            "Test Engineer",
            "Site Reliability Engineer",
        ],
        "Research" => &["Research Scientist", "Principal Scientist", "Acoustics Researcher"],
        "Operations" => {
            &["Assembly Technician", "Shift Lead", "Warehouse Specialist", "Calibration Technician"]
        }
        "Finance" => &["Controller", "Accountant", "Financial Analyst"],
        "People" => &["People Partner", "Recruiter"],
        "Legal" => &["Counsel", "Paralegal"],
        _ => &["System Administrator", "Service Desk Analyst", "Network Engineer"],
    }
}
