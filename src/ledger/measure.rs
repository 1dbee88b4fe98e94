//! Quantities in the item's base unit: the one place where a stated unit becomes the catalogue's.
//!
//! 斤, 吨 and the like convert exactly. A pack converts by the 规格 cell where it speaks of that pack, else by the
//! catalogue's pack size, never by a guess: the size of a usual pack is not taken beside a 规格 that counts something
//! and is not understood. One item has one dimension.

use crate::diagnostic::Code;
use crate::quantity::{Content, Price, Quantity, THOUSANDTHS, Unit, div_half_up};

use super::catalogue::Catalogue;
use super::cell::Cell;
use super::column::Column;
use super::parse::Fault;
use super::table::{Field, Kind};

mod pack;
mod spec;

use pack::Said;
pub use spec::Spec;

/// The word for a package of the wholesale trade and for a single garment.
const GARMENT: &str = "件";

/// Quantities that are not of the row's item: people and days are counted, and what a substitute counts as is of the item
/// asked for.
const NOT_OF_ITEM: [Column; 6] = [
    Column::Headcount,
    Column::Patients,
    Column::Heads,
    Column::HeadDays,
    Column::Divisor,
    Column::CountsAs,
];

/// Whether a column holds amounts or prices of the row's item: those that the unit of the row speaks of.
pub fn is_of_item(field: &Field) -> bool {
    let is_measured = matches!(field.kind, Kind::Quantity | Kind::Price);
    is_measured && !NOT_OF_ITEM.contains(&field.column)
}

/// How a stated unit relates to the base unit of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    pub base: Unit,
    /// Thousandths of the base unit in `per` stated units.
    pub thousandths: i64,
    pub per: i64,
    /// What the catalogue says is in the pack, where the 规格 says otherwise and was taken.
    pub catalogue_says: Option<Quantity>,
    /// Whether nobody but a catalogue of goods in general says what is in the pack.
    pub is_usual: bool,
}

impl Conversion {
    fn whole(base: Unit, thousandths: i64) -> Conversion {
        Conversion {
            base,
            thousandths,
            per: 1,
            catalogue_says: None,
            is_usual: false,
        }
    }

    /// The conversion of so many stated units at once; `None` where it is more than any quantity.
    fn times(&self, times: i64) -> Option<Conversion> {
        let all =
            |one: Quantity| Quantity::from_sum(i128::from(one.thousandths()) * i128::from(times));
        Some(Conversion {
            base: self.base.clone(),
            thousandths: self.thousandths.checked_mul(times)?,
            catalogue_says: self.catalogue_says.and_then(all),
            ..*self
        })
    }

    /// Whether nothing changes.
    pub fn is_identity(&self) -> bool {
        self.thousandths == THOUSANDTHS && self.per == 1
    }

    /// What is to be said where the `stated` pack of `item` was taken to be of the usual size, whatever `spec` says.
    pub fn assumption(&self, item: &str, stated: &Unit, spec: &str) -> Option<Fault> {
        if !self.is_usual {
            return None;
        }
        let size = Quantity::from_thousandths(self.thousandths);
        let stated = Unit::new(Content::unit_of_price(stated.id()).unwrap_or(stated.id()));
        let base = &self.base;
        let message = match spec.is_empty() {
            true => format!(
                "{item}: a {stated} was taken to be {size} {base}, as the catalogue has it; the list does not say"
            ),
            false => format!(
                "{item}: a {stated} was taken to be {size} {base}, as the catalogue has it; 规格 \"{spec}\" does not say"
            ),
        };
        Some(Fault {
            code: Code::PackAssumed,
            message,
            hint: "write 规格, such as 50只/盒, where it is otherwise; or give the item its pack_size once, in the catalogue: item.csv in the ledger".to_owned(),
        })
    }

    /// What is to be said where the 规格 and the catalogue differ about the `stated` pack of `item`.
    pub fn difference(&self, item: &str, stated: &Unit) -> Option<Fault> {
        let listed = self.catalogue_says?;
        let said = Quantity::from_thousandths(self.thousandths);
        let stated = Unit::new(Content::unit_of_price(stated.id()).unwrap_or(stated.id()));
        Some(Fault {
            code: Code::PackDiffers,
            message: format!(
                "{item}: 规格 says {said} {} a {stated}, the catalogue {listed}; 规格 was taken",
                self.base
            ),
            hint: "correct 规格 if it is wrong; if every pack is so, give the item its pack_size in the catalogue: item.csv in the ledger".to_owned(),
        })
    }
}

/// The conversion of `stated` to the base unit of `item`; `spec` is the text of the row's 规格 cell, which comes before
/// the pack size of the catalogue.
pub fn conversion(
    catalogue: &Catalogue,
    item: &str,
    stated: &Unit,
    spec: &str,
) -> Result<Conversion, Fault> {
    if let Some((times, one)) = stated.multiple() {
        let conversion = conversion(catalogue, item, &one, spec)?;
        return conversion
            .times(times)
            .ok_or_else(|| mismatch(item, stated, &conversion.base));
    }
    let listed = catalogue.base_unit(item);
    if let Some(listed) = listed.as_ref()
        && (listed == stated || catalogue.counts_one(item, stated))
    {
        return Ok(Conversion::whole(listed.clone(), THOUSANDTHS));
    }
    if let Some(conversion) = article(catalogue, item, stated, spec) {
        return Ok(conversion);
    }
    let from_catalogue = listed_pack(catalogue, item, stated);
    if stated.is_pack() || from_catalogue.is_some() {
        return packed(catalogue, item, stated, spec, from_catalogue);
    }
    // A drum, a can or a bottle is a unit of its own, and a pack of goods that are counted in another.
    let fills_other = listed
        .as_ref()
        .is_some_and(|base| base.is_measure() || base.is_container());
    if stated.is_container() && fills_other {
        return packed(catalogue, item, stated, spec, None);
    }
    // A price of a pack converts where somebody says how much is in it, and else stays one of that pack.
    let priced = Content::unit_of_price(stated.id()).map(Unit::new);
    if let Some(pack) = priced.filter(Unit::is_container) {
        match conversion(catalogue, item, &pack, spec) {
            Ok(conversion) => return Ok(conversion),
            Err(fault) if listed.is_some() && !spec.is_empty() => return Err(fault),
            Err(_) => {}
        }
    }
    let conversion = match Content::read(stated.id()) {
        Some(content) => Conversion {
            per: content.per,
            ..Conversion::whole(content.base, content.thousandths)
        },
        None => Conversion::whole(stated.clone(), THOUSANDTHS),
    };
    match listed {
        Some(listed) if listed != conversion.base => Err(mismatch(item, stated, &listed)),
        _ => Ok(conversion),
    }
}

/// `cell` converted: quantities and prices change, anything else stays. `None` where the result is not exact
/// to a thousandth.
pub fn convert(cell: &Cell, conversion: &Conversion) -> Option<Cell> {
    match cell {
        Cell::Quantity(quantity) => {
            let product = i128::from(quantity.thousandths()) * i128::from(conversion.thousandths);
            let scale = i128::from(THOUSANDTHS) * i128::from(conversion.per);
            let exact = product % scale == 0;
            exact
                .then(|| Quantity::from_sum(product / scale))
                .flatten()
                .map(Cell::Quantity)
        }
        Cell::Price(price) => {
            // A price a pack rarely divides evenly, and a price has steps of a hundredth of a fen: half-up it is below any
            // verdict on prices, and a sum over many packs may be off by half a step a unit.
            let scale = i128::from(THOUSANDTHS) * i128::from(conversion.per);
            let steps = i128::from(price.steps()) * scale;
            let steps = div_half_up(steps, i128::from(conversion.thousandths));
            i64::try_from(steps)
                .ok()
                .map(|steps| Cell::Price(Price::from_steps(steps)))
        }
        other => Some(other.clone()),
    }
}

/// `1件/袋`: 件 is what the bag holds, an article and no package.
fn article(catalogue: &Catalogue, item: &str, stated: &Unit, spec: &str) -> Option<Conversion> {
    if *stated != Unit::new(GARMENT) || spec.is_empty() {
        return None;
    }
    let spec = Spec::read(spec);
    let is_inside = |step: &spec::Step| step.inner == *stated && step.outer.is_some();
    let is_pack = spec
        .steps
        .iter()
        .any(|step| step.outer.as_ref() == Some(stated));
    spec.steps.iter().find(|step| is_inside(step) && !is_pack)?;
    let base = catalogue.base_unit(item).filter(Unit::counts_articles)?;
    Some(Conversion::whole(base, THOUSANDTHS))
}

/// The pack that the catalogue states for an item, whatever its word.
fn listed_pack(catalogue: &Catalogue, item: &str, stated: &Unit) -> Option<Conversion> {
    let listed = catalogue.get(item)?;
    let size = listed.pack_size.filter(|size| size.is_positive());
    let size = size.filter(|_| Unit::new(&listed.pack_unit) == *stated)?;
    Some(Conversion {
        is_usual: !catalogue.is_own(item),
        ..Conversion::whole(Unit::new(&listed.unit), size.thousandths())
    })
}

/// The conversion of a pack: by 规格 where that speaks of it, else by the catalogue, where what this says is of goods of
/// one's own or 规格 counts nothing.
fn packed(
    catalogue: &Catalogue,
    item: &str,
    stated: &Unit,
    spec: &str,
    listed: Option<Conversion>,
) -> Result<Conversion, Fault> {
    match pack::said(catalogue, item, stated, spec)? {
        Said::Size(said) => {
            let is_other = |listed: &Conversion| {
                (&listed.base, listed.thousandths) != (&said.base, said.thousandths)
            };
            let listed = listed.filter(is_other);
            Some(Conversion {
                catalogue_says: listed.map(|listed| Quantity::from_thousandths(listed.thousandths)),
                ..said
            })
        }
        Said::Unclear => listed.filter(|listed| !listed.is_usual),
        Said::Nothing => listed,
    }
    .ok_or_else(|| unknown_pack(item, stated, spec))
}

/// What is wrong where the row of an item states no unit, and its 规格 speaks of packs: its amounts may count either.
pub fn unsaid(catalogue: &Catalogue, item: &str, spec: &str) -> Option<Fault> {
    let base = catalogue.base_unit(item)?;
    pack::leaves_open(catalogue, item, &base, spec).then(|| Fault {
        code: Code::UnknownPack,
        message: format!(
            "{item}: 规格 \"{spec}\" is a size of packs, and nothing says whether the amounts count packs or {base}"
        ),
        hint: "write a column 单位 with what is counted, such as 盒, 袋, 只 or 公斤".to_owned(),
    })
}

fn mismatch(item: &str, stated: &Unit, listed: &Unit) -> Fault {
    Fault {
        code: Code::UnitMismatch,
        message: format!("unit \"{stated}\" does not measure {item}, which is counted in {listed}"),
        hint: format!(
            "write the quantity in {listed}, or give {item} its unit, or pack_unit and pack_size, in the catalogue: item.csv in the ledger"
        ),
    }
}

fn unknown_pack(item: &str, stated: &Unit, spec: &str) -> Fault {
    let said = if spec.is_empty() {
        "nothing says".to_owned()
    } else {
        format!("\"{spec}\" does not say")
    };
    let hint = "write 规格 such as 200个/箱, or give the item pack_unit and pack_size in the catalogue: item.csv in the ledger";
    Fault {
        code: Code::UnknownPack,
        message: format!("{item} is counted in packs (\"{stated}\") and {said} how much is in one"),
        hint: match *stated == Unit::new(GARMENT) {
            true => {
                format!("{hint}; if 件 counts single ones, write 规格 1件/袋, or 个 in its place")
            }
            false => hint.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
