//! Bytes to text: byte-order mark, then strict UTF-8, then GB18030 where a detector agrees; lossless or refused.
//!
//! A file cut in mid-character is refused with the offset of the cut, never read as some other encoding.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8};

use crate::diagnostic::{Code, Diagnostic, Place};

/// The text of `bytes`, decoded as `declared` or as the bytes themselves tell; `name` is what diagnostics call it.
///
/// Errors: `bad-encoding`: the offset of the first byte that is no text, or why the one encoding cannot be told from
/// the other.
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

/// The name of the encoding that text was decoded from; `None` of UTF-8, which stays as it `is_itself`.
pub fn encoding(bytes: &[u8], declared: Option<&str>, is_itself: bool) -> Option<&'static str> {
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let marked = || Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = declared.or_else(marked).unwrap_or(GB18030);
    (!is_itself).then(|| encoding.name())
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
        return Err(match is_cut {
            true => cut(name, offset, bytes.len()),
            false => not_text(name, offset, bytes.len()),
        });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    if guess != GBK && guess != GB18030 {
        return Err(not_text(name, offset, bytes.len()));
    }
    let text = strictly(bytes, GB18030, name)?;
    match has_strange_signs(&text) && is_text_in(bytes, BIG5) {
        true => Err(of_two_encodings(name)),
        false => Ok(text),
    }
}

/// Whether a text read as GB18030 has signs that no Chinese list has, and that common characters of Big5 come out as:
/// signs that no encoding has given a meaning, or several of the Japanese script.
fn has_strange_signs(text: &str) -> bool {
    let mut kana = BTreeSet::new();
    text.chars().any(|sign| {
        // One stands in the names of Chinese goods.
        if ('\u{3041}'..='\u{30fe}').contains(&sign) && sign != 'の' {
            kana.insert(sign);
        }
        ('\u{e000}'..='\u{f8ff}').contains(&sign) || kana.len() > 1
    })
}

fn is_text_in(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.is_some()
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
            Err(error) => {
                let offset = bom + error.valid_up_to();
                Err(match error.error_len() {
                    None => cut(name, offset, bytes.len()),
                    Some(_) => not_text(name, offset, bytes.len()),
                })
            }
        };
    }
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok(text),
        None => Err(undecoded(bytes, bom, encoding, name)),
    }
}

/// What is wrong with bytes that `encoding` does not decode from `start` on.
fn undecoded(bytes: &[u8], start: usize, encoding: &'static Encoding, name: &str) -> Diagnostic {
    let body = &bytes[start..];
    let mut text = String::with_capacity(body.len() * 3 + 16);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (result, read) = decoder.decode_to_string_without_replacement(body, &mut text, true);
    let bad = match result {
        DecoderResult::Malformed(bad, behind) => usize::from(bad) + usize::from(behind),
        _ => 0,
    };
    let offset = start + read.saturating_sub(bad);
    // The same bytes are no fault where more may follow: then only the last character is not whole.
    let mut hoping = encoding.new_decoder_without_bom_handling();
    text.clear();
    let (result, _) = hoping.decode_to_string_without_replacement(body, &mut text, false);
    match result {
        DecoderResult::InputEmpty => cut(name, offset, bytes.len()),
        _ => not_text(name, offset, bytes.len()),
    }
}

fn cut(name: &str, offset: usize, length: usize) -> Diagnostic {
    let message = format!("the file breaks off inside a character at byte {offset} of {length}");
    Diagnostic::error(Code::BadEncoding, message)
        .at(Place::file(name))
        .hint("the file was cut: fetch it again; nothing of it was used")
}

fn not_text(name: &str, offset: usize, length: usize) -> Diagnostic {
    let message = format!(
        "the bytes from offset {offset} of {length} are not text in UTF-8, UTF-16 or GB18030"
    );
    Diagnostic::error(Code::BadEncoding, message)
        .at(Place::file(name))
        .hint("name the encoding, such as --encoding gbk or big5, or save the file as UTF-8")
}

fn of_two_encodings(name: &str) -> Diagnostic {
    let message = "the bytes are text in GB18030 and in Big5, and in GB18030 it has signs that no Chinese list has";
    Diagnostic::error(Code::BadEncoding, message)
        .at(Place::file(name))
        .hint("name the one that is meant: --encoding big5 or --encoding gb18030")
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
    fn a_file_cut_or_damaged_in_any_encoding_is_refused_with_its_offset() {
        let said = |bytes: &[u8]| decode(bytes, None, "x.csv").expect_err("no text").message;
        let gb = GB18030
            .encode("物资名称,数量\n医用防护口罩,100\n")
            .0
            .into_owned();
        let length = gb.len();
        let cut = said(&gb[..length - 6]);
        assert!(
            cut.contains(&format!(
                "inside a character at byte {} of {}",
                length - 7,
                length - 6
            )),
            "{cut}"
        );
        let utf16: Vec<u8> = [0xff, 0xfe, 0x69, 0x72, 0x44].to_vec();
        let cut = said(&utf16);
        assert!(cut.contains("inside a character at byte 4 of 5"), "{cut}");
        for bad in [&[0xff][..], &[0x81, b'2', b'\n']] {
            let damaged = [&gb[..], bad, b"2022\n"].concat();
            let said = said(&damaged);
            assert!(said.contains(&format!("from offset {length} of")), "{said}");
        }
    }

    #[test]
    fn big5_is_not_read_as_signs_that_nobody_wrote() {
        let list = "醫事機構代碼,醫事機構名稱\n0145080011,衛生福利部花蓮醫院豐濱原住民分院\n0291010010,連江縣立醫院\n";
        let big5 = BIG5.encode(list).0.into_owned();
        let refused = decode(&big5, None, "taiwan.csv").expect_err("two encodings");
        assert!(
            refused.message.contains("in GB18030 and in Big5"),
            "{}",
            refused.message
        );
        assert_eq!(
            decode(&big5, Some("big5"), "taiwan.csv").expect("Big5"),
            list
        );
        let named = "品名,数量\n植物の语面膜,100\n医用防护口罩,20\n";
        let gb = GB18030.encode(named).0.into_owned();
        assert_eq!(decode(&gb, None, "gb.csv").expect("GB18030"), named);
    }

    #[test]
    fn a_bad_byte_amid_utf8_is_not_taken_for_another_encoding() {
        let mut bytes = "口罩,1\n".as_bytes().to_vec();
        bytes.extend([0xff, b',', b'2', b'\n']);
        assert!(decode(&bytes, None, "bad.csv").is_err());
    }
}
