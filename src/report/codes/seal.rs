//! Certificates (`FRO-CERT`), private keys (`FRO-KEY`), seal and stamp (`FRO-SEAL`), and what SAT's matrices of CFDI 3.3 and
//! Retenciones call the same.

use super::Entry;
use super::{Dropped, Error, NotChecked, Note, Violated, Warning};

pub(super) static SEAL: &[Entry] = &[
    of_seal("CFDI33102"),
    of_certificate("CFDI33105"),
    Entry {
        code: "FRO-CERT-001",
        severity: Error,
        event: Violated,
        en: ("The certificate cannot be read: {found}", "Give the .cer as SAT issued it, or the document as it was."),
        es: (
            "No se puede leer el certificado: {found}",
            "Indique el .cer tal como lo emitió el SAT, o el documento original.",
        ),
    },
    Entry {
        code: "FRO-CERT-002",
        severity: Error,
        event: Violated,
        en: (
            "Certificate {found} is an e.firma (FIEL), which seals no document",
            "Use the CSD, certificado de sello digital: SAT's Certifica asks for one with the e.firma.",
        ),
        es: (
            "El certificado {found} es una e.firma (FIEL), que no sella comprobantes",
            "Use el CSD, certificado de sello digital: se solicita en Certifica con la e.firma.",
        ),
    },
    Entry {
        code: "FRO-CERT-003",
        severity: Error,
        event: Violated,
        en: (
            "NoCertificado is {found}, and the certificate's number is {expected}",
            "Seal again: number and certificate go together, and the number is sealed.",
        ),
        es: (
            "NoCertificado es {found} y el número del certificado es {expected}",
            "Vuelva a sellar: número y certificado van juntos, y el número está sellado.",
        ),
    },
    Entry {
        code: "FRO-CERT-004",
        severity: Error,
        event: Violated,
        en: (
            "The certificate was not in force yet at {found}: it is from {expected}",
            "Use the CSD that was in force on that day, or correct the document's date.",
        ),
        es: (
            "El certificado aún no estaba vigente en {found}: lo está desde {expected}",
            "Use el CSD vigente en esa fecha o corrija la fecha del documento.",
        ),
    },
    Entry {
        code: "FRO-CERT-005",
        severity: Error,
        event: Violated,
        en: (
            "The certificate had expired at {found}: it was in force until {expected}",
            "Use the CSD that is in force; SAT's Certifica asks for a new one.",
        ),
        es: (
            "El certificado ya no estaba vigente en {found}: lo estuvo hasta {expected}",
            "Use el CSD vigente; en Certifica se solicita uno nuevo.",
        ),
    },
    Entry {
        code: "FRO-CERT-006",
        severity: Error,
        event: Violated,
        en: (
            "The issuer is {found}, and the certificate is of {expected}",
            "Seal with the CSD of the issuer, or correct the issuer's RFC.",
        ),
        es: (
            "El emisor es {found} y el certificado es de {expected}",
            "Selle con el CSD del emisor o corrija el RFC del emisor.",
        ),
    },
    Entry {
        code: "FRO-CERT-007",
        severity: Error,
        event: Violated,
        en: (
            "The certificate was issued by `{found}`, which is none of SAT's authorities",
            "Do not trust it; the authority of a test environment, or a newer one of SAT's, is added with --ca.",
        ),
        es: (
            "El certificado lo emitió `{found}`, que no es una autoridad del SAT",
            "No confíe en él; la autoridad de un ambiente de pruebas, o una más reciente del SAT, se agrega con --ca.",
        ),
    },
    Entry {
        code: "FRO-CERT-008",
        severity: Error,
        event: Violated,
        en: (
            "The certificate says that `{found}` issued it, and no authority of that name that is trusted signed it",
            "Do not trust it: it was forged or damaged, or issued by an authority that is not known here (--ca).",
        ),
        es: (
            "El certificado dice que lo emitió `{found}`, pero no lo firmó ninguna autoridad de confianza con ese nombre",
            "No confíe en él: fue falsificado, se dañó o lo emitió una autoridad que aquí no se conoce (--ca).",
        ),
    },
    Entry {
        code: "FRO-CERT-009",
        severity: Error,
        event: Violated,
        en: ("The certificate's key is {found}; a seal needs RSA", "Use a CSD of SAT's: all of them are RSA."),
        es: ("La llave del certificado es {found}; un sello necesita RSA", "Use un CSD del SAT: todos son RSA."),
    },
    Entry {
        code: "FRO-CERT-010",
        severity: Error,
        event: Violated,
        en: (
            "The certificate's RSA key is too short or damaged: a seal needs {expected} bits",
            "Use a CSD of SAT's, which have 2048 bits.",
        ),
        es: (
            "La llave RSA del certificado es demasiado corta o está dañada: un sello necesita {expected} bits",
            "Use un CSD del SAT, que tienen 2048 bits.",
        ),
    },
    Entry {
        code: "FRO-CERT-011",
        severity: Error,
        event: Violated,
        en: (
            "Certificate {found} is neither a CSD nor an e.firma: it names no RFC, or its key is for something else",
            "Use the issuer's CSD.",
        ),
        es: (
            "El certificado {found} no es CSD ni e.firma: no menciona un RFC o su llave es para otra cosa",
            "Use el CSD del emisor.",
        ),
    },
    Entry {
        code: "FRO-CERT-012",
        severity: Error,
        event: Violated,
        en: ("The private key is not that of certificate {found}", "Give the .key and the .cer that belong together."),
        es: ("La llave privada no corresponde al certificado {found}", "Indique el .key y el .cer que van juntos."),
    },
    Entry {
        code: "FRO-CERT-013",
        severity: Error,
        event: Violated,
        en: (
            "Certificate {found} is not SAT's: a stamp is sealed with one of SAT970701NN3",
            "Give the certificate that NoCertificadoSAT names.",
        ),
        es: (
            "El certificado {found} no es del SAT: un timbre se sella con uno de SAT970701NN3",
            "Indique el certificado que menciona NoCertificadoSAT.",
        ),
    },
    Entry {
        code: "FRO-CERT-014",
        severity: Warning,
        event: Violated,
        en: (
            "The certificate was issued by `{found}`, which is none of SAT's authorities: good for tests alone",
            "Seal documents that count with a CSD of SAT's.",
        ),
        es: (
            "El certificado lo emitió `{found}`, que no es una autoridad del SAT: solo sirve para pruebas",
            "Selle los documentos reales con un CSD del SAT.",
        ),
    },
    Entry {
        code: "FRO-CERT-015",
        severity: Note,
        event: NotChecked,
        en: (
            "Whether SAT has revoked certificate {found} is not known: that is in SAT's list (LCO), which is not at hand",
            "Ask SAT's list of taxpayers with obligations, or SAT's verification of the document.",
        ),
        es: (
            "No se sabe si el SAT revocó el certificado {found}: eso está en la lista del SAT (LCO), que no se consulta",
            "Consulte la lista de contribuyentes obligados o la verificación del documento en el SAT.",
        ),
    },
    Entry {
        code: "FRO-CERT-016",
        severity: Warning,
        event: NotChecked,
        en: (
            "FacAtrAdquirente says that another makes the document for its issuer {found}: the certificate is of {expected}, and whether he may is not known",
            "Ask the issuer, or SAT's verification of the document: nothing in it proves it.",
        ),
        es: (
            "FacAtrAdquirente dice que otro emite el documento por cuenta de {found}: el certificado es de {expected} y no se sabe si puede hacerlo",
            "Pregunte al emisor o consulte la verificación del documento en el SAT: nada en él lo demuestra.",
        ),
    },
    Entry {
        code: "FRO-CERT-017",
        severity: Error,
        event: Violated,
        en: (
            "`{name}` is no date and time ({found}): whether the certificate was in force then cannot be told",
            "Write AAAA-MM-DDThh:mm:ss, local time; of a sealed document get the one that was sealed.",
        ),
        es: (
            "`{name}` no es fecha y hora ({found}): no se puede saber si el certificado estaba vigente",
            "Escriba AAAA-MM-DDThh:mm:ss, hora local; de un documento sellado, obtenga el original.",
        ),
    },
    Entry {
        code: "FRO-CERT-018",
        severity: Error,
        event: Violated,
        en: (
            "The certificate is from a time in which its authority `{found}` was not in force",
            "Do not trust it without asking who issued it.",
        ),
        es: (
            "El certificado es de una fecha en que su autoridad `{found}` no estaba vigente",
            "No confíe en él sin preguntar a quien lo emitió.",
        ),
    },
    Entry {
        code: "FRO-CERT-019",
        severity: Error,
        event: Violated,
        en: (
            "Whether `{found}` signed the certificate cannot be judged: by another algorithm than RSA with SHA-1 or SHA-2",
            "SAT's certificates are signed by RSA; do not trust it without asking who issued it.",
        ),
        es: (
            "No se puede saber si `{found}` firmó el certificado: el algoritmo no es RSA con SHA-1 o SHA-2",
            "Los certificados del SAT se firman con RSA; no confíe en él sin preguntar a quien lo emitió.",
        ),
    },
    Entry {
        code: "FRO-KEY-001",
        severity: Error,
        event: Violated,
        en: ("The private key cannot be read: {found}", "Give the .key as SAT issued it, whole."),
        es: ("No se puede leer la llave privada: {found}", "Indique el .key completo, tal como lo emitió el SAT."),
    },
    Entry {
        code: "FRO-KEY-002",
        severity: Error,
        event: Violated,
        en: (
            "The password does not open the private key",
            "Give the password of this .key; it is not that of the e.firma or of SAT's portal.",
        ),
        es: (
            "La contraseña no abre la llave privada",
            "Indique la contraseña de este .key; no es la de la e.firma ni la del portal del SAT.",
        ),
    },
    Entry {
        code: "FRO-KEY-003",
        severity: Error,
        event: Violated,
        en: (
            "The private key's encryption is not read: {found}",
            "Encrypt it anew: openssl pkcs8 -topk8 -v2 aes256 -outform DER.",
        ),
        es: (
            "No se lee el cifrado de la llave privada: {found}",
            "Cífrela de nuevo: openssl pkcs8 -topk8 -v2 aes256 -outform DER.",
        ),
    },
    Entry {
        code: "FRO-KEY-004",
        severity: Error,
        event: Violated,
        en: ("The private key is not RSA: {found}", "Give the .key of a CSD: all of them are RSA."),
        es: ("La llave privada no es RSA: {found}", "Indique el .key de un CSD: todos son RSA."),
    },
    Entry {
        code: "FRO-KEY-005",
        severity: Error,
        event: Violated,
        en: ("The private key is too short: {found}", "Give the .key of a CSD of SAT's, which have 2048 bits."),
        es: (
            "La llave privada es demasiado corta: {found}",
            "Indique el .key de un CSD del SAT, que tienen 2048 bits.",
        ),
    },
    Entry {
        code: "FRO-SEAL-001",
        severity: Error,
        event: Violated,
        en: (
            "A sealed part of the document changed: its seal and stamp no longer hold",
            "Undo the change, or issue it anew as a draft (intent draft) and have it stamped.",
        ),
        es: (
            "Cambió una parte sellada del documento: el sello y el timbre ya no son válidos",
            "Deshaga el cambio o emítalo de nuevo como borrador (intent draft) para timbrarlo.",
        ),
    },
    Entry {
        code: "FRO-SEAL-002",
        severity: Warning,
        event: Dropped,
        en: (
            "A draft keeps no seal and no stamp of an earlier document",
            "Convert with intent restore to get the sealed document back.",
        ),
        es: (
            "Un borrador no conserva sello ni timbre de otro documento",
            "Convierta con intent restore para recuperar el documento sellado.",
        ),
    },
    Entry {
        code: "FRO-SEAL-003",
        severity: Warning,
        event: NotChecked,
        en: (
            "Whether the seal still holds is not known: sealed_sha256 or seal_sha256 of extensions.mx is missing",
            "Convert the sealed document anew, or verify the seal.",
        ),
        es: (
            "No se sabe si el sello sigue siendo válido: falta sealed_sha256 o seal_sha256 en extensions.mx",
            "Convierta de nuevo el documento sellado o verifique el sello.",
        ),
    },
    Entry {
        code: "FRO-SEAL-004",
        severity: Note,
        event: NotChecked,
        en: ("A draft: seal and stamp are not checked", "Nothing to change; check it again once it is sealed."),
        es: (
            "Es un borrador: no se revisan el sello ni el timbre",
            "Nada que cambiar; revíselo de nuevo cuando esté sellado.",
        ),
    },
    Entry {
        code: "FRO-SEAL-005",
        severity: Note,
        event: NotChecked,
        en: (
            "It has a seal or a stamp, which was not looked at: checked as a draft, as asked",
            "Check it as stamped or sealed to have them checked.",
        ),
        es: (
            "Tiene sello o timbre, que no se revisó: se validó como borrador, como se pidió",
            "Valídelo como timbrado o sellado para revisarlos.",
        ),
    },
    Entry {
        code: "FRO-SEAL-006",
        // SAT's XSD accepts an empty one; whether the seal verifies is the seal's own check.
        severity: Warning,
        event: Violated,
        en: (
            "Checked as `{expected}`, and `{name}` is empty or a placeholder",
            "Seal the document, or check it as a draft.",
        ),
        es: (
            "Se validó como `{expected}` y `{name}` está vacío o es de relleno",
            "Selle el documento o valídelo como borrador.",
        ),
    },
    Entry {
        code: "FRO-SEAL-007",
        severity: Error,
        event: Violated,
        en: (
            "Checked as `{expected}`, and there is no stamp (TimbreFiscalDigital)",
            "Have it stamped by a PAC, or check it as sealed or as a draft.",
        ),
        es: (
            "Se validó como `{expected}` y no hay timbre (TimbreFiscalDigital)",
            "Tímbrelo con un PAC o valídelo como sellado o borrador.",
        ),
    },
    Entry {
        code: "FRO-SEAL-008",
        severity: Note,
        event: NotChecked,
        en: (
            "It has a stamp, which was not looked at: checked as sealed, as asked",
            "Check it as stamped to have it checked.",
        ),
        es: (
            "Tiene timbre, que no se revisó: se validó como sellado, como se pidió",
            "Valídelo como timbrado para revisarlo.",
        ),
    },
    Entry {
        code: "FRO-SEAL-009",
        severity: Error,
        event: Violated,
        en: (
            "There is no seal to verify: `{name}` is missing, empty or a placeholder",
            "Seal the document, or get the one that was sealed.",
        ),
        es: (
            "No hay sello que verificar: `{name}` falta, está vacío o es de relleno",
            "Selle el documento u obtenga el sellado.",
        ),
    },
    of_seal("FRO-SEAL-010"),
    Entry {
        code: "FRO-SEAL-011",
        severity: Error,
        event: Violated,
        en: ("`{name}` is no base64", "Get the document as it was sealed: it was damaged on the way."),
        es: ("`{name}` no es base64", "Obtenga el documento tal como se selló: se dañó en el camino."),
    },
    Entry {
        code: "FRO-SEAL-012",
        severity: Warning,
        event: Violated,
        en: (
            "`{name}` has white space in its base64; it was read without",
            "Write it in one piece: not every program reads it so.",
        ),
        es: (
            "`{name}` tiene espacios en su base64; se leyó sin ellos",
            "Escríbalo de corrido: no todos los programas lo leen así.",
        ),
    },
    Entry {
        code: "FRO-SEAL-013",
        severity: Error,
        event: Violated,
        en: (
            "The stamp is of another document: SelloCFD is not the document's Sello",
            "Get the document as the PAC gave it back, with the stamp that is its own.",
        ),
        es: (
            "El timbre es de otro documento: SelloCFD no es el Sello del comprobante",
            "Obtenga el documento tal como lo devolvió el PAC, con su propio timbre.",
        ),
    },
    Entry {
        code: "FRO-SEAL-014",
        severity: Error,
        event: Violated,
        en: (
            "SelloSAT does not verify with certificate {found} over the stamp's cadena original",
            "Do not trust the stamp: it was made up or changed. Ask SAT's verification of the document.",
        ),
        es: (
            "SelloSAT no se verifica con el certificado {found} sobre la cadena original del timbre",
            "No confíe en el timbre: fue inventado o alterado. Consulte la verificación del documento en el SAT.",
        ),
    },
    Entry {
        code: "FRO-SEAL-015",
        severity: Note,
        event: NotChecked,
        en: (
            "SelloSAT is not verified: that needs SAT's certificate {found}, which SAT publishes at {expected}",
            "Get it there and give it with --sat-cert.",
        ),
        es: (
            "No se verificó SelloSAT: se necesita el certificado {found} del SAT, que lo publica en {expected}",
            "Descárguelo de ahí e indíquelo con --sat-cert.",
        ),
    },
    Entry {
        code: "FRO-SEAL-016",
        severity: Warning,
        event: NotChecked,
        en: (
            "SelloSAT is not verified: NoCertificadoSAT is no certificate's number",
            "Get the document as the PAC gave it back; the number has twenty digits.",
        ),
        es: (
            "No se verificó SelloSAT: NoCertificadoSAT no es el número de un certificado",
            "Obtenga el documento tal como lo devolvió el PAC; el número tiene veinte dígitos.",
        ),
    },
    Entry {
        code: "FRO-SEAL-017",
        severity: Error,
        event: Violated,
        en: (
            "There is more than one stamp; the first was verified",
            "Get the document as the PAC gave it back: a document has one stamp.",
        ),
        es: (
            "Hay más de un timbre; se verificó el primero",
            "Obtenga el documento tal como lo devolvió el PAC: un documento tiene un timbre.",
        ),
    },
    Entry {
        code: "FRO-SEAL-018",
        severity: Error,
        event: Violated,
        en: (
            "The document is stamped: it is not sealed again",
            "Make a draft that substitutes it: frontera substitute.",
        ),
        es: (
            "El documento está timbrado: no se vuelve a sellar",
            "Haga un borrador que lo sustituya: frontera substitute.",
        ),
    },
    Entry {
        code: "FRO-SEAL-019",
        severity: Note,
        event: Dropped,
        en: ("The document was sealed before; the new seal is in the place of the old one", "Nothing to change."),
        es: ("El documento ya estaba sellado; el sello nuevo reemplaza al anterior", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-SEAL-020",
        severity: Error,
        event: Violated,
        en: (
            "Not sealed: the document is not valid as a draft, and a PAC would refuse it",
            "Mend what the findings say, or seal it all the same with --force.",
        ),
        es: (
            "No se selló: el documento no es válido como borrador y un PAC lo rechazaría",
            "Corrija lo que dicen los hallazgos o séllelo de todos modos con --force.",
        ),
    },
    Entry {
        code: "FRO-SEAL-021",
        severity: Error,
        event: Violated,
        en: (
            "The stamp is of version `{found}`, which does not go with the document: SelloSAT is not verified",
            "Get the document as the PAC gave it back; stamps have been of version 1.1 since CFDI 3.3.",
        ),
        es: (
            "El timbre es de la versión `{found}`, que no corresponde al documento: no se verificó SelloSAT",
            "Obtenga el documento tal como lo devolvió el PAC; los timbres son de la versión 1.1 desde CFDI 3.3.",
        ),
    },
    Entry {
        code: "FRO-SEAL-022",
        severity: Error,
        event: Violated,
        en: (
            "Not sealed: the seal that was made does not verify",
            "Check the certificate and the key; they may be damaged.",
        ),
        es: (
            "No se selló: el sello obtenido no se verifica",
            "Revise el certificado y la llave; pueden estar dañados.",
        ),
    },
    Entry {
        code: "FRO-SEAL-024",
        severity: Error,
        event: Violated,
        en: (
            "There is more than one Emisor; the certificate was compared with the first",
            "Get the document as it was sealed: it has one issuer.",
        ),
        es: (
            "Hay más de un Emisor; el certificado se comparó con el primero",
            "Obtenga el documento tal como se selló: tiene un solo emisor.",
        ),
    },
    Entry {
        code: "FRO-SEAL-025",
        severity: Warning,
        event: Violated,
        en: (
            "A stamp stands where it stamps nothing: outside the document's Complemento",
            "Get the document as the PAC gave it back; it is not stamped by that one.",
        ),
        es: (
            "Hay un timbre donde no timbra nada: fuera del Complemento del documento",
            "Obtenga el documento tal como lo devolvió el PAC; ese timbre no lo certifica.",
        ),
    },
    Entry {
        code: "FRO-SEAL-026",
        severity: Warning,
        event: Violated,
        en: (
            "The document is of {found}, and of a version that SAT took until {expected}",
            "Ask SAT's verification of the document.",
        ),
        es: (
            "El documento es del {found} y de una versión que el SAT aceptó hasta el {expected}",
            "Consulte la verificación del documento en el SAT.",
        ),
    },
    of_seal("Reten20101"),
    of_certificate("Reten20102"),
];

/// What a PAC answers where the seal does not verify.
const fn of_seal(code: &'static str) -> Entry {
    Entry {
        code,
        severity: Error,
        event: Violated,
        en: (
            "Sello does not verify with Certificado over the cadena original",
            "Seal the document again; whatever changed after it was sealed breaks the seal.",
        ),
        es: (
            "Sello no se verifica con Certificado sobre la cadena original",
            "Vuelva a sellar el comprobante; todo cambio posterior al sellado invalida el sello.",
        ),
    }
}

/// What a PAC answers where something is wrong with the certificate.
const fn of_certificate(code: &'static str) -> Entry {
    Entry {
        code,
        severity: Error,
        event: Violated,
        en: (
            "The certificate is not one with which this issuer seals on this day",
            "Seal with the issuer's CSD that is in force; the finding beside this one says what is wrong.",
        ),
        es: (
            "El certificado no es uno con el que este emisor selle en esa fecha",
            "Selle con el CSD vigente del emisor; el hallazgo que acompaña a este dice qué está mal.",
        ),
    }
}
