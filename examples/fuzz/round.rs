//! One round of cases: a seed, a corpus, and the parsers that take turns.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

mod corpus;
mod mutate;
mod parsers;

use corpus::Corpus;
use mutate::{Random, mutated};
use parsers::PARSERS;

/// A case that takes longer than this is a finding: some input makes the parser work too hard.
const PATIENCE: Duration = Duration::from_secs(5);
/// How much of an input a finding shows.
const SHOWN: usize = 1_500;

/// A seed and what it works on.
pub struct Round {
    seed: u64,
    corpus: Corpus,
}

/// What went wrong in one case.
#[derive(Debug)]
pub struct Finding {
    pub case: u64,
    pub parser: &'static str,
    pub what: String,
    pub input: String,
}

impl Round {
    /// A round over the corpus of the repository.
    pub fn new(seed: u64) -> Round {
        Round {
            seed,
            corpus: Corpus::of_this_repository(),
        }
    }

    /// Runs one case; the same number is the same case.
    pub fn case(&self, case: u64) -> Option<Finding> {
        let mut random = Random::new(self.seed, case);
        let parser = &PARSERS[random.below(PARSERS.len())];
        let seeds = self.corpus.of(parser.takes);
        let input = mutated(&mut random, seeds);
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (parser.run)(&input, &mut random)));
        let took = start.elapsed();
        let what = match outcome {
            Err(panic) => Some(format!("panics: {}", words(&*panic))),
            Ok(Err(broken)) => Some(broken),
            Ok(Ok(())) if took > PATIENCE => Some(format!("takes {took:?}")),
            Ok(Ok(())) => None,
        };
        what.map(|what| Finding {
            case,
            parser: parser.name,
            what,
            input: String::from_utf8_lossy(&input)
                .chars()
                .take(SHOWN)
                .collect(),
        })
    }
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a word").to_owned()
}
