//! Looking around in a server's tree.

use super::LdapSource;
use super::connection::{Connection, Pages, Search};
use super::content::{Content, Plan, What};
use super::dn::Dn;
use super::entry::Entry;
use super::probe::{LdapCount, counted};
use super::root::RootDse;
use super::trouble::Asked;
use crate::ConnectError;
use ldap3::Scope;
use rolecall_directory::LdapAccess;
use rolecall_scim::fold;

/// How many pages of children are looked at, and of people and groups counted.
const PAGES: u32 = 20;

/// What an entry in a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LdapNodeKind {
    /// The top of a tree.
    Base,
    /// An org unit.
    Unit,
    /// Something else that holds entries.
    Container,
    /// A group.
    Group,
    /// A person.
    Person,
    /// Anything else.
    Other,
}

impl LdapNodeKind {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Unit => "unit",
            Self::Container => "container",
            Self::Group => "group",
            Self::Person => "person",
            Self::Other => "other",
        }
    }

    /// By the object classes; the most telling one counts.
    fn of(entry: &Entry) -> Self {
        let classes: Vec<String> =
            entry.texts("objectClass").map(str::to_ascii_lowercase).collect();
        let is = |names: &[&str]| classes.iter().any(|class| names.contains(&class.as_str()));
        if is(&["organizationalunit"]) {
            Self::Unit
        } else if is(&["group", "groupofnames", "groupofuniquenames", "posixgroup"]) {
            Self::Group
        } else if is(&["computer"]) {
            Self::Other
        } else if is(&["person", "inetorgperson", "posixaccount"]) {
            Self::Person
        } else if is(&["container", "builtindomain", "domain", "domaindns", "dcobject"])
            || is(&["organization", "locality", "country"])
        {
            Self::Container
        } else {
            Self::Other
        }
    }
}

/// An entry in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LdapNode {
    /// Its name in the tree.
    pub dn: String,
    /// Its own part of that.
    pub name: String,
    /// What it is.
    pub kind: LdapNodeKind,
    /// Whether something is below it.
    pub has_children: bool,
    /// Of an org unit: its path below the base.
    pub path: Option<String>,
}

/// What is below an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LdapBranch {
    /// The asked part of it, what holds others first, then by name.
    pub nodes: Vec<LdapNode>,
    /// How much there is, and whether not all was looked at.
    pub total: LdapCount,
    /// People anywhere below; not told at the very top.
    pub people: Option<LdapCount>,
    /// Groups anywhere below; not told at the very top.
    pub groups: Option<LdapCount>,
}

/// What is asked of a tree.
#[derive(Debug, Clone, Copy, Default)]
pub struct LdapBrowse<'a> {
    /// Below what; the tops of the trees when absent.
    pub dn: Option<&'a str>,
    /// What names must hold, without case.
    pub search: &'a str,
    /// From which child on.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
}

impl LdapSource<'_> {
    /// Tells what is below an entry.
    ///
    /// # Errors
    /// When the server cannot be asked, or there is no such entry.
    pub async fn browse(&self, ask: LdapBrowse<'_>) -> Result<LdapBranch, ConnectError> {
        let (connection, root) = self.bound().await?;
        let Some(dn) = ask.dn else { return Ok(tops(&root)) };
        let plan = self.plan_for(&root, dn)?;
        let (mut nodes, more) = children(&connection, &plan, dn).await?;
        let wanted = fold(ask.search.trim());
        nodes.retain(|node| wanted.is_empty() || fold(&node.name).contains(&wanted));
        nodes.sort_by_cached_key(|node| (node.kind, fold(&node.name)));
        let total = LdapCount { count: nodes.len() as u64, more };
        let nodes = nodes.into_iter().skip(ask.offset).take(ask.limit).collect();
        let people = below(&connection, &plan, What::Person, dn).await?;
        let groups = below(&connection, &plan, What::Group, dn).await?;
        Ok(LdapBranch { nodes, total, people: Some(people), groups: Some(groups) })
    }

    /// What would be read; below the top of `dn`'s tree where no base is set yet.
    fn plan_for(&self, root: &RootDse, dn: &str) -> Result<Plan, ConnectError> {
        let set = Dn::parse(&self.access.base).filter(|base| base.depth() > 0);
        let top = Dn::parse(dn).and_then(|dn| root.top_of(&dn).map(str::to_owned));
        let base = match set {
            Some(_) => self.access.base.clone(),
            None => top.unwrap_or_else(|| dn.to_owned()),
        };
        let access = LdapAccess { base, ..self.access.clone() };
        let mut definition = self.definition.clone();
        definition.scope.org_units.clear();
        Plan::new(&access, &definition, &self.attributes, root)
    }
}

fn tops(root: &RootDse) -> LdapBranch {
    let node = |dn: String| LdapNode {
        name: dn.clone(),
        dn,
        kind: LdapNodeKind::Base,
        has_children: true,
        path: None,
    };
    let nodes: Vec<LdapNode> = root.offered().into_iter().map(node).collect();
    let total = LdapCount { count: nodes.len() as u64, more: false };
    LdapBranch { nodes, total, people: None, groups: None }
}

async fn children(
    connection: &Connection,
    plan: &Plan,
    dn: &str,
) -> Result<(Vec<LdapNode>, bool), ConnectError> {
    let attributes = ["objectClass", "hasSubordinates"].map(str::to_owned);
    let filter = "(objectClass=*)";
    let search = Search {
        base: dn,
        scope: Scope::OneLevel,
        filter,
        attributes: &attributes,
        controls: Vec::new(),
    };
    let (mut nodes, mut pages) = (Vec::new(), Pages::default());
    for _ in 0..PAGES {
        let page = connection.page(&search, &mut pages).await;
        let asked = Asked::Search { base: dn, filter };
        let page = page.map_err(|trouble| trouble.told(&connection.place, asked))?;
        nodes.extend(page.iter().filter_map(|entry| node(plan, entry)));
        if pages.over {
            break;
        }
    }
    Ok((nodes, !pages.over))
}

fn node(plan: &Plan, entry: &Entry) -> Option<LdapNode> {
    let name = Dn::parse(&entry.dn)?;
    let kind = LdapNodeKind::of(entry);
    let holds = matches!(kind, LdapNodeKind::Unit | LdapNodeKind::Container);
    let told = entry.text("hasSubordinates").map(|text| text.eq_ignore_ascii_case("true"));
    Some(LdapNode {
        dn: entry.dn.clone(),
        name: name.name().to_owned(),
        kind,
        has_children: told.unwrap_or(holds),
        path: name.org_unit_itself(&plan.base).filter(|_| kind == LdapNodeKind::Unit),
    })
}

async fn below(
    connection: &Connection,
    plan: &Plan,
    what: What,
    dn: &str,
) -> Result<LdapCount, ConnectError> {
    let filter = plan.of(what).next().map_or_else(String::new, |content| content.filter.clone());
    counted(connection, &Content { what, base: dn.to_owned(), filter }, PAGES).await
}
