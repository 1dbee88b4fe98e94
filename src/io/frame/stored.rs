//! The cells of a Parquet column as they are stored: a dictionary whose values are shown once, and then told by their
//! numbers; or values one behind the other. A page at a time is unpacked, and no cell becomes a text of its own.
//!
//! What a cell means is for the caller to say: it gives an answer for each stored [`Value`], and gets the answers row
//! by row.

use polars_parquet::parquet::CowBuffer;
use polars_parquet::parquet::compression::{Compression, DecompressionContext};
use polars_parquet::parquet::page::{
    CompressedDataPage, CompressedDictPage, CompressedPage, DataPage, DataPageHeader,
    FormatEncoding, Page,
};
use polars_parquet::parquet::read::decompress;

use super::guarded::guarded;

mod levels;
mod line;
mod value;

use levels::{codes_into, presence, split};
pub use line::{Lines, append_number};
pub use value::{Stored, Text, Value};

/// The pages of one column in one group of rows.
pub struct Chunk {
    stored: Stored,
    has_levels: bool,
    dictionary: Option<CompressedDictPage>,
    pages: std::vec::IntoIter<CompressedDataPage>,
}

/// The answers for the cells of one column in one group of rows.
pub struct Answers<T> {
    chunk: Chunk,
    /// The answer where there is no value, and those for the values of the dictionary.
    empty: T,
    known: Vec<T>,
    page: Unpacked,
    /// Room for the next page, where it is compressed.
    room: Vec<u8>,
    context: DecompressionContext,
}

/// A page that is being read.
#[derive(Default)]
struct Unpacked {
    rows: usize,
    /// The next row, and the number or the byte of the next value.
    row: usize,
    next: usize,
    /// Whether there is a value, for each row; empty where there is one in each.
    presence: Vec<bool>,
    body: Body,
    /// The numbers of values of the dictionary.
    codes: Vec<u32>,
    data: Option<DataPage>,
    /// Whether the bytes of the page were unpacked, and are no part of the column.
    is_own: bool,
}

/// How the values of a page are told.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Body {
    #[default]
    Codes,
    /// Values one behind the other, from this byte of the page on; whether they are ASCII.
    Plain { is_ascii: bool },
}

impl Chunk {
    /// The column of `pages`, as it is stored; `None` where it is stored in another way than is read here.
    pub fn new(
        stored: Stored,
        has_levels: bool,
        pages: impl Iterator<Item = CompressedPage>,
        rows: usize,
    ) -> Option<Chunk> {
        let mut chunk = Chunk {
            stored,
            has_levels,
            dictionary: None,
            pages: Vec::new().into_iter(),
        };
        let mut data = Vec::new();
        for page in pages {
            match page {
                CompressedPage::Data(page) if chunk.reads(&page) => data.push(page),
                CompressedPage::Dict(page) if data.is_empty() && chunk.dictionary.is_none() => {
                    chunk.dictionary = Some(page);
                }
                _ => return None,
            }
        }
        let told = data.iter().map(CompressedDataPage::num_values);
        if told.sum::<usize>() != rows {
            return None;
        }
        chunk.pages = data.into_iter();
        Some(chunk)
    }

    /// A column of `rows` rows without any value.
    pub fn empty() -> Chunk {
        Chunk {
            stored: Stored::Nothing,
            has_levels: false,
            dictionary: None,
            pages: Vec::new().into_iter(),
        }
    }

    fn reads(&self, page: &CompressedDataPage) -> bool {
        let is_told = match page.header() {
            DataPageHeader::V1(header) => {
                !self.has_levels || header.definition_level_encoding == FormatEncoding::RLE
            }
            DataPageHeader::V2(_) => true,
        };
        is_told && (is_coded(page) || page.header().encoding() == FormatEncoding::PLAIN)
    }
}

impl<T: Copy> Answers<T> {
    /// The answers of a column without rows, which come to `empty` where there is no value.
    pub fn new(empty: T) -> Answers<T> {
        Answers {
            chunk: Chunk::empty(),
            empty,
            known: Vec::new(),
            page: Unpacked::default(),
            room: Vec::new(),
            context: DecompressionContext::Unset,
        }
    }

    /// Goes to the first row of a group, for whose values `answer` gives the answers; `None` where its dictionary cannot
    /// be read.
    pub fn open(
        &mut self,
        mut chunk: Chunk,
        answer: &mut impl FnMut(Value<'_>) -> T,
    ) -> Option<()> {
        self.empty = answer(Value::Empty);
        self.known.clear();
        (self.page.rows, self.page.row) = (0, 0);
        if let Some(page) = chunk.dictionary.take() {
            self.take_room();
            let page = CompressedPage::Dict(page);
            let page = guarded(|| decompress(page, &mut self.room, &mut self.context))?.ok()?;
            let Page::Dict(page) = page else {
                return None;
            };
            let values = &page.buffer[..];
            let (mut next, is_ascii) = (0, values.is_ascii());
            for _ in 0..page.num_values {
                let value = chunk.stored.value(values, &mut next, is_ascii)?;
                self.known.push(answer(value));
            }
            if let CowBuffer::Owned(room) = page.buffer {
                self.room = room;
            }
        }
        self.chunk = chunk;
        Some(())
    }

    /// Takes the room of the last page back, where it is our own.
    fn take_room(&mut self) {
        if let Some(mut last) = self.page.data.take().filter(|_| self.page.is_own) {
            self.room = std::mem::take(last.buffer_mut());
        }
    }

    /// Puts the answers for the next `rows` rows into `all`; `None` where they cannot be read.
    pub fn next_into(
        &mut self,
        rows: usize,
        all: &mut Vec<T>,
        answer: &mut impl FnMut(Value<'_>) -> T,
    ) -> Option<()> {
        all.clear();
        if self.chunk.stored == Stored::Nothing {
            all.resize(rows, self.empty);
            return Some(());
        }
        while all.len() < rows {
            if self.page.row == self.page.rows {
                self.unpack()?;
            }
            let count = (rows - all.len()).min(self.page.rows - self.page.row);
            match self.page.body {
                Body::Codes => self.known_into(count, all)?,
                Body::Plain { is_ascii } => self.plain_into(count, is_ascii, all, answer)?,
            }
            self.page.row += count;
        }
        Some(())
    }

    /// Passes over some rows, packed as they are; `None` where they cannot be read.
    pub fn pass_over(&mut self, rows: usize) -> Option<()> {
        if self.chunk.stored == Stored::Nothing {
            return Some(());
        }
        let mut left = rows - self.pass_over_in_page(rows)?;
        while left > 0 {
            let page_rows = self.chunk.pages.as_slice().first()?.num_values();
            if page_rows <= left {
                self.chunk.pages.next();
                left -= page_rows;
            } else {
                self.unpack()?;
                left -= self.pass_over_in_page(left)?;
            }
        }
        Some(())
    }

    /// Passes over up to so many rows of the page at hand: how many.
    fn pass_over_in_page(&mut self, rows: usize) -> Option<usize> {
        let (page, stored) = (&mut self.page, self.chunk.stored);
        let count = rows.min(page.rows - page.row);
        let rows = page.row..page.row + count;
        page.row = rows.end;
        let values = match page.presence.get(rows) {
            Some(presence) => presence.iter().filter(|has_value| **has_value).count(),
            None => count,
        };
        match page.body {
            Body::Codes => page.next += values,
            Body::Plain { is_ascii } => {
                let bytes = page.data.as_ref()?.buffer();
                for _ in 0..values {
                    stored.value(bytes, &mut page.next, is_ascii)?;
                }
            }
        }
        Some(count)
    }

    fn known_into(&mut self, count: usize, all: &mut Vec<T>) -> Option<()> {
        let (page, known) = (&mut self.page, &self.known);
        if page.presence.is_empty() {
            let codes = page.codes.get(page.next..page.next + count)?;
            all.extend(codes.iter().map(|code| known[*code as usize]));
            page.next += count;
            return Some(());
        }
        for has_value in page.presence.get(page.row..page.row + count)? {
            all.push(match has_value {
                true => known[*page.codes.get(page.next)? as usize],
                false => self.empty,
            });
            page.next += usize::from(*has_value);
        }
        Some(())
    }

    fn plain_into(
        &mut self,
        count: usize,
        is_ascii: bool,
        all: &mut Vec<T>,
        answer: &mut impl FnMut(Value<'_>) -> T,
    ) -> Option<()> {
        let (page, stored) = (&mut self.page, self.chunk.stored);
        let values = page.data.as_ref()?.buffer();
        for row in page.row..page.row + count {
            let has_value = page.presence.get(row).copied().unwrap_or(true);
            all.push(match has_value {
                true => answer(stored.value(values, &mut page.next, is_ascii)?),
                false => self.empty,
            });
        }
        Some(())
    }

    /// Goes on to the next page.
    fn unpack(&mut self) -> Option<()> {
        guarded(|| self.unpack_page())?
    }

    fn unpack_page(&mut self) -> Option<()> {
        let compressed = self.chunk.pages.next()?;
        let page = &mut self.page;
        (page.rows, page.row, page.next) = (compressed.num_values(), 0, 0);
        let is_coded = is_coded(&compressed);
        self.take_room();
        let page = &mut self.page;
        page.is_own = compressed.compression() != Compression::Uncompressed;
        let compressed = CompressedPage::Data(compressed);
        let data = decompress(compressed, &mut self.room, &mut self.context).ok()?;
        let Page::Data(data) = data else {
            return None;
        };
        let (levels, from) = split(&data, self.chunk.has_levels)?;
        let values = data.buffer().get(from..)?;
        let present = presence(levels, page.rows, &mut page.presence)?;
        if is_coded {
            codes_into(values, present, &mut page.codes)?;
            let is_known = |code: &u32| (*code as usize) < self.known.len();
            page.codes.iter().all(is_known).then_some(())?;
            page.body = Body::Codes;
        } else {
            let is_ascii = values.is_ascii();
            page.body = Body::Plain { is_ascii };
            page.next = from;
        }
        page.data = Some(data);
        Some(())
    }
}

/// Whether the values of a page are numbers of values of the dictionary.
fn is_coded(page: &CompressedDataPage) -> bool {
    let encoding = page.header().encoding();
    matches!(
        encoding,
        FormatEncoding::RLE_DICTIONARY | FormatEncoding::PLAIN_DICTIONARY
    )
}
