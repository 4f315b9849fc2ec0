//! A CFDI 4.0 as rules see it: SAT's names, values as written, and places; whatever the order or number of its nodes.
//!
//! Reading never fails: what is not there is a value that is not there, what stands twice is read once (or as a list), what
//! nobody expects is passed over. That all of it is a fault of structure is the schema's to say.

use std::borrow::Cow;
use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::catalog::{Catalog, Catalogs};
use crate::exchange::Rates;
use crate::formats::cfdi::family::LAST_DAY_OF_CFDI33;
use crate::model::{Date, Number, Time};
use crate::rules::{At, Lookups, Spot};
use crate::validate::Profile;
use crate::xml::{Attr, Element};

/// The nodes that rules know, so that a place can be written as XPath.
pub(crate) struct Nodos {
    list: Vec<Known>,
}

struct Known {
    parent: u32,
    name: &'static str,
    /// Which of its equal siblings, from 1; 0 for one that is not there.
    nth: u32,
}

/// A node: its number among those that rules know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Nodo(u32);

impl Nodo {
    /// A child that is not there, by its name with SAT's prefix.
    pub(crate) fn child(self, name: &'static str) -> Spotted {
        Spotted { node: self.0, below: Cow::Borrowed(name), found: None }
    }

    /// An attribute that is not read as a field.
    pub(crate) fn attribute(self, name: &str) -> Spotted {
        Spotted { node: self.0, below: Cow::Owned(format!("@{name}")), found: None }
    }
}

impl At for Nodo {
    fn spot(&self) -> Spot {
        Spot::Node { node: self.0, below: Cow::Borrowed("") }
    }
}

/// A place below a node.
pub(crate) struct Spotted {
    node: u32,
    below: Cow<'static, str>,
    found: Option<String>,
}

impl Spotted {
    /// With what stands there.
    pub(crate) fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }
}

impl At for Spotted {
    fn spot(&self) -> Spot {
        Spot::Node { node: self.node, below: self.below.clone() }
    }
    fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }
}

impl Nodos {
    fn add(&mut self, parent: Nodo, name: &'static str, nth: u32) -> Nodo {
        self.list.push(Known { parent: parent.0, name, nth });
        Nodo(self.list.len() as u32 - 1)
    }

    /// The XPath of a node, and of something below it.
    pub(crate) fn xpath(&self, node: u32, below: &str) -> String {
        let mut steps = Vec::with_capacity(8);
        let mut at = node;
        while let Some(known) = self.list.get(at as usize) {
            steps.push(known);
            if at == 0 {
                break;
            }
            at = known.parent;
        }
        let mut path = String::with_capacity(96);
        for Known { name, nth, .. } in steps.into_iter().rev() {
            path.push('/');
            path.push_str(name);
            if *nth > 1 {
                // Writing to a String does not fail.
                let _ = write!(path, "[{nth}]");
            }
        }
        if !below.is_empty() {
            path.push('/');
            path.push_str(below);
        }
        path
    }
}

/// Reads nodes and gives each its number.
pub(crate) struct Lector {
    pub(crate) nodos: Nodos,
    fuera: Vec<Fuera>,
}

impl Lector {
    pub(crate) fn new(root: &'static str) -> (Lector, Nodo) {
        let mut nodos = Nodos { list: Vec::with_capacity(64) };
        let root = nodos.add(Nodo(0), root, 1);
        (Lector { nodos, fuera: Vec::new() }, root)
    }

    /// The first child of a name (with SAT's prefix), in the parent's namespace; one that is not there has no attributes, and
    /// its place is where it should stand.
    pub(crate) fn child<'d, 'a: 'd, T: Leer<'d>>(
        &mut self,
        parent: (Nodo, Option<Element<'d, 'a>>),
        name: &'static str,
    ) -> (T, Option<Element<'d, 'a>>) {
        let mut all = children(parent.1, name);
        let element = all.next();
        let nodo = self.nodos.add(parent.0, name, u32::from(element.is_some()));
        (T::leer(nodo, element), element)
    }

    /// All children of a name, in the parent's namespace.
    pub(crate) fn children<'d, 'a: 'd, T: Leer<'d>>(
        &mut self,
        parent: (Nodo, Option<Element<'d, 'a>>),
        name: &'static str,
    ) -> Vec<(T, Element<'d, 'a>)> {
        let mut list = Vec::new();
        for (i, element) in children(parent.1, name).enumerate() {
            let nodo = self.nodos.add(parent.0, name, i as u32 + 1);
            list.push((T::leer(nodo, Some(element)), element));
        }
        list
    }

    /// A node for an element that was found by hand.
    pub(crate) fn nodo(&mut self, parent: Nodo, name: &'static str, nth: u32) -> Nodo {
        self.nodos.add(parent, name, nth)
    }
}

/// The children of a name, in the parent's namespace; the name's prefix is set aside.
fn children<'d, 'a: 'd>(parent: Option<Element<'d, 'a>>, name: &'static str) -> impl Iterator<Item = Element<'d, 'a>> {
    let local = name.split_once(':').map_or(name, |(_, local)| local);
    parent.into_iter().flat_map(move |parent| {
        parent.elements().filter(move |child| child.local_name() == local && child.same_namespace(parent))
    })
}

/// A node that is read from an element, or from nothing.
pub(crate) trait Leer<'d>: Sized {
    fn leer<'a: 'd>(nodo: Nodo, element: Option<Element<'d, 'a>>) -> Self;
}

/// An attribute, there or not, with white space collapsed.
#[derive(Debug)]
pub(crate) struct Texto<'d> {
    nodo: Nodo,
    name: &'static str,
    value: Option<Cow<'d, str>>,
}

impl<'d> Texto<'d> {
    pub(super) fn none(nodo: Nodo, name: &'static str) -> Self {
        Texto { nodo, name, value: None }
    }

    pub(super) fn set<'a: 'd>(&mut self, attr: &'d Attr<'a>) {
        self.value = Some(attr.collapsed().0);
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn get(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// The value, empty where it is not there.
    pub(crate) fn text(&self) -> &str {
        self.get().unwrap_or_default()
    }

    pub(crate) fn is_there(&self) -> bool {
        self.value.is_some()
    }

    pub(crate) fn is(&self, value: &str) -> bool {
        self.get() == Some(value)
    }

    pub(crate) fn is_one_of(&self, values: &[&str]) -> bool {
        self.get().is_some_and(|it| values.contains(&it))
    }
}

impl At for Texto<'_> {
    fn spot(&self) -> Spot {
        Spot::Node { node: self.nodo.0, below: Cow::Owned(format!("@{}", self.name)) }
    }
    fn found(&self) -> Option<&str> {
        self.get()
    }
}

/// An attribute whose white space counts: the XSD preserves it.
#[derive(Debug)]
pub(crate) struct Literal<'d>(Texto<'d>);

impl<'d> Literal<'d> {
    pub(super) fn none(nodo: Nodo, name: &'static str) -> Self {
        Literal(Texto::none(nodo, name))
    }

    pub(super) fn set<'a: 'd>(&mut self, attr: &'d Attr<'a>) {
        self.0.value = Some(attr.value());
    }
}

impl<'d> std::ops::Deref for Literal<'d> {
    type Target = Texto<'d>;
    fn deref(&self) -> &Texto<'d> {
        &self.0
    }
}

impl At for Literal<'_> {
    fn spot(&self) -> Spot {
        self.0.spot()
    }
    fn found(&self) -> Option<&str> {
        self.get()
    }
}

/// An attribute that is a number.
#[derive(Debug)]
pub(crate) struct Numero<'d> {
    texto: Texto<'d>,
    number: Option<Number>,
}

impl<'d> Numero<'d> {
    pub(super) fn none(nodo: Nodo, name: &'static str) -> Self {
        Numero { texto: Texto::none(nodo, name), number: None }
    }

    pub(super) fn set<'a: 'd>(&mut self, attr: &'d Attr<'a>) {
        self.texto.set(attr);
        self.number = self.texto.get().and_then(Number::from_xsd).map(|(number, _)| number);
    }

    /// The number with its written decimals; none where it is not there or no number.
    pub(crate) fn number(&self) -> Option<&Number> {
        self.number.as_ref()
    }

    /// Its value; none where it is not there, no number, or longer than 28 digits ([`is_too_long`](Self::is_too_long)).
    pub(crate) fn value(&self) -> Option<Decimal> {
        self.number.as_ref()?.value()
    }

    /// The value, and zero where it is not there. None where what is there cannot be computed with.
    pub(crate) fn value_or_zero(&self) -> Option<Decimal> {
        if self.is_there() { self.value() } else { Some(Decimal::ZERO) }
    }

    /// How many decimals are written.
    pub(crate) fn decimals(&self) -> usize {
        self.number.as_ref().map_or(0, Number::scale)
    }

    /// A number that nothing can be computed from.
    pub(crate) fn is_too_long(&self) -> bool {
        self.number.as_ref().is_some_and(|number| number.value().is_none())
    }
}

impl<'d> std::ops::Deref for Numero<'d> {
    type Target = Texto<'d>;
    fn deref(&self) -> &Texto<'d> {
        &self.texto
    }
}

impl At for Numero<'_> {
    fn spot(&self) -> Spot {
        self.texto.spot()
    }
    fn found(&self) -> Option<&str> {
        self.get()
    }
}

/// A node of SAT's with its attributes: `nodo! { /// … Receptor { rfc: Texto "Rfc", … } }`. It is read by [`Lector`].
macro_rules! nodo {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ident $wire:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name<'d> {
            // Not every node is asked for itself.
            #[allow(dead_code)]
            pub(crate) nodo: $crate::formats::cfdi::rules::view::Nodo,
            /// Whether the node is there at all.
            #[allow(dead_code)]
            pub(crate) is_there: bool,
            $(pub(crate) $field: $crate::formats::cfdi::rules::view::$kind<'d>,)*
        }

        impl<'d> $crate::formats::cfdi::rules::view::Leer<'d> for $name<'d> {
            fn leer<'a: 'd>(
                nodo: $crate::formats::cfdi::rules::view::Nodo,
                element: Option<$crate::xml::Element<'d, 'a>>,
            ) -> Self {
                #[allow(unused_mut)]
                let mut it = $name {
                    nodo,
                    is_there: element.is_some(),
                    $($field: $crate::formats::cfdi::rules::view::$kind::none(nodo, $wire),)*
                };
                for attr in element.iter().flat_map(|element| element.attrs()).filter(|attr| attr.is_plain()) {
                    match attr.name {
                        $($wire => it.$field.set(attr),)*
                        _ => {}
                    }
                }
                it
            }
        }
    )*};
}
pub(crate) use nodo;

nodo! {
    /// cfdi:Comprobante
    Comprobante {
        version: Texto "Version", serie: Texto "Serie", folio: Texto "Folio", fecha: Texto "Fecha", sello: Texto "Sello",
        forma_pago: Texto "FormaPago", no_certificado: Texto "NoCertificado", certificado: Texto "Certificado",
        condiciones_de_pago: Texto "CondicionesDePago", sub_total: Numero "SubTotal", descuento: Numero "Descuento",
        moneda: Texto "Moneda", tipo_cambio: Numero "TipoCambio", total: Numero "Total",
        tipo_de_comprobante: Texto "TipoDeComprobante", exportacion: Texto "Exportacion", metodo_pago: Texto "MetodoPago",
        lugar_expedicion: Texto "LugarExpedicion", confirmacion: Texto "Confirmacion",
    }
    /// cfdi:InformacionGlobal
    InformacionGlobal { periodicidad: Texto "Periodicidad", meses: Texto "Meses", anio: Texto "Año" }
    /// cfdi:CfdiRelacionados
    CfdiRelacionados { tipo_relacion: Texto "TipoRelacion" }
    /// cfdi:CfdiRelacionado
    CfdiRelacionado { uuid: Texto "UUID" }
    /// cfdi:Emisor
    Emisor {
        rfc: Texto "Rfc", nombre: Texto "Nombre", regimen_fiscal: Texto "RegimenFiscal",
        fac_atr_adquirente: Texto "FacAtrAdquirente",
    }
    /// cfdi:Receptor
    Receptor {
        rfc: Texto "Rfc", nombre: Texto "Nombre", domicilio_fiscal_receptor: Texto "DomicilioFiscalReceptor",
        residencia_fiscal: Texto "ResidenciaFiscal", num_reg_id_trib: Texto "NumRegIdTrib",
        regimen_fiscal_receptor: Texto "RegimenFiscalReceptor", uso_cfdi: Texto "UsoCFDI",
    }
    /// cfdi:Concepto, its attributes
    ConceptoNodo {
        clave_prod_serv: Texto "ClaveProdServ", no_identificacion: Texto "NoIdentificacion", cantidad: Numero "Cantidad",
        clave_unidad: Texto "ClaveUnidad", unidad: Texto "Unidad", descripcion: Texto "Descripcion",
        valor_unitario: Numero "ValorUnitario", importe: Numero "Importe", descuento: Numero "Descuento",
        objeto_imp: Texto "ObjetoImp",
    }
    /// cfdi:Traslado, of a line or of the document
    Traslado {
        base: Numero "Base", impuesto: Texto "Impuesto", tipo_factor: Texto "TipoFactor", tasa_o_cuota: Numero "TasaOCuota",
        importe: Numero "Importe",
    }
    /// cfdi:Retencion, of a line or of the document
    Retencion {
        base: Numero "Base", impuesto: Texto "Impuesto", tipo_factor: Texto "TipoFactor", tasa_o_cuota: Numero "TasaOCuota",
        importe: Numero "Importe",
    }
    /// cfdi:ACuentaTerceros
    ACuentaTerceros {
        rfc: Texto "RfcACuentaTerceros", nombre: Texto "NombreACuentaTerceros",
        regimen_fiscal: Texto "RegimenFiscalACuentaTerceros", domicilio_fiscal: Texto "DomicilioFiscalACuentaTerceros",
    }
    /// cfdi:InformacionAduanera
    InformacionAduanera { numero_pedimento: Literal "NumeroPedimento" }
    /// cfdi:CuentaPredial
    CuentaPredial { numero: Texto "Numero" }
    /// cfdi:Parte, its attributes
    ParteNodo {
        clave_prod_serv: Texto "ClaveProdServ", cantidad: Numero "Cantidad", valor_unitario: Numero "ValorUnitario",
        importe: Numero "Importe",
    }
    /// cfdi:Impuestos of the document, its attributes
    ImpuestosNodo {
        total_impuestos_retenidos: Numero "TotalImpuestosRetenidos",
        total_impuestos_trasladados: Numero "TotalImpuestosTrasladados",
    }
    /// tfd:TimbreFiscalDigital
    Timbre { uuid: Texto "UUID", fecha_timbrado: Texto "FechaTimbrado" }
    /// implocal:ImpuestosLocales
    ImpuestosLocales {
        total_de_retenciones: Numero "TotaldeRetenciones", total_de_traslados: Numero "TotaldeTraslados",
    }
}

/// A node of which only its being there counts.
#[derive(Debug)]
pub(crate) struct Nodo0 {
    pub(crate) nodo: Nodo,
}

impl<'d> Leer<'d> for Nodo0 {
    fn leer<'a: 'd>(nodo: Nodo, _: Option<Element<'d, 'a>>) -> Self {
        Nodo0 { nodo }
    }
}

/// cfdi:Concepto with what is in it.
pub(crate) struct Concepto<'d> {
    pub(crate) at: ConceptoNodo<'d>,
    pub(crate) impuestos: Option<ConceptoImpuestos<'d>>,
    pub(crate) a_cuenta_terceros: Option<ACuentaTerceros<'d>>,
    pub(crate) informacion_aduanera: Vec<InformacionAduanera<'d>>,
    pub(crate) cuenta_predial: Vec<CuentaPredial<'d>>,
    pub(crate) complemento: bool,
    /// The namespaces of what stands in cfdi:ComplementoConcepto.
    pub(crate) complementos: Vec<&'d str>,
    pub(crate) partes: Vec<Parte<'d>>,
}

impl<'d> std::ops::Deref for Concepto<'d> {
    type Target = ConceptoNodo<'d>;
    fn deref(&self) -> &ConceptoNodo<'d> {
        &self.at
    }
}

impl Concepto<'_> {
    pub(crate) fn traslados(&self) -> &[Traslado<'_>] {
        self.impuestos.as_ref().map_or(&[], |impuestos| &impuestos.traslados)
    }

    pub(crate) fn retenciones(&self) -> &[Retencion<'_>] {
        self.impuestos.as_ref().map_or(&[], |impuestos| &impuestos.retenciones)
    }
}

/// cfdi:Impuestos of a line.
pub(crate) struct ConceptoImpuestos<'d> {
    pub(crate) nodo: Nodo,
    pub(crate) traslados: Vec<Traslado<'d>>,
    pub(crate) retenciones: Vec<Retencion<'d>>,
}

/// cfdi:Parte with what is in it.
pub(crate) struct Parte<'d> {
    pub(crate) at: ParteNodo<'d>,
    pub(crate) informacion_aduanera: Vec<InformacionAduanera<'d>>,
}

/// cfdi:Impuestos of the document.
pub(crate) struct Impuestos<'d> {
    pub(crate) at: ImpuestosNodo<'d>,
    /// cfdi:Traslados and cfdi:Retenciones, where they are there.
    pub(crate) nodo_traslados: Option<Nodo>,
    pub(crate) nodo_retenciones: Option<Nodo>,
    pub(crate) traslados: Vec<Traslado<'d>>,
    pub(crate) retenciones: Vec<Retencion<'d>>,
}

/// cfdi:CfdiRelacionados with its documents.
pub(crate) struct Relacionados<'d> {
    pub(crate) at: CfdiRelacionados<'d>,
    pub(crate) cfdis: Vec<CfdiRelacionado<'d>>,
}

/// Something inside cfdi:Complemento.
#[derive(Clone, Copy)]
pub(crate) struct Complemento<'d> {
    /// The cfdi:Complemento around it.
    pub(crate) dentro: Nodo,
    pub(crate) namespace: &'d str,
    pub(crate) local: &'d str,
    pub(crate) written: &'d str,
}

impl Complemento<'_> {
    /// Where it stands; of several equal ones, the first.
    pub(crate) fn place(&self) -> Spotted {
        let below = match crate::schema::prefix_of(self.namespace) {
            Some(prefix) => format!("{prefix}:{}", self.local),
            None => self.written.to_owned(),
        };
        Spotted { node: self.dentro.0, below: Cow::Owned(below), found: None }
    }
}

/// A cce20:ComercioExterior that stands outside cfdi:Complemento.
#[derive(Clone, Copy)]
pub(crate) struct Fuera {
    pub(crate) nodo: Nodo,
    /// In cfdi:Addenda, which SAT does not look into.
    pub(crate) addenda: bool,
}

/// A whole CFDI 4.0, and what a rule may ask beside it.
pub(crate) struct Cfdi<'d> {
    pub(crate) at: Comprobante<'d>,
    pub(crate) informacion_global: Option<InformacionGlobal<'d>>,
    pub(crate) relacionados: Vec<Relacionados<'d>>,
    /// Not there where its `is_there` says so; likewise the receptor.
    pub(crate) emisor: Emisor<'d>,
    pub(crate) receptor: Receptor<'d>,
    /// cfdi:Conceptos.
    pub(crate) nodo_conceptos: Nodo0,
    pub(crate) conceptos: Vec<Concepto<'d>>,
    pub(crate) impuestos: Option<Impuestos<'d>>,
    /// All that stands in any cfdi:Complemento, in order; the stamp is one.
    pub(crate) complementos: Vec<Complemento<'d>>,
    pub(crate) timbre: Option<Timbre<'d>>,
    pub(crate) locales: Vec<ImpuestosLocales<'d>>,
    pub(crate) pagos: Vec<super::pagos::Pagos<'d>>,
    pub(crate) comercio_exterior: Vec<super::comercio_exterior::ComercioExterior<'d>>,
    pub(crate) comercio_exterior_fuera: Vec<Fuera>,
    pub(crate) asked: Asked<'d>,
    /// Fecha, where it is one.
    moment: Option<(Date, Time)>,
    /// Of the cadena original, where a look-up verifies seals.
    pub(crate) cadena_sha256: Option<[u8; 32]>,
    pub(crate) nodos: Nodos,
}

/// What a rule may ask beside the document.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'d> {
    pub(crate) catalogs: &'d Catalogs,
    pub(crate) profile: Profile,
    pub(crate) now: Option<(Date, Time)>,
    pub(crate) rates: Option<&'d Rates>,
    pub(crate) lookups: &'d dyn Lookups,
    /// Whether somebody may be asked about seals, for whom the cadena's digest is made.
    pub(crate) verifies: bool,
}

impl<'d> std::ops::Deref for Cfdi<'d> {
    type Target = Comprobante<'d>;
    fn deref(&self) -> &Comprobante<'d> {
        &self.at
    }
}

/// Whether a code may be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// On that day, or there is no day to ask for.
    Yes,
    /// The catalogue does not have it.
    No,
    /// It ended before the day.
    Ended,
    /// It begins after the day, so that the catalogue says nothing of the day: not checked.
    NotYet,
}

impl<'d> Cfdi<'d> {
    pub(crate) fn read<'a: 'd>(root: Element<'d, 'a>, asked: Asked<'d>) -> Cfdi<'d> {
        let (mut lector, nodo) = Lector::new("cfdi:Comprobante");
        let it = &mut lector;
        let at = Comprobante::leer(nodo, Some(root));
        let here = (nodo, Some(root));
        let informacion_global = it.children(here, "cfdi:InformacionGlobal").into_iter().next().map(|(it, _)| it);
        let relacionados = it.children::<CfdiRelacionados<'d>>(here, "cfdi:CfdiRelacionados");
        let relacionados = relacionados.into_iter().map(|(at, element)| {
            let cfdis = it.children((at.nodo, Some(element)), "cfdi:CfdiRelacionado");
            Relacionados { at, cfdis: cfdis.into_iter().map(|(cfdi, _)| cfdi).collect() }
        });
        let relacionados = relacionados.collect();
        let (emisor, _) = it.child(here, "cfdi:Emisor");
        let (receptor, _) = it.child(here, "cfdi:Receptor");
        let (nodo_conceptos, first) = it.child::<Nodo0>(here, "cfdi:Conceptos");
        let mut conceptos = Vec::new();
        let lists = first.into_iter().chain(children(Some(root), "cfdi:Conceptos").skip(1));
        for (i, list) in lists.enumerate() {
            let nodo = if i == 0 { nodo_conceptos.nodo } else { it.nodo(nodo, "cfdi:Conceptos", i as u32 + 1) };
            for (at, element) in it.children::<ConceptoNodo<'d>>((nodo, Some(list)), "cfdi:Concepto") {
                conceptos.push(it.concepto(at, element));
            }
        }
        let impuestos = it.children::<ImpuestosNodo<'d>>(here, "cfdi:Impuestos").into_iter().next();
        let impuestos = impuestos.map(|(at, element)| {
            let here = (at.nodo, Some(element));
            let (nodo_traslados, traslados) = it.list(here, "cfdi:Traslados", "cfdi:Traslado");
            let (nodo_retenciones, retenciones) = it.list(here, "cfdi:Retenciones", "cfdi:Retencion");
            Impuestos { at, nodo_traslados, nodo_retenciones, traslados, retenciones }
        });
        let (mut complementos, mut timbre, mut locales) = (Vec::new(), None, Vec::new());
        let (mut pagos, mut comercio_exterior) = (Vec::new(), Vec::new());
        for (complemento, element) in it.children::<Nodo0>(here, "cfdi:Complemento") {
            let dentro = complemento.nodo;
            let mut counted: Vec<(&'static str, u32)> = Vec::new();
            for child in element.elements() {
                let (namespace, local) = (child.namespace(), child.local_name());
                complementos.push(Complemento { dentro, namespace, local, written: child.name() });
                let known = match (namespace, local) {
                    (crate::formats::cfdi::TFD, "TimbreFiscalDigital") => "tfd:TimbreFiscalDigital",
                    (LOCALES, "ImpuestosLocales") => "implocal:ImpuestosLocales",
                    (super::pagos::PAGOS, "Pagos") => "pago20:Pagos",
                    (super::comercio_exterior::CCE, "ComercioExterior") => "cce20:ComercioExterior",
                    _ => continue,
                };
                let nth = match counted.iter_mut().find(|(name, _)| *name == known) {
                    Some((_, count)) => {
                        *count += 1;
                        *count
                    }
                    None => {
                        counted.push((known, 1));
                        1
                    }
                };
                let nodo = it.nodo(dentro, known, nth);
                match known {
                    "tfd:TimbreFiscalDigital" if timbre.is_none() => timbre = Some(Timbre::leer(nodo, Some(child))),
                    "implocal:ImpuestosLocales" => locales.push(ImpuestosLocales::leer(nodo, Some(child))),
                    "pago20:Pagos" => pagos.push(super::pagos::leer(it, nodo, child)),
                    "cce20:ComercioExterior" => comercio_exterior.push(super::comercio_exterior::leer(it, nodo, child)),
                    _ => {}
                }
            }
        }
        it.comercio_exterior_fuera(nodo, root, false);
        for (addenda, element) in it.children::<Nodo0>(here, "cfdi:Addenda") {
            it.comercio_exterior_fuera(addenda.nodo, element, true);
        }
        let Lector { nodos, fuera: comercio_exterior_fuera } = lector;
        let (cadena_sha256, complementos) = (None, complementos);
        Cfdi {
            moment: moment(at.fecha.text()),
            at,
            informacion_global,
            relacionados,
            emisor,
            receptor,
            nodo_conceptos,
            conceptos,
            impuestos,
            complementos,
            timbre,
            locales,
            pagos,
            comercio_exterior,
            comercio_exterior_fuera,
            asked,
            cadena_sha256,
            nodos,
        }
    }

    /// The day of Fecha, where it is one.
    pub(crate) fn day(&self) -> Option<Date> {
        self.moment.map(|(day, _)| day)
    }

    /// What rules that read the clock count from: the stamp's date, else Fecha, else the time now.
    pub(crate) fn clock(&self) -> Option<(Date, Time)> {
        let stamp = self.timbre.as_ref().and_then(|timbre| moment(timbre.fecha_timbrado.text()));
        stamp.or(self.moment).or(self.asked.now)
    }

    /// Stamped while CFDI 3.3 was still in use: PACs stamped then what the matrix does not have.
    pub(crate) fn is_stamped_in_transition(&self) -> bool {
        let stamp = self.timbre.as_ref().and_then(|timbre| moment(timbre.fecha_timbrado.text()));
        stamp.is_some_and(|(day, _)| LAST_DAY_OF_CFDI33.parse::<Date>().is_ok_and(|until| day <= until))
    }

    /// A catalogue, by SAT's name. Every one that rules name is in the program.
    pub(crate) fn catalog(&self, name: &str) -> Option<Catalog<'d>> {
        self.asked.catalogs.get(name)
    }

    /// Whether an entry can be used on the day of Fecha.
    pub(crate) fn in_force(&self, entry: &crate::catalog::Entry<'_>) -> Listed {
        let Some(day) = self.day() else { return Listed::Yes };
        if entry.valid_until().is_some_and(|until| until < day) {
            Listed::Ended
        } else if entry.valid_from().is_some_and(|from| day < from) {
            Listed::NotYet
        } else {
            Listed::Yes
        }
    }

    /// The rule that a code, where it is there, stands in a catalogue and is in force; near codes are offered.
    pub(crate) fn must_be_listed(&self, catalog: &str, code: &Texto<'_>, out: &mut crate::rules::Out<'_>) {
        if code.is_there()
            && let Some(catalog) = self.catalog(catalog)
        {
            self.must_be_in(catalog, code, out);
        }
    }

    /// As [`must_be_listed`](Self::must_be_listed), for many codes of one catalogue. True where the code is in order.
    pub(crate) fn must_be_in(&self, catalog: Catalog<'d>, code: &Texto<'_>, out: &mut crate::rules::Out<'_>) -> bool {
        let Some(text) = code.get() else { return true };
        match catalog.entry(text).map_or(Listed::No, |entry| self.in_force(&entry)) {
            Listed::Yes => return true,
            Listed::NotYet => out.not_checked(code),
            Listed::Ended => out.violated(code),
            Listed::No if out.is_full() => out.violated(code),
            Listed::No => {
                let near = catalog.near(text);
                let near: Vec<&str> = near.iter().map(|entry| entry.code()).collect();
                out.near(code, &near);
            }
        }
        false
    }

    /// The decimals of the document's currency; none where c_Moneda does not have it.
    pub(crate) fn currency_decimals(&self) -> Option<u32> {
        self.asked.catalogs.moneda(self.moneda.text()).map(|currency| currency.decimals())
    }

    /// I, E and N have amounts; T and P have none.
    pub(crate) fn is_type(&self, types: &[&str]) -> bool {
        self.tipo_de_comprobante.is_one_of(types)
    }

    pub(crate) fn has_complement(&self, namespace: &str) -> bool {
        self.complementos.iter().any(|complemento| complemento.namespace == namespace)
    }
}

impl Lector {
    /// A list such as cfdi:Traslados and what is in it.
    fn list<'d, 'a: 'd, T: Leer<'d>>(
        &mut self,
        parent: (Nodo, Option<Element<'d, 'a>>),
        list: &'static str,
        item: &'static str,
    ) -> (Option<Nodo>, Vec<T>) {
        let lists = self.children::<Nodo0>(parent, list);
        let mut items = Vec::new();
        for (node, element) in &lists {
            items.extend(self.children((node.nodo, Some(*element)), item).into_iter().map(|(item, _)| item));
        }
        (lists.first().map(|(node, _)| node.nodo), items)
    }

    /// The cce20:ComercioExterior in a node where it should not stand.
    fn comercio_exterior_fuera(&mut self, inside: Nodo, element: Element<'_, '_>, addenda: bool) {
        let misplaced = |child: &Element<'_, '_>| {
            child.local_name() == "ComercioExterior" && child.namespace() == super::comercio_exterior::CCE
        };
        for (i, _) in element.elements().filter(misplaced).enumerate() {
            let nodo = self.nodo(inside, "cce20:ComercioExterior", i as u32 + 1);
            self.fuera.push(Fuera { nodo, addenda });
        }
    }

    fn concepto<'d, 'a: 'd>(&mut self, at: ConceptoNodo<'d>, element: Element<'d, 'a>) -> Concepto<'d> {
        let mut concepto = Concepto {
            impuestos: None,
            a_cuenta_terceros: None,
            informacion_aduanera: Vec::new(),
            cuenta_predial: Vec::new(),
            complemento: false,
            complementos: Vec::new(),
            partes: Vec::new(),
            at,
        };
        let parent = concepto.at.nodo;
        let mut nth = [0; 6];
        let mut count = |which: usize| {
            nth[which] += 1;
            nth[which]
        };
        for child in element.elements().filter(|child| child.same_namespace(element)) {
            match child.local_name() {
                "Impuestos" => {
                    let nodo = self.nodo(parent, "cfdi:Impuestos", count(0));
                    let here = (nodo, Some(child));
                    let (_, traslados) = self.list(here, "cfdi:Traslados", "cfdi:Traslado");
                    let (_, retenciones) = self.list(here, "cfdi:Retenciones", "cfdi:Retencion");
                    concepto.impuestos.get_or_insert(ConceptoImpuestos { nodo, traslados, retenciones });
                }
                "ACuentaTerceros" => {
                    let nodo = self.nodo(parent, "cfdi:ACuentaTerceros", count(1));
                    concepto.a_cuenta_terceros.get_or_insert(ACuentaTerceros::leer(nodo, Some(child)));
                }
                "InformacionAduanera" => {
                    let nodo = self.nodo(parent, "cfdi:InformacionAduanera", count(2));
                    concepto.informacion_aduanera.push(InformacionAduanera::leer(nodo, Some(child)));
                }
                "CuentaPredial" => {
                    let nodo = self.nodo(parent, "cfdi:CuentaPredial", count(3));
                    concepto.cuenta_predial.push(CuentaPredial::leer(nodo, Some(child)));
                }
                "ComplementoConcepto" => {
                    let nodo = self.nodo(parent, "cfdi:ComplementoConcepto", count(4));
                    self.comercio_exterior_fuera(nodo, child, false);
                    concepto.complemento = true;
                    concepto.complementos.extend(child.elements().map(|inside| inside.namespace()));
                }
                "Parte" => {
                    let nodo = self.nodo(parent, "cfdi:Parte", count(5));
                    let at = ParteNodo::leer(nodo, Some(child));
                    let aduana = self.children((nodo, Some(child)), "cfdi:InformacionAduanera");
                    let informacion_aduanera = aduana.into_iter().map(|(it, _)| it).collect();
                    concepto.partes.push(Parte { at, informacion_aduanera });
                }
                _ => {}
            }
        }
        concepto
    }
}

/// `AAAA-MM-DDThh:mm:ss` as day and time.
pub(crate) fn moment(text: &str) -> Option<(Date, Time)> {
    let (day, time) = text.split_once('T')?;
    Some((day.parse().ok()?, time.parse().ok()?))
}

/// The namespace of Impuestos Locales.
pub(crate) const LOCALES: &str = "http://www.sat.gob.mx/implocal";
