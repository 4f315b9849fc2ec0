//! SAT's stylesheets of the cadena original as data: `src/formats/cfdi/cadena/plan.rs`.
//!
//! Reads the XSLT files of every family and of the stamp, follows their `xsl:include`, and writes each template as a list of
//! steps. Facts only: names in SAT's order, no text of the files.
//!
//! Departure: the named templates Requerido, Opcional and ManejaEspacios are the interpreter's own steps, once they were found
//! to say exactly what it does; any other named template is written where it is called. Whatever this compiler does not know
//! is an error, never a silent gap.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The plan, as a file; `None` where SAT's stylesheets are not here.
pub fn plan() -> Result<Option<super::Files>, String> {
    let Some(package) = super::wheels::satcfdi() else { return Ok(None) };
    let web = package.join("transform/schemas");
    let mut sheets = Vec::new();
    let mut files = BTreeMap::new();
    for (name, about, path) in SHEETS {
        let sheet = Sheet::compile(&web, &web.join(path)).map_err(|problem| format!("{path}: {problem}"))?;
        files.extend(sheet.files.clone());
        sheets.push((*name, *about, sheet));
    }
    let base = web.canonicalize().map_err(|error| error.to_string())?;
    let mut read = Vec::new();
    for (file, templates) in files {
        let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        read.push((file.strip_prefix(&base).unwrap_or(&file).display().to_string(), templates, bytes));
    }
    Ok(Some(vec![
        ("src/formats/cfdi/cadena/plan.rs", source(&sheets)?.into_bytes()),
        ("src/formats/cfdi/cadena/MANIFEST.tsv", super::wheels::manifest("cadena", "templates", &read)),
    ]))
}

/// Name in the plan, what it is for, and the stylesheet's address.
const SHEETS: &[(&str, &str, &str)] = &[
    ("CFDI_40", "CFDI 4.0", "www.sat.gob.mx/sitio_internet/cfd/4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt"),
    ("CFDI_33", "CFDI 3.3", "www.sat.gob.mx/sitio_internet/cfd/3/cadenaoriginal_3_3/cadenaoriginal_3_3.xslt"),
    ("CFDI_32", "CFDI 3.2", "www.sat.gob.mx/sitio_internet/cfd/3/cadenaoriginal_3_2/cadenaoriginal_3_2.xslt"),
    ("RETENCIONES_20", "Retenciones 2.0", "www.sat.gob.mx/esquemas/retencionpago/2/retenciones.xslt"),
    ("RETENCIONES_10", "Retenciones 1.0", "www.sat.gob.mx/esquemas/retencionpago/1/retenciones.xslt"),
    (
        "TFD_11",
        "TimbreFiscalDigital 1.1",
        "www.sat.gob.mx/sitio_internet/cfd/TimbreFiscalDigital/cadenaoriginal_TFD_1_1.xslt",
    ),
    (
        "TFD_10",
        "TimbreFiscalDigital 1.0",
        "www.sat.gob.mx/sitio_internet/cfd/TimbreFiscalDigital/cadenaoriginal_TFD_1_0.xslt",
    ),
];

const SOURCE: &str = "satcfdi 26.10.1";
const XSL: &str = "http://www.w3.org/1999/XSL/Transform";

/// What the interpreter's own steps stand for.
const REQUERIDO: &str = "template name=Requerido[param name=valor[]\"|\"\
    call-template name=ManejaEspacios[with-param name=s select=$valor[]]]";
const OPCIONAL: &str = "template name=Opcional[param name=valor[]if test=$valor[\"|\"\
    call-template name=ManejaEspacios[with-param name=s select=$valor[]]]]";
const MANEJA_ESPACIOS: &str =
    "template name=ManejaEspacios[param name=s[]value-of select=normalize-space(string($s))[]]";

/// A namespace's address and a local name.
type Name = (String, String);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// Requerido, or Opcional where false.
    Value(bool, Value),
    Apply(Select),
    Each(Select, Vec<Step>),
    When(Vec<(Test, Vec<Step>)>),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Attribute(Vec<Name>, String),
    Element(Vec<Name>),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Select {
    Any,
    Below(Vec<Name>),
    Down(Vec<Name>),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Test {
    Equals(String, String),
    Has(Vec<Name>),
}

/// One stylesheet with all that it includes: the root it is for, and each namespace's templates.
struct Sheet {
    /// The files of it, each with its number of templates.
    files: BTreeMap<PathBuf, usize>,
    root: Name,
    tables: BTreeMap<String, Table>,
}

type Table = BTreeMap<String, Vec<Step>>;

/// Everything that the files of one stylesheet define, before it is compiled.
#[derive(Default)]
struct Loaded {
    files: BTreeMap<PathBuf, usize>,
    /// Templates in the order of the text with includes in their place, each with its file's prefixes.
    matching: Vec<(Node, Prefixes)>,
    named: BTreeMap<String, (Node, Prefixes)>,
}

type Prefixes = BTreeMap<String, String>;

impl Sheet {
    fn compile(web: &Path, path: &Path) -> Result<Sheet, String> {
        let mut loaded = Loaded::default();
        loaded.load(web, path)?;
        for (name, expected) in [("Requerido", REQUERIDO), ("ManejaEspacios", MANEJA_ESPACIOS), ("Opcional", OPCIONAL)]
        {
            match loaded.named.get(name) {
                Some((node, _)) if node.shape() == expected => {}
                // The stamp of version 1.0 has nothing optional.
                None if name == "Opcional" => {}
                Some((node, _)) => return Err(format!("{name} says something else: {}", node.shape())),
                None => return Err(format!("no template {name}")),
            }
        }
        let mut root = None;
        let mut tables: BTreeMap<String, Table> = BTreeMap::new();
        for (node, prefixes) in &loaded.matching {
            let scope = Scope { loaded: &loaded, prefixes, nodes: BTreeMap::new(), calls: 0 };
            let pattern = node.need("match")?;
            // Of two templates for one name the later wins, as libxslt has it; SAT's own come after its includes.
            if pattern == "/" {
                root = Some(scope.root(node)?);
            } else {
                let (namespace, local) = scope.name(pattern)?;
                let steps = scope.steps(&node.children, false).map_err(|problem| format!("{pattern}: {problem}"))?;
                tables.entry(namespace).or_default().insert(local, steps);
            }
        }
        Ok(Sheet { files: loaded.files, root: root.ok_or("no template for /")?, tables })
    }
}

impl Loaded {
    fn load(&mut self, web: &Path, path: &Path) -> Result<(), String> {
        let path = path.canonicalize().map_err(|error| format!("{}: {error}", path.display()))?;
        if self.files.contains_key(&path) {
            return Err(format!("{} is included twice", path.display()));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (root, prefixes) = Node::read(&text).map_err(|problem| format!("{}: {problem}", path.display()))?;
        let is_template = |item: &&Item| matches!(item, Item::Node(node) if node.name == "template");
        self.files.insert(path.clone(), root.children.iter().filter(is_template).count());
        if root.name != "stylesheet" {
            return Err(format!("{}: {} is no stylesheet", path.display(), root.name));
        }
        for item in &root.children {
            let node = match item {
                Item::Node(node) => node,
                Item::Text(text) => return Err(format!("text between templates: {text}")),
            };
            match node.name.as_str() {
                "output" if node.need("method")? == "text" => {}
                "include" => {
                    let address = node.need("href")?;
                    let file = match address.split_once("://") {
                        Some((_, rest)) => web.join(rest),
                        None => path.parent().expect("a file is in a folder").join(address),
                    };
                    self.load(web, &file)?;
                }
                "template" => match (node.get("match"), node.get("name")) {
                    (Some(_), None) => {
                        node.only(&["match"])?;
                        self.matching.push((node.clone(), prefixes.clone()));
                    }
                    (None, Some(name)) => {
                        node.only(&["name"])?;
                        if self.named.insert(name.to_owned(), (node.clone(), prefixes.clone())).is_some() {
                            return Err(format!("two templates named {name}"));
                        }
                    }
                    _ => return Err("a template with neither or both of match and name".into()),
                },
                other => return Err(format!("{}: xsl:{other} is not handled here", path.display())),
            }
        }
        Ok(())
    }
}

/// Where a template's body is compiled.
struct Scope<'l> {
    loaded: &'l Loaded,
    prefixes: &'l Prefixes,
    /// Parameters that are node-sets, as paths from the context.
    nodes: BTreeMap<String, Vec<Name>>,
    calls: usize,
}

impl Scope<'_> {
    /// The template of `/`: a bar, the root element, two bars.
    fn root(&self, node: &Node) -> Result<Name, String> {
        match &node.children[..] {
            [Item::Text(open), Item::Node(apply), Item::Text(close)]
                if open == "|" && close == "||" && apply.name == "apply-templates" && apply.children.is_empty() =>
            {
                apply.only(&["select"])?;
                let select = apply.need("select")?;
                self.name(select.strip_prefix('/').ok_or_else(|| format!("{select} from the template of /"))?)
            }
            _ => Err(format!("a template of / that is not handled here: {}", node.shape())),
        }
    }

    /// `inside_each`: `.` is a node that was chosen, not the one that the template is for.
    fn steps(&self, items: &[Item], inside_each: bool) -> Result<Vec<Step>, String> {
        let mut steps = Vec::new();
        for item in items {
            let node = match item {
                Item::Node(node) => node,
                Item::Text(text) => return Err(format!("literal text: {text}")),
            };
            match node.name.as_str() {
                "apply-templates" if node.children.is_empty() => {
                    node.only(&["select"])?;
                    let select = self.select(node.need("select")?)?;
                    // It would be its own template again, for ever.
                    if select == Select::Down(Vec::new()) && !inside_each {
                        return Err("a template that is applied to its own element".into());
                    }
                    steps.push(Step::Apply(select));
                }
                "for-each" => {
                    node.only(&["select"])?;
                    let select = self.select(node.need("select")?)?;
                    if select == Select::Down(Vec::new()) {
                        return Err("for-each of the element itself".into());
                    }
                    let body = self.steps(&node.children, true)?;
                    steps.push(match body[..] {
                        // One by one or all at once: nothing in these templates asks for a position.
                        [Step::Apply(Select::Down(ref here))] if here.is_empty() => Step::Apply(select),
                        _ => Step::Each(select, body),
                    });
                }
                "if" => steps.push(Step::When(vec![self.case(node, inside_each)?])),
                "choose" => {
                    node.only(&[])?;
                    let mut cases = Vec::new();
                    for item in &node.children {
                        match item {
                            Item::Node(case) if case.name == "when" => cases.push(self.case(case, inside_each)?),
                            _ => return Err("something else than xsl:when in xsl:choose".into()),
                        }
                    }
                    steps.push(Step::When(cases));
                }
                "call-template" => steps.extend(self.call(node, inside_each)?),
                "param" if self.calls > 0 && node.children.is_empty() => node.only(&["name"])?,
                other => return Err(format!("xsl:{other} is not handled here")),
            }
        }
        Ok(steps)
    }

    fn case(&self, node: &Node, inside_each: bool) -> Result<(Test, Vec<Step>), String> {
        node.only(&["test"])?;
        let test = node.need("test")?;
        let test = match test.split_once('=') {
            Some((attribute, literal)) => {
                let name = attribute.strip_prefix("./@").filter(|name| is_local(name));
                let text = literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
                let text = text.filter(|text| !text.contains(['\'', '"', '\\']));
                let (Some(name), Some(text)) = (name, text) else { return Err(format!("test {test}")) };
                Test::Equals(name.to_owned(), text.to_owned())
            }
            None => Test::Has(self.path(test)?),
        };
        Ok((test, self.steps(&node.children, inside_each)?))
    }

    fn call(&self, node: &Node, inside_each: bool) -> Result<Vec<Step>, String> {
        node.only(&["name"])?;
        let name = node.need("name")?;
        let param = match &node.children[..] {
            [Item::Node(param)] if param.name == "with-param" && param.children.is_empty() => param,
            _ => return Err(format!("a call of {name} without exactly one parameter")),
        };
        param.only(&["name", "select"])?;
        let (given, select) = (param.need("name")?, param.need("select")?);
        if matches!(name, "Requerido" | "Opcional") {
            if given != "valor" || !self.loaded.named.contains_key(name) {
                return Err(format!("a call of {name} with {given}"));
            }
            return Ok(vec![Step::Value(name == "Requerido", self.value(select)?)]);
        }
        let (template, prefixes) = self.loaded.named.get(name).ok_or_else(|| format!("no template {name}"))?;
        let takes: Vec<_> = template
            .children
            .iter()
            .filter_map(|item| match item {
                Item::Node(node) if node.name == "param" => node.get("name"),
                _ => None,
            })
            .collect();
        if takes != [given] || self.calls > 8 {
            return Err(format!("a call of {name} with {given}, which takes {takes:?}"));
        }
        let nodes = BTreeMap::from([(given.to_owned(), self.path(select)?)]);
        let scope = Scope { loaded: self.loaded, prefixes, nodes, calls: self.calls + 1 };
        scope.steps(&template.children, inside_each)
    }

    /// What Requerido and Opcional are given.
    fn value(&self, select: &str) -> Result<Value, String> {
        let Some((path, attribute)) = select.rsplit_once('@') else {
            return Ok(Value::Element(self.path(select)?));
        };
        let path = path.strip_suffix('/').ok_or_else(|| format!("value {select}"))?;
        if !is_local(attribute) {
            return Err(format!("attribute {select}"));
        }
        let path = match path.strip_prefix('$') {
            Some(param) => self.nodes.get(param).cloned().ok_or_else(|| format!("${param} is not given"))?,
            None => self.path(path)?,
        };
        Ok(Value::Attribute(path, attribute.to_owned()))
    }

    fn select(&self, select: &str) -> Result<Select, String> {
        let select = select.trim();
        if select == "./*" {
            return Ok(Select::Any);
        }
        match select.strip_prefix(".//") {
            Some(rest) => match self.path(rest)? {
                path if matches!(path.len(), 1 | 2) => Ok(Select::Below(path)),
                _ => Err(format!("select {select}")),
            },
            None => Ok(Select::Down(self.path(select)?)),
        }
    }

    /// `.`, `./a:b/c:d` or `a:b/c:d`.
    fn path(&self, path: &str) -> Result<Vec<Name>, String> {
        let path = path.trim();
        if path == "." {
            return Ok(Vec::new());
        }
        path.strip_prefix("./").unwrap_or(path).split('/').map(|name| self.name(name)).collect()
    }

    fn name(&self, name: &str) -> Result<Name, String> {
        let (prefix, local) = name.split_once(':').ok_or_else(|| format!("`{name}` is no qualified name"))?;
        if !is_local(local) {
            return Err(format!("the name `{name}`"));
        }
        let namespace = self.prefixes.get(prefix).ok_or_else(|| format!("the prefix of {name} is not declared"))?;
        Ok((namespace.clone(), local.to_owned()))
    }
}

fn is_local(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The plan as Rust.
fn source(sheets: &[(&str, &str, Sheet)]) -> Result<String, String> {
    let mut namespaces = BTreeSet::new();
    for (_, _, sheet) in sheets {
        namespaces.insert(sheet.root.0.as_str());
        for (namespace, table) in &sheet.tables {
            namespaces.insert(namespace);
            table.values().for_each(|steps| mentioned(steps, &mut namespaces));
        }
    }
    let numbers: BTreeMap<&str, usize> =
        namespaces.iter().enumerate().map(|(number, namespace)| (*namespace, number)).collect();
    let writer = Writer { numbers: &numbers };
    let mut out = format!(
        "//! Generated by `cargo xtask cadena` from SAT's stylesheets of the cadena original as {SOURCE} ships them; do not edit.\n\n\
         use super::Path::{{Any, Below, Down}};\n\
         use super::Step::{{Apply, Each, May, MayIn, MayText, Must, MustIn, MustText, When}};\n\
         use super::Test::{{Equals, Has}};\n\
         use super::{{Name, Sheet, Table}};\n\n\
         /// Every namespace that a stylesheet names; a [`Name`] has its place in this list.\n\
         pub(super) static NAMESPACES: &[&str] = &[\n"
    );
    let line =
        |out: &mut String, text: std::fmt::Arguments<'_>| writeln!(out, "{text}").expect("a String takes every write");
    for namespace in &namespaces {
        line(&mut out, format_args!("    {namespace:?},"));
    }
    out.push_str("];\n");

    // One table per namespace, shared by the stylesheets that include the same templates.
    let mut shared: Vec<(&str, &Table, String)> = Vec::new();
    let mut bodies = String::new();
    for (name, about, sheet) in sheets {
        line(&mut bodies, format_args!("\n/// {about}.\npub(super) static {name}: Sheet = Sheet {{"));
        line(&mut bodies, format_args!("    root: {},", writer.name(&sheet.root)));
        line(&mut bodies, format_args!("    tables: &["));
        for (namespace, table) in &sheet.tables {
            let known = shared.iter().find(|(of, known, _)| of == namespace && *known == table);
            let title = match known {
                Some((_, _, title)) => title.clone(),
                None => {
                    let again = shared.iter().filter(|(of, _, _)| of == namespace).count();
                    let title = format!("T{}{}", numbers[namespace.as_str()], ["", "B", "C"][again]);
                    shared.push((namespace, table, title.clone()));
                    title
                }
            };
            line(&mut bodies, format_args!("        ({}, {title}),", numbers[namespace.as_str()]));
        }
        bodies.push_str("    ],\n};\n");
    }
    shared.sort_by_key(|(namespace, _, title)| (numbers[namespace], title.clone()));
    for (namespace, table, title) in &shared {
        line(&mut out, format_args!("\n// {namespace}\nstatic {title}: Table = &["));
        for (local, steps) in *table {
            line(&mut out, format_args!("    ({local:?}, &["));
            writer.steps(steps, 2, &mut out);
            out.push_str("    ]),\n");
        }
        out.push_str("];\n");
    }
    Ok(out + &bodies)
}

fn mentioned<'s>(steps: &'s [Step], into: &mut BTreeSet<&'s str>) {
    let mut add = |names: &'s [Name]| into.extend(names.iter().map(|name| name.0.as_str()));
    for step in steps {
        match step {
            Step::Value(_, Value::Attribute(path, _) | Value::Element(path)) => add(path),
            Step::Apply(select) | Step::Each(select, _) => match select {
                Select::Any => {}
                Select::Below(path) | Select::Down(path) => add(path),
            },
            Step::When(cases) => {
                for (test, _) in cases {
                    if let Test::Has(path) = test {
                        add(path);
                    }
                }
            }
        }
    }
    for step in steps {
        match step {
            Step::Each(_, body) => mentioned(body, into),
            Step::When(cases) => cases.iter().for_each(|(_, body)| mentioned(body, into)),
            Step::Value(..) | Step::Apply(_) => {}
        }
    }
}

struct Writer<'n> {
    numbers: &'n BTreeMap<&'n str, usize>,
}

impl Writer<'_> {
    fn name(&self, (namespace, local): &Name) -> String {
        format!("Name({}, {local:?})", self.numbers[namespace.as_str()])
    }

    fn path(&self, path: &[Name]) -> String {
        format!("&[{}]", path.iter().map(|name| self.name(name)).collect::<Vec<_>>().join(", "))
    }

    fn select(&self, select: &Select) -> String {
        match select {
            Select::Any => "Any".into(),
            Select::Below(path) => format!("Below({})", self.path(path)),
            Select::Down(path) => format!("Down({})", self.path(path)),
        }
    }

    /// Steps without a body share lines of some 120 characters.
    fn steps(&self, steps: &[Step], depth: usize, out: &mut String) {
        let indent = "    ".repeat(depth);
        let mut line = String::new();
        for step in steps {
            let short = match step {
                Step::Value(required, Value::Attribute(path, name)) => {
                    let word = if *required { "Must" } else { "May" };
                    match path.is_empty() {
                        true => format!("{word}({name:?})"),
                        false => format!("{word}In({}, {name:?})", self.path(path)),
                    }
                }
                Step::Value(required, Value::Element(path)) => {
                    format!("{}({})", if *required { "MustText" } else { "MayText" }, self.path(path))
                }
                Step::Apply(select) => format!("Apply({})", self.select(select)),
                Step::Each(select, body) => {
                    flush(&mut line, &indent, out);
                    writeln!(out, "{indent}Each({}, &[", self.select(select)).expect("a String takes every write");
                    self.steps(body, depth + 1, out);
                    writeln!(out, "{indent}]),").expect("a String takes every write");
                    continue;
                }
                Step::When(cases) => {
                    flush(&mut line, &indent, out);
                    writeln!(out, "{indent}When(&[").expect("a String takes every write");
                    for (test, body) in cases {
                        let test = match test {
                            Test::Equals(name, text) => format!("Equals({name:?}, {text:?})"),
                            Test::Has(path) => format!("Has({})", self.path(path)),
                        };
                        writeln!(out, "{indent}    ({test}, &[").expect("a String takes every write");
                        self.steps(body, depth + 2, out);
                        writeln!(out, "{indent}    ]),").expect("a String takes every write");
                    }
                    writeln!(out, "{indent}]),").expect("a String takes every write");
                    continue;
                }
            };
            if indent.len() + line.len() + short.len() + 2 > 120 {
                flush(&mut line, &indent, out);
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&short);
            line.push(',');
        }
        flush(&mut line, &indent, out);
    }
}

fn flush(line: &mut String, indent: &str, out: &mut String) {
    if !line.is_empty() {
        writeln!(out, "{indent}{line}").expect("a String takes every write");
        line.clear();
    }
}

/// An element of XSLT by its local name.
#[derive(Clone, Debug)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Item>,
}

#[derive(Clone, Debug)]
enum Item {
    Node(Node),
    Text(String),
}

impl Node {
    /// The root of a stylesheet, and the prefixes that it declares. White space alone is no text, as XSLT has it.
    fn read(text: &str) -> Result<(Node, Prefixes), String> {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        let mut open: Vec<Node> = Vec::new();
        let mut prefixes = Prefixes::new();
        loop {
            let done = match reader.read_event().map_err(|problem| problem.to_string())? {
                Event::Start(tag) => {
                    let node = Node::of(&tag, open.is_empty().then_some(&mut prefixes))?;
                    open.push(node);
                    continue;
                }
                Event::Empty(tag) => Node::of(&tag, open.is_empty().then_some(&mut prefixes))?,
                Event::End(_) => open.pop().ok_or("an end without its start")?,
                Event::Text(run) => {
                    if !run.trim().is_empty() {
                        open.last_mut()
                            .ok_or("text outside the stylesheet")?
                            .children
                            .push(Item::Text(run.to_string()));
                    }
                    continue;
                }
                Event::Comment(_) | Event::Decl(_) => continue,
                Event::Eof => return Err("the stylesheet ends inside an element".into()),
                other => return Err(format!("{other:?} is not handled here")),
            };
            match open.last_mut() {
                Some(parent) => parent.children.push(Item::Node(done)),
                None => return Ok((done, prefixes)),
            }
        }
    }

    fn of(tag: &BytesStart<'_>, mut prefixes: Option<&mut Prefixes>) -> Result<Self, String> {
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|problem| problem.to_string())?;
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|problem| problem.to_string())?;
            match (key.strip_prefix("xmlns:"), &mut prefixes) {
                (Some(prefix), Some(prefixes)) => drop(prefixes.insert(prefix.to_owned(), value.into_owned())),
                (None, _) if key != "xmlns" => attributes.push((key, value.into_owned())),
                _ => return Err(format!("{key} is not handled here")),
            }
        }
        let name = tag.name().as_ref().to_owned();
        let name = name.strip_prefix("xsl:").ok_or_else(|| format!("{name} is no element of XSLT"))?;
        match prefixes {
            Some(prefixes) if prefixes.get("xsl").is_none_or(|address| address != XSL) => Err("xsl is not XSLT".into()),
            _ => Ok(Self { name: name.to_owned(), attributes, children: Vec::new() }),
        }
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    fn need(&self, key: &str) -> Result<&str, String> {
        self.get(key).ok_or_else(|| format!("xsl:{} without {key}", self.name))
    }

    /// No attribute but these.
    fn only(&self, known: &[&str]) -> Result<(), String> {
        match self.attributes.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(format!("{name} of xsl:{} is not handled here", self.name)),
            None => Ok(()),
        }
    }

    /// The whole element in one line, to be compared.
    fn shape(&self) -> String {
        let mut out = self.name.clone();
        for (name, value) in &self.attributes {
            write!(out, " {name}={value}").expect("a String takes every write");
        }
        out.push('[');
        for child in &self.children {
            match child {
                Item::Node(node) => out.push_str(&node.shape()),
                Item::Text(text) => write!(out, "{text:?}").expect("a String takes every write"),
            }
        }
        out + "]"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(body: &str) -> Result<Vec<Step>, String> {
        let text = format!(
            r#"<xsl:stylesheet xmlns:xsl="{XSL}" xmlns:a="urn:a"><xsl:template match="a:A">{body}</xsl:template>
            <xsl:template name="Requerido"/><xsl:template name="Both"><xsl:param name="Node"/>
            <xsl:call-template name="Requerido"><xsl:with-param name="valor" select="$Node/@x"/></xsl:call-template>
            </xsl:template></xsl:stylesheet>"#
        );
        let (root, prefixes) = Node::read(&text)?;
        let mut loaded = Loaded::default();
        let mut body = Vec::new();
        for item in root.children {
            let Item::Node(node) = item else { continue };
            match node.get("name").map(str::to_owned) {
                Some(name) => drop(loaded.named.insert(name, (node, prefixes.clone()))),
                None => body = node.children,
            }
        }
        Scope { loaded: &loaded, prefixes: &prefixes, nodes: BTreeMap::new(), calls: 0 }.steps(&body, false)
    }

    fn a(local: &str) -> Name {
        ("urn:a".into(), local.into())
    }

    /// By hand.
    #[test]
    fn a_named_template_is_written_where_it_is_called() {
        let got =
            steps(r#"<xsl:call-template name="Both"><xsl:with-param name="Node" select="./a:B"/></xsl:call-template>"#);
        assert_eq!(got, Ok(vec![Step::Value(true, Value::Attribute(vec![a("B")], "x".into()))]));
    }

    /// By hand.
    #[test]
    fn a_loop_that_only_applies_is_one_step() {
        let got = steps(r#"<xsl:for-each select=".//a:B/a:C "><xsl:apply-templates select="."/></xsl:for-each>"#);
        assert_eq!(got, Ok(vec![Step::Apply(Select::Below(vec![a("B"), a("C")]))]));
    }

    #[test]
    fn whatever_the_plan_cannot_hold_is_an_error() {
        for body in [
            "text",
            "<xsl:text>|</xsl:text>",
            r#"<xsl:value-of select="."/>"#,
            r#"<xsl:apply-templates/>"#,
            r#"<xsl:apply-templates select="."/>"#,
            r#"<xsl:apply-templates select="a:B" mode="m"/>"#,
            r#"<xsl:apply-templates select="/a:B"/>"#,
            r#"<xsl:apply-templates select="a:B[1]"/>"#,
            r#"<xsl:apply-templates select="a:B|a:C"/>"#,
            r#"<xsl:apply-templates select="b:B"/>"#,
            r#"<xsl:apply-templates select="../a:B"/>"#,
            r#"<xsl:apply-templates select="*"/>"#,
            r#"<xsl:for-each select="a:B"><xsl:sort/></xsl:for-each>"#,
            r#"<xsl:if test="not(a:B)"/>"#,
            r#"<xsl:choose><xsl:otherwise/></xsl:choose>"#,
            r#"<xsl:call-template name="None"><xsl:with-param name="Node" select="."/></xsl:call-template>"#,
            r#"<xsl:call-template name="Requerido"><xsl:with-param name="valor" select="@a:x"/></xsl:call-template>"#,
            r#"<xsl:call-template name="Requerido"><xsl:with-param name="valor" select="$x/@x"/></xsl:call-template>"#,
            r#"<p/>"#,
        ] {
            assert!(steps(body).is_err(), "{body}");
        }
    }
}
