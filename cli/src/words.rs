//! Every word that `show` and the findings' frame say, in English and in Spanish.
//!
//! Spanish takes SAT's terms where SAT has one (the catalogues' own descriptions, shortened); English says the thing in
//! plain words with SAT's term in parentheses where an accountant would look for it.

use std::borrow::Cow;

use frontera::model::{
    ChargeType, ClassificationScheme, DocumentType, ExemptionReason, JurisdictionLevel, PaymentMethod, PriceBasis,
    Relation, TaxRounding, TaxType, Taxability, TermsCode,
};
use frontera::report::Check;
use frontera::{Lang, Severity};
use serde::Serialize;

/// A word or phrase in both languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    en: &'static str,
    es: &'static str,
}

impl Word {
    pub(crate) fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Es => self.es,
            _ => self.en,
        }
    }
}

const fn word(en: &'static str, es: &'static str) -> Word {
    Word { en, es }
}

/// What a check asks.
pub(crate) fn check(check: Check) -> Word {
    match check {
        Check::Seal => CHECK_SEAL,
        Check::Certificate => CHECK_CERTIFICATE,
        Check::Holder => CHECK_HOLDER,
        Check::Authority => CHECK_AUTHORITY,
        Check::StampedSeal => CHECK_STAMPED_SEAL,
        Check::StampSeal => CHECK_STAMP_SEAL,
        Check::StampCertificate => CHECK_STAMP_CERTIFICATE,
        // One that the library has and this command does not know yet.
        _ => CHECK_OTHER,
    }
}

macro_rules! words {
    ($($name:ident $en:literal $es:literal)*) => { $(pub(crate) const $name: Word = word($en, $es);)* };
}

words! {
    // The frame of findings.
    AT "at" "en"
    HELP "help" "ayuda"
    TIMES "({} times)" "({} veces)"
    MORE_FINDINGS "… and {} more; `convert --report FILE` has them all" "… y {} más; `convert --report ARCHIVO` los tiene todos"
    MORE_IN_JSON "… and {} more; `--format json` has them all" "… y {} más; `--format json` los tiene todos"
    NOT_LISTED "… and {} more that no list has: they are counted only" "… y {} más que ninguna lista tiene: solo se cuentan"
    NOTHING_WRITTEN "No document was written." "No se escribió ningún documento."
    NOTHING_TO_MEND "Nothing had to be mended." "No hubo nada que corregir."
    NO_US_FACTS "There are no US facts; no sidecar was written." "No hay datos de EE. UU.; no se escribió archivo aparte."
    FINDINGS "Findings" "Hallazgos"
    NONE "none" "ninguno"

    // Treatment of lines.
    WHY "Why" "Motivo"
    SOURCE "Source" "Fuente"
    AS_STATED "as the document or the context states it" "como lo indica el documento o el contexto"
    AS_IN_THE_PAST "as in the issuer's past documents" "como en documentos anteriores del emisor"
    UNDECIDED "undecided" "sin decidir"
    NO_TAXES_OF_LINES "A document of this kind has no taxes of lines." "Un documento de este tipo no tiene impuestos por línea."

    // Validation.
    VALID "valid" "válido"
    NOT_VALID "not valid" "no válido"
    NOT_READ "could not be read" "no se pudo leer"
    NOT_CHECKED "not checked" "no revisado"
    NEEDS_MORE "1 rule that needs outside data" "1 regla que necesita datos externos"
    NEED_MORE "{} rules that need outside data" "{} reglas que necesitan datos externos"
    EXPLAIN_CODE "(frontera explain CODE)" "(frontera explain CLAVE)"
    NEUTRAL_INVOICE "neutral US invoice" "factura neutral de EE. UU."
    AS_DRAFT "draft" "borrador"
    AS_SEALED "sealed" "sellado"
    ONE_FILE "1 file" "1 archivo"
    MANY_FILES "{} files" "{} archivos"
    MANY_VALID "{} valid" "{} válidos"
    MANY_NOT_VALID "{} not valid" "{} no válidos"
    MANY_NOT_READ "{} could not be read" "{} no se pudieron leer"
    STANDARD_INPUT "standard input" "entrada estándar"
    EMPTY_FOLDER_XML "there is no .xml file in this folder" "no hay ningún archivo .xml en esta carpeta"
    EMPTY_FOLDER "there is no .xml or .json file in this folder" "no hay ningún archivo .xml o .json en esta carpeta"

    // Seals.
    VERIFIED "verified" "verificado"
    VERIFIED_IN_PART "holds as far as it was verified" "correcto hasta donde se verificó"
    NOT_VERIFIED "not verified" "no verificado"
    MANY_VERIFIED "{} verified" "{} verificados"
    MANY_NOT_VERIFIED "{} not verified" "{} no verificados"
    HOLDS "holds" "correcto"
    FAILS "FAILS" "FALLA"
    CHECK_SEAL "seal of the issuer (Sello)" "sello del emisor (Sello)"
    CHECK_CERTIFICATE "certificate (NoCertificado)" "certificado (NoCertificado)"
    CHECK_HOLDER "certificate's RFC" "RFC del certificado"
    CHECK_AUTHORITY "issued by a trusted authority" "emitido por una autoridad de confianza"
    CHECK_STAMPED_SEAL "stamp of this seal (SelloCFD)" "timbre de este sello (SelloCFD)"
    CHECK_STAMP_SEAL "SAT's seal of the stamp (SelloSAT)" "sello del SAT en el timbre (SelloSAT)"
    CHECK_OTHER "another check" "otra revisión"
    CHECK_STAMP_CERTIFICATE "SAT's certificate of the stamp (NoCertificadoSAT)" "certificado del SAT en el timbre (NoCertificadoSAT)"

    // Explanations.
    TO_CHANGE "To change" "Qué hacer"
    DECIDED "Decided" "Se decide"
    TABLE_OF_RULES "Group" "Grupo"
    EXAMPLE "Example" "Ejemplo"
    BY_DOCUMENT "by the document and SAT's catalogues" "con el documento y los catálogos del SAT"
    BY_CLOCK "by the time of the stamp or of Fecha, else the time now" "con la hora del timbre o de Fecha, o con la hora actual"
    BY_LOOK_UP "by a register outside the document; not checked without one" "con un registro externo; sin él no se revisa"
    BY_GIVEN "by several documents, or with rates that are given" "con varios documentos o con tipos de cambio dados"
    IS_DORMANT "SAT suspends it: only checked with --dormant" "el SAT la tiene suspendida: solo se revisa con --dormant"
    DORMANT "suspended" "suspendida"
    FIRST_CHANGE "first" "antes"
    RIGHT "right" "bien"
    WRONG "wrong" "mal"
    COMES_WITH "comes with" "junto con"
    KIND "Kind" "Clase"
    IS_FINDING "a finding and no rule; words in braces stand for its values" "un hallazgo, no una regla; lo que va entre llaves son sus valores"

    // Substitution and cancellation.
    NEXT "Next:" "Lo que sigue:"
    NEXT_STAMP "Have the draft sealed and stamped; its stamp gives it a UUID." "Selle y timbre el borrador; el timbre le da un UUID."
    NEXT_RELATED "Look which payments (Pagos) and credit notes relate to {}: rule 2.7.1.34 has them cancelled before it." "Revise qué pagos (REP) y notas de crédito se relacionan con {}: la regla 2.7.1.34 pide cancelarlos antes."
    NEXT_CANCEL "Cancel {} with motive 01 and the new UUID as FolioSustitucion, in SAT's portal or as your PAC offers it." "Cancele {} con el motivo 01 y el nuevo UUID como FolioSustitucion, en el Portal del SAT o como lo ofrezca su PAC."
    MACHINE_TIME "The place of issue (LugarExpedicion) is not known; Fecha is the machine's time, {}. --date gives another." "No se conoce el lugar de expedición (LugarExpedicion); Fecha es la hora del equipo, {}. Con --date se indica otra."
    NEXT_EXPLAIN "Until when, who must accept, and the other motives: frontera explain --cancellation" "Plazo, aceptación y los otros motivos: frontera explain --cancellation --lang es"
    CANCELLING "Cancelling a CFDI" "Cancelar un CFDI"
    MOTIVE "Motive" "Motivo"
    WHEN "When" "Cuándo"
    BEFORE "Order" "Orden"
    FOLIO_SUSTITUCION "FolioSustitucion" "FolioSustitucion"
    IS_NAMED "the UUID of the CFDI that substitutes it" "el UUID del CFDI que lo sustituye"

    // Contexts.
    CONTEXT "context" "contexto"
    NOT_LEARNT_FROM "not learnt from" "no se aprende de él"
    ONE_LEARNT "1 document of {}" "1 documento de {}"
    MANY_LEARNT "{n} documents of {}" "{n} documentos de {}"
    WHAT_WAS_LEARNT "{customers} customers, {items} items, {undecided} undecided" "{customers} clientes, {items} artículos, {undecided} sin decidir"
    NOT_USED "{skipped} not learnt from, {unread} not read" "{skipped} sin usar, {unread} sin leer"
    MORE_FILES "… and {} more files" "… y {} archivos más"
    LEARNT_HEAD "Context of {issuer}, learnt by `frontera learn`. Documents: {n}." "Contexto de {issuer}, aprendido con `frontera learn`. Documentos: {n}."
    LEARNT_UNDECIDED "Facts on which documents differ ({n}) are at the end, under [[undecided]], and used by nothing: write\nthe right one into its entry and remove it there." "Al final, en [[undecided]], están los datos en que los documentos difieren ({n}); nada los usa: escriba\nel correcto en su registro y quítelo de ahí."
    LEARNT_REST "What no CFDI says, for you to fill in:\n  [issuer]      names, and border_notice = { filed = YYYY-MM-DD } where the notice of the border stimulus was filed\n  [[customers]] names = [\"…\"] as your US product has them; delivery, pedimento_key, services_used_in\n  [[items]]     supply = \"goods\" or what else the item is to the law; excise; customs_units_per_unit\n  [defaults], [exchange], us_tax: the choices that are yours\n`frontera context new` shows all of it; `frontera context check FILE` says what is wrong with this." "Lo que ningún CFDI dice y usted debe llenar:\n  [issuer]      names, y border_notice = { filed = AAAA-MM-DD } si se presentó el aviso del estímulo fronterizo\n  [[customers]] names = [\"…\"] como los tiene su sistema de EE. UU.; delivery, pedimento_key, services_used_in\n  [[items]]     supply = \"goods\" o lo que el artículo sea para la ley; excise; customs_units_per_unit\n  [defaults], [exchange], us_tax: lo que solo usted puede elegir\n`frontera context new` lo muestra todo; `frontera context check ARCHIVO` dice qué está mal."

    // Head.
    WITHOUT_NUMBER "without number" "sin folio"
    ISSUED "Issued" "Emisión"
    AT_POSTAL_CODE "at postal code" "en el código postal"
    TIME_ZONE "time zone" "zona horaria"
    SERVICE_PERIOD "Service period" "Periodo del servicio"
    GLOBAL_PERIOD "Global invoice" "Factura global"
    PERIODICITY "period (Periodicidad)" "periodicidad"
    MONTHS "month (Meses)" "meses"
    YEAR "year" "año"
    EXPORT "Export" "Exportación"
    REASON "Reason" "Motivo"
    CONFIRMATION "Confirmation" "Confirmación"

    // Parties.
    SELLER "Seller" "Emisor"
    BUYER "Buyer" "Receptor"
    SHIP_TO "Ship to" "Destinatario"
    SHIP_FROM "Ship from" "Remitente"
    REMIT_TO "Pay to" "Pagar a"
    IMPORTER "Importer" "Importador"
    PRODUCER "Producer" "Productor"
    UNNAMED "(no name)" "(sin nombre)"
    TRADING_AS "trading as" "nombre comercial"
    TAX_REGIME "tax regime" "régimen fiscal"
    FISCAL_POSTAL_CODE "fiscal postal code" "código postal fiscal"
    USE_OF_CFDI "use of the CFDI" "uso del CFDI"
    ACQUIRER_ISSUES "issued by the acquirer, operation" "emitido por el adquirente, operación"
    TAX_NUMBER "tax number" "número de identificación fiscal"
    RESIDENCE "tax residence" "residencia fiscal"
    STATE_PERMIT "state permit" "permiso estatal"
    GENERIC_PUBLIC "(general public)" "(público en general)"
    GENERIC_FOREIGN "(foreign customer)" "(cliente extranjero)"
    CONTACT "contact" "contacto"
    TAX_FORM "tax form" "formulario fiscal"

    // References and payment.
    PURCHASE_ORDER "Purchase order" "Orden de compra"
    CONTRACT "Contract" "Contrato"
    BUYER_REFERENCE "Buyer's reference" "Referencia del cliente"
    PAYMENT "Payment" "Pago"
    TERMS "Terms" "Condiciones"
    DUE "due" "vence"
    NET_DAYS "net {} days" "neto {} días"
    EARLY "{} % off within {} days" "{} % de descuento en {} días"
    EARLY_PERCENT "{} % off for an early payment" "{} % de descuento por pronto pago"
    RECEIVED "Received" "Recibido"
    EXCHANGE_RATE "Exchange rate" "Tipo de cambio"
    CURRENCY "Currency" "Moneda"
    NO_CURRENCY "XXX (no amounts)" "XXX (sin importes)"
    PRICES "Prices" "Precios"
    RELATED "Related" "Relacionados"

    // Lines.
    LINES "Lines" "Conceptos"
    NO_LINES "No lines." "Sin conceptos."
    NUMBER "#" "#"
    SKU "SKU" "Clave"
    DESCRIPTION "Description" "Descripción"
    QUANTITY "Quantity" "Cantidad"
    UNIT "Unit" "Unidad"
    PRICE "Price" "Precio"
    DISCOUNT "Discount" "Descuento"
    AMOUNT "Amount" "Importe"
    TAXABILITY "Taxability" "Objeto de impuesto"
    PEDIMENTO "pedimento" "pedimento"
    PROPERTY_TAX "property tax account" "cuenta predial"
    THIRD_PARTY "on behalf of" "por cuenta de"
    PART "part" "parte"
    ORIGIN "made in" "origen"
    NET_WEIGHT "net weight" "peso neto"
    SERIALS "serial numbers" "números de serie"
    BRAND "brand" "marca"
    MODEL "model" "modelo"
    COMPLEMENT "Complement" "Complemento"
    EXEMPT_SALE "Exempt sale" "Venta exenta"
    CERTIFICATE "certificate" "certificado"
    FORM "form" "formulario"
    ISSUED_ON "issued" "expedido"
    EXPIRES "expires" "vence"

    // Taxes.
    TAXES "Taxes" "Impuestos"
    TAX "Tax" "Impuesto"
    RATE "Rate" "Tasa o cuota"
    BASE "Base" "Base"
    ON "on" "sobre"
    PER_UNIT "per unit" "por unidad"
    UNITS "on {} units" "sobre {} unidades"
    EXEMPT "exempt" "exento"
    AMOUNT_OF_TAX "→" "→"
    EXEMPT_AMOUNT "exempt amount" "importe exento"
    WITHHELD "withheld" "retenido"
    ROUNDED "Tax rounded" "Redondeo del impuesto"

    // Totals.
    TOTALS "Totals" "Totales"
    SUBTOTAL "Subtotal" "Subtotal"
    CHARGES "Charges" "Cargos"
    TAXABLE "Taxable" "Base gravable"
    TAX_ON_TOP "Tax" "Impuestos trasladados"
    WITHHOLDING "Withheld" "Impuestos retenidos"
    ROUNDING "Rounding" "Redondeo"
    TOTAL "Total" "Total"
    AMOUNT_DUE "Amount due" "Saldo por pagar"

    // Stamp, complements, trade, text.
    STAMP "Stamp" "Timbre"
    STAMPED "stamped" "timbrado"
    AT_SAT "SAT's page" "Página del SAT"
    QR_TEXT "Text of the QR" "Texto del QR"
    QR "QR" "Código QR"
    NO_QR "None: {} is missing or is not as SAT has it" "Ninguna: {} falta o no es como lo pide el SAT"
    NO_QR_UNSTAMPED "None before the stamp" "Ninguna antes del timbre"
    NO_QR_OF_JSON "Only for the XML of a stamped CFDI" "Solo para el XML de un CFDI timbrado"
    NO_ADDRESS "None in a CFDI 3.2: its QR holds a text" "Ninguna en un CFDI 3.2: su QR lleva un texto"
    HAS_NO_QR "{} has no QR: {}" "{} no tiene QR: {}"
    IS_NOT_STAMPED "it is not stamped, so that SAT has nothing to say about it" "no está timbrado y el SAT no tiene nada que decir de él"
    IS_MISSING "{} is missing" "falta {}"
    IS_UNREADABLE "{} is not what SAT's schema says" "{} no es como lo pide el esquema del SAT"
    IS_TOO_LONG "no QR holds {} bytes" "ningún QR puede llevar {} bytes"
    PNG_IN_TERMINAL "a PNG is nothing for a terminal; -o FILE writes it to a file" "un PNG no es para una terminal; -o ARCHIVO lo escribe en un archivo"
    WHICH_IMAGE "{} ends neither in .svg nor in .png; --format says what it is" "{} no termina en .svg ni en .png; --format dice qué es"
    QR_NEEDS_COLOURS "The QR is not drawn: without colours (NO_COLOR, TERM) a dark terminal would show it in negative. `frontera qr IN -o FILE.svg` (or .png) writes it." "No se dibuja el QR: sin colores (NO_COLOR, TERM) una terminal oscura lo mostraría en negativo. `frontera qr IN -o ARCHIVO.svg` (o .png) lo escribe."
    QR_NEEDS_COLUMNS "The QR is not drawn: it takes {} columns, and the terminal has fewer. `frontera qr IN -o FILE.svg` (or .png) writes it." "No se dibuja el QR: ocupa {} columnas y la terminal tiene menos. `frontera qr IN -o ARCHIVO.svg` (o .png) lo escribe."
    BY_PAC "by the PAC" "por el PAC"
    SEALED "sealed, not stamped" "sellado, sin timbrar"
    DRAFT "draft, not stamped" "borrador, sin timbrar"
    NO_CFDI "none: not a CFDI" "ninguno: no es un CFDI"
    COMPLEMENTS "Complements" "Complementos"
    ADDENDA "Addenda" "Addenda"
    EXTENSIONS "Extensions" "Extensiones"
    TRADE "Trade" "Comercio"
    INCOTERM "Incoterm" "Incoterm"
    EXPORT_REASON "reason" "motivo"
    PORT_OF_ENTRY "port of entry" "puerto de entrada"
    EXPORTER "exporter" "exportador"
    RELATED_PARTIES "seller and buyer are related" "vendedor y comprador están vinculados"
    UNRELATED_PARTIES "seller and buyer are not related" "vendedor y comprador no están vinculados"
    CUSTOMS_VALUE "customs value" "valor en aduana"
    ASSIST "assist" "auxilio"
    ORIGIN_CERTIFICATION "USMCA certification of origin" "certificación de origen T-MEC"
    CRITERION "criterion" "criterio"
    GOODS "goods" "mercancía"
    BLANKET_PERIOD "period" "periodo"
    SIGNED "signed" "firmado"
    NOTES "Notes" "Notas"
    FOOTER "Footer" "Pie"
    PAID "paid" "pagado"
    OUTSTANDING "outstanding" "saldo insoluto"
    LOCAL_TAX "local tax" "impuesto local"
    LOCAL_WITHHELD "local tax withheld" "impuesto local retenido"
}

/// A finding's severity, one and many.
pub(crate) fn severity(severity: Severity) -> (Word, Word) {
    match severity {
        Severity::Error => (word("error", "error"), word("errors", "errores")),
        Severity::Warning => (word("warning", "aviso"), word("warnings", "avisos")),
        _ => (word("note", "nota"), word("notes", "notas")),
    }
}

pub(crate) fn document_type(kind: DocumentType) -> Word {
    match kind {
        DocumentType::CreditMemo => word("Credit memo", "Nota de crédito"),
        DocumentType::DebitMemo => word("Debit memo", "Nota de débito"),
        DocumentType::Invoice => word("Invoice", "Factura"),
        DocumentType::PaymentReceipt => word("Payment receipt", "Recibo de pago"),
        DocumentType::Payroll => word("Payroll receipt", "Recibo de nómina"),
        DocumentType::Transfer => word("Transfer of goods", "Traslado de mercancías"),
        DocumentType::WithholdingStatement => word("Withholding statement", "Constancia de retenciones"),
    }
}

/// The name of a tax; Mexico's own where Mexico levies it.
pub(crate) fn tax(kind: TaxType, mexican: bool) -> Word {
    match (kind, mexican) {
        (TaxType::Vat | TaxType::WithholdingVat, true) => word("VAT (IVA)", "IVA"),
        (TaxType::Vat | TaxType::WithholdingVat, false) => word("VAT", "Impuesto al valor agregado"),
        (TaxType::Excise | TaxType::WithholdingExcise, true) => word("Excise (IEPS)", "IEPS"),
        (TaxType::Excise | TaxType::WithholdingExcise, false) => word("Excise", "Impuesto especial"),
        (TaxType::Income | TaxType::WithholdingIncome, true) => word("Income tax (ISR)", "ISR"),
        (TaxType::Income | TaxType::WithholdingIncome, false) => word("Income tax", "Impuesto sobre la renta"),
        (TaxType::SalesTax, _) => word("Sales tax", "Impuesto sobre ventas"),
        (TaxType::UseTax, _) => word("Use tax", "Impuesto sobre el uso"),
        (TaxType::Duty, _) => word("Customs duty", "Arancel"),
        _ => word("Other tax", "Otro impuesto"),
    }
}

pub(crate) fn taxability(value: Taxability, lang: Lang) -> Cow<'static, str> {
    let known = match value {
        Taxability::CreditPodebi => word("taxable, PODEBI credit", "sí, crédito PODEBI"),
        Taxability::CustomerExempt => word("customer exempt", "cliente exento"),
        Taxability::NoTaxDue => word("taxable, no tax due", "sí, no causa impuesto"),
        Taxability::NotCollecting => word("not collecting", "no se recauda"),
        Taxability::NotItemized => word("taxable, not itemized", "sí, sin desglose"),
        Taxability::NotSubject => word("not subject", "no"),
        Taxability::ProductExempt => word("product exempt", "producto exento"),
        Taxability::ReverseCharge => word("reverse charge", "inversión del sujeto pasivo"),
        Taxability::Taxable => word("taxable", "sí"),
        Taxability::VatNotCharged => word("VAT not charged", "sí, no traslada IVA"),
        Taxability::VatNotChargedExciseItemized => {
            word("VAT not charged, excise itemized", "no traslada IVA, desglosa IEPS")
        }
        Taxability::VatNotChargedExciseNotItemized => {
            word("VAT not charged, excise not itemized", "no traslada IVA ni desglosa IEPS")
        }
        Taxability::ZeroRated => word("zero-rated", "tasa cero"),
        other => return wire(&other),
    };
    known.of(lang).into()
}

pub(crate) fn payment_method(value: PaymentMethod, lang: Lang) -> Cow<'static, str> {
    let known = match value {
        PaymentMethod::Ach => word("ACH transfer", "transferencia ACH"),
        PaymentMethod::AdvanceApplied => word("advance applied", "aplicación de anticipos"),
        PaymentMethod::Cash => word("cash", "efectivo"),
        PaymentMethod::ChargeCard => word("charge card", "tarjeta de servicios"),
        PaymentMethod::Check => word("check", "cheque nominativo"),
        PaymentMethod::CreditCard => word("credit card", "tarjeta de crédito"),
        PaymentMethod::DebitCard => word("debit card", "tarjeta de débito"),
        PaymentMethod::ElectronicMoney => word("electronic money", "dinero electrónico"),
        PaymentMethod::Intermediary => word("intermediary", "intermediario de pagos"),
        PaymentMethod::Offset => word("offset", "compensación"),
        PaymentMethod::Other => word("other", "otra"),
        PaymentMethod::Undetermined => word("to be determined", "por definir"),
        PaymentMethod::Voucher => word("vouchers", "vales de despensa"),
        PaymentMethod::Wallet => word("electronic wallet", "monedero electrónico"),
        PaymentMethod::Wire => word("wire transfer", "transferencia electrónica"),
        other => return wire(&other),
    };
    known.of(lang).into()
}

/// What this document does to the one it names.
pub(crate) fn relation(value: Relation, lang: Lang) -> Cow<'static, str> {
    let known = match value {
        Relation::AdvanceApplied => word("applies the advance", "aplica el anticipo"),
        Relation::Credit => word("credits", "nota de crédito de"),
        Relation::Debit => word("debits", "nota de débito de"),
        Relation::DeferredPayment => word("deferred payment of", "pago diferido de"),
        Relation::Installment => word("instalment of", "parcialidad de"),
        Relation::InvoiceOfTransfers => word("invoices the transfer", "factura el traslado"),
        Relation::Return => word("returns goods of", "devolución de mercancía de"),
        Relation::Substitution => word("replaces", "sustituye a"),
        Relation::TransferOfInvoiced => word("moves the goods of", "traslada la mercancía de"),
        other => return wire(&other),
    };
    known.of(lang).into()
}

pub(crate) const REFERS_TO: Word = word("refers to", "se refiere a");

pub(crate) fn terms_code(value: TermsCode, lang: Lang) -> Cow<'static, str> {
    let known = match value {
        TermsCode::DueOnReceipt => word("due on receipt", "pago a la recepción"),
        TermsCode::Eom => word("end of month", "fin de mes"),
        TermsCode::Installments => word("instalments", "parcialidades"),
        TermsCode::Net => word("net", "neto"),
        TermsCode::Prox => word("a day of the next month", "un día del mes siguiente"),
        other => return wire(&other),
    };
    known.of(lang).into()
}

pub(crate) fn charge(value: ChargeType, lang: Lang) -> Cow<'static, str> {
    let known = match value {
        ChargeType::Commission => word("Commission", "Comisión"),
        ChargeType::Freight => word("Freight", "Flete"),
        ChargeType::Handling => word("Handling", "Manejo"),
        ChargeType::Insurance => word("Insurance", "Seguro"),
        ChargeType::Other => word("Other charge", "Otro cargo"),
        ChargeType::Packing => word("Packing", "Empaque"),
        other => return wire(&other),
    };
    known.of(lang).into()
}

pub(crate) fn exemption(value: ExemptionReason, lang: Lang) -> Cow<'static, str> {
    let known = match value {
        ExemptionReason::Agriculture => word("agriculture", "agricultura"),
        ExemptionReason::DirectPay => word("direct pay", "pago directo al estado"),
        ExemptionReason::Export => word("export", "exportación"),
        ExemptionReason::Government => word("government", "gobierno"),
        ExemptionReason::Manufacturing => word("manufacturing", "manufactura"),
        ExemptionReason::Nonprofit => word("nonprofit", "sin fines de lucro"),
        ExemptionReason::Other => word("other", "otro"),
        ExemptionReason::Resale => word("resale", "reventa"),
        other => return wire(&other),
    };
    known.of(lang).into()
}

pub(crate) fn level(value: JurisdictionLevel, lang: Lang) -> Cow<'static, str> {
    let known = match value {
        JurisdictionLevel::City => word("city", "ciudad"),
        JurisdictionLevel::Country => word("country", "país"),
        JurisdictionLevel::County => word("county", "condado"),
        JurisdictionLevel::Special => word("district", "distrito"),
        JurisdictionLevel::State => word("state", "estado"),
        other => return wire(&other),
    };
    known.of(lang).into()
}

pub(crate) fn tax_rounding(value: TaxRounding, lang: Lang) -> Cow<'static, str> {
    let known = match value {
        TaxRounding::Document => word("once, on the document", "una vez, en el documento"),
        TaxRounding::Line => word("on each line", "en cada concepto"),
        other => return wire(&other),
    };
    known.of(lang).into()
}

pub(crate) fn price_basis(value: PriceBasis) -> Word {
    match value {
        PriceBasis::TaxExclusive => word("without tax", "sin impuestos"),
        PriceBasis::TaxInclusive => word("with tax inside", "con impuestos incluidos"),
    }
}

/// The schemes have names, not translations.
pub(crate) fn scheme(value: ClassificationScheme) -> Cow<'static, str> {
    match value {
        ClassificationScheme::Hs6 => "HS".into(),
        ClassificationScheme::HtsUs => "HTS".into(),
        ClassificationScheme::ScheduleB => "Schedule B".into(),
        ClassificationScheme::Tigie => "TIGIE".into(),
        ClassificationScheme::Unspsc => "UNSPSC".into(),
        other => wire(&other),
    }
}

/// c_MetodoPago.
pub(crate) fn metodo_pago(code: &str) -> Option<Word> {
    match code {
        "PUE" => Some(word("in one payment", "en una sola exhibición")),
        "PPD" => Some(word("in parts or deferred", "en parcialidades o diferido")),
        _ => None,
    }
}

/// c_Exportacion.
pub(crate) fn exportacion(code: &str) -> Option<Word> {
    match code {
        "01" => Some(word("not applicable", "no aplica")),
        "02" => Some(word("definitive", "definitiva con clave A1")),
        "03" => Some(word("temporary", "temporal")),
        "04" => Some(word(
            "definitive, other than A1 or without a sale",
            "definitiva con clave distinta a A1 o sin enajenación",
        )),
        _ => None,
    }
}

/// A complement by the name of its element, whatever its version.
pub(crate) fn complement(local_name: &str) -> Option<Word> {
    COMPLEMENTS_BY_NAME.iter().find(|(name, _)| *name == local_name).map(|(_, word)| *word)
}

/// A value that this release has no word for, as the JSON writes it.
fn wire(value: &impl Serialize) -> Cow<'static, str> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text.into(),
        _ => "?".into(),
    }
}

static COMPLEMENTS_BY_NAME: &[(&str, Word)] = &[
    ("Aerolineas", word("Airlines", "Aerolíneas")),
    ("CFDIRegistroFiscal", word("Fiscal register", "Registro fiscal")),
    ("CartaPorte", word("Bill of lading (Carta Porte)", "Carta Porte")),
    ("ComercioExterior", word("Foreign trade", "Comercio exterior")),
    ("ConsumoDeCombustibles", word("Fuel consumption", "Consumo de combustibles")),
    ("Divisas", word("Currency exchange", "Divisas")),
    ("Donatarias", word("Donations", "Donatarias")),
    ("EstadoDeCuentaCombustible", word("Fuel card statement", "Estado de cuenta de combustibles")),
    ("GastosHidrocarburos", word("Hydrocarbon expenses", "Gastos de hidrocarburos")),
    ("HidroYPetro", word("Hydrocarbons and petroleum products", "Hidrocarburos y petrolíferos")),
    ("INE", word("Elections (INE)", "INE")),
    ("ImpuestosLocales", word("Local taxes", "Impuestos locales")),
    ("IngresosHidrocarburos", word("Hydrocarbon income", "Ingresos de hidrocarburos")),
    ("LeyendasFiscales", word("Fiscal legends", "Leyendas fiscales")),
    ("Nomina", word("Payroll", "Nómina")),
    ("NotariosPublicos", word("Notaries", "Notarios públicos")),
    ("PFintegranteCoordinado", word("Member of a coordinated group", "Persona física integrante de coordinado")),
    ("PagoEnEspecie", word("Payment in kind", "Pago en especie")),
    ("Pagos", word("Payments", "Pagos")),
    ("TuristaPasajeroExtranjero", word("Foreign tourist", "Turista pasajero extranjero")),
    ("ValesDeDespensa", word("Food vouchers", "Vales de despensa")),
    ("VehiculoUsado", word("Used vehicle", "Vehículo usado")),
    ("VentaVehiculos", word("Vehicle sale", "Venta de vehículos")),
    ("acreditamientoIEPS", word("Excise credit (IEPS)", "Acreditamiento del IEPS")),
    ("certificadodedestruccion", word("Certificate of destruction", "Certificado de destrucción")),
    ("detallista", word("Retail", "Detallista")),
    ("instEducativas", word("Private school", "Instituciones educativas privadas")),
    ("obrasarteantiguedades", word("Art and antiques", "Obras de arte y antigüedades")),
    ("parcialesconstruccion", word("Partial construction services", "Servicios parciales de construcción")),
    ("renovacionysustitucionvehiculos", word("Vehicle renewal", "Renovación y sustitución de vehículos")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complements_are_sorted_and_stand_once() {
        assert!(COMPLEMENTS_BY_NAME.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_value_without_a_word_is_shown_as_json_has_it() {
        assert_eq!(wire(&Taxability::ZeroRated), "zero_rated");
    }
}
