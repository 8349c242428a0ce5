//! What the emulators are held against.

mod peer_umapi_client;
