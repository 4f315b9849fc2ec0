//! What exactly is wrong with a node or a value where SAT's schema is broken, with its words.

use serde::Serialize;

use super::Lang;

/// What a schema finds wrong. The place of the finding names the attribute or element; for one that is missing, the place
/// where it should stand.
///
/// Not closed: schemas have more facets than SAT uses today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// Nothing inside an element that must hold something.
    Empty,
    /// The schema fixes the value; `expected` is it.
    FixedValue,
    /// More decimals than the type has; `expected` is how many it has.
    FractionDigits,
    /// A required attribute is not there.
    MissingAttribute,
    /// A required element is not there, or fewer of them than required.
    MissingElement,
    /// Not a date of the calendar, `AAAA-MM-DD`.
    NotADate,
    /// Not a local date and time, `AAAA-MM-DDThh:mm:ss`.
    NotADateTime,
    /// Not a decimal number.
    NotANumber,
    /// Not a time of day, `hh:mm:ss`.
    NotATime,
    /// Not a whole number, or beyond those that the type has; `expected` is their range.
    NotAWholeNumber,
    /// An element of a namespace whose schema does not declare it; `found` is the namespace.
    NotDeclared,
    /// An element where nothing more may stand.
    NothingAllowed,
    /// A value outside an enumeration or a catalogue; `candidates` are near ones.
    NotInList,
    /// The value has another form; `expected` is the schema's pattern.
    Pattern,
    /// Text directly inside an element that holds elements or nothing.
    TextNotAllowed,
    /// Above the greatest value; `expected` is it.
    TooLarge,
    /// More characters than `expected`.
    TooLong,
    /// More of an element than the schema allows; `expected` is how many it allows.
    TooMany,
    /// Fewer characters than `expected`.
    TooShort,
    /// Below the least value; `expected` is it.
    TooSmall,
    /// More digits than `expected`.
    TotalDigits,
    /// An element where the schema has none or another; `expected` names what may stand there.
    UnexpectedElement,
    /// An attribute that the schema does not have; `candidates` are near ones.
    UnknownAttribute,
    /// The root of a document or complement is none that its schema declares.
    UnknownRoot,
    /// Not exactly `expected` characters.
    WrongLength,
}

impl Fault {
    /// Every fault.
    pub const ALL: &'static [Fault] = &[
        Fault::Empty,
        Fault::FixedValue,
        Fault::FractionDigits,
        Fault::MissingAttribute,
        Fault::MissingElement,
        Fault::NotADate,
        Fault::NotADateTime,
        Fault::NotANumber,
        Fault::NotATime,
        Fault::NotAWholeNumber,
        Fault::NotDeclared,
        Fault::NothingAllowed,
        Fault::NotInList,
        Fault::Pattern,
        Fault::TextNotAllowed,
        Fault::TooLarge,
        Fault::TooLong,
        Fault::TooMany,
        Fault::TooShort,
        Fault::TooSmall,
        Fault::TotalDigits,
        Fault::UnexpectedElement,
        Fault::UnknownAttribute,
        Fault::UnknownRoot,
        Fault::WrongLength,
    ];

    /// Message and help, with the placeholders of the registry.
    pub(super) fn text(self, lang: Lang) -> (&'static str, &'static str) {
        match lang {
            Lang::En => self.english(),
            Lang::Es => self.spanish(),
        }
    }

    fn english(self) -> (&'static str, &'static str) {
        match self {
            Fault::Empty => ("`{name}` is empty", "Put into it what it is for, or leave it out."),
            Fault::FixedValue => ("`{name}` is `{found}`; the schema fixes it to `{expected}`", "Write `{expected}`."),
            Fault::FractionDigits => {
                ("`{found}` of `{name}` has more than {expected} decimals", "Write at most {expected} decimals.")
            }
            Fault::MissingAttribute => ("The attribute `{name}` is missing", "Add it; the schema requires it."),
            Fault::MissingElement => ("The element `{name}` is missing", "Add it; the schema requires it. {expected}"),
            Fault::NotADate => ("`{found}` of `{name}` is not a date", "Write AAAA-MM-DD, a day of the calendar."),
            Fault::NotADateTime => {
                ("`{found}` of `{name}` is not a date and time", "Write {expected}, a day of the calendar.")
            }
            Fault::NotANumber => (
                "`{found}` of `{name}` is not a number",
                "Write digits with a point before the decimals, without thousands separators.",
            ),
            Fault::NotAWholeNumber => {
                ("`{found}` of `{name}` is not a whole number that it may be", "Write digits alone: {expected}")
            }
            Fault::NothingAllowed => {
                ("The element `{name}` is not allowed here", "Remove it; nothing more may stand here.")
            }
            Fault::NotATime => ("`{found}` of `{name}` is not a time of day", "Write hh:mm:ss."),
            Fault::NotDeclared => (
                "SAT's schema of {found} does not declare `{name}`",
                "Remove it, or correct its name or namespace; a node of your own goes into the Addenda.",
            ),
            Fault::NotInList => {
                ("`{found}` is not one of the values of `{name}`", "Take a value of SAT's list. {nearest}")
            }
            Fault::Pattern => ("`{found}` does not have the form of `{name}`", "The form is {expected}"),
            Fault::TextNotAllowed => ("`{name}` holds text, which has no place there: `{found}`", "Remove the text."),
            Fault::TooLarge => {
                ("`{found}` of `{name}` is more than {expected}", "Write a value of at most {expected}.")
            }
            Fault::TooLong => {
                ("`{name}` is longer than {expected} characters: `{found}`", "Shorten it to {expected} characters.")
            }
            Fault::TooMany => ("`{name}` stands there more than {expected} times", "Keep {expected}."),
            Fault::TooShort => (
                "`{name}` is shorter than {expected} characters: `{found}`",
                "Give at least {expected} characters, or leave an optional attribute out.",
            ),
            Fault::TooSmall => {
                ("`{found}` of `{name}` is less than {expected}", "Write a value of at least {expected}.")
            }
            Fault::TotalDigits => {
                ("`{found}` of `{name}` has more than {expected} digits", "Write at most {expected} digits.")
            }
            Fault::UnexpectedElement => (
                "The element `{name}` is not allowed here",
                "Remove it or put it where the schema has it; what may stand here: {expected}",
            ),
            Fault::UnknownAttribute => {
                ("The attribute `{name}` is not allowed here", "Remove it or correct its name. {nearest}")
            }
            Fault::UnknownRoot => (
                "The schema does not declare `{name}` as a root",
                "Correct its name or namespace; it should be {expected}",
            ),
            Fault::WrongLength => {
                ("`{name}` does not have {expected} characters: `{found}`", "Write exactly {expected} characters.")
            }
        }
    }

    fn spanish(self) -> (&'static str, &'static str) {
        match self {
            Fault::Empty => ("`{name}` está vacío", "Ponga en él lo que le corresponde u omítalo."),
            Fault::FixedValue => ("`{name}` es `{found}`; el esquema lo fija en `{expected}`", "Escriba `{expected}`."),
            Fault::FractionDigits => {
                ("`{found}` de `{name}` tiene más de {expected} decimales", "Escriba a lo más {expected} decimales.")
            }
            Fault::MissingAttribute => ("Falta el atributo `{name}`", "Agréguelo; el esquema lo exige."),
            Fault::MissingElement => ("Falta el elemento `{name}`", "Agréguelo; el esquema lo exige. {expected}"),
            Fault::NotADate => ("`{found}` de `{name}` no es una fecha", "Escriba AAAA-MM-DD, un día del calendario."),
            Fault::NotADateTime => {
                ("`{found}` de `{name}` no es una fecha y hora", "Escriba {expected}, un día del calendario.")
            }
            Fault::NotANumber => (
                "`{found}` de `{name}` no es un número",
                "Escriba dígitos con punto decimal, sin separadores de miles.",
            ),
            Fault::NotAWholeNumber => {
                ("`{found}` de `{name}` no es un número entero admitido", "Escriba solo dígitos: {expected}")
            }
            Fault::NothingAllowed => ("El elemento `{name}` no se permite aquí", "Quítelo; aquí no va nada más."),
            Fault::NotATime => ("`{found}` de `{name}` no es una hora", "Escriba hh:mm:ss."),
            Fault::NotDeclared => (
                "El esquema del SAT de {found} no declara `{name}`",
                "Quítelo o corrija su nombre o espacio de nombres; un nodo propio va en la Addenda.",
            ),
            Fault::NotInList => {
                ("`{found}` no es uno de los valores de `{name}`", "Tome un valor de la lista del SAT. {nearest}")
            }
            Fault::Pattern => ("`{found}` no tiene la forma de `{name}`", "La forma es {expected}"),
            Fault::TextNotAllowed => ("`{name}` contiene texto, que ahí no tiene lugar: `{found}`", "Quite el texto."),
            Fault::TooLarge => {
                ("`{found}` de `{name}` es mayor que {expected}", "Escriba un valor de a lo más {expected}.")
            }
            Fault::TooLong => {
                ("`{name}` tiene más de {expected} caracteres: `{found}`", "Redúzcalo a {expected} caracteres.")
            }
            Fault::TooMany => ("`{name}` aparece más de {expected} veces", "Conserve {expected}."),
            Fault::TooShort => (
                "`{name}` tiene menos de {expected} caracteres: `{found}`",
                "Dé al menos {expected} caracteres u omita el atributo si es opcional.",
            ),
            Fault::TooSmall => {
                ("`{found}` de `{name}` es menor que {expected}", "Escriba un valor de al menos {expected}.")
            }
            Fault::TotalDigits => {
                ("`{found}` de `{name}` tiene más de {expected} dígitos", "Escriba a lo más {expected} dígitos.")
            }
            Fault::UnexpectedElement => (
                "El elemento `{name}` no está permitido aquí",
                "Quítelo o póngalo donde lo tiene el esquema; aquí puede ir: {expected}",
            ),
            Fault::UnknownAttribute => {
                ("El atributo `{name}` no está permitido aquí", "Quítelo o corrija su nombre. {nearest}")
            }
            Fault::UnknownRoot => (
                "El esquema no declara `{name}` como raíz",
                "Corrija su nombre o espacio de nombres; debería ser {expected}",
            ),
            Fault::WrongLength => {
                ("`{name}` no tiene {expected} caracteres: `{found}`", "Escriba exactamente {expected} caracteres.")
            }
        }
    }
}
