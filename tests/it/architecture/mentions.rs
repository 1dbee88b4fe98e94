//! What does a file mention? Every path, name and macro of its code, groups taken apart.
//!
//! It follows no `as` and resolves nothing: `use a as b; b::c` mentions `a` and `b::c`.

use crate::source::Source;

/// A path or a lone name as the code says it, `a::b::c`, with `!` behind the name of a macro.
pub struct Mention {
    pub line: usize,
    pub path: Vec<String>,
    /// The inline modules around it, outermost first.
    pub modules: Vec<String>,
}

/// Everything a file mentions, groups taken apart: `a::{b, c}` is `a::b` and `a::c`.
pub fn mentions(source: &Source) -> Vec<Mention> {
    let tokens = tokens(&source.code);
    let mut mentions = Vec::new();
    let (mut depth, mut modules) = (0, Vec::<(String, usize)>::new());
    let mut at = 0;
    while at < tokens.len() {
        match (
            tokens[at].text,
            at.checked_sub(1).map(|before| tokens[before].text),
        ) {
            ("{", before) => {
                if at >= 2 && tokens[at - 2].text == "mod" {
                    modules.push((before.unwrap_or_default().to_string(), depth));
                }
                depth += 1;
            }
            ("}", _) => {
                depth = depth.saturating_sub(1);
                modules.pop_if(|(_, opened)| *opened == depth);
            }
            (_, Some("." | "::")) => {}
            (text, _) if is_name(text) => {
                let around: Vec<String> = modules.iter().map(|(name, _)| name.clone()).collect();
                let mut leaves = Vec::new();
                at = spread(&tokens, at, Vec::new(), &mut leaves);
                mentions.extend(leaves.into_iter().map(|(line, path)| Mention {
                    line,
                    path,
                    modules: around.clone(),
                }));
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    mentions
}

/// Collects the paths that start at `at` behind `prefix`, each with its line.
/// Returns where the code goes on.
fn spread(
    tokens: &[Token],
    mut at: usize,
    mut prefix: Vec<String>,
    leaves: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let line = tokens.get(at).map_or(0, |token| token.line);
    while is_name(text(at)) {
        let is_macro = text(at + 1) == "!" && text(at + 2) != "=";
        prefix.push(format!("{}{}", text(at), if is_macro { "!" } else { "" }));
        at += 1;
        if text(at) != "::" {
            leaves.push((line, prefix));
            return at;
        }
        at += 1;
    }
    if text(at) != "{" {
        if text(at) == "*" {
            prefix.push("*".to_string());
        }
        leaves.push((line, prefix));
        return at;
    }
    at += 1;
    while at < tokens.len() && text(at) != "}" {
        at = spread(tokens, at, prefix.clone(), leaves);
        // Passes over `as name` and `*`.
        while at < tokens.len() && !matches!(text(at), "," | "}") {
            at += 1;
        }
        at += usize::from(text(at) == ",");
    }
    at + 1
}

struct Token<'a> {
    line: usize,
    text: &'a str,
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and single characters of `code`.
fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let length = match rest {
                _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                _ if rest.starts_with("::") => 2,
                _ => first.len_utf8(),
            };
            tokens.push(Token {
                line: number + 1,
                text: &rest[..length],
            });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let mentions = mentions(&Source::new("src/a.rs", text));
        mentions
            .iter()
            .map(|mention| mention.path.join("::"))
            .collect()
    }

    #[test]
    fn groups_are_taken_apart() {
        let seen = said("use a::{b::{C, D as E}, f, *, self};");
        assert_eq!(
            seen,
            ["use", "a::b::C", "a::b::D", "a::f", "a::*", "a::self"]
        );
        assert_eq!(said("use {a::b, c};")[1..], ["a::b", "c"]);
    }

    #[test]
    fn macros_carry_their_mark_and_comparisons_do_not() {
        assert_eq!(
            said("a!(b); c::d! {} e != f"),
            ["a!", "b", "c::d!", "e", "f"]
        );
    }

    #[test]
    fn fields_and_methods_are_not_names() {
        assert_eq!(said("a.b.c(d)"), ["a", "d"]);
        assert_eq!(said("Vec::<a::B>::new()"), ["Vec", "a::B"]);
    }

    #[test]
    fn inline_modules_are_remembered_until_they_close() {
        let mentions = mentions(&Source::new("src/a.rs", "mod m { mod n {\nx } y }\nz"));
        let around = |name: &str| {
            let mention = mentions
                .iter()
                .find(|mention| mention.path == [name])
                .expect("it is there");
            (mention.line, mention.modules.join("::"))
        };
        assert_eq!(around("x"), (2, "m::n".to_string()));
        assert_eq!(around("y"), (2, "m".to_string()));
        assert_eq!(around("z"), (3, String::new()));
    }
}
