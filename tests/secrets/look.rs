//! A process that seals, drops everything, and looks through its memory; what it looks for it has only masked.

use std::io::Read;
use std::os::unix::fs::FileExt;

use frontera::seal::{Csd, Key, Password, SealOptions, seal};
use pkcs8::EncryptedPrivateKeyInfoRef;

use crate::support::fixture;

const PASSWORD: &str = "12345678a";
const MASK: u8 = 0xA5;

/// Every form in which the same key is encrypted.
pub(crate) const KEYS: &[&str] =
    &["csd.key", "csd-aes-256.key", "csd-pbe-sha1-3des.key", "csd-pbe-md5-des.key", "csd.key.pem"];

/// What a process found in its memory that sealed with this key; where it holds key and password still, it must find them.
pub(crate) fn found(key: &str, hold: bool) -> Vec<String> {
    let said = child(key, hold);
    assert!(said.contains("SEALED"), "{key}: {said}");
    said.lines().filter_map(|line| line.strip_prefix("FOUND ")).map(str::to_owned).collect()
}

fn child(key: &str, hold: bool) -> String {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture", "helper_that_seals_and_looks"])
        .env("FRONTERA_SECRET_KEY", key)
        .env("FRONTERA_SECRET_HOLD", if hold { "yes" } else { "no" })
        .env("FRONTERA_SECRET_NEEDLES", needles())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What must not be found, masked: the password, and pieces of the private exponent and of both primes, as they stand in the
/// file and as numbers stand in memory.
fn needles() -> String {
    let file = fixture("seal/csd.key");
    let key = EncryptedPrivateKeyInfoRef::try_from(file.as_slice()).unwrap().decrypt(PASSWORD).unwrap();
    let der = key.as_bytes();
    // PKCS #8 around PKCS #1: version, n, e, d, p, q, each a number with its length before it.
    let mut numbers = Vec::new();
    let mut at = der.windows(4).position(|it| it == [0x02, 0x01, 0x00, 0x02]).unwrap() + 3;
    while numbers.len() < 5 {
        assert_eq!(der[at], 0x02, "a number");
        let (length, body) = match der[at + 1] {
            0x82 => (usize::from(u16::from_be_bytes([der[at + 2], der[at + 3]])), at + 4),
            0x81 => (usize::from(der[at + 2]), at + 3),
            length => (usize::from(length), at + 2),
        };
        numbers.push(&der[body..body + length]);
        at = body + length;
    }
    let [n, _, d, p, q] = numbers[..] else { panic!("five numbers") };
    assert_eq!((n.len(), p.len(), q.len()), (257, 129, 129), "a leading zero each");
    let mut needles = vec![("password".to_owned(), PASSWORD.as_bytes().to_vec())];
    for (name, number) in [("exponent", d), ("prime p", p), ("prime q", q)] {
        // Off the ends, and of the length of three words.
        let piece = &number[number.len() / 2..][..24];
        needles.push((format!("{name} as in the file"), piece.to_vec()));
        needles.push((format!("{name} as a number"), piece.iter().rev().copied().collect()));
    }
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{:02x}", b ^ MASK)).collect::<String>();
    needles.iter().map(|(name, bytes)| format!("{name}={};", hex(bytes))).collect()
}

/// The process.
pub(crate) fn seal_and_look() {
    let Ok(needles) = std::env::var("FRONTERA_SECRET_NEEDLES") else { return };
    let needles: Vec<(&str, Vec<u8>)> = needles
        .split_terminator(';')
        .map(|it| it.split_once('=').unwrap())
        .map(|(name, hex)| {
            let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            (name, (0..hex.len()).step_by(2).map(byte).collect())
        })
        .collect();
    // The password as whoever types it gives it: one string, which is handed over.
    let password = needles[0].1.iter().map(|b| char::from(b ^ MASK));
    let mut typed = String::with_capacity(64);
    typed.extend(password);
    let password = Password::new(typed);
    let name = std::env::var("FRONTERA_SECRET_KEY").unwrap();
    let csd = Csd::read(&fixture("seal/csd.cer"), &fixture(&format!("seal/{name}")), &password).unwrap();
    let wrong = Key::read(&fixture(&format!("seal/{name}")), &Password::new("another")).unwrap_err();
    let sealed = seal(&fixture("cfdi/net-terms-ppd.xml"), &csd, &SealOptions::default()).unwrap();
    assert!(sealed.output.is_some());
    println!("SEALED {wrong}");
    let held = (std::env::var("FRONTERA_SECRET_HOLD").as_deref() == Ok("yes")).then_some((password, csd));
    for (name, masked) in &needles {
        if let Some(place) = place_of(masked) {
            println!("FOUND {name} in {place}");
        }
    }
    drop(held);
}

/// The name of the region in which the bytes stand whose masked form this is.
fn place_of(masked: &[u8]) -> Option<String> {
    let mut maps = String::new();
    std::fs::File::open("/proc/self/maps").unwrap().read_to_string(&mut maps).unwrap();
    let memory = std::fs::File::open("/proc/self/mem").unwrap();
    let mut piece = vec![0; 1 << 16];
    for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|flags| flags.starts_with("rw"))) {
        let (range, rest) = line.split_once(' ').unwrap();
        let (from, until) = range.split_once('-').unwrap();
        let (mut at, until) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(until, 16).unwrap());
        while at < until {
            let length = piece.len().min((until - at) as usize);
            let Ok(read) = memory.read_at(&mut piece[..length], at) else { break };
            if read == 0 {
                break;
            }
            let found =
                piece[..read].windows(masked.len()).any(|it| it.iter().zip(masked).all(|(a, b)| a ^ MASK == *b));
            piece[..read].fill(0);
            if found {
                return Some(rest.rsplit(' ').next().unwrap().to_owned() + " " + range);
            }
            // What lies across two pieces is in the next one whole.
            at += if read > masked.len() { read - masked.len() + 1 } else { read } as u64;
        }
    }
    None
}
