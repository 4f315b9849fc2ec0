//! Certificates, private keys and their passwords, as the command is given them.

use std::io::Read;
use std::path::{Path, PathBuf};

use frontera::report::FindingReport;
use frontera::seal::{Authorities, Certificate, Csd, Key, Password, Verifier};
use frontera::{Error, Lang};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::io::{self, Name};
use crate::words;

/// The environment variable that has the password.
pub(crate) const PASSWORD_VARIABLE: &str = "FRONTERA_KEY_PASSWORD";

/// SAT's authorities and these.
pub(crate) fn authorities(paths: &[PathBuf], lang: Lang) -> Result<Authorities, Failure> {
    paths.iter().try_fold(Authorities::default(), |authorities, path| {
        authorities.with(certificate(path, lang)?).map_err(|error| of_file(path, &error, lang))
    })
}

/// A verifier that also trusts these authorities, and knows these certificates of SAT's.
pub(crate) fn verifier(more: &[PathBuf], stamps: &[PathBuf], lang: Lang) -> Result<Verifier, Failure> {
    let verifier = Verifier::default().authorities(authorities(more, lang)?);
    stamps.iter().try_fold(verifier, |verifier, path| Ok(verifier.stamp_certificate(certificate(path, lang)?)))
}

/// The certificate and the key with which is sealed; the password from a file where there is one, else from the environment,
/// else from whoever sits at the terminal.
pub(crate) fn csd(cert: &Path, key: &Path, password_file: Option<&Path>, lang: Lang) -> Result<Csd, Failure> {
    let certificate = certificate(cert, lang)?;
    let file = Zeroizing::new(read(key)?);
    let password = match Key::is_encrypted(&file) {
        true => password(password_file, key)?,
        // Nothing is asked for that nothing needs.
        false => Password::new(String::new()),
    };
    let key = Key::read(&file, &password).map_err(|error| of_file(key, &error, lang))?;
    Ok(Csd::new(certificate, key))
}

fn certificate(path: &Path, lang: Lang) -> Result<Certificate, Failure> {
    Certificate::read(&read(path)?).map_err(|error| of_file(path, &error, lang))
}

fn password(file: Option<&Path>, key: &Path) -> Result<Password, Failure> {
    if let Some(path) = file {
        let bytes = Zeroizing::new(read(path)?);
        let name = Name::new(path);
        let text = std::str::from_utf8(&bytes).map_err(|_| Failure::input(&name, &"a password file is UTF-8"))?;
        // A mark at the beginning and a line end belong to the file; whatever else is there is the password's.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let line = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
        if line.contains(['\n', '\r']) {
            return Err(Failure::input(&name, &"a password file has one line"));
        }
        return Ok(Password::new(line));
    }
    match std::env::var(PASSWORD_VARIABLE) {
        Ok(password) => return Ok(Password::new(password)),
        Err(std::env::VarError::NotUnicode(_)) => {
            return Err(Failure::Said(format!("{PASSWORD_VARIABLE} is not UTF-8")));
        }
        Err(std::env::VarError::NotPresent) => {}
    }
    // Of the terminal itself: standard input may be the document.
    rpassword::prompt_password(format!("{}: ", key.display())).map(Password::new).map_err(|_| {
        let message = "no terminal to ask for the key's password: give --password-file FILE or set";
        Failure::Said(format!("{message} {PASSWORD_VARIABLE}"))
    })
}

/// A file beside the document: one that is too long is no certificate and no key.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    if io::is_dash(path) {
        return Err(Failure::Said(
            "certificates, keys and passwords are files: - stands for the document alone".into(),
        ));
    }
    let fail = |reason: &dyn std::fmt::Display| Failure::input(&Name::new(path), reason);
    // All the room at once: what is read may be a secret, and a vector that grows leaves copies behind.
    let mut bytes = Vec::with_capacity(MOST + 1);
    let file = std::fs::File::open(path).map_err(|error| fail(&error))?;
    file.take(MOST as u64 + 1).read_to_end(&mut bytes).map_err(|error| fail(&error))?;
    if bytes.len() > MOST {
        return Err(fail(&format!("longer than {MOST} bytes, which no certificate and no key is")));
    }
    Ok(bytes)
}

const MOST: usize = 64 * 1024 - 1;

fn of_file(path: &Path, error: &Error, lang: Lang) -> Failure {
    let said = FindingReport::of_error(error, lang);
    Failure::Said(format!(
        "{}: {} ({})\n{}: {}",
        path.display(),
        said.message,
        said.code,
        words::HELP.of(lang),
        said.help
    ))
}
