//! Answers from outside for the rules' examples: what a caller with SAT's lists would say. All of it is of test taxpayers.

#[cfg(not(feature = "catalog-places"))]
use frontera::catalog::Catalogs;
use frontera::context::Series;
use frontera::exchange::{Quote, Rates};
use frontera::rules::{Certificate, Lookups, Pedimento, ProductDemands, Sealed, Taxpayer};

/// The lists.
pub struct Register;

/// RFC, name, postal code, RESICO mark.
const TAXPAYERS: &[(&str, &str, &str, &str)] = &[
    ("EKU9003173C9", "ESCUELA KEMPER URGATE", "42501", ""),
    ("URE180429TM6", "UNIVERSIDAD ROBOTICA ESPAÑOLA", "86991", ""),
    ("IIA040805DZ4", "INDISTRIA ILUMINADORA DE ALMACENES", "62661", ""),
    ("H&E951128469", "HERRERIA & ELECTRICOS", "06002", ""),
    ("CACX7605101P8", "XOCHILT CASAS CHAVEZ", "36257", "1"),
    ("FUNK671228PH6", "KARLA FUENTE NOLASCO", "01160", "2"),
];

impl Lookups for Register {
    fn taxpayer(&self, rfc: &str) -> Option<Option<Taxpayer>> {
        let row = TAXPAYERS.iter().find(|row| row.0 == rfc);
        Some(row.map(|(_, name, postal_code, mark)| Taxpayer {
            name: (*name).into(),
            postal_code: (*postal_code).into(),
            resico_mark: (*mark).into(),
        }))
    }

    fn seal(&self, sealed: &Sealed<'_>) -> Option<bool> {
        Some(!sealed.sello.starts_with("AAAA"))
    }

    fn certificate(&self, certificate: &Certificate<'_>) -> Option<bool> {
        Some(!certificate.number.starts_with("9"))
    }

    fn confirmation(&self, number: &str) -> Option<bool> {
        Some(number.starts_with("A"))
    }

    fn fac_atr_adquirente(&self, number: &str) -> Option<bool> {
        Some(!number.starts_with("9"))
    }

    fn pedimento(&self, pedimento: &Pedimento<'_>) -> Option<bool> {
        Some(!pedimento.number.ends_with("999999"))
    }

    fn tax_id(&self, _country: &str, number: &str) -> Option<bool> {
        Some(!number.starts_with("9"))
    }

    fn product_demands(&self, clave_prod_serv: &str) -> Option<ProductDemands> {
        Some(match clave_prod_serv {
            "86121503" => {
                ProductDemands { complements: vec!["http://www.sat.gob.mx/iedu".into()], ..Default::default() }
            }
            "50202306" => ProductDemands { iva: true, ieps: true, ..Default::default() },
            _ => ProductDemands::default(),
        })
    }
}

/// The neighbourhoods that examples name, for a program that was built without SAT's list of them.
#[cfg(not(feature = "catalog-places"))]
pub fn catalogs() -> Catalogs {
    let file = "frontera-catalogs\t1\n[c_Colonia]\ncode\tname\n22000|0528\tZona Centro\n32000|0701\tCentro\n";
    Catalogs::builtin().load(file.as_bytes()).unwrap()
}

/// Rates as a caller would offer them.
pub fn rates() -> Rates {
    let quote =
        |day: &str, rate: &str| Quote::new(day.parse().unwrap(), "USD", Series::Dof, rate.parse().unwrap()).unwrap();
    // Fridays: the rates of the Mondays after them.
    Rates::from_quotes([quote("2026-01-02", "17.9000"), quote("2026-04-17", "17.7430"), quote("2026-05-29", "17.4023")])
        .unwrap()
}
