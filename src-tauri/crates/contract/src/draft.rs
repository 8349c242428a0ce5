//! The draft: rules as edited and not yet saved, what they come to, and keeping them.
//!
//! | module | what it holds |
//! |---|---|
//! | `content`, `edits`, `merge` | the rules as edited, what edits do, what others saved meanwhile |
//! | `state`, `keep` | the draft of this workspace, and its way to the disk |
//! | `prepared`, `remarks` | each rule checked, and what lint says of it with what mends it |
//! | `tried`, `effect_view`, `because` | the plans the draft would lead to, and their effect |

mod because;
pub(crate) mod content;
mod edits;
mod effect_view;
mod keep;
pub(crate) mod merge;
mod prepared;
mod remarks;
mod state;
mod tried;

pub(crate) use effect_view::{changes_of, people_page};
pub(crate) use state::{DraftState, Present};
