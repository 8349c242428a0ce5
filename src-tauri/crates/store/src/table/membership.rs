//! Memberships as the first schema kept them, one row each. Since the second migration a group
//! holds its members itself.

pub(crate) const SCHEMA: &str = "
CREATE TABLE membership (
    reading INTEGER NOT NULL REFERENCES reading (id),
    holder_kind INTEGER NOT NULL,
    holder INTEGER NOT NULL,
    position INTEGER NOT NULL,
    member_kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (reading, holder_kind, holder, position)
) STRICT, WITHOUT ROWID;
";
