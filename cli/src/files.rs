//! The files that several inputs stand for: each as it was given, folders searched.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use frontera::Lang;

use crate::io;
use crate::words::Word;

/// What was asked for, one file of it.
pub(crate) struct Entry {
    pub(crate) path: PathBuf,
    /// Why there is nothing to read, where that is known already.
    pub(crate) trouble: Option<String>,
}

/// The files asked for, those of a folder sorted by their paths: the ones whose names end in one of `kinds`.
pub(crate) fn entries(inputs: &[PathBuf], kinds: &[&str], empty: Word, lang: Lang) -> Vec<Entry> {
    let mut all = Vec::new();
    for input in inputs {
        if io::is_dash(input) || !input.is_dir() {
            all.push(Entry { path: input.clone(), trouble: None });
            continue;
        }
        let mut inside = Vec::new();
        search(input, kinds, &mut HashSet::new(), &mut inside);
        if inside.is_empty() {
            let trouble = Some(empty.of(lang).to_owned());
            inside.push(Entry { path: input.clone(), trouble });
        }
        inside.sort_by(|a, b| a.path.cmp(&b.path));
        all.append(&mut inside);
    }
    all
}

/// Finds the files in a folder. A link to a folder is followed once, so that one to a folder around it ends.
fn search(folder: &Path, kinds: &[&str], seen: &mut HashSet<PathBuf>, out: &mut Vec<Entry>) {
    let mut trouble = |path: &Path, error: std::io::Error| {
        out.push(Entry { path: path.to_owned(), trouble: Some(error.to_string()) })
    };
    let found = folder.canonicalize().and_then(|real| match seen.insert(real) {
        true => fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>(),
        false => Ok(Vec::new()),
    });
    let found = match found {
        Ok(found) => found,
        Err(error) => return trouble(folder, error),
    };
    let mut folders = Vec::new();
    for path in found.into_iter().map(|entry| entry.path()) {
        let wanted = path.extension().is_some_and(|it| kinds.iter().any(|kind| it.eq_ignore_ascii_case(kind)));
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => folders.push(path),
            // A pipe or a device would be waited for.
            Ok(meta) if wanted && meta.is_file() => out.push(Entry { path, trouble: None }),
            Err(error) if wanted => out.push(Entry { path, trouble: Some(error.to_string()) }),
            _ => {}
        }
    }
    folders.iter().for_each(|folder| search(folder, kinds, seen, out));
}
