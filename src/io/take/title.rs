//! What stands over a table for all of its rows, as forms have it: a day (填报日期：2022年3月15日), a year, a unit
//! (单位：万只), a place (仓库：中心库).

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::io::sheet::Sheet;
use crate::ledger::parse::Year;
use crate::ledger::text::plain;

pub mod place;
pub mod unit;

/// Words behind a day that make it the first of several.
const TO: [char; 6] = ['至', '到', '~', '-', '—', '–'];

/// The day that the lines over the header of `sheet` name, and the number of its line; `None` where they name none, or
/// several, or a time from one day to another.
pub fn day_over(sheet: &Sheet) -> Option<(Day, u64)> {
    let cells = sheet
        .above
        .iter()
        .flat_map(|line| line.cells.iter().map(|cell| (line.number, cell)));
    let mut named = None;
    for (number, cell) in cells {
        let Found::One(day) = day_in(&plain(cell))? else {
            continue;
        };
        match named {
            None => named = Some((day, number)),
            Some((known, _)) if known == day => {}
            Some(_) => return None,
        }
    }
    named
}

/// The year that the lines over the header of `sheet`, or its name, state, with the month where they state one; `None`
/// where they state no year, or several.
pub fn year_over(sheet: &Sheet) -> Option<Year> {
    let above = sheet.above.iter().flat_map(|line| &line.cells);
    let texts = above.map(String::as_str).chain(sheet.name.as_deref());
    let stated: BTreeSet<(i32, Option<u32>)> =
        texts.flat_map(|text| years_in(&plain(text))).collect();
    let (year, _) = *stated.first()?;
    let months: BTreeSet<u32> = stated.iter().filter_map(|(_, month)| *month).collect();
    if stated.iter().any(|(other, _)| *other != year) {
        return None;
    }
    Some(match months.len() {
        1 => Year::Month(year, *months.first()?),
        _ => Year::Over(year),
    })
}

/// The years in a text, four digits before 年 or before the month of a day, each with its month where that follows; not
/// those of the goods.
fn years_in(text: &str) -> Vec<(i32, Option<u32>)> {
    let mut years = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = &rest[start..];
        let end = run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        let (digits, behind) = run.split_at(end);
        let is_parted = behind.trim_start().starts_with(['年', '-', '/', '.']);
        let is_year = end == 4 && is_parted && !is_of_goods(&text[..text.len() - run.len()]);
        if let Some(year) = digits
            .parse()
            .ok()
            .filter(|year| is_year && YEARS.contains(year))
        {
            years.push((year, month_behind(behind)));
        }
        rest = behind;
    }
    years
}

/// The month behind a year; `None` where there is none, or it is the first of several.
fn month_behind(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let parted = text.chars().next().filter(|c| "年-/.".contains(*c))?;
    let text = text.trim_start_matches(parted).trim_start();
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, behind) = text.split_at(end);
    let behind = behind.trim_start();
    let month = digits.parse().ok().filter(|month| MONTHS.contains(month))?;
    let named = behind.strip_prefix('月').unwrap_or(behind).trim_start();
    // In 2022-03-15 what follows is a day.
    let is_of_day = parted == '-' && named == behind;
    let is_first = named.contains('月') || named.starts_with(TO) && !is_of_day;
    (!is_first).then_some(month)
}

/// The months of a year.
const MONTHS: std::ops::RangeInclusive<u32> = 1..=12;

/// Years of which lists are kept; other numbers of four digits are something else.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Whether a list may be kept of a day, or a line of it be of that day; 2126 and 1926 are slips of 2026.
pub fn is_of_lists(day: Day) -> bool {
    YEARS.contains(&day.year())
}

/// What a text says of a day.
enum Found {
    None,
    One(Day),
}

/// The day in a text; `None` where there are several, or a time from one to another.
fn day_in(text: &str) -> Option<Found> {
    let mut found = Found::None;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let is_of_day = |c: char| c.is_ascii_digit() || "年月日-/.".contains(c);
        let end = rest.find(|c| !is_of_day(c)).unwrap_or(rest.len());
        // Digits behind 日 are those of a time of day: 2026年11月20日24时.
        let end = rest[..end]
            .find('日')
            .map_or(end, |at| at + '日'.len_utf8());
        let (run, behind) = rest.split_at(end);
        let is_of_goods = is_of_goods(&text[..text.len() - rest.len()]);
        rest = behind;
        // A number of four digits alone is a year, and of a year and a month no day.
        let Some(day) = Day::parse(run.trim_end_matches(['-', '/', '.'])) else {
            continue;
        };
        if is_of_goods {
            continue;
        }
        let is_first = run.ends_with('-') || behind_time(behind).starts_with(TO);
        match found {
            Found::None if !is_first => found = Found::One(day),
            Found::One(known) if known == day && !is_first => {}
            _ => return None,
        }
    }
    Some(found)
}

/// What follows a day, without the time of day behind it: `18时30分`.
fn behind_time(text: &str) -> &str {
    let text = text.trim_start();
    let hours = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = hours.strip_prefix(['时', '点']);
    let behind = behind.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let behind = behind.map(|rest| rest.trim_start_matches('分').trim_start());
    behind.unwrap_or(text)
}

/// Words behind which a day is that of the goods, and not of the table.
const OF_GOODS: [&str; 8] = [
    "效期",
    "有效期限",
    "失效日期",
    "到期日",
    "到期日期",
    "过期日期",
    "保质期",
    "生产日期",
];

/// Whether a cell says something of the whole table: `编制单位：县商务局`, `单位：万只`, or nothing but a day or a month.
///
/// `其中：儿童` is a part of what stands beside it, and a colon in brackets says something of the words before
/// them, if there are any.
pub fn is_of_table(cell: &str) -> bool {
    let cell = plain(cell);
    let cell = cell.trim_start_matches('(');
    let outside = cell.split('(').next().unwrap_or("");
    let says = |(word, said): (&str, &str)| {
        let is_word = word.contains(char::is_alphabetic) && !word.trim_end().ends_with("其中");
        is_word && !said.trim().is_empty()
    };
    outside.split_once(':').is_some_and(says) || is_day_or_month(cell)
}

/// Whether a text is a day or a month of a year, and nothing else.
fn is_day_or_month(text: &str) -> bool {
    let mut years = years_in(text).into_iter();
    let mut is_month = || years.next().is_some_and(|(_, month)| month.is_some());
    let is_of_day = |c: char| c.is_ascii_digit() || "年月日-/. ".contains(c);
    text.chars().all(is_of_day) && is_month()
}

/// Whether a day behind these words is that of the goods: 有效期至2027年1月1日.
fn is_of_goods(before: &str) -> bool {
    let between = |c: char| c == ':' || c == ' ' || TO.contains(&c) || "为是在于".contains(c);
    let before = before.trim_end_matches(between);
    OF_GOODS.iter().any(|word| before.ends_with(word))
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::io::sheet::Line;

    /// A sheet with these lines over its header, each in its second cell.
    pub fn under(above: &[&str]) -> Sheet {
        let line = |(number, cell): (u64, &&str)| Line {
            number,
            cells: vec![String::new(), (*cell).to_owned()],
        };
        Sheet {
            above: (1..).zip(above).map(line).collect(),
            ..Sheet::default()
        }
    }

    #[test]
    fn the_one_day_over_a_table_is_found() {
        let third = Day::new(2022, 3, 5);
        for (above, expected) in [
            (&["应急物资库存表", "填报日期：2022年3月5日"][..], third),
            (&["2022年库存表（2022-03-05）"], third),
            (&["截至２０２２年３月５日24时", "2022/3/5"], third),
            (&["日期 2022.3.5"], third),
            (&["（截至2022年3月5日24时）"], third),
            (&["时间：2022年3月5日18时30分"], third),
            (&["2022年3月5日", "有效期至2027年1月1日"], third),
            (&["有效期至：2027-01-01"], None),
            (&["2022年3月5日", "到期日期：2027年1月1日"], third),
            (&["2022年3月5日18时至3月6日18时"], None),
            (&["2022年3月"], None),
            (&["2022年"], None),
            (&["2022年3月5日至3月12日"], None),
            (&["2022-03-05 - 2022-03-12"], None),
            (&["制表 2022-03-05", "审核 2022-03-06"], None),
            (&["电话 0478-8262022"], None),
            (&[], None),
        ] {
            let sheet = under(above);
            assert_eq!(day_over(&sheet).map(|(day, _)| day), expected, "{above:?}");
        }
    }

    #[test]
    fn the_one_year_over_a_table_is_found() {
        for (above, expected) in [
            (
                &["清河县2022年防疫物资出入库台账"][..],
                Some(Year::Over(2022)),
            ),
            (&["2022 年 1月—3月"], Some(Year::Over(2022))),
            (&["2022年1月防疫物资出入库台账"], Some(Year::Month(2022, 1))),
            (
                &["2022年台账", "填报日期：2022-03-15"],
                Some(Year::Month(2022, 3)),
            ),
            (&["2022.1", "2022.3"], Some(Year::Over(2022))),
            (&["2022年1-12月台账"], Some(Year::Over(2022))),
            (&["2022年1月、2月台账"], Some(Year::Over(2022))),
            (&["2022.1-12"], Some(Year::Over(2022))),
            (&["2022-03-15"], Some(Year::Month(2022, 3))),
            (&["2022年台账（有效期至2027年）"], Some(Year::Over(2022))),
            (&["有效期至2027年6月"], None),
            (&["2021年12月至2022年3月"], None),
            (&["物资编号 2022", "电话 0478-8262022"], None),
            (&[], None),
        ] {
            let sheet = under(above);
            assert_eq!(year_over(&sheet), expected, "{above:?}");
        }
    }
}
