fn main() {
    let mut bad = 0;
    for path in std::io::stdin().lines() {
        let path = path.unwrap();
        let bytes = std::fs::read(&path).unwrap();
        match frontera::formats::cfdi::read(&bytes, &Default::default()) {
            Ok(d) => { let f = d.faults(false); bad += 1; println!("{path}\t{}\t{}", f.is_empty(), f.join(" ;; ")); }
            Err(e) => println!("{path}\tfalse\tERR {e}"),
        }
    }
}
