//! The help that clap laid out, with clap's own words in Chinese and its lines broken as Chinese is.
//!
//! clap breaks lines at spaces, and Chinese has none: a sentence would run past the edge, and one with a Latin word in it
//! would break there. So clap breaks none, and lines are broken here.

use std::io::IsTerminal as _;

use unicode_width::UnicodeWidthChar as _;

/// The widest help, in columns; that of the English one.
const WIDTH_MAX: usize = 80;

/// What clap says, and what is said in its place; none of it stands in a Chinese sentence.
const OF_CLAP: &[(&str, &str)] = &[
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Inputs:", "输入："),
    ("Rules:", "规则："),
    ("Outputs:", "输出："),
    ("Possible values:", "取值："),
    ("[possible values: ", "[取值："),
    ("[default: ", "[默认："),
    ("[env: ", "[环境变量："),
    ("[aliases: ", "[又名："),
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("[COMMAND]", "[命令]"),
    (
        "Print this message or the help of the given subcommand(s)",
        "显示本说明，或所列命令的说明",
    ),
    ("Print help for the subcommand(s)", "显示这些命令的说明"),
];

/// Marks that never begin a line, and those that never end one.
const CLOSING: &str = "，。；：、！？）】”》…,.;:!?)]>";
const OPENING: &str = "（【“《([<";

/// The help as it is shown, on lines of `width` columns, and never wider than the English one.
pub fn laid_out(help: &str, width: Option<usize>) -> String {
    let width = width.unwrap_or(WIDTH_MAX).min(WIDTH_MAX);
    let text = OF_CLAP
        .iter()
        .fold(help.to_owned(), |text, (english, chinese)| {
            text.replace(english, chinese)
        });
    let lines = text.lines().map(|line| broken(line.trim_end(), width));
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Whether a help is set in bold: on a terminal that takes it, and where nobody asked for none.
pub fn is_coloured(is_stderr: bool) -> bool {
    let is_terminal = match is_stderr {
        true => std::io::stderr().is_terminal(),
        false => std::io::stdout().is_terminal(),
    };
    let says = |name, value: &str| std::env::var(name).is_ok_and(|stated| stated == value);
    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|stated| !stated.is_empty());
    // An old console of Windows shows the codes themselves.
    is_terminal && !is_refused && !says("TERM", "dumb") && !cfg!(windows)
}

/// A line on as many lines as it takes; the later ones stand under the text of the first.
fn broken(line: &str, width: usize) -> String {
    let margin = margin(line);
    let (mut broken, mut shown, mut last) = (String::new(), 0, None);
    // Where the line may end, and how wide what stands behind it is.
    let mut ending: Option<(usize, usize)> = None;
    let (mut is_escape, mut is_bracketed) = (false, false);
    for c in line.chars() {
        is_escape |= c == '\u{1b}';
        if is_escape {
            is_escape = c != 'm';
            broken.push(c);
            continue;
        }
        // What clap puts in brackets ends only at its spaces.
        let may_end = last.is_some_and(|last| may_break(last, c));
        let is_held = is_bracketed && c != ' ' && last != Some(' ');
        is_bracketed = c == '[' || is_bracketed && c != ']';
        if shown > margin && may_end && !is_held {
            ending = Some((broken.len(), shown));
        }
        let wide = c.width().unwrap_or(0);
        if shown + wide > width
            && let Some((at, before)) = ending.take()
        {
            let rest = broken.split_off(at);
            let trimmed = rest.trim_start_matches(' ');
            let dropped = rest.chars().count() - trimmed.chars().count();
            broken.truncate(broken.trim_end_matches(' ').len());
            broken += "\n";
            broken += &" ".repeat(margin);
            broken += trimmed;
            shown = margin + (shown - before) - dropped;
        }
        broken.push(c);
        shown += wide;
        last = Some(c);
    }
    broken
}

/// The columns that later lines are set in by: where the text begins behind a flag or a word of a list, else as far as
/// the line itself is.
fn margin(line: &str) -> usize {
    let (mut shown, mut text_at, mut spaces, mut is_escape) = (0, 0, 0, false);
    for c in line.chars() {
        is_escape |= c == '\u{1b}';
        if is_escape {
            is_escape = c != 'm';
            continue;
        }
        if c == ' ' {
            spaces += 1;
        } else {
            if spaces > 1 || shown == spaces {
                text_at = shown;
            }
            spaces = 0;
        }
        shown += c.width().unwrap_or(0);
    }
    text_at
}

/// Whether a line may end between two characters: at a space, or beside a wide one that is no mark of the other's.
fn may_break(before: char, after: char) -> bool {
    let is_wide = |c: char| c.width() == Some(2);
    if before == ' ' || after == ' ' {
        return before != after;
    }
    let is_kept = CLOSING.contains(after) || OPENING.contains(before);
    !is_kept && (is_wide(before) || is_wide(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_goes_on_under_its_text() {
        let line = "  -o, --output <文件>  写入此文件（要么完整，要么不写）";
        assert_eq!(
            broken(line, 36),
            "  -o, --output <文件>  写入此文件\
            \n                       （要么完整，\
            \n                       要么不写）"
        );
        assert_eq!(broken(line, 80), line);
    }

    #[test]
    fn marks_stay_with_their_words_and_latin_words_whole() {
        assert_eq!(broken("甲乙丙，丁", 6), "甲乙\n丙，丁");
        assert_eq!(broken("甲（乙", 4), "甲\n（乙");
        assert_eq!(broken("  甲 --as-of 乙", 10), "  甲\n  --as-of\n  乙");
        assert_eq!(
            broken("\u{1b}[1m甲乙\u{1b}[0m丙", 4),
            "\u{1b}[1m甲乙\u{1b}[0m\n丙"
        );
        assert_eq!(broken("granary-demo", 4), "granary-demo");
        assert_eq!(broken("甲乙 [默认：28]", 11), "甲乙\n[默认：28]");
    }

    #[test]
    fn what_clap_says_is_said_in_chinese() {
        let help = "Options:\n      --window <天>  天数 [default: 28]\n";
        let said = "选项：\n      --window <天>  天数 [默认：28]\n";
        assert_eq!(laid_out(help, None), said);
    }
}
