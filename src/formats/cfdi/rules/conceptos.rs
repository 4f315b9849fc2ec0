//! CFDI40162 to CFDI40173: lines, and what ObjetoImp makes of their taxes. What it does for 06 to 08 is in `regimenes`.

use super::comun::{amount_of_line, decimals, keys, positive};
use super::sources::CFDI;
use super::view::{Cfdi, Concepto};
use crate::catalog::Catalog;
use crate::rules::{Example, Needs, Out, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: conceptos", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "CFDI40162",
        &CFDI,
        (
            "ClaveProdServ is a key of c_ClaveProdServ, in force on the day of Fecha",
            "Take a key of SAT's catalogue; 01010101 stands for what the catalogue does not have.",
        ),
        (
            "ClaveProdServ es una clave de c_ClaveProdServ vigente en la Fecha",
            "Tome una clave del catálogo del SAT; 01010101 es para lo que no está en el catálogo.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/brake-kit-parts.xml",
        "cfdi:Concepto/@ClaveProdServ",
        &[(r#"ClaveProdServ="25171700""#, r#"ClaveProdServ="25171799""#)],
    )])
    .cfdi(|cfdi, out| {
        keys(cfdi, "c_ClaveProdServ", cfdi.conceptos.iter().map(|concepto| &concepto.clave_prod_serv), out)
    }),
    rule(
        "CFDI40163",
        &CFDI,
        (
            "The complement that c_ClaveProdServ demands for the product is there",
            "Add the complement, or take the key of what is really sold.",
        ),
        (
            "Está el complemento que c_ClaveProdServ exige para el producto",
            "Agregue el complemento o use la clave de lo que realmente se vende.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        "cfdi/brake-kit-parts.xml",
        "cfdi:Concepto/@ClaveProdServ",
        &[(r#"ClaveProdServ="25171700""#, r#"ClaveProdServ="86121503""#)],
    )])
    .cfdi(|cfdi, out| {
        demanded(cfdi, out, Demands::complements, |concepto, namespaces, out| {
            let there = |namespace: &String| {
                cfdi.has_complement(namespace) || concepto.complementos.contains(&namespace.as_str())
            };
            if !namespaces.is_empty() && !namespaces.iter().any(there) {
                out.expected(&concepto.clave_prod_serv, namespaces.join(" | "));
            }
        });
    }),
    rule(
        "CFDI40164",
        &CFDI,
        (
            "The taxes that c_ClaveProdServ demands for the product, IVA or IEPS, are transferred on the line",
            "Add the Traslado, at its rate or exempt, or take the key of what is really sold.",
        ),
        (
            "El concepto traslada los impuestos que c_ClaveProdServ exige para el producto, IVA o IEPS",
            "Agregue el Traslado, con su tasa o exento, o use la clave de lo que realmente se vende.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        "cfdi/brake-kit-parts.xml",
        "cfdi:Concepto/@ClaveProdServ",
        &[(r#"ClaveProdServ="25171700""#, r#"ClaveProdServ="50202306""#)],
    )])
    .cfdi(|cfdi, out| {
        demanded(cfdi, out, Demands::taxes, |concepto, demands, out| {
            for (impuesto, is_demanded) in [("002", demands.0), ("003", demands.1)] {
                if is_demanded && concepto.traslados().iter().all(|traslado| !traslado.impuesto.is(impuesto)) {
                    out.expected(&concepto.clave_prod_serv, impuesto);
                }
            }
        });
    }),
    rule(
        "CFDI40165",
        &CFDI,
        (
            "ClaveUnidad is a key of c_ClaveUnidad, in force on the day of Fecha",
            "Take a key of SAT's catalogue, such as H87 for a piece or E48 for a service.",
        ),
        (
            "ClaveUnidad es una clave de c_ClaveUnidad vigente en la Fecha",
            "Tome una clave del catálogo del SAT, por ejemplo H87 para una pieza o E48 para un servicio.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/brake-kit-parts.xml",
        "cfdi:Concepto/@ClaveUnidad",
        &[(r#"ClaveUnidad="KT""#, r#"ClaveUnidad="PZA""#)],
    )])
    .cfdi(|cfdi, out| keys(cfdi, "c_ClaveUnidad", cfdi.conceptos.iter().map(|concepto| &concepto.clave_unidad), out)),
    rule(
        "CFDI40166",
        &CFDI,
        (
            "ValorUnitario is above zero in documents of type I, E and N",
            "Write the price before discounts; what is free has its price and a Descuento of the same amount.",
        ),
        (
            "ValorUnitario es mayor que cero en comprobantes de tipo I, E y N",
            "Escriba el precio antes de descuentos; lo gratuito lleva su precio y un Descuento por el mismo importe.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/not-subject-reimbursed-duties.xml",
        "cfdi:Concepto[3]/@ValorUnitario",
        &[
            (r#"ValorUnitario="462.35" Importe="462.35""#, r#"ValorUnitario="0.00" Importe="0.00""#),
            (r#"SubTotal="36519.35""#, r#"SubTotal="36057.00""#),
            (r#" Total="37287.35""#, r#" Total="36825.00""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.is_type(&["I", "E", "N"]) {
            cfdi.conceptos.iter().for_each(|concepto| positive(&concepto.valor_unitario, out));
        }
    }),
    rule(
        "CFDI40167",
        &CFDI,
        (
            "Importe of a line is Cantidad by ValorUnitario, within what their written decimals allow",
            "Correct the one of the three that is wrong, or write more decimals of Cantidad and ValorUnitario.",
        ),
        (
            "El Importe del concepto es Cantidad por ValorUnitario, dentro de lo que permiten sus decimales",
            "Corrija el que esté mal de los tres, o escriba más decimales de Cantidad y ValorUnitario.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/export-produce.xml",
        "cfdi:Concepto[10]/@Importe",
        &[(r#"ValorUnitario="19.99" Importe="1699.15""#, r#"ValorUnitario="18.99" Importe="1699.15""#)],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.conceptos.is_empty() {
            return;
        }
        let Some(decimals) = decimals(cfdi, out) else { return };
        for concepto in &cfdi.conceptos {
            amount_of_line([&concepto.cantidad, &concepto.valor_unitario, &concepto.importe], decimals, out);
        }
    }),
    rule(
        "CFDI40168",
        &CFDI,
        (
            "Descuento of a line has no more decimals than its Importe",
            "Round the discount to the decimals of Importe, or write Importe with as many.",
        ),
        (
            "El Descuento del concepto no tiene más decimales que su Importe",
            "Redondee el descuento a los decimales del Importe, o escriba el Importe con los mismos.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/discounts-line-and-document.xml",
        "cfdi:Concepto/@Descuento",
        &[(r#" Descuento="320.00""#, r#" Descuento="320.000""#)],
    )])
    .cfdi(|cfdi, out| {
        for concepto in cfdi.conceptos.iter().filter(|concepto| concepto.importe.number().is_some()) {
            out.must(concepto.descuento.decimals() <= concepto.importe.decimals(), &concepto.descuento);
        }
    }),
    rule(
        "CFDI40169",
        &CFDI,
        (
            "Descuento of a line is not more than its Importe",
            "Lower the discount; what is given for nothing has a Descuento equal to Importe.",
        ),
        (
            "El Descuento del concepto no es mayor que su Importe",
            "Baje el descuento; lo que se regala lleva un Descuento igual al Importe.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/discounts-line-and-document.xml",
        "cfdi:Concepto[4]/@Descuento",
        &[
            (r#" Descuento="0.00""#, r#" Descuento="450.01""#),
            (r#" Descuento="822.00""#, r#" Descuento="1272.01""#),
            (r#" Total="10474.80""#, r#" Total="10024.79""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for concepto in &cfdi.conceptos {
            let (descuento, importe) = (&concepto.descuento, &concepto.importe);
            match descuento.value().zip(importe.value()) {
                Some((discount, amount)) => out.must(discount <= amount, descuento),
                None if descuento.number().and(importe.number()).is_some() => out.not_checked(descuento),
                None => {}
            }
        }
    }),
    rule(
        "CFDI40170",
        &CFDI,
        (
            "ObjetoImp is a key of c_ObjetoImp, in force on the day of Fecha",
            "Take 01 for what no tax is on, 02 for what is taxed, or the key of the special case.",
        ),
        (
            "ObjetoImp es una clave de c_ObjetoImp vigente en la Fecha",
            "Use 01 para lo que no es objeto de impuesto, 02 para lo que sí, o la clave del caso especial.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/objeto-imp-03-04.xml",
        "cfdi:Concepto/@ObjetoImp",
        &[(r#"ObjetoImp="03""#, r#"ObjetoImp="09""#)],
    )])
    .cfdi(|cfdi, out| keys(cfdi, "c_ObjetoImp", cfdi.conceptos.iter().map(|concepto| &concepto.objeto_imp), out)),
    rule(
        "CFDI40171",
        &CFDI,
        (
            "A line with ObjetoImp 02 has its Impuestos",
            "Add the line's taxes, exempt or 0 % ones too; without any, ObjetoImp is another one.",
        ),
        (
            "El concepto con ObjetoImp 02 lleva su nodo Impuestos",
            "Agregue los impuestos del concepto, también los exentos o de 0 %; sin ellos, ObjetoImp es otro.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/objeto-imp-03-04.xml",
        "cfdi:Concepto/@ObjetoImp",
        &[(r#"ObjetoImp="03""#, r#"ObjetoImp="02""#)],
    )])
    .cfdi(|cfdi, out| {
        for concepto in &cfdi.conceptos {
            out.must(concepto.impuestos.is_some() || !concepto.objeto_imp.is("02"), &concepto.objeto_imp);
        }
    }),
    rule(
        "CFDI40172",
        &CFDI,
        (
            "A line with ObjetoImp 01, 03, 04 or 05 has no Impuestos",
            "Write ObjetoImp 02 where the line has taxes, or take them away.",
        ),
        (
            "El concepto con ObjetoImp 01, 03, 04 o 05 no lleva nodo Impuestos",
            "Escriba ObjetoImp 02 si el concepto tiene impuestos, o quítelos.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/brake-kit-parts.xml",
            "cfdi:Concepto/@ObjetoImp",
            &[(r#"ObjetoImp="02""#, r#"ObjetoImp="01""#)],
        ),
        Example::new(
            "cfdi/brake-kit-parts.xml",
            "cfdi:Concepto/@ObjetoImp",
            &[(r#"ObjetoImp="02""#, r#"ObjetoImp="05""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for concepto in cfdi.conceptos.iter().filter(|concepto| concepto.impuestos.is_some()) {
            out.must(!concepto.objeto_imp.is_one_of(&["01", "03", "04", "05"]), &concepto.objeto_imp);
        }
    }),
    rule(
        "CFDI40173",
        &CFDI,
        ("Impuestos of a line has at least one Traslado or Retencion", "Add the taxes, or take the empty node away."),
        (
            "El nodo Impuestos del concepto tiene al menos un Traslado o una Retencion",
            "Agregue los impuestos o quite el nodo vacío.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/objeto-imp-03-04.xml",
        "cfdi:Concepto/cfdi:Impuestos",
        &[(r#"ObjetoImp="03"/>"#, r#"ObjetoImp="06"><cfdi:Impuestos/></cfdi:Concepto>"#)],
    )])
    .cfdi(|cfdi, out| {
        for impuestos in cfdi.conceptos.iter().filter_map(|concepto| concepto.impuestos.as_ref()) {
            out.must(!impuestos.traslados.is_empty() || !impuestos.retenciones.is_empty(), impuestos.nodo);
        }
    }),
];

/// What c_ClaveProdServ demands, by the caller's look-up or by a catalogue that was loaded with SAT's columns for it.
struct Demands<'c> {
    cfdi: &'c Cfdi<'c>,
    loaded: Option<Catalog<'c>>,
}

impl Demands<'_> {
    /// Whether IVA and IEPS must be transferred.
    fn taxes(&self, clave: &str) -> Option<(bool, bool)> {
        if let Some(demands) = self.cfdi.asked.lookups.product_demands(clave) {
            return Some((demands.iva, demands.ieps));
        }
        let product = self.loaded?.entry(clave)?;
        let says_yes = |column| product.field(column).map(|cell| cell.starts_with(['S', 's']));
        Some((says_yes("incluir_iva_trasladado")?, says_yes("incluir_ieps_trasladado")?))
    }

    /// The namespaces of which one must be there.
    fn complements(&self, clave: &str) -> Option<Vec<String>> {
        if let Some(demands) = self.cfdi.asked.lookups.product_demands(clave) {
            return Some(demands.complements);
        }
        let column = "complemento_que_debe_incluir";
        let catalog = self.loaded.filter(|catalog| catalog.fields().any(|field| field == column))?;
        // A cell names the complement in words, which no document has.
        catalog.entry(clave)?.field(column).is_none().then(Vec::new)
    }
}

/// Judges each line by what is demanded of its product; that it is not known of some is told once.
fn demanded<'c, T>(
    cfdi: &'c Cfdi<'c>,
    out: &mut Out<'_>,
    ask: impl Fn(&Demands<'c>, &str) -> Option<T>,
    judge: impl Fn(&Concepto<'c>, T, &mut Out<'_>),
) {
    let loaded = cfdi.catalog("c_ClaveProdServ").filter(|catalog| catalog.is_loaded());
    let demands = Demands { cfdi, loaded };
    let mut unknown = None;
    for concepto in &cfdi.conceptos {
        let Some(clave) = concepto.clave_prod_serv.get() else { continue };
        match ask(&demands, clave) {
            Some(demands) => judge(concepto, demands, out),
            None => unknown = unknown.or(Some(&concepto.clave_prod_serv)),
        }
    }
    if let Some(clave) = unknown {
        out.not_checked(clave);
    }
}
