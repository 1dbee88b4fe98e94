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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(90))]

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
        prop_assert_eq!(by_lanes::<Movement>(&lazy), exactly(&whole));
    }
}

#[test]
fn plain_lines_of_movements_are_read_without_the_exact_reader() {
    let usual = "D1,1,2022-03-01,receipt,H1,mask,A,5,piece,2022-12-31,physical,city,2.66,,note";
    let is_read = |line: &str| is_read_by_lane(Table::Movement, HEADER, usual, line);
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
