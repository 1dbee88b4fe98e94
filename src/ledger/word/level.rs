//! Response levels of public health emergencies, and how people write them.

use crate::ledger::choice::{Choice, Word, choice};

/// Response levels, lightest first; I is the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    None,
    Iv,
    Iii,
    Ii,
    I,
}

impl Word for Level {
    const CHOICES: &'static [Choice] = &[
        choice("none", "无", &["常态", "常态化", "0"]),
        choice(
            "IV",
            "四级",
            &[
                "Ⅳ",
                "4",
                "四级响应",
                "Ⅳ级",
                "IV级",
                "Ⅳ级响应",
                "IV级响应",
                "4级",
            ],
        ),
        choice(
            "III",
            "三级",
            &[
                "Ⅲ",
                "3",
                "三级响应",
                "Ⅲ级",
                "III级",
                "Ⅲ级响应",
                "III级响应",
                "3级",
            ],
        ),
        choice(
            "II",
            "二级",
            &[
                "Ⅱ",
                "2",
                "二级响应",
                "Ⅱ级",
                "II级",
                "Ⅱ级响应",
                "II级响应",
                "2级",
            ],
        ),
        choice(
            "I",
            "一级",
            &[
                "Ⅰ",
                "1",
                "一级响应",
                "Ⅰ级",
                "I级",
                "Ⅰ级响应",
                "I级响应",
                "1级",
            ],
        ),
    ];
    const ALL: &'static [Level] = &[Level::None, Level::Iv, Level::Iii, Level::Ii, Level::I];

    fn id(self) -> &'static str {
        Self::CHOICES[self as usize].id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_as_orders_write_it() {
        for (word, level) in [
            ("二级响应", Level::Ii),
            ("Ⅱ级", Level::Ii),
            ("II级响应", Level::Ii),
            ("一级响应", Level::I),
            ("Ⅳ级响应", Level::Iv),
            ("常态化", Level::None),
        ] {
            assert_eq!(Level::parse(word), Some(level), "{word}");
        }
        assert_eq!(Level::parse("二档"), None);
    }
}
