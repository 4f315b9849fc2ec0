mod support;
use support::generate::*;
#[test]
fn smoke() {
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("smoke");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    for family in frontera::formats::cfdi::Family::ALL {
        for at in complements() {
            for seed in 0..4 {
                let xml = document(Shape { seed, family: *family, odd: seed % 2 == 1, foreign: true, complements: Complements::Only(at), ..Shape::default() });
                std::fs::write(dir.join(format!("{family}-{at}-{seed}.xml")), &xml).unwrap();
                match frontera::formats::cfdi::read(xml.as_bytes(), &Default::default()) {
                    Ok(document) => { let faults = document.faults(false); if !faults.is_empty() { println!("{family}-{at}-{seed}: {faults:?}"); } }
                    Err(error) => println!("{family}-{at}-{seed}: {error}"),
                }
            }
        }
    }
}
