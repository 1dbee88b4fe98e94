//! How an input is damaged: bytes, pieces and lines are changed, dropped, doubled and mixed, all by a seed.

/// Pieces that parsers trip over.
const PIECES: [&str; 44] = [
    "\"",
    "\"\"",
    ",",
    "\r",
    "\n",
    "\r\n",
    "\t",
    ";",
    "\0",
    "\u{feff}",
    "\u{200b}",
    "　",
    "，",
    "１２",
    "-",
    "--",
    "+",
    "1e9",
    "1e-40",
    "9223372036854775807",
    "-9223372036854775808",
    "0.0005",
    "1,2,3",
    "万",
    "1.2万亿",
    "千克",
    "吨",
    "箱",
    "200个/箱",
    "2022-02-30",
    "9999-12-31",
    "2022年3月5日",
    "44621.5",
    "99999",
    "合计",
    "小计",
    "注：",
    "一、",
    "null",
    "{",
    "}",
    "[",
    "{item}",
    "%Y-%m-%d%",
];
/// How many changes one case makes at most.
const CHANGES_MAX: usize = 8;
/// An input grows no longer than this, so that a round has many cases.
const LENGTH_MAX: usize = 20_000;

/// A stream of numbers that is the same on every machine (SplitMix64).
pub struct Random(u64);

impl Random {
    /// The stream of one case.
    pub fn new(seed: u64, case: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ case);
        random.next();
        random
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `limit` less one; 0 where the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }
}

/// One of `seeds`, damaged.
pub fn mutated(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(CHANGES_MAX) {
        let other = &seeds[random.below(seeds.len())];
        change(random, &mut bytes, other);
        bytes.truncate(LENGTH_MAX);
    }
    bytes
}

fn change(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.below(bytes.len() + 1);
    let upto = (at + random.below(40)).min(bytes.len());
    match random.below(10) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..upto)),
        2 => {
            let piece = bytes[at..upto].to_vec();
            bytes.splice(at..at, piece);
        }
        3 => {
            let from = random.below(other.len() + 1);
            let to = (from + random.below(200)).min(other.len());
            bytes.splice(at..upto, other[from..to].iter().copied());
        }
        4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        5 => swap_lines(random, bytes),
        _ => {
            let piece = PIECES[random.below(PIECES.len())];
            let end = if random.below(2) == 0 { at } else { upto };
            bytes.splice(at..end, piece.bytes());
        }
    }
}

fn swap_lines(random: &mut Random, bytes: &mut Vec<u8>) {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    lines.swap(one, other);
    *bytes = lines.join(&b'\n');
}
