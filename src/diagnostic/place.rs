//! Where something stands in an input: file, sheet, line, column and header.

use std::fmt;
use std::sync::Arc;

/// Where something stands in an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file as the user named it; `-` is standard input.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The line of the file or the row of the sheet, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// The column's position from 1 and its header.
    pub column: Option<(usize, Arc<str>)>,
}

impl Place {
    /// The place of a whole file.
    pub fn file(name: &str) -> Place {
        Place {
            file: Arc::from(name),
            sheet: None,
            line: 0,
            column: None,
        }
    }

    /// The name documents get that have no number of their own: the file, and the sheet where there is one.
    pub fn document(&self) -> String {
        let file = self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file);
        match &self.sheet {
            Some(sheet) => format!("{file}/{sheet}"),
            None => file.to_owned(),
        }
    }

    /// The place in the file that a document without a number of its own is named after.
    pub fn of_document(name: &str) -> Place {
        let (file, sheet) = name
            .split_once('/')
            .map_or((name, None), |(file, sheet)| (file, Some(sheet)));
        Place {
            sheet: sheet.map(Arc::from),
            ..Place::file(file)
        }
    }

    /// A line of the same file and sheet.
    pub fn at_line(&self, line: u64) -> Place {
        Place {
            line,
            ..self.clone()
        }
    }

    /// A column of the same line.
    pub fn at_column(&self, position: usize, header: &str) -> Place {
        Place {
            column: Some((position, Arc::from(header))),
            ..self.clone()
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match (&self.sheet, self.line) {
            (Some(sheet), 0) => write!(f, ", sheet {sheet}")?,
            (Some(sheet), row) => write!(f, ", sheet {sheet}, row {row}")?,
            (None, 0) => {}
            (None, line) => write!(f, ":{line}")?,
        }
        match &self.column {
            Some((position, header)) if header.is_empty() => write!(f, ", column {position}"),
            Some((position, header)) => write!(f, ", column {position} `{header}`"),
            None => Ok(()),
        }
    }
}
