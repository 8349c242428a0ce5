//! The packages of Debian and Ubuntu that the tasks need, and why.

/// What a package is needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Compiling anything.
    Build,
    /// Compiling and opening the window.
    Window,
    /// The tests' counterparts and drivers.
    Test,
}

/// One package.
pub struct Package {
    /// Its name in Debian.
    pub name: &'static str,
    /// Why it is needed, for the person who reads along.
    pub why: &'static str,
    /// Programs of which one makes the package unnecessary; none: ask dpkg.
    pub programs: &'static [&'static str],
    group: Group,
}

const fn package(
    group: Group,
    name: &'static str,
    programs: &'static [&'static str],
    why: &'static str,
) -> Package {
    Package { name, why, programs, group }
}

/// Chromium goes by several names, and on Ubuntu it may be no package of apt's.
const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

const PACKAGES: &[Package] = &[
    package(Group::Build, "build-essential", &["cc"], "compiles SQLite and links every program"),
    package(
        Group::Build,
        "pkg-config",
        &["pkg-config"],
        "finds the libraries that the window links",
    ),
    package(Group::Build, "ca-certificates", &[], "the certificates that TLS trusts"),
    package(Group::Window, "libwebkit2gtk-4.1-dev", &[], "the web view that the window is made of"),
    package(Group::Window, "libayatana-appindicator3-dev", &[], "the icon in the tray"),
    package(Group::Window, "librsvg2-dev", &[], "draws the icons of the window"),
    package(
        Group::Test,
        "webkit2gtk-driver",
        &["WebKitWebDriver"],
        "drives the real window in tests",
    ),
    package(Group::Test, "xvfb", &["xvfb-run"], "a display for the real window in tests"),
    package(Group::Test, "xauth", &["xauth"], "lets the window onto that display"),
    package(Group::Test, "chromium", CHROMIUM, "the browser that the interface is tested in"),
    package(
        Group::Test,
        "dbus",
        &["dbus-run-session"],
        "the session bus that a keyring answers on",
    ),
    package(
        Group::Test,
        "python3-dbus",
        &[],
        "stands in for a desktop's tray, notifications and colours on that bus",
    ),
    package(Group::Test, "python3-gi", &[], "the main loop that it waits in"),
    package(
        Group::Test,
        "gnome-keyring",
        &["gnome-keyring-daemon"],
        "the keyring that secrets are proved against",
    ),
    package(
        Group::Test,
        "libsecret-tools",
        &["secret-tool"],
        "looks into that keyring from outside",
    ),
    package(Group::Test, "slapd", &[], "the OpenLDAP server that the tests read"),
    package(Group::Test, "ldap-utils", &["ldapsearch"], "fills that server"),
    package(Group::Test, "samba-ad-dc", &[], "the Active Directory server that the tests read"),
    package(Group::Test, "samba-ad-provision", &[], "the empty domain that it starts with"),
    package(Group::Test, "samba-dsdb-modules", &[], "the database that the domain is in"),
    package(Group::Test, "ldb-tools", &["ldbadd"], "fills that database offline"),
    package(Group::Test, "python3-samba", &[], "makes the domain"),
    package(Group::Test, "winbind", &["winbindd"], "the part of that server that knows accounts"),
    package(
        Group::Test,
        "attr",
        &["setfattr"],
        "extended attributes, which the domain is made with",
    ),
];

/// The packages of these groups, in the order they stand.
pub fn of(groups: &[Group]) -> impl Iterator<Item = &'static Package> {
    PACKAGES.iter().filter(|package| groups.contains(&package.group))
}
