//! Links by hand, as the plan asks for them.

use crate::error::EngineError;
use rolecall_directory::Configuration;
use rolecall_plan::HandLink;
use rolecall_store::Store;

/// The links by hand in `target`. One to a directory that the configuration has no more keeps the
/// account from everybody.
pub(crate) fn links(
    store: Option<&Store>,
    configuration: &Configuration,
    target: &str,
) -> Result<Vec<HandLink>, EngineError> {
    let Some(store) = store else { return Ok(Vec::new()) };
    let place = |name: &str| configuration.directories.iter().position(|one| one.name == name);
    let links = store.links(target)?.into_iter().map(|link| HandLink {
        account: link.account,
        person: link.person.and_then(|person| Some((place(&person.directory)?, person.id))),
    });
    Ok(links.collect())
}
