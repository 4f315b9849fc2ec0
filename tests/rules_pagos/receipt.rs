//! Payment receipts to break: of one document whose every value can be said, and of several with sums that are right.

use std::collections::BTreeSet;

use frontera::{Event, Report, Severity, ValidateOptions};

/// The codes of the complement's rules that are broken, each once; its schema's is another matter.
pub fn broken(report: &Report) -> Vec<&str> {
    of_event(report, |event, severity| event == Event::Violated && severity == Severity::Error)
}

pub fn warned(report: &Report) -> Vec<&str> {
    of_event(report, |event, severity| event == Event::Violated && severity == Severity::Warning)
}

pub fn not_checked(report: &Report) -> Vec<&str> {
    of_event(report, |event, _| event == Event::NotChecked)
}

pub fn of_event(report: &Report, of: impl Fn(Event, Severity) -> bool) -> Vec<&str> {
    let found = report.findings().iter().filter(|finding| of(finding.event, finding.severity));
    let codes = found.map(|finding| finding.code.as_str());
    codes.filter(|code| code.starts_with("CRP") && *code != "CRP20999").collect::<BTreeSet<_>>().into_iter().collect()
}

pub fn report(xml: &str) -> Report {
    report_with(xml, &ValidateOptions::default())
}

pub fn report_with(xml: &str, options: &ValidateOptions) -> Report {
    frontera::validate(xml.as_bytes(), options).unwrap_or_else(|error| panic!("{error}\n{xml}")).report
}

#[track_caller]
pub fn assert_broken(xml: &str, expected: &[&str], what: impl std::fmt::Debug) {
    let report = report(xml);
    assert_eq!(broken(&report), expected, "{what:?}: {:#?}\n{xml}", report.findings());
    // What is not there, or no number, is no matter of arithmetic.
    assert_eq!(not_checked(&report), [""; 0], "{what:?}: {:#?}\n{xml}", report.findings());
}

/// An attribute, or nothing where its value is empty.
pub fn attr(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" {name}=\"{value}\"") }
}

/// A draft of a payment receipt with this inside Pagos.
pub fn receipt(inside: &str) -> String {
    format!(
        r#"<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" xmlns:pago20="http://www.sat.gob.mx/Pagos20" Version="4.0" Fecha="2026-03-02T10:00:00" Sello="" NoCertificado="" Certificado="" SubTotal="0" Moneda="XXX" Total="0" TipoDeComprobante="P" Exportacion="01" LugarExpedicion="64000"><cfdi:Emisor Rfc="EKU9003173C9" Nombre="ESCUELA KEMPER URGATE" RegimenFiscal="601"/><cfdi:Receptor Rfc="URE180429TM6" Nombre="UNIVERSIDAD ROBOTICA ESPAÑOLA" DomicilioFiscalReceptor="86991" RegimenFiscalReceptor="601" UsoCFDI="CP01"/><cfdi:Conceptos><cfdi:Concepto ClaveProdServ="84111506" Cantidad="1" ClaveUnidad="ACT" Descripcion="Pago" ValorUnitario="0" Importe="0" ObjetoImp="01"/></cfdi:Conceptos><cfdi:Complemento><pago20:Pagos Version="2.0">{inside}</pago20:Pagos></cfdi:Complemento></cfdi:Comprobante>"#
    )
}

/// A payment of one document; an empty value leaves the attribute out. Without `impuesto` there are no taxes.
#[derive(Clone, Debug)]
pub struct One {
    pub totales: String,
    pub forma: &'static str,
    pub moneda_p: &'static str,
    pub tipo_cambio: &'static str,
    pub monto: &'static str,
    /// Other attributes of the payment.
    pub pago: String,
    pub moneda_dr: &'static str,
    pub equivalencia: &'static str,
    /// ImpSaldoAnt, ImpPagado, ImpSaldoInsoluto.
    pub saldos: [&'static str; 3],
    pub objeto: &'static str,
    pub retencion: bool,
    pub impuesto: &'static str,
    pub factor: &'static str,
    pub tasa: &'static str,
    pub base_dr: &'static str,
    pub importe_dr: &'static str,
    pub base_p: &'static str,
    pub importe_p: &'static str,
    /// Other documents, and other taxes of the payment.
    pub mas_documentos: String,
    pub mas_traslados: String,
}

impl Default for One {
    /// 116.00 MXN, of which 16.00 is IVA.
    fn default() -> Self {
        One {
            totales: iva16("100.00", "16.00", "116.00"),
            forma: "01",
            moneda_p: "MXN",
            tipo_cambio: "1",
            monto: "116.00",
            pago: String::new(),
            moneda_dr: "MXN",
            equivalencia: "1",
            saldos: ["116.00", "116.00", "0.00"],
            objeto: "02",
            retencion: false,
            impuesto: "002",
            factor: "Tasa",
            tasa: "0.160000",
            base_dr: "100.00",
            importe_dr: "16.00",
            base_p: "100.00",
            importe_p: "16.00",
            mas_documentos: String::new(),
            mas_traslados: String::new(),
        }
    }
}

pub fn iva16(base: &str, tax: &str, paid: &str) -> String {
    [attr("TotalTrasladosBaseIVA16", base), attr("TotalTrasladosImpuestoIVA16", tax), attr("MontoTotalPagos", paid)]
        .concat()
}

impl One {
    pub fn xml(&self) -> String {
        let tax = |list: &str, item: &str, end: &str, attrs: String| {
            format!("<pago20:{list}{end}><pago20:{item}{end}{attrs}/></pago20:{list}{end}>")
        };
        let (list, item) = if self.retencion { ("Retenciones", "Retencion") } else { ("Traslados", "Traslado") };
        let dr = [
            attr("BaseDR", self.base_dr),
            attr("ImpuestoDR", self.impuesto),
            attr("TipoFactorDR", self.factor),
            attr("TasaOCuotaDR", self.tasa),
            attr("ImporteDR", self.importe_dr),
        ];
        let p = [
            attr("BaseP", self.base_p),
            attr("ImpuestoP", self.impuesto),
            attr("TipoFactorP", self.factor),
            attr("TasaOCuotaP", self.tasa),
            attr("ImporteP", self.importe_p),
        ];
        let p = if self.retencion { [&p[1], &p[4]].map(String::as_str).concat() } else { p.concat() };
        let taxed = !self.impuesto.is_empty();
        let of_documento = match taxed {
            true => format!("<pago20:ImpuestosDR>{}</pago20:ImpuestosDR>", tax(list, item, "DR", dr.concat())),
            false => String::new(),
        };
        let more = format!("/>{}</pago20:TrasladosP>", self.mas_traslados);
        let of_pago = match taxed {
            true => format!("<pago20:ImpuestosP>{}</pago20:ImpuestosP>", tax(list, item, "P", p))
                .replace("/></pago20:TrasladosP>", &more),
            false => String::new(),
        };
        let documento = documento(self.moneda_dr, self.equivalencia, self.saldos, self.objeto, &of_documento);
        let pago = pago(
            &[
                attr("FormaDePagoP", self.forma),
                attr("MonedaP", self.moneda_p),
                attr("TipoCambioP", self.tipo_cambio),
                attr("Monto", self.monto),
                self.pago.clone(),
            ]
            .concat(),
            &format!("{documento}{}{of_pago}", self.mas_documentos),
        );
        receipt(&format!("<pago20:Totales{}/>{pago}", self.totales))
    }

    /// Without taxes, and with the total of what is paid.
    pub fn untaxed(self, total: &str) -> One {
        One { impuesto: "", objeto: "01", totales: attr("MontoTotalPagos", total), ..self }
    }
}

pub fn pago(attrs: &str, inside: &str) -> String {
    format!("<pago20:Pago FechaPago=\"2026-03-01T12:00:00\"{attrs}>{inside}</pago20:Pago>")
}

pub fn documento(moneda: &str, equivalencia: &str, saldos: [&str; 3], objeto: &str, inside: &str) -> String {
    format!(
        "<pago20:DoctoRelacionado IdDocumento=\"06F3179F-EC43-4AE0-A6E1-44CF0B4152C8\"{}{} NumParcialidad=\"1\"{}{}{}{}>{inside}</pago20:DoctoRelacionado>",
        attr("MonedaDR", moneda),
        attr("EquivalenciaDR", equivalencia),
        attr("ImpSaldoAnt", saldos[0]),
        attr("ImpPagado", saldos[1]),
        attr("ImpSaldoInsoluto", saldos[2]),
        attr("ObjetoImpDR", objeto),
    )
}

impl One {
    /// The document alone.
    pub fn documento(&self) -> String {
        let xml = self.xml();
        let start = xml.find("<pago20:DoctoRelacionado").unwrap();
        let end = xml.find("</pago20:DoctoRelacionado>").unwrap() + "</pago20:DoctoRelacionado>".len();
        xml[start..end].to_owned()
    }
}

/// "12.34" as 1234.
pub fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// Payments of documents with taxes, each of a base of 100.00 in pesos, or as much in another currency; a dollar is 20 pesos,
/// so that every conversion is exact.
///
/// Taxes: `R001` ISR 10 % withheld, `R002` IVA 10 %, `R003` a quota of IEPS of 0.10; `T16`, `T8`, `T0`, `TE` IVA transferred,
/// `T003` a quota of IEPS of 0.50. Each document is paid with 1000.00 pesos.
pub fn generated(pagos: &[&[(&str, &[&str])]], moneda_p: &str) -> String {
    let of = |tax: &str| match tax {
        "R001" => ("Retencion", "001", "Tasa", "0.100000", 1000),
        "R002" => ("Retencion", "002", "Tasa", "0.100000", 1000),
        "R003" => ("Retencion", "003", "Cuota", "0.100000", 1000),
        "T16" => ("Traslado", "002", "Tasa", "0.160000", 1600),
        "T8" => ("Traslado", "002", "Tasa", "0.080000", 800),
        "T0" => ("Traslado", "002", "Tasa", "0.000000", 0),
        "TE" => ("Traslado", "002", "Exento", "", 0),
        "T003" => ("Traslado", "003", "Cuota", "0.500000", 5000),
        _ => panic!("{tax}"),
    };
    let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    let per_unit = |moneda: &str| if moneda == "USD" { 20 } else { 1 };
    let in_currency = |cents: i64, moneda: &str| money(cents / per_unit(moneda));
    let order = ["R001", "R002", "R003", "T16", "T8", "T0", "TE", "T003"];
    let count =
        |taxes: &[(&str, &[&str])], tax: &str| taxes.iter().filter(|(_, taxes)| taxes.contains(&tax)).count() as i64;
    let mut inside = String::new();
    for documentos in pagos {
        let list = |taxes: &[(String, String)], end: &str| {
            let items = |kind: &str| -> String {
                let of_kind = taxes.iter().filter(|(it, _)| it == kind);
                of_kind.map(|(_, attrs)| format!("<pago20:{kind}{end}{attrs}/>")).collect()
            };
            let node = |name: &str, items: String| match items.is_empty() {
                true => String::new(),
                false => format!("<pago20:{name}{end}>{items}</pago20:{name}{end}>"),
            };
            let lists = [node("Retenciones", items("Retencion")), node("Traslados", items("Traslado"))].concat();
            node("Impuestos", lists)
        };
        let mut paid = String::new();
        for (moneda, taxes) in *documentos {
            let equivalencia = match (moneda_p, *moneda) {
                (one, other) if one == other => "1",
                ("USD", _) => "20.0000000000",
                _ => "0.0500000000",
            };
            let of_documento: Vec<_> = taxes
                .iter()
                .map(|tax| {
                    let (kind, impuesto, factor, rate, cents) = of(tax);
                    let amount = if factor == "Exento" { String::new() } else { in_currency(cents, moneda) };
                    let attrs = [
                        attr("BaseDR", &in_currency(10_000, moneda)),
                        attr("ImpuestoDR", impuesto),
                        attr("TipoFactorDR", factor),
                        attr("TasaOCuotaDR", rate),
                        attr("ImporteDR", &amount),
                    ];
                    (kind.to_owned(), attrs.concat())
                })
                .collect();
            let whole = in_currency(100_000, moneda);
            let objeto = if taxes.is_empty() { "01" } else { "02" };
            paid += &documento(moneda, equivalencia, [&whole, &whole, "0"], objeto, &list(&of_documento, "DR"));
        }
        let summed: Vec<_> = order
            .iter()
            .filter(|tax| count(documentos, tax) > 0)
            .map(|tax| {
                let (kind, impuesto, factor, rate, cents) = of(tax);
                let times = count(documentos, tax);
                let amount = if factor == "Exento" { String::new() } else { in_currency(cents * times, moneda_p) };
                let attrs = match kind {
                    "Retencion" => [attr("ImpuestoP", impuesto), attr("ImporteP", &amount)].concat(),
                    _ => [
                        attr("BaseP", &in_currency(10_000 * times, moneda_p)),
                        attr("ImpuestoP", impuesto),
                        attr("TipoFactorP", factor),
                        attr("TasaOCuotaP", rate),
                        attr("ImporteP", &amount),
                    ]
                    .concat(),
                };
                (kind.to_owned(), attrs)
            })
            .collect();
        let attrs = [
            attr("FormaDePagoP", "01"),
            attr("MonedaP", moneda_p),
            attr("TipoCambioP", &per_unit(moneda_p).to_string()),
            attr("Monto", &in_currency(100_000 * documentos.len() as i64, moneda_p)),
        ];
        inside += &pago(&attrs.concat(), &format!("{paid}{}", list(&summed, "P")));
    }
    let times = |tax: &str| pagos.iter().map(|documentos| count(documentos, tax)).sum::<i64>();
    let total = |name: &str, tax: &str, cents: i64| match times(tax) {
        0 => String::new(),
        times => attr(name, &money(cents * times)),
    };
    let documentos: usize = pagos.iter().map(|documentos| documentos.len()).sum();
    let totales = [
        total("TotalRetencionesIVA", "R002", 1000),
        total("TotalRetencionesISR", "R001", 1000),
        total("TotalRetencionesIEPS", "R003", 1000),
        total("TotalTrasladosBaseIVA16", "T16", 10_000),
        total("TotalTrasladosImpuestoIVA16", "T16", 1600),
        total("TotalTrasladosBaseIVA8", "T8", 10_000),
        total("TotalTrasladosImpuestoIVA8", "T8", 800),
        total("TotalTrasladosBaseIVA0", "T0", 10_000),
        total("TotalTrasladosImpuestoIVA0", "T0", 0),
        total("TotalTrasladosBaseIVAExento", "TE", 10_000),
        attr("MontoTotalPagos", &money(100_000 * documentos as i64)),
    ];
    receipt(&format!("<pago20:Totales{}/>{inside}", totales.concat()))
}

/// With the first value of an attribute a cent higher.
pub fn bumped(xml: &str, name: &str) -> String {
    let start = xml.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
    let end = start + xml[start..].find('"').unwrap();
    let value = cents(&xml[start..end]) + 1;
    format!("{}{}.{:02}{}", &xml[..start], value / 100, value % 100, &xml[end..])
}
