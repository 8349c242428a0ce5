//! Sees to it that there is an interface to embed.

#[path = "build/interface.rs"]
mod interface;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let dist = Path::new("../../../ui/dist");
    interface::ensure(dist)?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build/interface.rs");
    println!("cargo:rerun-if-changed={}", dist.display());
    Ok(())
}
