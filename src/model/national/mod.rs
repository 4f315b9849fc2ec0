//! What only one country's law can say, in that country's own words.

mod cfdi32;
mod mx;

pub use cfdi32::{Cfdi32, InformacionAduanera32, Ubicacion};
pub use mx::{
    ACuentaTerceros, Addenda, AsRead, Emisor, InformacionGlobal, LineMx, Mx, NodoExtra, Parte, Receptor,
    TimbreFiscalDigital,
};
