//! Flags that say which stores give, and what stays in them.

use std::collections::BTreeSet;

use clap::Args;

use crate::cli::shape::Shape;
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::ledger::tables::OnHand;
use crate::quantity::{Quantity, decimal};

/// Who gives, and what stays.
#[derive(Debug, Args)]
pub struct Stores {
    /// Give only from these sites (default: the depots)
    #[arg(long, value_name = "SITE", value_delimiter = ',')]
    pub from: Vec<String>,
    /// Keep this much of an item at a site, whoever asks
    #[arg(long, value_name = "SITE/ITEM=QTY", value_parser = kept)]
    pub keep: Vec<Keep>,
    /// Call up the reserves of all institutions, but for so many days of their own
    /// use; 0 where everything was ordered up
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=3660))]
    pub pool: Option<i64>,
    /// Share as this area does its own stores: its own units come first, and its own
    /// depots give unless --from names stores
    #[arg(long, value_name = "AREA", conflicts_with = "pool")]
    pub own_level: Option<String>,
}

impl Stores {
    /// The flags added to the shape of a plan.
    pub fn shape(&self, shape: Shape) -> Shape {
        let kept = self.keep.iter();
        let kept = kept.map(|(site, item, qty)| format!("{site}/{item}={qty}"));
        shape
            .with("from", &self.from)
            .with("keep", kept)
            .with("pool", self.pool)
            .with("own-level", &self.own_level)
    }
}

/// One `--keep`: the site, the item, how much.
pub type Keep = (String, String, Quantity);

/// Reads a `--keep`.
pub fn kept(text: &str) -> Result<Keep, String> {
    let parts = text
        .split_once('=')
        .and_then(|(place, qty)| Some((place.split_once('/')?, qty)));
    let read =
        parts.and_then(|((site, item), qty)| Some((site, item, decimal::parse(qty, 3).ok()?)));
    match read {
        Some((site, item, qty)) if qty >= 0 => Ok((
            site.to_owned(),
            item.to_owned(),
            Quantity::from_thousandths(qty),
        )),
        _ => Err("write SITE/ITEM=QTY, such as D00/rice=5000".to_owned()),
    }
}

/// The refusal of goods to be kept that no table lists.
pub fn nothing_to_keep((site, item, _): &Keep, onhand: &[OnHand]) -> Refused {
    let wanted = format!("{site}/{item}");
    let held: BTreeSet<String> = onhand
        .iter()
        .map(|row| format!("{}/{}", row.site, row.item))
        .collect();
    let meant = guess(&wanted, held.iter().map(String::as_str));
    Diagnostic::error(
        Code::BadFlag,
        format!("--keep {wanted}: no table lists them"),
    )
    .hint(format!("{meant}write the codes of a site and of an item"))
    .into()
}
