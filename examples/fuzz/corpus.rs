//! What the damage is done to: the sample, the maps and the policies of this repository, in every form that is read.

use std::fs;
use std::path::Path;

use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// How many lines of a table are enough.
const LINES: usize = 12;

/// What a parser takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Tables as text: CSV and JSON lines, in several encodings.
    Tables,
    Workbooks,
    /// Single cells, a line each.
    Cells,
    Maps,
    Policies,
}

/// The seeds of each kind.
pub struct Corpus {
    tables: Vec<Vec<u8>>,
    workbooks: Vec<Vec<u8>>,
    cells: Vec<Vec<u8>>,
    maps: Vec<Vec<u8>>,
    policies: Vec<Vec<u8>>,
}

impl Corpus {
    /// The corpus that lies in this repository.
    pub fn of_this_repository() -> Corpus {
        let tables = tables();
        let cells = tables
            .iter()
            .flat_map(|table| table.split(|byte| matches!(byte, b',' | b'\n')))
            .filter(|cell| !cell.is_empty())
            .map(<[u8]>::to_vec)
            .collect();
        Corpus {
            workbooks: workbook().map_or_else(|_| Vec::new(), |bytes| vec![bytes]),
            cells,
            tables,
            maps: files("examples/maps", "toml"),
            policies: files("data/policy", "toml"),
        }
    }

    /// The seeds of one kind.
    pub fn of(&self, takes: Takes) -> &[Vec<u8>] {
        match takes {
            Takes::Tables => &self.tables,
            Takes::Workbooks => &self.workbooks,
            Takes::Cells => &self.cells,
            Takes::Maps => &self.maps,
            Takes::Policies => &self.policies,
        }
    }
}

/// A desk's own sheet, with everything that such sheets have.
const SHEET: &str = "兰河市应急物资台账\n\
    日期,类型,仓库,物资编码,批号,数量,计量单位,有效期至,规格,备注\n\
    一、防护用品,,,,,,,,,\n\
    2022年3月1日,入库,D1,n95_respirator,N7,30盒,,2024年2月,20只/盒,\n\
    2022/3/2,出库,H1,医用外科口罩,S6,1.2千,只,2023.12,,\"急,先发\"\n\
    44623,盘点,D1,gloves,G1,\"1,200\",双,20240229,50双/盒,\n\
    小计,,,,,4000,,,,\n\
    日期,类型,仓库,物资编码,批号,数量,计量单位,有效期至,规格,备注\n\
    2022-03-05,入库,D1,rice,R1,1.5吨,,2023-01-31,,\n\
    注：单位为件,,,,,,,,,\n\
    截止日期,仓库,物资编码,数量,,截止日期,仓库,物资编码,数量\n\
    2022-03-05,D1,gloves,5,,2022-03-05,D2,gloves,７\n";

/// The same as JSON lines.
const LINES_OF_JSON: &str = "{\"table\":\"movement\",\"doc\":\"R1\",\"line\":\"1\",\"date\":\"2022-03-01\",\
    \"kind\":\"receipt\",\"site\":\"D1\",\"item\":\"gloves\",\"qty\":12.5,\"unit\":\"pair\"}\n\
    {\"table\":\"request\",\"site\":\"H1\",\"item\":\"gloves\",\"date\":\"2022-03-01\",\"qty\":null,\"urgent\":true}\n\
    {\"table\":\"onhand\",\"as_of\":\"2022-03-01\",\"site\":\"D1\",\"item\":\"rice\",\"qty\":\"3吨\"}\n";

fn tables() -> Vec<Vec<u8>> {
    let mut tables: Vec<Vec<u8>> = files("data/sample", "csv")
        .into_iter()
        .map(|bytes| {
            let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').take(LINES).collect();
            lines.join(&b'\n')
        })
        .collect();
    tables.push(SHEET.into());
    tables.push(LINES_OF_JSON.into());
    tables.push(GB18030.encode(SHEET).0.into_owned());
    let utf16 = SHEET.encode_utf16().flat_map(u16::to_le_bytes);
    tables.push([0xff, 0xfe].into_iter().chain(utf16).collect());
    tables
}

/// A workbook with titles, merged cells, two tables, hidden rows and sheets.
fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let plain = Format::new();
    let sheet = workbook.add_worksheet().set_name("入库")?;
    for (row, line) in (0..).zip(SHEET.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => drop(sheet.write_number(row, column, number)?),
                Err(_) => drop(sheet.write_string(row, column, cell)?),
            }
        }
    }
    sheet.merge_range(0, 0, 0, 9, "台账", &plain)?;
    sheet.merge_range(3, 2, 4, 2, "D1", &plain)?;
    sheet.set_row_hidden(5)?;
    let hidden = workbook.add_worksheet().set_name("旧")?;
    hidden.write_string(0, 0, "site")?;
    hidden.set_hidden(true);
    workbook.save_to_buffer()
}

/// The files of a folder with one ending, in order.
fn files(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    paths.iter().flat_map(fs::read).collect()
}
