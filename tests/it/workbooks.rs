//! Are workbooks read as supply desks keep them: titles, merged cells, hidden rows and sheets, several tables in one?
//!
//! Pages are text, so workbooks are made here, and the program is run on them as a user would.

use std::path::Path;
use std::process::{Command, Stdio};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

mod shown;
mod titles;

/// What `granary ARGS` says of a workbook that `fill` makes: standard error, then standard output.
fn said(fill: impl Fn(&mut Workbook) -> Result<(), XlsxError>, args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a directory can be made");
    let mut workbook = Workbook::new();
    fill(&mut workbook).expect("the workbook can be made");
    workbook
        .save(folder.path().join("book.xlsx"))
        .expect("the workbook can be written");
    granary(folder.path(), args)
}

fn granary(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_granary"))
        .args(args)
        .current_dir(folder)
        .env("LC_ALL", "C")
        .env_remove("GRANARY_LEDGER")
        .env_remove("GRANARY_POLICY")
        .stdin(Stdio::null())
        .output()
        .expect("granary can be started");
    [output.stderr, output.stdout]
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .concat()
}

/// Writes lines of cells separated by `|`, from row `top` on; numbers as numbers.
fn write(sheet: &mut Worksheet, top: u32, lines: &[&str]) -> Result<(), XlsxError> {
    for (row, line) in (top..).zip(lines) {
        for (column, cell) in (0..).zip(line.split('|')) {
            match cell.parse::<f64>() {
                Ok(number) => drop(sheet.write_number(row, column, number)?),
                Err(_) if cell.is_empty() => {}
                Err(_) => drop(sheet.write_string(row, column, cell)?),
            }
        }
    }
    Ok(())
}

#[test]
fn a_sheet_with_titles_merges_and_sums_is_read_and_each_other_line_named() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet().set_name("入库")?;
            let plain = Format::new();
            sheet.merge_range(0, 0, 0, 5, "兰河市应急物资入库台账", &plain)?;
            write(sheet, 1, &["日期|类型|仓库|物资编码|批号|数量"])?;
            sheet.merge_range(2, 0, 2, 5, "防护用品", &plain)?;
            sheet.merge_range(3, 0, 4, 0, "2022-03-01", &plain)?;
            sheet.merge_range(3, 2, 4, 2, "D1", &plain)?;
            write(
                sheet,
                3,
                &["|入库||gloves|A|100", "|入库||gloves|B|50", "小计|||||150"],
            )?;
            let day = ExcelDateTime::from_ymd(2022, 3, 2)?;
            let date = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_datetime_with_format(6, 0, &day, &date)?;
            write(
                sheet,
                7,
                &[
                    "44623|入库|D1|gloves|D|7",
                    "44624.5|入库|D1|gloves|E|9",
                    "合计|||||173",
                ],
            )?;
            for (column, cell) in (1..).zip(["入库", "D1", "gloves", "C"]) {
                sheet.write_string(6, column, cell)?;
            }
            sheet.write_number(6, 5, 7)?;
            sheet.merge_range(10, 0, 10, 5, "以上均为验收合格数", &plain)?;
            Ok(())
        },
        &[
            "stock",
            "import",
            "-n",
            "-v",
            "book.xlsx",
            "--columns",
            "doc,line,date,site,lot,qty",
        ],
    );
    let expected = "\
book.xlsx, sheet 入库: 5 rows taken, 0 refused, 5 out of scope
  out of scope: line 1, title: 兰河市应急物资入库台账
  out of scope: line 3, heading between rows: 防护用品
  out of scope: line 6, sub-total: 小计
  out of scope: line 10, sub-total: 合计
  out of scope: line 11, heading between rows: 以上均为验收合格数
  repaired: 2 spreadsheet serial dates
  repaired: 2 cells filled from a merged one
5 movements are new, 0 there already
movement: 5 rows
doc,line,date,site,lot,qty
book.xlsx/入库,4,2022-03-01,D1,A,100
book.xlsx/入库,5,2022-03-01,D1,B,50
book.xlsx/入库,7,2022-03-02,D1,C,7
book.xlsx/入库,8,2022-03-03,D1,D,7
book.xlsx/入库,9,2022-03-04,D1,E,9
";
    assert_eq!(said, expected);
}

#[test]
fn a_header_over_two_rows_is_one_where_a_merged_group_stands_over_it() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet().set_name("库存")?;
            let plain = Format::new();
            sheet.merge_range(0, 0, 0, 5, "库存表", &plain)?;
            for (column, name) in [(0, "截止日期"), (1, "仓库"), (2, "物资编码")] {
                sheet.merge_range(1, column, 2, column, name, &plain)?;
            }
            sheet.merge_range(1, 3, 1, 5, "批次", &plain)?;
            write(
                sheet,
                2,
                &[
                    "|||批号|有效期至|数量",
                    "2022-03-01|D1|gloves|A|2024-02|100",
                ],
            )
        },
        &[
            "convert",
            "book.xlsx",
            "--columns",
            "as_of,site,item,lot,expiry,qty",
        ],
    );
    let expected = "as_of,site,item,lot,expiry,qty\n2022-03-01,D1,gloves,A,2024-02-29,100\n";
    assert_eq!(said, expected);
}

#[test]
fn a_day_keeps_its_time_and_a_month_is_its_last_day() {
    let fill = |book: &mut Workbook| {
        let sheet = book.add_worksheet();
        write(
            sheet,
            0,
            &[
                "when|kind|item|qty|有效期至",
                "|issue|rice|5",
                "|count|rice|20",
                "|receipt|rice|30",
            ],
        )?;
        let time = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        let month = Format::new().set_num_format("yyyy\"年\"m\"月\"");
        let last = ExcelDateTime::from_ymd(2024, 2, 1)?;
        for (row, hour) in [(1, 15), (2, 9), (3, 8)] {
            let when = ExcelDateTime::from_ymd(2022, 3, 1)?.and_hms(hour, 0, 0)?;
            sheet.write_datetime_with_format(row, 0, &when, &time)?;
            sheet.write_datetime_with_format(row, 4, &last, &month)?;
        }
        Ok(())
    };
    let map = "\
table = 'movement'
sort = ['when']
[column]
date = 'when'
[constant]
site = 'D'
";
    let folder = tempfile::tempdir().expect("a directory can be made");
    let path = folder.path().join("map.toml");
    std::fs::write(&path, map).expect("a map can be written");
    let map = path.to_string_lossy();
    let columns = ["--columns", "date,kind,qty,expiry", "-v"];
    let args = [&["convert", "book.xlsx", "--map", &*map], &columns[..]].concat();
    let expected = "\
book.xlsx, sheet Sheet1: 3 rows taken, 0 refused, 0 out of scope
  repaired: 3 dates rewritten as YYYY-MM-DD
  repaired: 3 times of day left out
movement: 3 rows
date,kind,qty,expiry
2022-03-01,receipt,30,2024-02-29
2022-03-01,count,20,2024-02-29
2022-03-01,issue,5,2024-02-29
";
    assert_eq!(said(fill, &args), expected);
}

#[test]
fn what_is_hidden_is_said_and_only_hidden_sheets_are_left_alone() {
    let fill = |book: &mut Workbook| {
        let lines = [
            "date|kind|site|item|qty",
            "2022-03-01|receipt|D1|gloves|5",
            "2022-03-01|receipt|D1|goggles|6",
        ];
        let sheet = book.add_worksheet().set_name("now")?;
        write(sheet, 0, &lines)?;
        sheet.set_row_hidden(2)?;
        let old = book.add_worksheet().set_name("old")?;
        write(old, 0, &lines)?;
        old.set_hidden(true);
        let notes = book.add_worksheet().set_name("read me")?;
        write(notes, 0, &["ask Wang before you change anything"])
    };
    let warned = "\
warning[hidden]: book.xlsx, sheet old: the workbook hides this sheet; it was not read
  hint: read it alone with --sheet old, or show it in the workbook
book.xlsx, sheet now: 2 rows taken, 0 refused, 0 out of scope
warning[hidden]: book.xlsx, sheet now, row 3: this row is hidden in the workbook; it was read like the others
  hint: show all rows to see them; delete those that are not meant
book.xlsx, sheet read me, row 1: 1 line out of scope, its columns make no table
2 movements are new, 0 there already
movement: 2 rows
item,qty
gloves,5
goggles,6
";
    let args = [
        "stock",
        "import",
        "-n",
        "-v",
        "book.xlsx",
        "--columns",
        "item,qty",
    ];
    assert_eq!(said(fill, &args), warned);
    let named = [
        "convert",
        "book.xlsx",
        "--sheet",
        "old",
        "--columns",
        "item,qty",
    ];
    assert_eq!(said(fill, &named), "item,qty\ngloves,5\ngoggles,6\n");
}

#[test]
fn rows_that_make_no_table_are_told_beside_a_table_and_titles_and_notes_are_not() {
    let fill = |book: &mut Workbook| {
        let sheet = book.add_worksheet().set_name("now")?;
        let lines = [
            "stock of the county",
            "date|kind|site|item|qty",
            "2022-03-01|receipt|D1|gloves|5",
        ];
        write(sheet, 0, &lines)?;
        let notes = book.add_worksheet().set_name("read me")?;
        write(notes, 0, &["ask Wang before", "you change anything"])?;
        let colours = book.add_worksheet().set_name("colours")?;
        write(colours, 0, &["colour|shape", "blue|round", "red|square"])
    };
    let warned = "\
warning[unknown-table]: book.xlsx, sheet colours, row 1: the columns colour, shape make no table that granary knows; rows below them that are left out: 2
  hint: give each column a header that granary knows (granary schema lists them), or read the other sheets alone, each with --sheet
";
    let table = "item,qty\ngloves,5\n";
    let convert = ["convert", "book.xlsx", "--columns", "item,qty"];
    assert_eq!(said(fill, &convert), format!("{warned}{table}"));
    let query = [
        "query",
        "select item, qty from movement",
        "--in",
        "book.xlsx",
    ];
    assert_eq!(said(fill, &query), format!("{warned}{table}"));
}

#[test]
fn a_quantity_merged_over_rows_is_refused_with_sheet_row_and_column() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet().set_name("发放")?;
            write(sheet, 0, &["日期|类型|仓库|物资编码|数量"])?;
            write(
                sheet,
                1,
                &["2022-03-01|出库|D1|gloves", "2022-03-01|出库|D1|goggles"],
            )?;
            sheet.merge_range(1, 4, 2, 4, "60", &Format::new())?;
            Ok(())
        },
        &["stock", "import", "-n", "book.xlsx"],
    );
    let place =
        "error[merged-quantity]: book.xlsx, sheet 发放, row 2, column 5 `数量`: one merged cell";
    assert!(said.starts_with(place), "{said}");
}

#[test]
fn tables_side_by_side_in_a_workbook_are_two() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet().set_name("两库")?;
            let header = "截止日期|仓库|物资编码|数量||截止日期|仓库|物资编码|数量";
            let line = "2022-03-01|D1|gloves|100||2022-03-01|D2|goggles|70";
            write(
                sheet,
                0,
                &[
                    header,
                    line,
                    "2022-03-01|D1|rice|5",
                    "合计|||105||合计|||70",
                ],
            )
        },
        &["convert", "book.xlsx", "--columns", "site,item,qty"],
    );
    assert_eq!(
        said,
        "site,item,qty\nD1,gloves,100\nD1,rice,5\nD2,goggles,70\n"
    );
}

#[test]
fn goods_whose_names_begin_with_a_digit_stand_under_a_group_as_headers() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet();
            let plain = Format::new();
            sheet.merge_range(0, 0, 0, 4, "物资需求汇总表", &plain)?;
            write(sheet, 1, &["序号|需求单位|物资需求||需求日期"])?;
            sheet.merge_range(1, 2, 1, 3, "物资需求", &plain)?;
            write(
                sheet,
                2,
                &[
                    "||84消毒液（瓶）|75%酒精（桶）|",
                    "1|县医院|300|20|2026-11-22",
                ],
            )?;
            Ok(())
        },
        &["convert", "book.xlsx"],
    );
    assert!(
        said.contains("序号, 需求单位, 物资需求 84消毒液（瓶）, 物资需求 75%酒精（桶）, 需求日期"),
        "{said}"
    );
    assert!(said.contains("unpivot"), "{said}");
}

#[test]
fn a_list_of_who_got_what_is_no_list_of_what_is_there() {
    let said = said(
        |book| {
            let lines = ["接收单位|品名|数量", "县医院|gloves|5"];
            write(book.add_worksheet(), 0, &lines)
        },
        &[
            "stock",
            "import",
            "book.xlsx",
            "--ledger",
            "l",
            "--as-of",
            "2026-11-20",
        ],
    );
    assert!(
        said.contains("no column for kind (类型) of table movement"),
        "{said}"
    );
    assert!(!said.contains("onhand"), "{said}");
}
