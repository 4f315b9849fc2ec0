//! Mutation testing in one build: every change is compiled in, and switched on by the variable `MUTANT` at run time.
//!
//! `cargo xtask mutants [--every N] PATH… -- TEST…`: PATH are files or folders of `src`, TEST integration tests (`lib` for the
//! unit tests); `--every` takes each N-th change alone.
//! A copy of the project under `target/mutants` is changed; the project itself is not. Mutated are bodies of functions and of
//! the rules' closures: comparisons, `&&` and `||`, sums, negations, conditions, texts, `any` and `all`, and calls that tell a
//! finding. What survives is printed with its place; docs/testing.md has the figures.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, ExprLit, Lit, Stmt, UnOp, parse_quote};

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let (paths, tests) = match args.iter().position(|arg| arg == "--") {
        Some(at) => (&args[..at], &args[at + 1..]),
        None => (args, &[][..]),
    };
    let (every, paths) = match paths {
        [flag, number, paths @ ..] if flag == "--every" => (number.parse::<usize>().unwrap_or(1).max(1), paths),
        paths => (1, paths),
    };
    if paths.is_empty() || tests.is_empty() {
        return Err("usage: cargo xtask mutants [--every N] PATH… -- TEST…".into());
    }
    let tree = super::root().join("target/mutants");
    copy(&tree)?;
    let mut mutants = Mutants { list: Vec::new(), file: String::new(), inside: false };
    for path in paths {
        for file in sources(&tree.join(path)) {
            mutants.change(&tree, &file)?;
        }
    }
    let lib = tree.join("src/lib.rs");
    let text = std::fs::read_to_string(&lib).map_err(|error| error.to_string())?;
    write(&lib, &(text.replace("#![deny(missing_docs)]", "#![allow(warnings)]") + SWITCH))?;
    let binaries = build(&tree, tests)?;
    println!("{} mutants, {} test binaries", mutants.list.len(), binaries.len());
    // The tests must pass on what is not changed, or nothing is proved.
    let start = Instant::now();
    if !passes(&tree, &binaries, 0, Duration::from_secs(600)) {
        return Err("the tests fail without any mutant".into());
    }
    let limit = start.elapsed() * 4 + Duration::from_secs(10);
    let next = AtomicUsize::new(0);
    let survivors = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(every, Ordering::Relaxed);
                    let Some(mutant) = mutants.list.get(at) else { return };
                    if passes(&tree, &binaries, at + 1, limit) {
                        println!("SURVIVES {mutant}");
                        if let Ok(mut survivors) = survivors.lock() {
                            survivors.push(at);
                        }
                    }
                }
            });
        }
    });
    let survivors = survivors.into_inner().map_err(|error| error.to_string())?;
    let mut table = String::new();
    let mut files: Vec<&str> = mutants.list.iter().map(|mutant| mutant.split(':').next().unwrap_or_default()).collect();
    files.dedup();
    for file in files {
        let of = |at: usize| mutants.list[at].starts_with(&format!("{file}:"));
        let all = (0..mutants.list.len()).step_by(every).filter(|at| of(*at)).count();
        let alive = survivors.iter().filter(|at| of(**at)).count();
        let _ = writeln!(table, "| `{file}` | {all} | {} | {alive} |", all - alive);
    }
    println!("| file | mutants | caught | survive |\n| --- | --- | --- | --- |\n{table}");
    Ok(())
}

/// What the mutated library asks.
const SWITCH: &str = r#"
#[doc(hidden)]
pub fn mutant(number: u32) -> bool {
    static ON: std::sync::LazyLock<u32> =
        std::sync::LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|it| it.parse().ok()).unwrap_or(0));
    *ON == number
}
"#;

/// The project's files, without what was built.
fn copy(tree: &Path) -> Result<(), String> {
    let root = super::root();
    // What is gone from the project must not be built.
    for folder in ["src", "tests"] {
        let _ = std::fs::remove_dir_all(tree.join(folder));
    }
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|error| error.to_string())?;
    for name in String::from_utf8_lossy(&listed.stdout).lines() {
        let (from, to) = (root.join(name), tree.join(name));
        let Ok(bytes) = std::fs::read(&from) else { continue };
        // An unchanged file keeps its time, so that it is not built again.
        if std::fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        std::fs::write(&to, bytes).map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

fn sources(path: &Path) -> Vec<PathBuf> {
    let Ok(folder) = std::fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut files: Vec<PathBuf> = folder.flatten().flat_map(|entry| sources(&entry.path())).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "rs") && !file.ends_with("tests.rs"));
    files.sort();
    files
}

fn build(tree: &Path, tests: &[String]) -> Result<Vec<PathBuf>, String> {
    let mut command = Command::new("cargo");
    command.args([
        "test",
        "--no-run",
        "-p",
        "frontera",
        "--features",
        "toml,csv,catalogs,seal,qr",
        "--message-format=json",
    ]);
    for test in tests {
        match test.as_str() {
            "lib" => command.arg("--lib"),
            test => command.args(["--test", test]),
        };
    }
    let built = command
        .current_dir(tree)
        .env("CARGO_TARGET_DIR", tree.join("target"))
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    if !built.status.success() {
        return Err("the mutants do not build".into());
    }
    let messages = String::from_utf8_lossy(&built.stdout).into_owned();
    let executable = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    };
    Ok(messages.lines().filter_map(executable).collect())
}

/// Whether every test passes with the mutant; an endless loop is a failure.
fn passes(tree: &Path, binaries: &[PathBuf], mutant: usize, limit: Duration) -> bool {
    binaries.iter().all(|binary| {
        let child = Command::new(binary)
            .current_dir(tree)
            .env("MUTANT", mutant.to_string())
            .env("RUST_BACKTRACE", "0")
            .env("CARGO_MANIFEST_DIR", tree)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn();
        let Ok(mut child) = child else { return false };
        let start = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) if start.elapsed() < limit => std::thread::sleep(Duration::from_millis(3)),
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return false;
                }
            }
        }
    })
}

/// Walks a file and puts mutants in.
struct Mutants {
    /// `file:line: what becomes what`.
    list: Vec<String>,
    file: String,
    /// Inside a body that runs.
    inside: bool,
}

impl Mutants {
    fn change(&mut self, tree: &Path, file: &Path) -> Result<(), String> {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let mut parsed = syn::parse_file(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        self.file = file.strip_prefix(tree).unwrap_or(file).display().to_string();
        self.visit_file_mut(&mut parsed);
        write(file, &parsed.into_token_stream().to_string())
    }

    fn number(&mut self, at: Span, was: &dyn ToTokens, is: &str) -> u32 {
        let was: String = was.to_token_stream().to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        let was: String = was.chars().take(90).collect();
        self.list.push(format!("{}:{}: {was} -> {is}", self.file, at.start().line));
        self.list.len() as u32
    }
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        Expr::Paren(inner) => has_let(&inner.expr),
        _ => false,
    }
}

fn is_test(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| attr.to_token_stream().to_string().contains("test"))
}

impl VisitMut for Mutants {
    fn visit_item_mod_mut(&mut self, item: &mut syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit_mut::visit_item_mod_mut(self, item);
        }
    }

    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        if item.sig.constness.is_none() && !is_test(&item.attrs) {
            let outside = std::mem::replace(&mut self.inside, true);
            visit_mut::visit_block_mut(self, &mut item.block);
            self.inside = outside;
        }
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        if item.sig.constness.is_none() {
            let outside = std::mem::replace(&mut self.inside, true);
            visit_mut::visit_block_mut(self, &mut item.block);
            self.inside = outside;
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        let outside = std::mem::replace(&mut self.inside, true);
        self.visit_expr_mut(&mut closure.body);
        self.inside = outside;
    }

    // Constants inside bodies are not run.
    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_item_static_mut(&mut self, item: &mut syn::ItemStatic) {
        let outside = std::mem::replace(&mut self.inside, false);
        visit_mut::visit_item_static_mut(self, item);
        self.inside = outside;
    }
    fn visit_macro_mut(&mut self, _: &mut syn::Macro) {}
    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        visit_mut::visit_block_mut(self, block);
        if !self.inside {
            return;
        }
        for stmt in &mut block.stmts {
            let Stmt::Expr(Expr::MethodCall(call), Some(_)) = stmt else { continue };
            let told = ["violated", "expected", "must", "near", "warn", "warn_expected", "not_checked", "ask", "push"];
            if told.contains(&call.method.to_string().as_str()) {
                let number = self.number(call.method.span(), call, "nothing");
                let call = call.clone();
                *stmt = parse_quote!(if !crate::mutant(#number) { #call; });
            }
        }
    }

    fn visit_expr_if_mut(&mut self, expr: &mut syn::ExprIf) {
        let at = expr.if_token.span;
        visit_mut::visit_expr_if_mut(self, expr);
        if self.inside && !has_let(&expr.cond) {
            let yes = self.number(at, &quote!(if condition), "true");
            let no = self.number(at, &quote!(if condition), "false");
            let cond = &expr.cond;
            expr.cond = parse_quote!(((#cond) || crate::mutant(#yes)) && !crate::mutant(#no));
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let before = expr.clone();
        visit_mut::visit_expr_mut(self, expr);
        if !self.inside {
            return;
        }
        match expr {
            Expr::Binary(binary) => {
                let (l, r) = (&binary.left, &binary.right);
                let span = syn::spanned::Spanned::span(&binary.op);
                let others: &[(&str, BinOp)] = &match binary.op {
                    BinOp::And(_) if !has_let(l) && !has_let(r) => {
                        let number = self.number(span, &before, "||");
                        *expr = parse_quote!({ let mutant_left = #l; if crate::mutant(#number) { mutant_left || #r } else { mutant_left && #r } });
                        return;
                    }
                    BinOp::Or(_) => {
                        let number = self.number(span, &before, "&&");
                        *expr = parse_quote!({ let mutant_left = #l; if crate::mutant(#number) { mutant_left && #r } else { mutant_left || #r } });
                        return;
                    }
                    BinOp::Eq(_) => vec![("!=", parse_quote!(!=))],
                    BinOp::Ne(_) => vec![("==", parse_quote!(==))],
                    BinOp::Lt(_) => vec![("<=", parse_quote!(<=)), (">", parse_quote!(>))],
                    BinOp::Le(_) => vec![("<", parse_quote!(<)), (">=", parse_quote!(>=))],
                    BinOp::Gt(_) => vec![(">=", parse_quote!(>=)), ("<", parse_quote!(<))],
                    BinOp::Ge(_) => vec![(">", parse_quote!(>)), ("<=", parse_quote!(<=))],
                    BinOp::Add(_) => vec![("-", parse_quote!(-))],
                    BinOp::Sub(_) => vec![("+", parse_quote!(+))],
                    _ => return,
                };
                let op = &binary.op;
                let mut all = quote!(#l #op #r);
                for (name, other) in others {
                    let number = self.number(span, &before, name);
                    all = quote!(if crate::mutant(#number) { #l #other #r } else { #all });
                }
                *expr = parse_quote!((#all));
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                let inner = &unary.expr;
                let number = self.number(syn::spanned::Spanned::span(&unary.op), &before, "without !");
                *expr = parse_quote!((crate::mutant(#number) == (#inner)));
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                let other = match method.as_str() {
                    "any" => "all",
                    "all" => "any",
                    _ => return,
                };
                let number = self.number(call.method.span(), &before, other);
                let same = call.clone();
                call.method = syn::Ident::new(other, call.method.span());
                let call = call.clone();
                *expr = parse_quote!((if crate::mutant(#number) { #call } else { #same }));
            }
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if !text.value().contains(' ') => {
                let number = self.number(text.span(), &before, "another text");
                let text = text.clone();
                *expr = parse_quote!((if crate::mutant(#number) { "\u{1}" } else { #text }));
            }
            _ => {}
        }
    }
}
