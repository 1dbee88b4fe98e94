//! Bytes to text: byte-order mark, then strict UTF-8, then GB18030 where a detector agrees; lossless or refused.
//!
//! A file cut in mid-character is refused with the offset of the cut, never read as some other encoding.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use crate::diagnostic::{Code, Diagnostic, Place};

/// The text of `bytes`, decoded as `declared` or as the bytes themselves tell; `name` is what diagnostics call it.
///
/// Errors: `bad-encoding` with the offset of the first byte that is no text.
pub fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    name: &str,
) -> Result<Cow<'a, str>, Diagnostic> {
    let text = decoded(bytes, declared, name)?;
    match memchr::memchr(0, text.as_bytes()) {
        Some(at) => Err(not_written(name, &text[..at])),
        None => Ok(text),
    }
}

fn decoded<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    name: &str,
) -> Result<Cow<'a, str>, Diagnostic> {
    if let Some(label) = declared {
        let encoding =
            Encoding::for_label(label.as_bytes()).ok_or_else(|| unknown_encoding(label))?;
        return strictly(bytes, encoding, name);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return strictly(bytes, encoding, name);
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => chinese(bytes, &error, name),
    }
}

/// From here on characters are those that Chinese is written in, which three bytes of UTF-8 stand for.
const IDEOGRAPHS: char = '\u{2e80}';

/// Reads bytes that are not UTF-8 as GB18030, if the detector takes them for Chinese and every byte decodes.
fn chinese<'a>(
    bytes: &'a [u8],
    error: &std::str::Utf8Error,
    name: &str,
) -> Result<Cow<'a, str>, Diagnostic> {
    let offset = error.valid_up_to();
    let is_cut = error.error_len().is_none();
    // 药 and 品 in GBK are two letters in UTF-8 by chance, of a kind that no list in UTF-8 has.
    let before = std::str::from_utf8(&bytes[..offset]).unwrap_or_default();
    let has_utf8_before = before.contains(|c: char| c >= IDEOGRAPHS);
    if is_cut || has_utf8_before {
        return Err(not_text(name, offset, bytes.len(), is_cut));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    if guess != GBK && guess != GB18030 {
        return Err(not_text(name, offset, bytes.len(), false));
    }
    strictly(bytes, GB18030, name)
}

fn strictly<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    name: &str,
) -> Result<Cow<'a, str>, Diagnostic> {
    let bom = Encoding::for_bom(bytes)
        .filter(|(of_bom, _)| *of_bom == encoding)
        .map_or(0, |(_, length)| length);
    let body = &bytes[bom..];
    if encoding == UTF_8 {
        return match std::str::from_utf8(body) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(not_text(
                name,
                bom + error.valid_up_to(),
                bytes.len(),
                error.error_len().is_none(),
            )),
        };
    }
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok(text),
        None => Err(not_text(
            name,
            bom + valid_prefix(body, encoding),
            bytes.len(),
            false,
        )),
    }
}

/// How many bytes of `bytes` decode without fault.
fn valid_prefix(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 3 + 16);
    let (_, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    read
}

fn not_text(name: &str, offset: usize, length: usize, is_cut: bool) -> Diagnostic {
    let message = match is_cut {
        true => format!("the file breaks off inside a character at byte {offset} of {length}"),
        false => format!(
            "the bytes from offset {offset} of {length} are not text in UTF-8, UTF-16 or GB18030"
        ),
    };
    let hint = match is_cut {
        true => "the file was cut: fetch it again; nothing of it was used",
        false => "name the encoding, such as --encoding gbk or big5, or save the file as UTF-8",
    };
    Diagnostic::error(Code::BadEncoding, message)
        .at(Place::file(name))
        .hint(hint)
}

/// The diagnostic of a NUL, which no one types; `before` is the text in front of it.
fn not_written(name: &str, before: &str) -> Diagnostic {
    let line = 1 + before.matches('\n').count() as u64;
    let message =
        "a NUL stands in the text: the file is UTF-16 without a mark, damaged, or no text";
    Diagnostic::error(Code::BadEncoding, message)
        .at(Place::file(name).at_line(line))
        .hint("try --encoding utf-16le or utf-16be, or save the file as UTF-8")
}

fn unknown_encoding(label: &str) -> Diagnostic {
    Diagnostic::error(Code::BadFlag, format!("there is no encoding \"{label}\""))
        .hint("write utf-8, gb18030, gbk, big5, utf-16le or utf-16be")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_each_encoding_that_supply_desks_use() {
        let text = "物资名称,数量\n医用防护口罩,100\n一次性医用外科口罩,2000\n";
        let gb = GB18030.encode(text).0.into_owned();
        assert_eq!(decode(&gb, None, "gb.csv").expect("GB18030"), text);
        let mut bom = vec![0xef, 0xbb, 0xbf];
        bom.extend(text.as_bytes());
        assert_eq!(
            decode(&bom, None, "bom.csv").expect("UTF-8 with a mark"),
            text
        );
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decode(&utf16, None, "utf16.csv").expect("UTF-16"), text);
    }

    #[test]
    fn a_list_that_begins_like_utf8_is_read_all_the_same() {
        let list = "药品名称,规格,剂型,批号,失效期,单位,库存数量\n连花清瘟胶囊,0.35g*24粒,胶囊,A2103,2024-05,盒,360\n";
        let gb = GB18030.encode(list).0.into_owned();
        assert_eq!(decode(&gb, None, "gb.csv").expect("a list"), list);
    }

    #[test]
    fn a_file_cut_in_mid_character_is_refused_with_its_offset() {
        let cut = &"编码,名称\n1,口罩".as_bytes()[..18];
        let error = decode(cut, None, "cut.csv").expect_err("the last character is half there");
        assert_eq!(error.code, Code::BadEncoding);
        assert!(
            error.message.contains("at byte 16 of 18"),
            "{}",
            error.message
        );
    }

    #[test]
    fn a_bad_byte_amid_utf8_is_not_taken_for_another_encoding() {
        let mut bytes = "口罩,1\n".as_bytes().to_vec();
        bytes.extend([0xff, b',', b'2', b'\n']);
        assert!(decode(&bytes, None, "bad.csv").is_err());
    }
}
