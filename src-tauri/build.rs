//! Checks the window's configuration and turns its permissions into the access control list.

#[path = "crates/serve/build/interface.rs"]
mod interface;

use tauri_build::{AppManifest, Attributes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    interface::ensure("ui/dist".as_ref())?;
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    let permissions = AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*");
    tauri_build::try_build(
        Attributes::new()
            .capabilities_path_pattern("src-tauri/capabilities/**/*")
            .app_manifest(permissions),
    )?;
    Ok(())
}
