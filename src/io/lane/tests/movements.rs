//! Both readers on random messy movements that are wanted as structs: the same rows, places, texts for the id of a plan,
//! repairs, faults and refused lines.

use super::requests::{by_lanes, exactly, is_read_by_lane};
use super::*;

/// Headers of the lines that `line` makes, some of whose columns have no cell or another name.
const HEADERS: [&str; 3] = [
    HEADER,
    "单号,行号,日期,类型,单位名称,物资,批号,数量,计量单位,有效期至,形式,owner,unit_cost,ref,note",
    "clerk,row,date,kind,site,item,lot,qty,unit,mfg_date,form,purpose,unit_cost,counterparty,handler",
];

/// Headers of which a map names each, and states one that none of them has.
const FOREIGN: [&str; 2] = [
    "no,row,day,what,where,good,batch,how_many,in,until,shape,whose,price,about,said",
    "row,no,day,what,where,good,batch,how_many,in,until,said,whose,price,about,shape",
];

/// A map of [`FOREIGN`]: words of theirs, kinds by one column, quantities whose sign it turns round.
fn map() -> Map {
    let map = "table = 'movement'
constant.earmark = 'site:H1'
[column]
doc = 'no'
line = 'row'
date = 'day'
site = 'where'
item = 'good'
lot = 'batch'
qty = 'how_many'
unit = 'in'
expiry = 'until'
form = 'shape'
owner = 'whose'
unit_cost = 'price'
ref = 'about'
note = 'said'
[values.unit]
'箱' = 'piece'
[values.site]
'医院' = 'H1'
[values.note]
'' = 'nothing said'
'note' = '-'
[values.form]
'paper' = 'agreement'
'' = 'physical'
[kind]
otherwise = 'return'
[[kind.when]]
column = 'what'
any_of = ['receipt', 'count']
then = 'receipt'
[[kind.when]]
column = 'what'
any_of = ['出库', 'issue', 'reversal']
then = 'issue'
negate = true
[[kind.when]]
column = 'what'
is = 'adjust'
then = 'adjust'
negate = true
";
    Map::parse(map, "map.toml").expect("a map")
}

/// A line in which every other amount is below nothing.
fn foreign_line() -> impl Strategy<Value = String> {
    (line(), any::<bool>()).prop_map(|(line, is_below)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        let below = cells.get(7).map(|qty| format!("-{qty}"));
        match (&below, cells.get_mut(7)) {
            (Some(below), Some(qty)) if is_below && !qty.is_empty() => *qty = below,
            _ => {}
        }
        cells.join(",")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(90))]

    #[test]
    fn both_readers_read_the_same_movements_through_a_map(
        header in select(FOREIGN.to_vec()),
        lines in proptest::collection::vec(foreign_line(), 26..120),
    ) {
        let (text, map) = (format!("{header}\n{}\n", lines.join("\n")), map());
        // Quotation marks that are cut by a sign are no matter of the lanes.
        let whole = csv::read(&text, "movement.csv").expect("the text is well formed");
        let Ok(lazy) = csv::read_lazily(Arc::from(&*text), "movement.csv") else {
            return Ok(());
        };
        if lazy.rest.is_some() {
            prop_assert_eq!(by_lanes::<Movement>(&lazy, Some(&map)), exactly(&whole, Some(&map)));
        }
    }

    #[test]
    fn both_readers_read_the_same_movements(
        header in select(HEADERS.to_vec()),
        lines in proptest::collection::vec(line(), 26..120),
        end in select(vec!["\n", "\r\n"]),
        is_ended: bool,
    ) {
        let mut text = format!("{header}{end}{}", lines.join(end));
        if is_ended {
            text.push_str(end);
        }
        let whole = csv::read(&text, "movement.csv").expect("the text is well formed");
        let lazy = csv::read_lazily(Arc::from(&*text), "movement.csv").expect("the text is well formed");
        prop_assert_eq!(by_lanes::<Movement>(&lazy, None), exactly(&whole, None));
    }
}

#[test]
fn plain_lines_of_movements_are_read_without_the_exact_reader() {
    let usual = "D1,1,2022-03-01,receipt,H1,mask,A,5,piece,2022-12-31,physical,city,2.66,,note";
    let is_read = |line: &str| is_read_by_lane(Table::Movement, None, HEADER, usual, line);
    for plain in [
        usual,
        ",,2022-03-01,出库,医院,gown,,0.5,kg,,,,,D1/1,",
        "D1,1,2022-03-01,reversal,H1,rice,a lot with a long name,7,,,agreement,,0,D1/1,",
    ] {
        assert!(is_read(plain), "{plain}");
    }
    for other in [
        "D1,1,2022-03-01,receipt,H1,口罩,A,5,piece,,,,,,",
        "D1,1,2022-03-01,receipt,H1,大米(kg),A,5,,,,,,,",
        "D1,1,2022-03-01,receipt,H1,mask,A,5,箱,,,,,,",
        "D1,1,2022-03-01,receipt,,mask,A,5,piece,,,,,,",
        "D1,1,2022-03-01,adjust,H1,mask,A,-5,piece,,,,,,",
        "D1,1,2022-03-01,count,H1,mask,A,,piece,,,,,,",
        "D1,1,2022-03-01,receipt,H1,mask,A,5,piece,2022-12,,,,,",
        "D1,1,2022-03-01,receipt,H1,mask,A,5,piece,,,,,,合计",
    ] {
        assert!(!is_read(other), "{other}");
    }
}

#[test]
fn plain_lines_are_read_through_a_map_without_the_exact_reader() {
    let usual = "D1,1,2022-03-01,receipt,医院,mask,A,5,箱,2022-12-31,,city,2.66,,note";
    let is_read =
        |line: &str| is_read_by_lane(Table::Movement, Some(&map()), FOREIGN[0], usual, line);
    for plain in [
        "D1,1,2022-03-01,receipt,医院,mask,A,5,箱,2022-12-31,,city,2.66,,",
        "D1,1,2022-03-01,issue,医院,mask,A,-5,箱,2022-12-31,paper,city,2.66,,\"a word\"",
        ",,2022-03-01,anything,H1,gown,,0.5,kg,,,,,D1/1,\"\"",
    ] {
        assert!(is_read(plain), "{plain}");
    }
    for other in [
        // Its note is mapped to a mark that stands for nothing.
        usual,
        "D1,1,2022-03-01,issue,H1,mask,A,5,piece,,,,,,",
        "D1,1,2022-03-01,receipt,H1,mask,A,-5,piece,,,,,,",
        "D1,1,2022-03-01,adjust,H1,mask,A,5,piece,,,,,,",
        "D1,1,2022-03-01,receipt,H1,mask,A,5,piece,,,,,,\"合计\"",
        "D1,1,2022-03-01,receipt,H1,mask,A,5,piece,,,,,,\"\"\"\"",
    ] {
        assert!(!is_read(other), "{other}");
    }
}

#[test]
fn the_costs_of_a_long_ledger_wait_until_they_are_asked_for() {
    let mut text = "date,kind,site,item,lot,qty,unit,unit_cost\n".to_owned();
    for (qty, cost) in [(100, "1.00"), (50, "3.00")] {
        text += &format!("2022-03-01,receipt,D1,mask,A,{qty},piece,{cost}\n");
    }
    let other = "2022-03-02,receipt,D1,mask,B,1,piece,2.00\n";
    let few = text.clone() + &other.repeat(40);
    text += &other.repeat(80);
    let costs = |text: &str, costs| {
        let sheet =
            csv::read_lazily(Arc::from(text), "ledger.csv").expect("the text is well formed");
        let plan = Plan::new(&sheet, Table::Movement, None).expect("there is no map");
        let catalogue = catalogue();
        let layouts = [Layout::new(&sheet, &plan, &catalogue).expect("the sheet has a layout")];
        let day = Day::new(2022, 4, 1).expect("a date");
        let stock = Ledger::of_sheets(&layouts).stock(day, costs);
        let stock = stock.expect("the text is well formed").answer;
        let of_a = stock
            .iter()
            .find(|lot| lot.lot == "A")
            .expect("it lies there");
        (of_a.unit_cost, stock.unsettled_lots())
    };
    let mean = Some(Price::from_steps(16_667));
    assert_eq!(costs(&few, Costs::OfShort), (mean, 0));
    assert_eq!(costs(&text, Costs::OfShort), (None, 1));
    assert_eq!(costs(&text, Costs::All), (mean, 0));
    assert_eq!(costs(&few, Costs::No), (None, 1));
}
