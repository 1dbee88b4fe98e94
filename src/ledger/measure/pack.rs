//! What a 规格 cell says of one pack of one item, which is counted in its base unit.

use crate::quantity::{THOUSANDTHS, Unit};

use super::super::catalogue::Catalogue;
use super::super::parse::Fault;
use super::spec::{Amount, Spec, Step};
use super::{Conversion, mismatch};

/// What a 规格 cell says of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// How much is in one.
    Size(Conversion),
    /// Something, of which nobody can be sure.
    Unclear,
    Nothing,
}

/// What `text` says of the `stated` pack of `item`; a fault where what it says is in one does not measure the item.
pub fn said(catalogue: &Catalogue, item: &str, stated: &Unit, text: &str) -> Result<Said, Fault> {
    if text.is_empty() {
        return Ok(Said::Nothing);
    }
    let spec = Spec::read(text);
    if let Some(step) = spec.step_from(stated) {
        return down(catalogue, item, &spec, step)
            .map(|found| found.map_or(Said::Unclear, Said::Size));
    }
    if spec.is_unclear {
        return Ok(Said::Unclear);
    }
    let Some(base) = catalogue.base_unit(item) else {
        return Ok(Said::Nothing);
    };
    let amounts = spec.amounts.iter();
    let of_amounts = amounts.map(|amount| alone(catalogue, item, &base, stated, amount));
    let mut told = of_amounts.filter(|said| *said != Said::Nothing);
    Ok(match (told.next(), told.next()) {
        (None, _) => Said::Nothing,
        (Some(one), None) => one,
        _ => Said::Unclear,
    })
}

/// Whether amounts of an item that state no unit may count packs as well as its base unit, because `text` is a size of
/// packs with more than one in them, or less.
pub fn leaves_open(catalogue: &Catalogue, item: &str, base: &Unit, text: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    let spec = Spec::read(text);
    let counts_base = |unit: &Unit| unit == base || catalogue.counts_one(item, unit);
    let is_pack = |step: &Step| {
        let of_pack = step.outer.as_ref().is_none_or(|outer| !counts_base(outer));
        of_pack && step.size != THOUSANDTHS
    };
    let is_size = |amount: &Amount| match measure(catalogue, item, base, &amount.unit) {
        Some(one) => amount.times != 1 || i128::from(amount.size) * i128::from(one) != SQUARE,
        None => base.is_measure() && amount.unit.is_measure(),
    };
    spec.steps.iter().any(is_pack) || spec.amounts.iter().any(is_size)
}

/// One whole unit as a product of thousandths with thousandths.
const SQUARE: i128 = THOUSANDTHS as i128 * THOUSANDTHS as i128;

/// Thousandths of `base` in one `unit`; `None` where it does not measure the item.
fn measure(catalogue: &Catalogue, item: &str, base: &Unit, unit: &Unit) -> Option<i64> {
    if catalogue.counts_one(item, unit) {
        return Some(THOUSANDTHS);
    }
    let (own, thousandths) = unit.base();
    (own == *base).then_some(thousandths)
}

/// What an amount that names no pack says of the `stated` one.
///
/// 5kg on a bag is in the bag. 20只 on a case may be what is in each of its boxes, but 12瓶 is what is in the case. Of
/// 500ml*12 on a case there are twelve, where bottles are counted. The weight of an article does not say how many there
/// are.
fn alone(catalogue: &Catalogue, item: &str, base: &Unit, stated: &Unit, amount: &Amount) -> Said {
    let size = |thousandths: Option<i64>| {
        let whole = thousandths.map(|all| Conversion::whole(base.clone(), all));
        whole.map_or(Said::Unclear, Said::Size)
    };
    let is_sure = match amount.times {
        1 => !stated.holds_packs() || amount.unit.is_container(),
        _ => stated.holds_packs(),
    };
    match measure(catalogue, item, base, &amount.unit) {
        Some(one) if is_sure && amount.unit != *stated => {
            let all = product(amount.size, one);
            size(all.and_then(|all| all.checked_mul(amount.times)))
        }
        Some(_) => Said::Unclear,
        None if base.is_measure() || !amount.unit.is_measure() => Said::Unclear,
        None if amount.times == 1 => Said::Nothing,
        None if is_sure && base.is_container() => size(amount.times.checked_mul(THOUSANDTHS)),
        None => Said::Unclear,
    }
}

/// How much of the base unit is in the pack that `step` leads down from, through the packs in it; `None` where that is
/// no thousandth of it. Goods that no catalogue lists are counted in what the packs hold.
fn down(
    catalogue: &Catalogue,
    item: &str,
    spec: &Spec,
    first: &Step,
) -> Result<Option<Conversion>, Fault> {
    let listed = catalogue.base_unit(item);
    let (mut step, mut size) = (first, Some(first.size));
    for _ in &spec.steps {
        let measures = listed
            .as_ref()
            .map(|base| measure(catalogue, item, base, &step.inner));
        let is_there = measures.map_or(!step.inner.is_pack(), |one| one.is_some());
        let lower = Some(&step.inner).filter(|_| !is_there);
        let lower = lower.and_then(|unit| {
            spec.steps
                .iter()
                .find(|lower| lower.outer.as_ref() == Some(unit))
        });
        let Some(lower) = lower else {
            break;
        };
        size = size.and_then(|size| product(size, lower.size));
        step = lower;
    }
    let (base, one) = match listed {
        Some(listed) => match measure(catalogue, item, &listed, &step.inner) {
            Some(one) => (listed, one),
            None => return Err(mismatch(item, &first.inner, &listed)),
        },
        None if step.inner.is_pack() => (step.inner.clone(), THOUSANDTHS),
        None => step.inner.base(),
    };
    let all = size
        .and_then(|size| product(size, one))
        .filter(|all| *all > 0);
    Ok(all.map(|all| Conversion::whole(base, all)))
}

/// The product of two numbers of thousandths; `None` where it is too large, or finer than a thousandth.
fn product(a: i64, b: i64) -> Option<i64> {
    let product = a.checked_mul(b)?;
    (product % THOUSANDTHS == 0).then_some(product / THOUSANDTHS)
}
