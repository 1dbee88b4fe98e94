//! The records of delimited text, one after the other, with where each ends.
//!
//! csv-core knows the grammar. Its state machine takes longer to build than a small table takes to read, so that it is
//! built once for each delimiter, lent, and given back. It is never cloned: a clone forgets which byte is which.

use std::cell::RefCell;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Room for the text and the fields of one record; a longer one grows it.
const FIELD_BYTES: usize = 1024;
const FIELDS: usize = 64;

thread_local! {
    /// Machines that nobody reads with, by their delimiter.
    static IDLE: RefCell<Vec<(u8, Box<Reader>)>> = const { RefCell::new(Vec::new()) };
}

/// A walk over the records of a text.
pub struct Records<'a> {
    delimiter: u8,
    /// `None` once it was given back.
    machine: Option<Box<Reader>>,
    text: &'a str,
    at: usize,
    fields: Vec<u8>,
    ends: Vec<usize>,
}

impl<'a> Records<'a> {
    /// The records of `text`, none read yet.
    pub fn of(text: &'a str, delimiter: u8) -> Records<'a> {
        Records {
            delimiter,
            machine: Some(machine(delimiter)),
            text,
            at: 0,
            fields: vec![0; FIELD_BYTES],
            ends: vec![0; FIELDS],
        }
    }

    /// The fields of the next record; `None` behind the last one.
    pub fn read(&mut self) -> Option<Vec<String>> {
        let machine = self.machine.as_mut()?;
        let (mut written, mut ended) = (0, 0);
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let (fields, ends) = (&mut self.fields[written..], &mut self.ends[ended..]);
            let (result, read, wrote, found) = machine.read_record(rest, fields, ends);
            self.at += read;
            written += wrote;
            ended += found;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => return Some(self.cut(ended)),
                ReadRecordResult::End => return None,
            }
        }
    }

    /// The byte behind the record that was read last.
    pub fn end(&self) -> usize {
        self.at
    }

    fn cut(&self, count: usize) -> Vec<String> {
        let mut start = 0;
        let field = |end: &usize| {
            let field = &self.fields[start..*end];
            start = *end;
            let text = std::str::from_utf8(field);
            text.expect("delimiters and quotes are characters of their own")
                .to_owned()
        };
        self.ends[..count].iter().map(field).collect()
    }
}

impl Drop for Records<'_> {
    fn drop(&mut self) {
        if let Some(mut machine) = self.machine.take() {
            machine.reset();
            IDLE.with_borrow_mut(|idle| idle.push((self.delimiter, machine)));
        }
    }
}

fn machine(delimiter: u8) -> Box<Reader> {
    let idle = IDLE.with_borrow_mut(|idle| {
        let at = idle.iter().position(|(of, _)| *of == delimiter)?;
        Some(idle.swap_remove(at).1)
    });
    idle.unwrap_or_else(|| Box::new(ReaderBuilder::new().delimiter(delimiter).build()))
}

#[cfg(test)]
mod tests {
    use super::Records;

    fn records(text: &str) -> Vec<(Vec<String>, usize)> {
        let mut records = Records::of(text, b',');
        let mut read = Vec::new();
        while let Some(fields) = records.read() {
            read.push((fields, records.end()));
        }
        read
    }

    #[test]
    fn quotes_hide_delimiters_and_line_ends_and_are_halved() {
        let fields: Vec<_> = records("a,\"b,\"\"c\"\"\nd\"\n\n米,")
            .into_iter()
            .map(|(fields, _)| fields)
            .collect();
        assert_eq!(fields, [vec!["a", "b,\"c\"\nd"], vec!["米", ""]]);
    }

    #[test]
    fn long_and_wide_records_are_whole() {
        let long = "x".repeat(5000);
        let wide = vec!["1"; 300].join(",");
        let text = format!("{long},y\n{wide}");
        let read = records(&text);
        assert_eq!(read[0].0, [long.as_str(), "y"]);
        assert_eq!((read[1].0.len(), read[1].1), (300, text.len()));
    }

    #[test]
    fn a_machine_that_was_given_back_in_the_middle_begins_anew() {
        for _ in 0..2 {
            let mut records = Records::of("a,\"b\nc\",d\n1,2", b',');
            assert_eq!(records.read().map(|fields| fields.len()), Some(3));
        }
        assert_eq!(records("x"), [(vec!["x".to_owned()], 1)]);
    }

    #[test]
    fn a_text_without_records_has_none() {
        assert!(records("").is_empty() && records("\n\r\n").is_empty());
    }
}
