//! Is what stands over a table read as a title, though its cells are merged like those of a header?

use rust_xlsxwriter::Format;

use super::{said, write};

#[test]
fn a_title_line_of_merged_cells_keeps_its_unit_and_its_day() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet();
            let plain = Format::new();
            sheet.merge_range(0, 0, 0, 5, "县应急物资库存表", &plain)?;
            sheet.merge_range(1, 0, 1, 1, "编制单位：县商务局", &plain)?;
            sheet.merge_range(1, 2, 1, 3, "填报日期：2026年11月20日", &plain)?;
            sheet.merge_range(1, 4, 1, 5, "单位：万只", &plain)?;
            write(
                sheet,
                2,
                &[
                    "序号|仓库|物资名称|库存数量|批号|备注",
                    "1|中心库|N95口罩|1.2|A1",
                ],
            )
        },
        &["convert", "book.xlsx", "--columns", "as_of,site,item,qty"],
    );
    let expected = "\
book.xlsx, sheet Sheet1, row 2: no column states a day; the lines are of 2026-11-20, as stands over them
as_of,site,item,qty
2026-11-20,中心库,n95_respirator,12000
";
    assert_eq!(said, expected);
}

#[test]
fn the_month_of_a_report_goes_into_no_header() {
    let said = said(
        |book| {
            let sheet = book.add_worksheet();
            let plain = Format::new();
            sheet.merge_range(0, 0, 0, 1, "编制单位：县商务局", &plain)?;
            sheet.merge_range(0, 2, 0, 3, "2026年11月", &plain)?;
            write(
                sheet,
                1,
                &["仓库|物资名称|入库金额|期末库存", "中心库|N95口罩|80|1200"],
            )
        },
        &["convert", "book.xlsx", "--as-of", "2026-11-30"],
    );
    assert!(!said.contains("2026年11月 "), "{said}");
    assert!(said.contains("2026-11-30,中心库,n95_respirator"), "{said}");
}

#[test]
fn sheets_that_are_called_after_places_are_of_those_places() {
    let list = |name: &str, qty: &str| (name.to_owned(), qty.to_owned());
    let lists = [list("临河区", "1000"), list("五原县", "1000")];
    let said = said(
        |book| {
            for (name, qty) in &lists {
                let sheet = book.add_worksheet().set_name(name)?;
                let row = format!("N95口罩|只|{qty}");
                write(sheet, 0, &["物资名称|单位|库存数量", &row])?;
            }
            Ok(())
        },
        &[
            "convert",
            "book.xlsx",
            "-q",
            "--as-of",
            "2026-11-30",
            "--columns",
            "site,item,qty",
        ],
    );
    let expected = "site,item,qty\n临河区,n95_respirator,1000\n五原县,n95_respirator,1000\n";
    assert_eq!(said, expected);
}
