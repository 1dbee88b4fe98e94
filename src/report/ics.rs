//! Deadlines as an iCalendar file (RFC 5545), which calendars on phones and desks read: an all-day event for each.
//!
//! Same rows, same bytes: nothing in it is the time of writing or a random number; the stamp is the day answered for,
//! and an event is known by what it speaks of, so that a calendar that reads tomorrow's file updates instead of adding.
//! Written by hand, because events of a day need fifteen lines of the format and no library's clock or chance.

use std::fmt::Write as _;

use crate::calendar::Day;
use crate::ledger::tables::Deadline;
use crate::ledger::word::Word as _;

use super::names::Names;
use super::words::Label;
use crate::lang::said;
use crate::lang::units::unit_word;

/// Octets of a line before it is folded.
const LINE_OCTETS: usize = 75;

/// The calendar of `deadlines`, in the language of `names`.
///
/// Rule: `T9`.
pub fn calendar(deadlines: &[Deadline], names: &Names, as_of: Day) -> String {
    let mut text = String::new();
    let mut line = |content: &str| {
        text.push_str(&folded(content));
        text.push_str("\r\n");
    };
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//granary//report calendar//EN");
    line("CALSCALE:GREGORIAN");
    line(&format!(
        "X-WR-CALNAME:{}",
        escaped(Label::Calendar.text(names.lang))
    ));
    for row in deadlines {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@granary", uid(row)));
        line(&format!("DTSTAMP:{}T000000Z", digits(as_of)));
        line(&format!("DTSTART;VALUE=DATE:{}", digits(row.date)));
        line(&format!(
            "DTEND;VALUE=DATE:{}",
            digits(row.date.plus_days(1))
        ));
        line(&format!("SUMMARY:{}", escaped(&summary(row, names))));
        line(&format!(
            "DESCRIPTION:{}",
            escaped(&description(row, names))
        ));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// What an event is known by, without characters that a calendar might take for its own.
fn uid(row: &Deadline) -> String {
    let parts = [
        &row.site,
        &row.item,
        &row.lot,
        &row.owner,
        &row.earmark,
        &row.reference,
    ];
    // Awards of one line and lot are told apart by who gives; nothing else has a giver.
    let giver = Some(&row.from_site).filter(|site| !site.is_empty());
    let form = row.form.map_or("", |form| form.id());
    let mut uid = format!("{}-{form}", row.kind.id());
    for part in parts.into_iter().chain(giver) {
        uid.push('-');
        for c in part.chars() {
            match c.is_ascii_alphanumeric() || c == '_' || c == '.' {
                true => uid.push(c),
                false => write!(uid, "~{:x}", u32::from(c)).expect("text takes text"),
            }
        }
    }
    uid
}

fn summary(row: &Deadline, names: &Names) -> String {
    let kind = names.word(row.kind);
    // A comma between thousands would stand escaped in the file, and some calendars show the escape.
    let unit = unit_word(names.unit(&row.unit, &row.item), names.lang);
    let amount = row.qty.map_or(String::new(), |qty| {
        format!(" {qty} {unit}").trim_end().to_owned()
    });
    let lot = match row.lot.is_empty() {
        true => String::new(),
        false => format!(" {}", row.lot),
    };
    let colon = names.lang.pick("：", ": ");
    format!("{kind}{colon}{}{lot}{amount}", names.item(&row.item))
}

fn description(row: &Deadline, names: &Names) -> String {
    let stage = row.stage.map_or(String::new(), |stage| names.word(stage));
    let site = match row.from_site.as_str() {
        "" => names.site(&row.site).to_owned(),
        giver => format!("{} → {}", names.site(giver), names.site(&row.site)),
    };
    let parts = [
        site,
        stage,
        said(&row.action, names.lang),
        row.reference.clone(),
        said(&row.liable, names.lang),
        row.rule.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(names.lang.pick("；", "; "))
}

fn digits(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// Text as a property holds it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line in pieces of at most 75 octets, each further one after a blank; no character is torn.
fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LINE_OCTETS {
            folded.push_str("\r\n ");
            octets = 1;
        }
        octets += c.len_utf8();
        folded.push(c);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_torn() {
        let line = format!("SUMMARY:{}", "医用口罩".repeat(20));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|piece| piece.len() <= LINE_OCTETS));
        assert_eq!(folded.replace("\r\n ", ""), line);
    }

    #[test]
    fn commas_and_breaks_are_text() {
        assert_eq!(escaped("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
