//! What sealing leaves in memory in a program that wipes what it gives back, as `frontera` does: nothing.

#![cfg(all(feature = "seal", target_os = "linux"))]

#[path = "secrets/look.rs"]
mod look;
mod support;

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static WIPED: ZeroAlloc<System> = ZeroAlloc(System);

#[test]
fn nothing_secret_is_left_in_memory() {
    for key in look::KEYS {
        let found = look::found(key, false);
        assert!(found.is_empty(), "{key}: {found:?}");
    }
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn helper_that_seals_and_looks() {
    look::seal_and_look();
}
