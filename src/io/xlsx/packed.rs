//! Does a workbook unpack to more than it can mean? A small file may be made that fills any memory once it is unpacked.

use std::io::Cursor;

use zip::ZipArchive;

/// How many times its size a part may unpack to: sheets of equal rows come to some 50 times, and packing ends at 1,032.
const RATIO_MAX: u64 = 200;
/// Up to so many bytes no part is too large, however small it was packed.
const BYTES_SURE: u64 = 64 << 20;

/// The name of a part that unpacks to far more than it was packed to; `None` where all are of a size that sheets have.
pub fn overfull_part(bytes: &[u8]) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    (0..archive.len()).find_map(|at| {
        let part = archive.by_index_raw(at).ok()?;
        let size_max = part.compressed_size().saturating_mul(RATIO_MAX);
        let is_overfull = part.size() > BYTES_SURE.max(size_max);
        is_overfull.then(|| {
            part.name()
                .map_or_else(|_| String::new(), |name| name.into_owned())
        })
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(megabytes: usize) -> Vec<u8> {
        let options = SimpleFileOptions::default();
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file("xl/sharedStrings.xml", options)
            .expect("a part");
        let megabyte = vec![b'x'; 1 << 20];
        for _ in 0..megabytes {
            archive.write_all(&megabyte).expect("its text");
        }
        archive.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_part_that_unpacks_to_far_more_than_its_size_is_named() {
        assert_eq!(overfull_part(&packed(64)), None);
        let named = overfull_part(&packed(65));
        assert_eq!(named.as_deref(), Some("xl/sharedStrings.xml"));
    }
}
