//! Both readers on random messy requests and quotes: the same rows, places, texts for the id of a plan, repairs, faults
//! and refused lines.

use super::*;
use crate::diagnostic::Place;
use crate::io::lane::line::Cells;
use crate::io::lane::line::row::RowLane;
use crate::io::lane::records::{PlanText, records};
use crate::ledger::Record;
use crate::ledger::plan_id::append_row;
use crate::ledger::tables::{Quote, Request};

const HEADERS: [&str; 3] = [
    "request,line,date,site,item,qty,unit,use,duty,urgent,priority,weight,need_by,min_qty,min_days_left,note,clerk",
    "单号,行号,日期,单位名称,物资,数量,计量单位,用途,一线,urgent,priority,weight,need_by,min_qty,min_days_left,note,clerk",
    "form,row,date,site,item,qty,unit,use,duty,urgent,priority,weight,need_by,min_qty,min_days_left,note,clerk",
];

/// One line, mostly plain.
fn line() -> impl Strategy<Value = String> {
    let what = (
        cell(&["R1", "R2", "申-3"], &["", "\"R,1\"", " R1"]),
        cell(&["1", "2", ""], &["01", "合计"]),
        cell(&["2022-03-01", ""], &["2022/3/4", "2022-02-30", "44621"]),
        cell(&["H1", "医院"], &["", "\u{200b}H1", "注：医院"]),
        cell(
            &["mask", "rice", "gown"],
            &["口罩", "大米 ", "\"mask\"", "大米(kg)", ""],
        ),
        cell(
            &["5", "1200", "0.5", "12.345", "0"],
            &[
                "",
                "-3",
                "1,200",
                "1.2万",
                "５",
                "abc",
                "1.2345",
                "2000000000000",
            ],
        ),
        cell(&["piece", "", "只"], &["箱", "kg", "斤", "\"只\""]),
        cell(
            &["triage", "流调", ""],
            &["total", "小计", "an office with a long name"],
        ),
    );
    let beside = (
        cell(
            &["first", "second", "", "二线"],
            &["fisrt", "\"first\"", "First"],
        ),
        cell(&["", "true"], &["是", "maybe"]),
        cell(&["", "1", "3"], &["一级", "x", "-1"]),
        cell(&["", "0.5"], &["50%", "x"]),
        cell(&["", "2022-03-09"], &["soon"]),
        cell(&["", "2"], &["1箱"]),
        cell(&["", "30"], &["x"]),
        cell(&["", "note"], &["\"a, b\"", "\"two\nlines\"", "more,cells"]),
        cell(&["", "王"], &["grand total", "\"合计\""]),
    );
    let whole = (what, beside).prop_map(|(a, b)| {
        let what = [a.0, a.1, a.2, a.3, a.4, a.5, a.6, a.7];
        let beside = [b.0, b.1, b.2, b.3, b.4, b.5, b.6, b.7, b.8];
        [what.as_slice(), beside.as_slice()].concat().join(",")
    });
    prop_oneof![40 => whole, 1 => select(vec![String::new(), "合计,,,,,99".to_owned(), ",,,,".to_owned(), "R1,1".to_owned(), "一、医院".to_owned()])]
}

const QUOTE_HEADERS: [&str; 3] = [
    "date,market,item,spec,price,unit,kind,category,source,low,high,fee,qty,clerk",
    "日期,市场,品名,规格,价格,计量单位,类型,类别,来源,low,high,fee,qty,clerk",
    "date,source,item,clerk,price,unit,kind,market,spec,low,high,fee,qty,category",
];

/// One line of quotes, mostly plain.
fn quote_line() -> impl Strategy<Value = String> {
    let what = (
        cell(&["2022-03-01", "2022-03-02"], &["", "2022/3/4", "注："]),
        cell(&["M01", "市场"], &["", "\"M,1\"", " M01", "合计"]),
        cell(
            &["mask", "rice", "gown"],
            &["口罩", "大米 ", "大米(kg)", ""],
        ),
        cell(&["", "500g", "一级"], &["-", "50个/箱"]),
        cell(
            &["5", "12.5", "0.1234", "0"],
            &["", "-3", "1,200", "¥5", "3.5元/斤", "abc", "1.23456"],
        ),
        cell(&["piece", "", "只"], &["箱", "kg", "斤"]),
        cell(&["retail", "批发", ""], &["retial", "Retail"]),
    );
    let beside = (
        cell(&["", "grain"], &["小计", "grand total"]),
        cell(&["", "网上"], &["注：见附表", "/"]),
        cell(&["", "4.5"], &["x"]),
        cell(&["", "6"], &["-1"]),
        cell(&["", "0.5"], &["50%"]),
        cell(&["", "12.345"], &["-2", "2000000000000", "1.2345"]),
        cell(&["", "王"], &["合计", "\"a, b\""]),
    );
    let whole = (what, beside).prop_map(|(a, b)| {
        let what = [a.0, a.1, a.2, a.3, a.4, a.5, a.6];
        let beside = [b.0, b.1, b.2, b.3, b.4, b.5, b.6];
        [what.as_slice(), beside.as_slice()].concat().join(",")
    });
    prop_oneof![40 => whole, 1 => select(vec![String::new(), "合计,,,,99".to_owned(), ",,,,".to_owned(), "2022-03-01,M".to_owned()])]
}

/// Rows, where each was read, and the text of them all.
pub type Read<T> = (Vec<T>, Vec<Option<Place>>, Vec<u8>);

/// What the exact reader makes of a sheet, and says of it.
pub fn exactly<T: Record>(sheet: &Sheet, map: Option<&Map>) -> (Read<T>, Said) {
    let plan = Plan::new(sheet, T::TABLE, map).expect("the columns fit");
    let taken = take(sheet, &plan, &catalogue());
    let mut text = Vec::new();
    taken.rows.iter().for_each(|row| append_row(row, &mut text));
    let rows = taken.rows.iter().map(T::from_row).collect();
    let places = taken.rows.iter().map(|row| row.place.clone()).collect();
    ((rows, places, text), said(&taken))
}

/// Whether the lane reads `line` without the exact reader, in a sheet of so many lines like `usual` that it is long.
pub fn is_read_by_lane(
    table: Table,
    map: Option<&Map>,
    header: &str,
    usual: &str,
    line: &str,
) -> bool {
    let text = format!("{header}\n{}", format!("{usual}\n").repeat(40));
    let sheet = csv::read_lazily(Arc::from(&*text), "long.csv").expect("the text is well formed");
    let catalogue = catalogue();
    let plan = Plan::new(&sheet, table, map).expect("the columns fit");
    let layout = Layout::of_lines(&sheet, &plan, &catalogue).expect("the sheet has a layout");
    let mut lane = RowLane::new(&layout).expect("each column is a cell");
    let ends = line.match_indices(',').map(|(at, _)| at as u32);
    let ends: Vec<u32> = ends.chain([line.len() as u32]).collect();
    let cells = Cells {
        block: line,
        start: 0,
        ends: &ends,
        end: line.len(),
        behind: &[],
    };
    lane.row(&cells, 2).is_some()
}

/// What the lanes make of a sheet whose lines lie unread, and say of it.
pub fn by_lanes<T: Record + Send>(sheet: &Sheet, map: Option<&Map>) -> (Read<T>, Said) {
    let catalogue = catalogue();
    let plan = Plan::new(sheet, T::TABLE, map).expect("the columns fit");
    let layouts = [Layout::of_lines(sheet, &plan, &catalogue).expect("the sheet has a layout")];
    let answer = records::<T>(&layouts, PlanText::Kept).expect("the text is well formed");
    let (loaded, text) = (answer.answer.loaded, answer.answer.text);
    ((loaded.rows, loaded.places, text), said(&answer.taken[0]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(90))]

    #[test]
    fn both_readers_read_the_same_requests(
        header in select(HEADERS.to_vec()),
        lines in proptest::collection::vec(line(), 26..90),
        end in select(vec!["\n", "\r\n"]),
        is_ended: bool,
    ) {
        let mut text = format!("{header}{end}{}", lines.join(end));
        if is_ended {
            text.push_str(end);
        }
        let whole = csv::read(&text, "request.csv").expect("the text is well formed");
        let lazy = csv::read_lazily(Arc::from(&*text), "request.csv").expect("the text is well formed");
        prop_assert_eq!(by_lanes::<Request>(&lazy, None), exactly(&whole, None));
    }

    #[test]
    fn both_readers_read_the_same_quotes(
        header in select(QUOTE_HEADERS.to_vec()),
        lines in proptest::collection::vec(quote_line(), 30..90),
        end in select(vec!["\n", "\r\n"]),
    ) {
        let text = format!("{header}{end}{}{end}", lines.join(end));
        let whole = csv::read(&text, "quote.csv").expect("the text is well formed");
        let lazy = csv::read_lazily(Arc::from(&*text), "quote.csv").expect("the text is well formed");
        prop_assert_eq!(by_lanes::<Quote>(&lazy, None), exactly(&whole, None));
    }
}

#[test]
fn plain_lines_of_requests_are_read_without_the_exact_reader() {
    let header = "request,line,date,site,item,qty,unit,use,duty";
    let usual = "R1,1,2022-03-01,H1,mask,5,piece,流调,first";
    let is_read = |line: &str| is_read_by_lane(Table::Request, None, header, usual, line);
    for plain in [
        "R1,1,2022-03-01,H1,mask,5,piece,流调,first",
        ",,,医院,gown,0.5,kg,,",
        "R1,1,,H1,rice,7,,an office with a long name,二线",
    ] {
        assert!(is_read(plain), "{plain}");
    }
    for other in [
        "R1,1,2022-03-01,H1,口罩,5,piece,triage,first",
        "R1,1,2022-03-01,H1,mask,5,箱,triage,first",
        "R1,1,2022-03-01,,mask,5,piece,triage,first",
        "R1,1,2022-03-01,H1,mask,,piece,triage,first",
        "合计,1,2022-03-01,H1,mask,5,piece,triage,first",
    ] {
        assert!(!is_read(other), "{other}");
    }
}
