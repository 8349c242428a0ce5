//! Sees to it that there is an interface to embed.

mod interface;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let dist = Path::new("../../../ui/dist");
    interface::ensure(dist)?;
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed={}", dist.display());
    Ok(())
}
