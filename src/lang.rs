//! In which language people are spoken to, and how an English sentence is said in Chinese.
//!
//! Messages are written in English where they arise. Their Chinese is looked up by the English, as gettext does it: the
//! phrases stand in `data/lang/zh`, a file a subject, each with the places that names and numbers fill. They are read
//! when the first sentence is asked for in Chinese, never before. What has no phrase stands as it was written.
//!
//! - [`Lang`]: the two languages · [`said`]: a sentence in one of them · [`phrases`]: the phrases there are
//! - [`pattern`]: how a sentence is told to be one of a phrase · [`units`]: what units are called ·
//!   [`goods`]: what goods are called · [`help`]: what the help says, apart
//!
//! What programs read is never handed to this module.

pub mod goods;
pub mod help;
pub mod pattern;
pub mod phrases;
pub mod units;

pub use phrases::{said, said_by_line};

/// The language of a page, a message or a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The language tag of a document.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The text for this language out of two.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}
