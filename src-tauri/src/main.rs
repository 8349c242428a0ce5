//! Starts Rolecall's window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

/// Snapshots are many small and some very large pieces; the system's allocator is slower at both.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    rolecall_desktop::run()
}
