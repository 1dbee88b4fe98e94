//! Tables as one web page that needs nothing else: no script, no font, no picture from elsewhere.

use std::fmt::Write as _;

use super::view::View;

/// How the page looks: readable on a screen, plain on paper.
const STYLE: &str = "body{font-family:sans-serif;margin:1.5em}table{border-collapse:collapse;margin-bottom:1.5em}\
th,td{border:1px solid #bbb;padding:.25em .6em;text-align:left;vertical-align:top}th{background:#eee}\
td.n{text-align:right;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:bold;padding:.4em 0}\
@media print{body{margin:0}th{background:none}}";

/// The views below one another, each under its name, on a page in the language `lang` (`en`, `zh`).
pub fn page(views: &[View], lang: &str) -> String {
    let names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
    let title = escaped(&format!("granary: {}", names.join(", ")));
    let tables: String = views.iter().map(table).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{tables}</body>\n</html>\n"
    )
}

fn table(view: &View) -> String {
    let mut text = format!(
        "<table>\n<caption>{}</caption>\n<thead><tr>",
        escaped(&view.name)
    );
    for heading in &view.headings {
        let _ = write!(text, "<th>{}</th>", escaped(heading));
    }
    text.push_str("</tr></thead>\n<tbody>\n");
    for row in view.rows.iter() {
        text.push_str("<tr>");
        for (cell, kind) in row.iter().zip(&view.kinds) {
            let class = if kind.is_number() { " class=\"n\"" } else { "" };
            let _ = write!(text, "<td{class}>{}</td>", escaped(&cell.to_string()));
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</tbody>\n</table>\n");
    text
}

/// The text with the characters that a page would take for its own.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::cell::Cell;
    use crate::ledger::table::Kind;

    #[test]
    fn a_cell_is_never_taken_for_a_part_of_the_page() {
        let view = View {
            name: "finding".to_owned(),
            headings: vec!["message".to_owned(), "qty".to_owned()],
            kinds: vec![Kind::Text, Kind::Quantity],
            rows: vec![vec![
                Cell::Text("<script>\"&".into()),
                Cell::Quantity(crate::quantity::Quantity::from_thousandths(500)),
            ]]
            .into(),
        };
        let page = page(&[view], "en");
        assert!(page.contains("<td>&lt;script&gt;&quot;&amp;</td><td class=\"n\">0.5</td>"));
        assert!(!page.contains("<script>"));
    }
}
