//! What is said of the sheets that were read: rows taken, refused and left out, cells repaired.

use crate::cli::number::counted;
use crate::io::message;
use crate::io::sheet::Sheet;
use crate::io::take::Taken;

/// How many lines that are no data are named.
const LINES_SHOWN: usize = 20;

/// Says, with `-v`, what became of a sheet.
pub fn report(sheet: &Sheet, taken: &Taken, verbose: bool) {
    if !verbose {
        return;
    }
    let place = sheet.place();
    let counts = format!(
        "{} taken, {} refused, {} out of scope",
        counted(taken.rows.len() + taken.passed, "row"),
        taken.refused.len() + taken.refused_more,
        taken.out_of_scope.len()
    );
    message::say(&format!("{place}: {counts}"));
    if let Some(encoding) = sheet.encoding {
        message::say(&format!("  read as {encoding}"));
    }
    for left_out in taken.out_of_scope.iter().take(LINES_SHOWN) {
        message::say(&format!("  {left_out}"));
    }
    if taken.out_of_scope.len() > LINES_SHOWN {
        let more = &taken.out_of_scope[LINES_SHOWN..];
        let more = counted(more.len(), "more line");
        message::say(&format!("  and {more}"));
    }
    if taken.blank > 0 {
        let blank = match taken.blank {
            1 => "1 cell states nothing".to_owned(),
            several => format!("{several} cells state nothing"),
        };
        message::say(&format!("  blank: {blank}"));
    }
    for line in taken_in_words(taken) {
        message::say(&format!("  repaired: {line}"));
    }
    if !taken.unused.is_empty() {
        message::say(&format!("  not used: columns {}", taken.unused.join(", ")));
    }
}

/// Puts what was taken into words for `-v`.
fn taken_in_words(taken: &Taken) -> Vec<String> {
    let repairs = taken
        .repairs
        .iter()
        .map(|(repair, count)| format!("{count} {}", repair.meaning()));
    repairs.collect()
}
