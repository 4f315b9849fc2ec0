//! What sealing leaves in memory, with the allocator that every program has: neither the password nor the key as its file has it.
//!
//! Of the key as numbers the arithmetic may leave copies in memory that was given back; `secrets_wiped.rs` has the allocator that
//! leaves none.

#![cfg(all(feature = "seal", target_os = "linux"))]

#[path = "secrets/look.rs"]
mod look;
mod support;

#[test]
fn no_password_and_no_decrypted_file_is_left_in_memory() {
    for key in look::KEYS {
        let mut found = look::found(key, false);
        found.retain(|what| !what.contains("as a number"));
        assert!(found.is_empty(), "{key}: {found:?}");
    }
}

/// The search finds what is there: a key and a password that are still held.
#[test]
fn what_is_held_is_found() {
    let found = look::found("csd.key", true);
    for what in ["password", "prime p as a number", "prime q as a number"] {
        assert!(found.iter().any(|it| it.starts_with(what)), "{what}: {found:?}");
    }
}

#[test]
#[ignore = "run by the tests above, in a process of its own"]
fn helper_that_seals_and_looks() {
    look::seal_and_look();
}
