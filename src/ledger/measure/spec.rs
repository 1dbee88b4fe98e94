//! What a 规格 cell says of packs: `200个/箱`, `500ml/瓶×24瓶/箱`, `14.5cm*9cm,50只/盒`, `5kg`.

use crate::ledger::text::plain;
use crate::quantity::{THOUSANDTHS, Unit, decimal};

/// What parts the words of a 规格 cell, where it says more than the pack.
const BETWEEN: [char; 7] = [',', ';', '、', ' ', '|', '(', ')'];
/// What stands between the numbers of a pack in a pack, or between those of a size.
const TIMES: [char; 3] = ['*', '×', 'x'];
/// Units of length: what has one states the size of the goods.
const LENGTHS: [&str; 4] = ["cm", "mm", "厘米", "毫米"];
/// What may stand behind the unit: 10斤装.
const PACKED: &str = "装";
/// The decimals of a number in a 规格 cell.
const DECIMALS: u32 = 3;

/// One step down from a pack: so many `inner` in one `outer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Thousandths of `inner`.
    pub size: i64,
    pub inner: Unit,
    /// The pack it speaks of, where it names one.
    pub outer: Option<Unit>,
}

/// An amount that names no pack: `5kg`, `10只`; or so many times one, `5kg*4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Thousandths of `unit`.
    pub size: i64,
    pub unit: Unit,
    pub times: i64,
}

/// What a 规格 cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spec {
    pub steps: Vec<Step>,
    pub amounts: Vec<Amount>,
    /// Whether something in it counts goods or packs, and nobody can be sure how: `10*20只/箱`, `1*12`.
    pub is_unclear: bool,
}

impl Spec {
    /// Reads a 规格 cell. Sizes of the goods, sorts and names of models say nothing of a pack.
    pub fn read(text: &str) -> Spec {
        let plain = plain(text).to_lowercase();
        let mut spec = Spec::default();
        if !spec.take_chain(&plain) {
            for part in plain.split(BETWEEN).map(str::trim) {
                spec.take(part);
            }
        }
        spec
    }

    /// The step down from a pack: the one that names it, else the one that names none.
    ///
    /// `None` where none speaks of it, or two do.
    pub fn step_from(&self, pack: &Unit) -> Option<&Step> {
        let named = |step: &&Step| step.outer.as_ref() == Some(pack);
        let open = |step: &&Step| step.outer.is_none() && step.inner != *pack;
        only(self.steps.iter().filter(named)).or_else(|| only(self.steps.iter().filter(open)))
    }

    /// Takes what one part of the cell says.
    fn take(&mut self, part: &str) {
        // 折叠式25只/盒: words before the number tell the sort.
        let numbered = part.trim_start_matches(|c: char| !c.is_ascii());
        if self.take_chain(numbered) {
            return;
        }
        let is_size = LENGTHS.iter().any(|length| part.contains(length));
        let has_times = part.contains(['*', '×']) || is_times_x(part);
        self.is_unclear |= has_times && !is_size;
        let (measures, counts): (Vec<Amount>, Vec<Amount>) =
            (amounts_in(part).into_iter()).partition(|amount| amount.unit.is_measure());
        self.is_unclear |= !counts.is_empty();
        self.amounts.extend(measures);
    }

    /// Takes a text that is nothing but numbers and units, with `*` between them; false where it is not.
    fn take_chain(&mut self, text: &str) -> bool {
        let links: Option<Vec<Link>> = text
            .split(TIMES)
            .map(|text| Link::read(text.trim()))
            .collect();
        let Some(links) = links else {
            return false;
        };
        let is_product = links.len() > 1;
        let of_one = |link: &Link| link.inner.is_none() && link.size == THOUSANDTHS;
        let links: Vec<Link> = links.into_iter().filter(|link| !of_one(link)).collect();
        let (bare, named): (Vec<Link>, Vec<Link>) =
            links.into_iter().partition(|link| link.inner.is_none());
        match (&*bare, &*named) {
            ([], []) => {}
            ([], [one]) if one.outer.is_none() && !is_product => self.amounts.extend(one.amount(1)),
            ([], named) => self.take_steps(named),
            (bare, [one]) if one.outer.is_none() && one.is_measure() => match product(bare) {
                Some(times) => self.amounts.extend(one.amount(times)),
                None => self.is_unclear = true,
            },
            // 17.5*9.5 is the size of a mask; one number alone is a model or a size.
            (bare, []) => self.is_unclear |= is_product && bare.iter().all(Link::is_whole),
            _ => self.is_unclear = true,
        }
        true
    }

    /// Takes packs in packs, the innermost first: `30只/盒*20盒/箱`, `500ml*30瓶`.
    fn take_steps(&mut self, links: &[Link]) {
        let mut steps = Vec::new();
        for (at, link) in links.iter().enumerate() {
            let next = links.get(at + 1).and_then(|next| next.inner.clone());
            let is_joined = link.outer.is_none() || next.is_none() || link.outer == next;
            let is_inside = at > 0 && link.is_measure();
            let (Some(inner), true) = (link.inner.clone(), is_joined && !is_inside) else {
                self.is_unclear = true;
                return;
            };
            let outer = link.outer.clone().or(next);
            let size = link.size;
            steps.push(Step { size, inner, outer });
        }
        self.steps.extend(steps);
    }
}

/// A number, its unit and the pack that this is in.
#[derive(Debug, Clone)]
struct Link {
    size: i64,
    inner: Option<Unit>,
    outer: Option<Unit>,
}

impl Link {
    fn read(text: &str) -> Option<Link> {
        let digits = number_length(text);
        let size = decimal::parse(&text[..digits], DECIMALS).ok();
        let size = size.filter(|size| *size > 0)?;
        let rest = text[digits..].trim();
        if rest.is_empty() {
            let (inner, outer) = (None, None);
            return Some(Link { size, inner, outer });
        }
        let (inside, outer) = match rest.split_once('/') {
            Some((inside, outer)) => (inside, Some(outer).filter(|outer| Unit::is_known(outer))?),
            None => (rest, ""),
        };
        let (inner, behind) = Unit::strip_prefix(inside.trim())?;
        let outer = (!outer.is_empty()).then(|| Unit::new(outer));
        let inner = Some(inner).filter(|_| behind.is_empty() || behind == PACKED);
        inner.is_some().then_some(Link { size, inner, outer })
    }

    fn amount(&self, times: i64) -> Option<Amount> {
        let (size, unit) = (self.size, self.inner.clone()?);
        Some(Amount { size, unit, times })
    }

    fn is_measure(&self) -> bool {
        self.inner.as_ref().is_some_and(Unit::is_measure)
    }

    fn is_whole(&self) -> bool {
        self.size % THOUSANDTHS == 0
    }
}

/// The product of bare whole numbers.
fn product(bare: &[Link]) -> Option<i64> {
    let mut wholes = bare.iter();
    wholes.try_fold(1_i64, |product, link| {
        let whole = link.is_whole().then_some(link.size / THOUSANDTHS)?;
        product.checked_mul(whole)
    })
}

fn only<'a>(mut steps: impl Iterator<Item = &'a Step>) -> Option<&'a Step> {
    let first = steps.next()?;
    steps.next().is_none().then_some(first)
}

fn number_length(text: &str) -> usize {
    let is_digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    text.bytes().take_while(is_digit).count()
}

/// Whether an `x` stands between two numbers.
fn is_times_x(part: &str) -> bool {
    let mut three = part.as_bytes().windows(3);
    three.any(|three| three[0].is_ascii_digit() && three[1] == b'x' && three[2].is_ascii_digit())
}

/// The numbers with a unit right behind them, as in `1箱内50只`; `50/盒` is one too.
fn amounts_in(part: &str) -> Vec<Amount> {
    let starts = part.char_indices().filter(|(at, c)| {
        let before = part[..*at].chars().next_back();
        c.is_ascii_digit() && !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
    });
    let amount = |(at, _): (usize, char)| {
        let (number, rest) = part[at..].split_at(number_length(&part[at..]));
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let (unit, behind) = Unit::strip_prefix(rest)?;
        let is_latin = |text: &str| text.starts_with(|c: char| c.is_ascii_alphanumeric());
        // 1860ls is no number of litres.
        let is_cut = is_latin(rest) && is_latin(behind);
        let size = decimal::parse(number, DECIMALS).ok()?;
        (!is_cut).then_some(Amount {
            size,
            unit,
            times: 1,
        })
    };
    starts.filter_map(amount).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> Vec<(i64, String, String)> {
        let steps = Spec::read(text).steps.into_iter();
        let outer = |step: &Step| step.outer.as_ref().map_or("", Unit::id).to_owned();
        let step = |step: Step| (step.size, step.inner.id().to_owned(), outer(&step));
        steps.map(step).collect()
    }

    #[test]
    fn a_spec_says_how_much_is_in_a_pack() {
        let one = |size: i64, inner: &str, outer: &str| {
            vec![(size * THOUSANDTHS, inner.to_owned(), outer.to_owned())]
        };
        assert_eq!(steps("200个/箱"), one(200, "piece", "case"));
        assert_eq!(steps("24包/箱"), one(24, "bag", "case"));
        assert_eq!(steps("1*20只/盒"), one(20, "piece", "box"));
        assert_eq!(steps("5KG/袋"), one(5, "kg", "bag"));
        for text in [
            "14.5cm*9cm,50只/盒",
            "成人款 50只/盒",
            "50只/盒；17.5×9.5cm",
            "L码、50只/盒",
            "折叠式50只/盒",
            "50只/盒（独立包装）",
        ] {
            assert_eq!(steps(text), one(50, "piece", "box"), "{text}");
        }
    }

    #[test]
    fn packs_in_packs_go_down_step_by_step() {
        let boxed = [(30, "piece", "box"), (20, "box", "case")];
        let bottled = [(500, "mL", "bottle"), (24, "bottle", "case")];
        let open = [(500, "mL", "bottle"), (30, "bottle", "")];
        for (text, expected) in [
            ("30只/盒*20盒/箱", boxed),
            ("30只*20盒/箱", boxed),
            ("30只/盒，20盒/箱", boxed),
            ("500ml/瓶×24瓶/箱", bottled),
            ("500ml*30瓶", open),
        ] {
            let of = |(size, inner, outer): (i64, &str, &str)| {
                (size * THOUSANDTHS, inner.to_owned(), outer.to_owned())
            };
            assert_eq!(steps(text), expected.map(of), "{text}");
        }
    }

    #[test]
    fn an_amount_without_a_pack_stands_alone() {
        let amounts = |text| {
            let amounts = Spec::read(text).amounts.into_iter();
            let amount = |one: Amount| (one.size, one.unit.id().to_owned(), one.times);
            amounts.map(amount).collect::<Vec<_>>()
        };
        for (text, size, unit, times) in [
            ("5kg", 5000, "kg", 1),
            ("2.5公斤", 2500, "kg", 1),
            ("10斤装", 10_000, "jin", 1),
            ("14.5cm*9cm,50只", 50_000, "piece", 1),
            ("500ML", 500_000, "mL", 1),
            ("500ml*12", 500_000, "mL", 12),
            ("4*5L", 5000, "L", 4),
        ] {
            assert_eq!(amounts(text), [(size, unit.to_owned(), times)], "{text}");
        }
    }

    #[test]
    fn sizes_and_models_say_nothing_and_what_counts_unclearly_is_unclear() {
        for text in [
            "33*27*28",
            "80箱*100",
            "50箱（*1000）",
            "10*20只/箱",
            "1*12",
            "5KG/袋*2",
            "50/盒",
            "约20只每盒",
            "24瓶*500ml",
        ] {
            assert!(Spec::read(text).is_unclear, "{text}");
        }
        for text in [
            "S小号",
            "",
            "3M 1860",
            "9501+ 耳带",
            "17.5*9.5cm",
            "17.5*9.5",
            "175",
            "10混1",
            "GB 2626-2019",
        ] {
            assert_eq!(Spec::read(text), Spec::default(), "{text}");
        }
    }
}
