//! Bytes to text: byte-order mark, then strict UTF-8, then GB18030 where a detector agrees; lossless or refused.
//!
//! A file cut in mid-character is refused with the offset of the cut, never read as some other encoding.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8};

use crate::diagnostic::{Code, Diagnostic, Place};

/// Text, and what it was decoded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// The name of the encoding; `None` of bytes that are UTF-8 as they stand.
    pub encoding: Option<&'static str>,
}

/// The text of `bytes`, decoded as `declared` or as the bytes themselves tell; `name` is what diagnostics call it.
///
/// Errors: `bad-encoding`: the offset of the first byte that is no text, or why the one encoding cannot be told from
/// the other.
pub fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    name: &str,
) -> Result<Decoded<'a>, Diagnostic> {
    let (text, encoding) = decoded(bytes, declared, name)?;
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return Err(not_written(name, &text[..at]));
    }
    let is_itself = matches!(text, Cow::Borrowed(_));
    Ok(Decoded {
        encoding: (!is_itself).then(|| encoding.name()),
        text,
    })
}

fn decoded<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    name: &str,
) -> Result<(Cow<'a, str>, &'static Encoding), Diagnostic> {
    let marked = || Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let told = match declared {
        Some(label) => {
            Some(Encoding::for_label(label.as_bytes()).ok_or_else(|| unknown_encoding(label))?)
        }
        None => marked(),
    };
    if let Some(encoding) = told {
        return Ok((strictly(bytes, encoding, name)?, encoding));
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), UTF_8));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), UTF_8)),
        Err(error) => Ok((chinese(bytes, &error, name)?, GB18030)),
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
        // What reads as GB18030 up to a byte further on is no text from there.
        let first = offset_undecoded(bytes, GB18030).unwrap_or(offset);
        return Err(not_text(name, first.max(offset), bytes.len()));
    }
    let text = strictly(bytes, GB18030, name)?;
    match strange_sign(&text) {
        Some(at) if is_text_in(bytes, BIG5) => Err(of_two_encodings(name, &text[..at])),
        _ => Ok(text),
    }
}

/// Where a text read as GB18030 has a sign that no Chinese list has, and that common characters of Big5 come out as: one
/// that no encoding has given a meaning, or the second of the Japanese script.
fn strange_sign(text: &str) -> Option<usize> {
    let mut kana = BTreeSet::new();
    let strange = text.char_indices().find(|(_, sign)| {
        // One stands in the names of Chinese goods.
        if ('\u{3041}'..='\u{30fe}').contains(sign) && *sign != 'の' {
            kana.insert(*sign);
        }
        ('\u{e000}'..='\u{f8ff}').contains(sign) || kana.len() > 1
    });
    strange.map(|(at, _)| at)
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
    let offset = start + offset_undecoded(body, encoding).unwrap_or(body.len());
    // The same bytes are no fault where more may follow: then only the last character is not whole.
    let mut text = room_for(body);
    let mut hoping = encoding.new_decoder_without_bom_handling();
    let (result, _) = hoping.decode_to_string_without_replacement(body, &mut text, false);
    match result {
        DecoderResult::InputEmpty => cut(name, offset, bytes.len()),
        _ => not_text(name, offset, bytes.len()),
    }
}

/// The offset of the first byte that `encoding` does not decode; `None` where it decodes them all.
fn offset_undecoded(bytes: &[u8], encoding: &'static Encoding) -> Option<usize> {
    let mut text = room_for(bytes);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::Malformed(bad, behind), read) => {
            Some(read.saturating_sub(usize::from(bad) + usize::from(behind)))
        }
        _ => None,
    }
}

/// Room for the text of `bytes` in any encoding.
fn room_for(bytes: &[u8]) -> String {
    String::with_capacity(bytes.len() * 3 + 16)
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

/// The diagnostic of bytes that two encodings read; `before` is the text in front of the first strange sign.
fn of_two_encodings(name: &str, before: &str) -> Diagnostic {
    let message = "the bytes are text in GB18030 and in Big5, and in GB18030 it has signs that no Chinese list has";
    Diagnostic::error(Code::BadEncoding, message)
        .at(Place::file(name).at_line(line_behind(before)))
        .hint("name the one that is meant: --encoding big5 or --encoding gb18030")
}

/// The line on which the text `before` ends, from 1.
fn line_behind(before: &str) -> u64 {
    1 + before.matches('\n').count() as u64
}

/// The diagnostic of a NUL, which no one types; `before` is the text in front of it.
fn not_written(name: &str, before: &str) -> Diagnostic {
    let message =
        "a NUL stands in the text: the file is UTF-16 without a mark, damaged, or no text";
    Diagnostic::error(Code::BadEncoding, message)
        .at(Place::file(name).at_line(line_behind(before)))
        .hint("try --encoding utf-16le or utf-16be, or save the file as UTF-8")
}

fn unknown_encoding(label: &str) -> Diagnostic {
    Diagnostic::error(Code::BadFlag, format!("there is no encoding \"{label}\""))
        .hint("write utf-8, gb18030, gbk, big5, utf-16le or utf-16be")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8], declared: Option<&str>) -> String {
        let decoded = decode(bytes, declared, "list.csv").expect("text");
        decoded.text.into_owned()
    }

    #[test]
    fn text_is_read_in_each_encoding_that_supply_desks_use() {
        let text = "物资名称,数量\n医用防护口罩,100\n一次性医用外科口罩,2000\n";
        let gb = GB18030.encode(text).0.into_owned();
        assert_eq!(text_of(&gb, None), text);
        let mut bom = vec![0xef, 0xbb, 0xbf];
        bom.extend(text.as_bytes());
        assert_eq!(text_of(&bom, None), text);
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(text_of(&utf16, None), text);
    }

    #[test]
    fn what_text_was_decoded_from_is_named_where_it_is_not_utf8() {
        let list = "物资,数量\n医用防护口罩,100\n一次性医用外科口罩,2000\n";
        let named = |bytes: &[u8], declared| {
            let decoded = decode(bytes, declared, "list.csv").expect("text");
            decoded.encoding
        };
        let gb = GB18030.encode(list).0.into_owned();
        let utf16 = list.encode_utf16().flat_map(u16::to_le_bytes);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
        let marked = [b"\xef\xbb\xbf", list.as_bytes()].concat();
        assert_eq!(named(list.as_bytes(), None), None);
        assert_eq!(named(&marked, None), None);
        assert_eq!(named(b"item,qty\n", Some("gbk")), None, "as it stands");
        assert_eq!(named(&gb, None), Some("gb18030"));
        assert_eq!(named(&gb, Some("gbk")), Some("GBK"));
        assert_eq!(named(&utf16, None), Some("UTF-16LE"));
    }

    #[test]
    fn a_short_list_names_the_byte_that_is_no_text() {
        let list = GB18030.encode("口罩,1\n").0.into_owned();
        let length = list.len();
        for bad in [&[0xff][..], &[0x81, b'2', b'\n']] {
            let damaged = [&list, bad, b",2\n"].concat();
            let said = decode(&damaged, None, "x.csv")
                .expect_err("no text")
                .message;
            assert!(said.contains(&format!("from offset {length} of")), "{said}");
        }
    }

    #[test]
    fn a_list_that_begins_like_utf8_is_read_all_the_same() {
        let list = "药品名称,规格,剂型,批号,失效期,单位,库存数量\n连花清瘟胶囊,0.35g*24粒,胶囊,A2103,2024-05,盒,360\n";
        let gb = GB18030.encode(list).0.into_owned();
        assert_eq!(text_of(&gb, None), list);
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
        let below = [b"id,name\n", big5.as_slice()].concat();
        let refused = decode(&below, None, "taiwan.csv").expect_err("two encodings");
        assert_eq!(refused.place.map(|place| place.line), Some(2));
        assert_eq!(text_of(&big5, Some("big5")), list);
        let named = "品名,数量\n植物の语面膜,100\n医用防护口罩,20\n";
        let gb = GB18030.encode(named).0.into_owned();
        assert_eq!(text_of(&gb, None), named);
    }

    #[test]
    fn a_bad_byte_amid_utf8_is_not_taken_for_another_encoding() {
        let mut bytes = "口罩,1\n".as_bytes().to_vec();
        bytes.extend([0xff, b',', b'2', b'\n']);
        assert!(decode(&bytes, None, "bad.csv").is_err());
    }
}
