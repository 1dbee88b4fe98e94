//! Request lines for 10,000 items by 1,000 sites in five tiers, with the balances of one depot (three lots an item, half of
//! what is asked for) and pack sizes; `allocate plan --whole-packs` with reading and writing.

use std::io::{self, Write as _};
use std::path::Path;

use super::numbers::Numbers;
use super::{run, write};

const ITEMS: u64 = 10_000;
const SITES: u64 = 1_000;
/// Classes of the policy of P0 in their order; whoever has none comes after them.
const CLASSES: [&str; 4] = [
    "case_hospital",
    "designated_hospital",
    "fever_clinic",
    "office",
];

/// Shares so many request lines.
pub fn share(lines: u64, folder: &Path) -> io::Result<()> {
    let file = |name: &str| folder.join(name);
    write(&file("site.csv"), |out| {
        writeln!(out, "site,name,parent,level,class\nD00,,,city,depot")?;
        (0..SITES).try_for_each(|site| {
            let class = CLASSES[usize::try_from(site % 4).expect("four classes")];
            writeln!(out, "S{site},,,county,{class}")
        })
    })?;
    write(&file("item.csv"), |out| {
        writeln!(out, "item,name,class,unit,pack_unit,pack_size,grade")?;
        (0..ITEMS).try_for_each(|item| {
            let pack = [1, 5, 10, 20, 50][usize::try_from(item % 5).expect("five sizes")];
            writeln!(out, "I{item},,ppe,piece,box,{pack},general")
        })
    })?;
    let mut numbers = Numbers(1);
    let mut asked = vec![0; usize::try_from(ITEMS).expect("a small number")];
    write(&file("request.csv"), |out| {
        writeln!(out, "request,line,date,site,item,qty,unit,use,duty")?;
        (0..lines).try_for_each(|line| {
            let (site, item) = (numbers.below(SITES), numbers.below(ITEMS));
            let qty = 10 + numbers.below(990);
            asked[usize::try_from(item).expect("a small number")] += qty;
            let duty = if numbers.below(3) == 0 {
                "second"
            } else {
                "first"
            };
            writeln!(
                out,
                "R{},{line},2022-03-01,S{site},I{item},{qty},piece,triage,{duty}",
                line / 20
            )
        })
    })?;
    write(&file("onhand.csv"), |out| {
        writeln!(out, "as_of,site,item,lot,form,qty,unit,expiry,available")?;
        asked.iter().enumerate().try_for_each(|(item, asked)| {
            ["2022-09-30", "2023-03-31", "2023-09-30"]
                .iter()
                .enumerate()
                .try_for_each(|(lot, expiry)| {
                    let qty = asked / 6;
                    writeln!(
                        out,
                        "2022-03-01,D00,I{item},L{lot},physical,{qty},piece,{expiry},{qty}"
                    )
                })
        })
    })?;
    run(
        &format!("{lines} request lines, {ITEMS} items"),
        &[
            "allocate",
            "plan",
            "--whole-packs",
            "--as-of",
            "2022-03-01",
            "--policy",
            "P0",
        ],
        &["site.csv", "item.csv", "request.csv", "onhand.csv"],
        folder,
    )
}
