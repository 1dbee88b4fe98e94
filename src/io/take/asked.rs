//! A sheet that has the columns of requests, and says that it is none: what was given out, came in or was counted would
//! be handed out once more.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::header::{is_given, says_asked, says_otherwise};
use crate::ledger::text::tidy;

use super::super::sheet::Sheet;

/// By what a sheet says that it does not ask for goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAsked {
    /// A header, or a title, of what moved or was counted, where nothing says that goods are asked for.
    Otherwise(String),
    /// A header over what was given already, with amounts under it: what is still asked for is less.
    Given(String),
}

/// By what a sheet says that it asks for nothing, or not for all that it states; `None` where it says nothing of that.
pub fn not_asked(sheet: &Sheet) -> Option<NotAsked> {
    let mut headers = sheet.headers.iter().enumerate();
    let given = headers.find(|(at, header)| is_given(header) && is_filled(sheet, *at));
    let says = || {
        let above = sheet.above.iter().flat_map(|line| &line.cells);
        let above = above.map(String::as_str).chain(sheet.name.as_deref());
        sheet.headers.iter().map(String::as_str).chain(above)
    };
    match given {
        Some((_, header)) => Some(NotAsked::Given(header.clone())),
        None if says().any(says_asked) => None,
        None => {
            let otherwise = says().find(|text| says_otherwise(text))?;
            Some(NotAsked::Otherwise(tidy(otherwise).into_owned()))
        }
    }
}

/// Whether a line states an amount in a column: not blank, and not 0.
fn is_filled(sheet: &Sheet, at: usize) -> bool {
    let mut cells = sheet.lines.iter().filter_map(|line| line.cells.get(at));
    cells.any(|cell| cell.contains(|c: char| c.is_ascii_digit() && c != '0'))
}

impl NotAsked {
    /// The refusal of such a sheet.
    pub fn refusal(&self, sheet: &Sheet) -> Diagnostic {
        let file = &sheet.file;
        let (message, hint) = match self {
            NotAsked::Otherwise(word) => (
                format!(
                    "\"{word}\" tells what moved or was counted, and nothing says that goods are asked for"
                ),
                format!(
                    "if they are asked for, write --in request={file}, or head the amounts 需求数量; movements need a column for kind (类型), and a list of what is there heads its amounts 库存数量"
                ),
            ),
            NotAsked::Given(header) => (
                format!(
                    "\"{header}\" tells what was given already, and not whether it is still among what is asked for"
                ),
                format!(
                    "leave only what is still asked for, headed 需求数量; or write --in request={file} where all of it is asked for once more"
                ),
            ),
        };
        Diagnostic::error(Code::UnknownTable, message)
            .at(self.place(sheet))
            .hint(hint)
    }

    /// Where it says so: the header, or the line of all headers where it is a title.
    fn place(&self, sheet: &Sheet) -> Place {
        let (NotAsked::Otherwise(text) | NotAsked::Given(text)) = self;
        let line = sheet.place().at_line(sheet.header_line);
        let mut headers = sheet.headers.iter();
        match headers.position(|header| header == text) {
            Some(at) => line.at_column(at + 1, text),
            None => line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::table_of;
    use crate::io::csv;
    use crate::ledger::Table;

    fn table(text: &str) -> Option<Table> {
        table_of(&csv::read(text, "list.csv").expect("a header"))
    }

    #[test]
    fn a_list_that_tells_what_moved_or_was_counted_is_no_request() {
        for text in [
            "领取单位,物资名称,单位,发放数量\n城关镇,医用外科口罩,只,2000\n",
            "日期,单位,物资名称,计量单位,数量,捐赠方\n2026-11-05,县医院,N95口罩,只,20,恒丰\n",
            "物资入库登记表,,,\n单位,物资名称,计量单位,数量\n县医院,N95口罩,只,20\n",
            "单位名称,物资名称,计量单位,需求数量,已发放数量\n县医院,口罩,只,2000,500\n",
        ] {
            assert_eq!(table(text), None, "{text}");
        }
        for text in [
            "单位,物资名称,计量单位,数量\n县医院,N95口罩,只,20\n",
            "site,item,qty\nH1,mask,20\n",
            "物资发放计划表,,,\n单位,物资名称,计量单位,数量\n县医院,N95口罩,只,20\n",
            "单位名称,物资名称,计量单位,申领数量,实发数量\n县医院,口罩,只,2000,\n",
            "需求单位,物资名称,计量单位,数量,供应商\n县医院,口罩,只,2000,恒丰\n",
        ] {
            assert_eq!(table(text), Some(Table::Request), "{text}");
        }
    }
}
