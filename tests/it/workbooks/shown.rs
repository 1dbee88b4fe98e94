//! Is a workbook read as its cells show, where their values alone say less?

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{said, write};

/// A workbook of balances whose quantities are shown as `formats` say.
fn shown_as(formats: &[(f64, &str)]) -> impl Fn(&mut Workbook) -> Result<(), XlsxError> {
    move |book| {
        let sheet = book.add_worksheet();
        write(sheet, 0, &["仓库|物资名称|单位|规格|库存数量"])?;
        for (row, (number, format)) in (1..).zip(formats) {
            write(sheet, row, &["中心库|N95口罩|只|20只/盒"])?;
            let format = Format::new().set_num_format(*format);
            sheet.write_number_with_format(row, 4, *number, &format)?;
        }
        Ok(())
    }
}

const CONVERT: [&str; 7] = [
    "convert",
    "book.xlsx",
    "-q",
    "--as-of",
    "2026-11-27",
    "--columns",
    "qty,unit",
];

#[test]
fn a_unit_that_the_format_of_a_cell_shows_is_read() {
    let formats = [
        (12.0, "0\"盒\""),
        (1.2, "0.00\"万\""),
        (12_000.0, "0!.0,\"万\""),
        (3000.0, "0.0,\"千\""),
        (7.0, "0\"人\""),
    ];
    let expected = "qty,unit\n240,piece\n12000,piece\n12000,piece\n3000,piece\n7,piece\n";
    assert_eq!(said(shown_as(&formats), &CONVERT), expected);
}

#[test]
fn a_pack_that_the_format_of_a_cell_shows_is_refused_where_nobody_says_what_is_in_it() {
    let said = said(shown_as(&[(12.0, "0\"箱\"")]), &CONVERT);
    let place = "error[unknown-pack]: book.xlsx, sheet Sheet1, row 2, column 5 `库存数量`:";
    assert!(said.starts_with(place), "{said}");
}

#[test]
fn a_row_that_is_struck_out_is_read_and_told() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet();
            let lines = [
                "日期|类型|仓库|物资编码|数量",
                "2022-03-01|入库|D1|gloves|5",
            ];
            write(sheet, 0, &lines)?;
            let struck = Format::new().set_font_strikethrough();
            for (column, cell) in (0..).zip(["2022-03-02", "入库", "D1", "gloves", "9"]) {
                sheet.write_string_with_format(2, column, cell, &struck)?;
            }
            Ok(())
        },
        &["convert", "book.xlsx", "--columns", "date,qty"],
    );
    let expected = "\
warning[hidden]: book.xlsx, sheet Sheet1, row 3: something in this row is struck out; it was read like the others
  hint: delete the rows that are not meant, and the line through those that are
date,qty
2022-03-01,5
2022-03-02,9
";
    assert_eq!(said, expected);
}

#[test]
fn a_number_that_may_be_january_or_october_is_no_last_day() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet();
            let lines = [
                "仓库|物资名称|单位|库存数量|有效期至",
                "中心库|医用外科口罩|只|10|2027.1",
                "中心库|N95口罩|只|10|2027.11",
            ];
            write(sheet, 0, &lines)?;
            write(sheet, 3, &["中心库|医用手套|双|10"])?;
            sheet.write_string(3, 4, "2027.1")?;
            Ok(())
        },
        &["convert", "book.xlsx", "--as-of", "2026-11-27", "-q"],
    );
    let expected = "\
error[bad-date]: book.xlsx, sheet Sheet1, row 2, column 5 `有效期至`: \"2027.1\" is a number here, and may be January or October
  hint: write 2027-01 or 2027-10, as text
";
    assert_eq!(said, expected);
}
