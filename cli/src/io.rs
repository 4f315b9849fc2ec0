//! Files and streams: bounded reading, and writing that shows a whole file or none.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::failure::Failure;
use crate::print;

/// What was read, and what it is called.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: Name,
    pub(crate) bytes: Vec<u8>,
}

impl Input {
    /// Reads a file, or standard input for `-`, of at most `limit` bytes.
    pub(crate) fn read(path: &Path, limit: usize) -> Result<Input, Failure> {
        let input = Input::begin(path, limit).map_err(|error| Failure::input(&Name(path.to_owned()), &error))?;
        if input.bytes.len() > limit {
            let reason = format!("longer than {limit} bytes; --max-bytes sets the limit");
            return Err(Failure::input(&input.name, &reason));
        }
        Ok(input)
    }

    /// Reads a file, or standard input for `-`; one byte beyond `limit` it stops, so that an endless stream does too.
    pub(crate) fn begin(path: &Path, limit: usize) -> io::Result<Input> {
        let most = (limit as u64).saturating_add(1);
        let mut bytes = Vec::new();
        if is_dash(path) {
            io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        } else {
            if path.is_dir() {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
            }
            File::open(path)?.take(most).read_to_end(&mut bytes)?;
        }
        Ok(Input { name: Name(path.to_owned()), bytes })
    }
}

/// A path as it was given, or standard input.
#[derive(Clone, Debug)]
pub(crate) struct Name(PathBuf);

impl Name {
    pub(crate) fn new(name: impl Into<PathBuf>) -> Name {
        Name(name.into())
    }

    /// As it was given.
    pub(crate) fn given(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match is_dash(&self.0) {
            true => f.write_str("standard input"),
            false => fmt::Display::fmt(&self.0.display(), f),
        }
    }
}

/// A place to write to, found fit before anything is done.
#[derive(Debug)]
pub(crate) enum Target {
    /// A file that appears whole, in place of the one that is there if that is allowed.
    File { path: PathBuf, replace: bool },
    /// Standard output.
    Stdout,
    /// A device or a named pipe: nothing is there that could be replaced.
    Stream(PathBuf),
}

impl Target {
    /// Checks the place: no folder, and no file that is there already unless `force` allows to replace it.
    pub(crate) fn new(path: &Path, force: bool) -> Result<Target, Failure> {
        if is_dash(path) {
            return Ok(Target::Stdout);
        }
        let fail = |reason: &dyn fmt::Display| Failure::output(&path.display().to_string(), reason);
        if path.file_name().is_none() {
            return Err(fail(&"it names no file"));
        }
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => return Err(fail(&"it is a folder")),
            Ok(there) if !there.is_file() => return Ok(Target::Stream(path.to_owned())),
            Ok(_) if !force => return Err(Failure::exists(path)),
            // Through a link the file changes that it points to, and the link stays.
            Ok(_) => {
                let path = path.canonicalize().map_err(|error| fail(&error))?;
                return Ok(Target::File { path, replace: true });
            }
            // A link to nothing is there, too.
            Err(_) if !force && fs::symlink_metadata(path).is_ok() => return Err(Failure::exists(path)),
            Err(_) => {}
        }
        let folder = folder(path);
        if !folder.is_dir() {
            return Err(fail(&format!("there is no folder {}", folder.display())));
        }
        let folder = folder.canonicalize().map_err(|error| fail(&error))?;
        let path = folder.join(path.file_name().unwrap_or_default());
        Ok(Target::File { path, replace: force })
    }

    /// As [`new`](Self::new), but never the file that is read, whatever is forced: a stamped original is a legal document.
    pub(crate) fn beside(input: &Path, path: &Path, force: bool) -> Result<Target, Failure> {
        // What a shell opened as standard input has a name on some systems.
        let input = if is_dash(input) { Path::new("/dev/stdin") } else { input };
        let same = !is_dash(path) && input.canonicalize().is_ok_and(|input| Some(input) == path.canonicalize().ok());
        match same && path.is_file() {
            true => Err(Failure::output(&path.display().to_string(), &"it is the input, which stays as it is")),
            false => Target::new(path, force),
        }
    }

    /// True where writing both would write the same place twice.
    pub(crate) fn is_same_as(&self, other: &Target) -> bool {
        match (self, other) {
            (Target::File { path: a, .. }, Target::File { path: b, .. }) => a == b,
            (Target::Stdout, Target::Stdout) => true,
            _ => false,
        }
    }
}

/// Writes all files or none: each is complete under another name before the first one appears.
pub(crate) fn write_all(writes: Vec<(Target, Vec<u8>)>) -> Result<(), Failure> {
    let mut staged = Vec::new();
    let mut streams = Vec::new();
    for (target, bytes) in writes {
        match target {
            Target::File { path, replace } => {
                let file = stage(&path, &bytes).map_err(|e| Failure::output(&path.display().to_string(), &e))?;
                staged.push((file, path, replace));
            }
            Target::Stdout | Target::Stream(_) => streams.push((target, bytes)),
        }
    }
    for (file, path, replace) in staged {
        let done = match replace {
            true => file.persist(&path),
            false => file.persist_noclobber(&path),
        };
        done.map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => Failure::exists(&path),
            _ => Failure::output(&path.display().to_string(), &error.error),
        })?;
    }
    for (target, bytes) in streams {
        match target {
            Target::Stream(path) => fs::OpenOptions::new()
                .write(true)
                .open(&path)
                .and_then(|mut stream| stream.write_all(&bytes))
                .map_err(|error| Failure::output(&path.display().to_string(), &error))?,
            _ => print::stdout(&bytes)?,
        }
    }
    Ok(())
}

/// The same path with more behind its name.
pub(crate) fn appended(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

pub(crate) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A complete file in the same folder, gone unless it is given its name.
fn stage(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".frontera-");
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        // As any new file, within the umask; a temporary file would be for its owner alone.
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    let mut file = builder.tempfile_in(folder(path))?;
    if let Ok(there) = fs::metadata(path) {
        file.as_file().set_permissions(there.permissions())?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
