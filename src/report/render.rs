//! A page as text: the templates, and what is escaped in each shape.
//!
//! Every value a template writes is escaped by the shape's own rule, so that no template can forget it; only the
//! drawings, which escape their own text, pass as they are. A template that fails is a mistake of this crate.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use crate::diagnostic::{Code, Diagnostic, Refused, Result};

use super::page::{Block, Fit, Grid, Note, Page, Tone};
use super::words::Label;

/// What a page is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Markdown,
    Html,
}

const MARKDOWN: &str = include_str!("templates/page.md.jinja");
const HTML: &str = include_str!("templates/page.html.jinja");
const STYLE: &str = include_str!("templates/page.css");

/// Writes `page` in `shape`. Same page, same bytes.
///
/// Errors: only where a template of this crate is wrong.
pub fn render(page: Page, shape: Shape) -> Result<String> {
    let (template, escape): (&str, fn(&str) -> String) = match shape {
        Shape::Markdown => (MARKDOWN, escape_markdown),
        Shape::Html => (HTML, escape_html),
    };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax()?);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(move |out, _, value| {
        let text = value.to_string();
        let text = if value.is_safe() { text } else { escape(&text) };
        out.write_str(&text).map_err(minijinja::Error::from)
    });
    environment
        .render_str(template, context! { page => page_value(page), style => Value::from_safe_string(STYLE.to_owned()) })
        .map_err(broken)
}

/// Block tags of a template leave no line behind.
fn syntax() -> Result<SyntaxConfig> {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .map_err(broken)
}

fn broken(error: minijinja::Error) -> Refused {
    let message = format!("the report cannot be written: {error:#}");
    Refused(vec![Diagnostic::error(Code::CannotWrite, message)])
}

/// The page as templates see it.
fn page_value(page: Page) -> Value {
    context! {
        lang => page.lang.tag(),
        title => page.title,
        contents => Label::Contents.text(page.lang),
        notes => values(page.notes, note_value),
        sections => values(page.sections, |section| context! {
            id => section.id,
            title => section.title,
            blocks => values(section.blocks, block_value),
        }),
        foot => page.foot,
    }
}

fn block_value(block: Block) -> Value {
    match block {
        Block::Note(note) => context! { note => note_value(note) },
        Block::Points(points) => context! { points => values(points, |point| context! {
            tone => tone_word(point.tone),
            text => point.text,
            details => point.details,
        }) },
        Block::Grid(grid) => context! { grid => grid_value(grid) },
        Block::Chart(chart) => context! { chart => context! {
            caption => chart.caption,
            svg => Value::from_safe_string(chart.svg),
        } },
    }
}

fn note_value(note: Note) -> Value {
    context! { tone => tone_word(note.tone), text => note.text }
}

fn grid_value(grid: Grid) -> Value {
    context! {
        caption => grid.caption,
        headings => values(grid.headings, |heading| context! {
            text => heading.text,
            fit => fit_word(heading.fit),
        }),
        lines => values(grid.lines, |line| context! {
            tone => tone_word(line.tone),
            cells => values(line.cells, |cell| context! {
                text => cell.text,
                code => cell.code,
            }),
        }),
        more => grid.more,
    }
}

/// The class that the style gives a line.
fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "bad",
        Tone::Warn => "warn",
        Tone::Good => "good",
        Tone::Plain => "plain",
    }
}

/// The class that the style gives a column.
fn fit_word(fit: Fit) -> &'static str {
    match fit {
        Fit::Number => "number",
        Fit::Whole => "whole",
        Fit::Text => "prose",
    }
}

fn values<T>(parts: Vec<T>, value: impl Fn(T) -> Value) -> Value {
    Value::from(parts.into_iter().map(value).collect::<Vec<_>>())
}

/// Text as HTML shows it, in an element or between the quotes of an attribute.
fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text as Markdown shows it, in a cell or in a line: one line, no markup, no column of its own.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let is_inside = |beside: Option<char>| beside.is_some_and(char::is_alphanumeric);
        let after = rest.clone().next();
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Within a word, as in codes, it marks nothing up.
            '_' if is_inside(before) && is_inside(after) => escaped.push('_'),
            '|' | '_' | '\\' | '`' | '*' | '[' | ']' | '~' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
        before = Some(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::report::page::{Heading, Line, Section};

    #[test]
    fn markup_in_a_cell_is_shown_as_text() {
        let typed = "<script>a|b\n`c` [d](e)</script> & \"f\"";
        assert_eq!(
            escape_html(typed),
            "&lt;script&gt;a|b\n`c` [d](e)&lt;/script&gt; &amp; &quot;f&quot;"
        );
        assert_eq!(
            escape_markdown(typed),
            "&lt;script&gt;a\\|b \\`c\\` \\[d\\](e)&lt;/script&gt; &amp; \"f\""
        );
    }

    #[test]
    fn an_underscore_is_markup_only_at_the_edge_of_a_word() {
        assert_eq!(escape_markdown("medical_mask"), "medical_mask");
        assert_eq!(escape_markdown("_late_ again_"), "\\_late\\_ again\\_");
        assert_eq!(escape_markdown("a (_b_)"), "a (\\_b\\_)");
    }

    #[test]
    fn a_table_scrolls_in_a_frame_of_its_own_and_its_cells_say_what_they_are() {
        let heading = |id: &str, fit| Heading {
            id: id.to_owned(),
            text: id.to_owned(),
            fit,
        };
        let words = "a reason that takes more than one line";
        let line = Line {
            tone: Tone::Bad,
            cells: ["12", words].map(|text| text.to_owned().into()).to_vec(),
        };
        let headings = vec![heading("qty", Fit::Number), heading("reason", Fit::Text)];
        let grid = Grid::of_lines(Label::CoverWorst, Lang::En, headings, vec![line]);
        let page = Page {
            lang: Lang::En,
            title: String::new(),
            notes: Vec::new(),
            sections: vec![Section {
                id: "cover",
                title: "Cover",
                blocks: vec![Block::Grid(grid)],
            }],
            foot: "",
        };
        let html = render(page, Shape::Html).expect("the template is right");
        let count = |part: &str| html.matches(part).count();
        assert_eq!(count("<table>"), count("<div class=\"grid\">\n<table>"));
        assert_eq!(count("<td "), count("data-label="));
        assert!(
            html.contains("<td class=\"number\" data-label=\"qty\">"),
            "{html}"
        );
        assert!(
            html.contains("<td class=\"prose long\" data-label=\"reason\">"),
            "{html}"
        );
        assert!(STYLE.contains(".grid { margin: 1rem 0; overflow-x: auto; }"));
        assert!(html.contains("width=device-width"));
    }
}
