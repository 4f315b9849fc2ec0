//! Any bytes as a file of catalogues: an error, or catalogues that come back from their own text.

#![no_main]

use frontera::catalog::Catalogs;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(loaded) = Catalogs::builtin().load(bytes) else { return };
    for catalog in loaded.iter().filter(|catalog| catalog.is_loaded()) {
        let text = format!("frontera-catalogs\t1\n{}", catalog.to_text().split_once('\n').map_or("", |(_, rest)| rest));
        let again = Catalogs::builtin().load(text.as_bytes()).expect("what was written is read");
        assert_eq!(again.get(catalog.name()).map(|it| it.len()), Some(catalog.len()));
        for entry in catalog.iter().take(10) {
            assert!(catalog.entry(entry.code()).is_some());
            let _ = (entry.name().len(), catalog.near(entry.code()).len(), catalog.admits(entry.code()));
        }
    }
    let _ = loaded.search("tornillo 99").len();
});
