//! What only one country's law can say, in that country's own words.

mod mx;

pub use mx::{
    ACuentaTerceros, Addenda, AsRead, Emisor, InformacionGlobal, LineMx, Mx, NodoExtra, Parte, Receptor,
    TimbreFiscalDigital,
};
