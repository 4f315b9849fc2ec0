//! Which Conceptos and Mercancias have one NoIdentificacion.

use std::ops::Range;

use super::super::view::{Cfdi, Concepto, Texto};
use super::{ComercioExterior, Mercancia};

/// Found once for each complement, in one sort.
pub(super) struct Enlaces {
    /// Places in the document's lists, by NoIdentificacion.
    conceptos: Vec<usize>,
    mercancias: Vec<usize>,
    grupos: Vec<Rangos>,
    /// The group of each Mercancia.
    de_mercancia: Vec<Option<usize>>,
}

#[derive(Clone, Default)]
struct Rangos {
    conceptos: Range<usize>,
    mercancias: Range<usize>,
    /// How many of the Conceptos are services.
    servicios: usize,
}

/// What has one NoIdentificacion: some Conceptos, some Mercancias, either of them perhaps none.
pub(super) struct Grupo<'c, 'd> {
    cfdi: &'c Cfdi<'d>,
    cce: &'c ComercioExterior<'d>,
    conceptos: &'c [usize],
    mercancias: &'c [usize],
    servicios: usize,
}

impl<'c, 'd> Grupo<'c, 'd> {
    pub(super) fn conceptos(&self) -> impl Iterator<Item = &'c Concepto<'d>> + use<'c, 'd> {
        let list = &self.cfdi.conceptos;
        self.conceptos.iter().filter_map(|at| list.get(*at))
    }

    pub(super) fn mercancias(&self) -> impl Iterator<Item = &'c Mercancia<'d>> + use<'c, 'd> {
        let list = &self.cce.mercancias;
        self.mercancias.iter().filter_map(|at| list.get(*at))
    }

    pub(super) fn cuantos_conceptos(&self) -> usize {
        self.conceptos.len()
    }

    pub(super) fn cuantas_mercancias(&self) -> usize {
        self.mercancias.len()
    }

    /// Whether some Concepto has ClaveUnidad E48, unit of services.
    pub(super) fn hay_servicio(&self) -> bool {
        self.servicios > 0
    }

    /// Whether there are Conceptos, and all have it.
    pub(super) fn es_servicio(&self) -> bool {
        self.hay_servicio() && self.servicios == self.conceptos.len()
    }
}

impl<'d> ComercioExterior<'d> {
    /// Every NoIdentificacion of the document and the complement.
    pub(super) fn grupos<'c>(&'c self, cfdi: &'c Cfdi<'d>) -> impl Iterator<Item = Grupo<'c, 'd>> {
        let enlaces = self.enlaces(cfdi);
        enlaces.grupos.iter().map(move |rangos| self.grupo(cfdi, enlaces, rangos.clone()))
    }

    /// Every Mercancia with those that have its NoIdentificacion; none where it has no such.
    pub(super) fn mercancias_y_grupos<'c>(
        &'c self,
        cfdi: &'c Cfdi<'d>,
    ) -> impl Iterator<Item = (&'c Mercancia<'d>, Grupo<'c, 'd>)> {
        let enlaces = self.enlaces(cfdi);
        self.mercancias.iter().zip(&enlaces.de_mercancia).map(move |(mercancia, grupo)| {
            let rangos = grupo.and_then(|grupo| enlaces.grupos.get(grupo)).cloned().unwrap_or_default();
            (mercancia, self.grupo(cfdi, enlaces, rangos))
        })
    }

    fn grupo<'c>(&'c self, cfdi: &'c Cfdi<'d>, enlaces: &'c Enlaces, rangos: Rangos) -> Grupo<'c, 'd> {
        Grupo {
            cfdi,
            cce: self,
            conceptos: enlaces.conceptos.get(rangos.conceptos).unwrap_or_default(),
            mercancias: enlaces.mercancias.get(rangos.mercancias).unwrap_or_default(),
            servicios: rangos.servicios,
        }
    }

    fn enlaces(&self, cfdi: &Cfdi<'d>) -> &Enlaces {
        self.enlaces.get_or_init(|| {
            let conceptos = by_id(cfdi.conceptos.iter().map(|concepto| &concepto.no_identificacion));
            let mercancias = by_id(self.mercancias.iter().map(|mercancia| &mercancia.no_identificacion));
            let is_service = |at: usize| cfdi.conceptos.get(at).is_some_and(|concepto| concepto.clave_unidad.is("E48"));
            Enlaces::of(&conceptos, &mercancias, self.mercancias.len(), is_service)
        })
    }
}

impl Enlaces {
    /// From both lists, sorted.
    fn of(
        conceptos: &[(&str, usize)],
        mercancias: &[(&str, usize)],
        all: usize,
        is_service: impl Fn(usize) -> bool,
    ) -> Enlaces {
        let mut grupos = Vec::with_capacity(conceptos.len());
        let mut de_mercancia = vec![None; all];
        let (mut c, mut m) = (0, 0);
        loop {
            let (concepto, mercancia) = (conceptos.get(c), mercancias.get(m));
            let Some((id, _)) = concepto.into_iter().chain(mercancia).min() else { break };
            let same = |list: &[(&str, usize)], from: usize| {
                from + list.iter().skip(from).take_while(|(other, _)| other == id).count()
            };
            let (c_end, m_end) = (same(conceptos, c), same(mercancias, m));
            let own = conceptos.get(c..c_end).unwrap_or_default();
            let servicios = own.iter().filter(|(_, at)| is_service(*at)).count();
            let rangos = Rangos { conceptos: c..c_end, mercancias: m..m_end, servicios };
            for (_, at) in mercancias.get(rangos.mercancias.clone()).unwrap_or_default() {
                if let Some(grupo) = de_mercancia.get_mut(*at) {
                    *grupo = Some(grupos.len());
                }
            }
            (c, m) = (c_end, m_end);
            grupos.push(rangos);
        }
        let places = |list: &[(&str, usize)]| list.iter().map(|(_, at)| *at).collect();
        Enlaces { conceptos: places(conceptos), mercancias: places(mercancias), grupos, de_mercancia }
    }
}

/// Those that have one, in order, with their places.
fn by_id<'t, 'd: 't>(ids: impl Iterator<Item = &'t Texto<'d>>) -> Vec<(&'t str, usize)> {
    let ids = ids.enumerate().filter_map(|(at, id)| Some((id.get().filter(|id| !id.is_empty())?, at)));
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids
}
