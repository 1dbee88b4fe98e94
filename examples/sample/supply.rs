//! What lies outside the stores: agreements, lines, carriers, the register of enterprises and their daily reports.
//!
//! The agreements of the ledger stand here with their terms, under the numbers that are their lots; four more have
//! something to find. Reports are made day by day from fixed figures; nothing here draws a random number, so that the
//! other tables stay as they are.

use chrono::{Days, NaiveDate};

use crate::story;

/// Days of reports before the day of the story.
const REPORT_DAYS: u64 = 14;

/// Every agreement of the ledger, one that is about to lapse, one without signature, one of entrusted storage of which
/// nothing is on the books, and one for production.
pub const AGREEMENTS: &str = "\
agreement,item,enterprise,kind,site,qty,unit,signed_on,from,to,lead_days,per_delivery,interval_days,breach_terms
AG-D00-NR,n95_respirator,岚河防护,supply,D00,50000,piece,2021-09-10,2021-09-16,2023-06-30,3,25000,7,按日万分之五
AG-D00-SM,surgical_mask,岚河防护,supply,D00,300000,piece,2021-09-10,2021-09-16,2023-06-30,3,150000,7,按日万分之五
AG-D00-CO,coverall,岚河防护,supply,D00,10000,piece,2021-09-10,2021-09-16,2023-06-30,3,,,按日万分之五
AG-D00-ME,medicine,岚河制药,supply,D00,20000,box,2021-09-10,2021-09-16,2023-06-30,5,,,按日万分之五
AG-D01-RG,nat_reagent,云沙生物,supply,D01,41000,test,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D02-RG,nat_reagent,云沙生物,supply,D02,26000,test,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D03-RG,nat_reagent,云沙生物,supply,D03,18000,test,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D04-RG,nat_reagent,云沙生物,supply,D04,23000,test,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D05-RG,nat_reagent,云沙生物,supply,D05,9000,test,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D06-RG,nat_reagent,云沙生物,supply,D06,21000,test,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D07-RG,nat_reagent,云沙生物,supply,D07,17000,test,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D01-ST,sampling_tube,云沙生物,supply,D01,41000,piece,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D02-ST,sampling_tube,云沙生物,supply,D02,26000,piece,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D03-ST,sampling_tube,云沙生物,supply,D03,18000,piece,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D04-ST,sampling_tube,云沙生物,supply,D04,23000,piece,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D05-ST,sampling_tube,云沙生物,supply,D05,9000,piece,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D06-ST,sampling_tube,云沙生物,supply,D06,21000,piece,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D07-ST,sampling_tube,云沙生物,supply,D07,17000,piece,2021-09-10,2021-09-16,2023-06-30,2,,,按日万分之五
AG-D01-IG,isolation_gown,岚河防护,supply,D01,5000,piece,2021-09-10,2021-09-16,2023-06-30,3,,,按日万分之五
AG-D02-IG,isolation_gown,岚河防护,supply,D02,3000,piece,2021-09-10,2021-09-16,2023-06-30,3,,,按日万分之五
AG-D03-IG,isolation_gown,岚河防护,supply,D03,2000,piece,2021-09-10,2021-09-16,2023-06-30,3,,,按日万分之五
AG-D04-IG,isolation_gown,岚河防护,supply,D04,3000,piece,2021-09-10,2021-09-16,2023-06-30,3,,,按日万分之五
AG-D05-IG,isolation_gown,岚河防护,supply,D05,1000,piece,2021-09-10,2021-09-16,2023-06-30,3,,,按日万分之五
AG-D06-IG,isolation_gown,岚河防护,supply,D06,2500,piece,2021-09-10,2021-09-16,2023-06-30,3,,,按日万分之五
AG-D07-IG,isolation_gown,岚河防护,supply,D07,2000,piece,2021-09-10,2021-09-16,2023-06-30,3,,,按日万分之五
XY-2021-07,surgical_mask,岚河防护,supply,D00,200000,piece,2021-03-28,2021-04-01,2022-03-31,3,100000,7,按日万分之五
XY-2022-03,coverall,白堤医材,supply,D00,5000,piece,,2022-03-01,2022-12-31,7,,,按日万分之五
DC-2021-02,n95_respirator,岚河防护,storage,D00,20000,piece,2021-09-10,2021-09-16,2023-06-30,1,,,
SC-2021-01,surgical_mask,岚河防护,production,,1000000,piece,2021-09-10,2021-09-16,2023-06-30,,,,按日万分之五
";

/// Lines that stand, one that is built and one that is turned to other goods.
pub const CAPACITY: &str = "\
enterprise,production_line,item,start_day,kind,site,capacity,unit,ramp_days,raw_material_days,to,status,agreement
岚河防护,1号线,surgical_mask,0,existing,,40000,piece,,38,2023-06-30,,SC-2021-01
岚河防护,2号线,surgical_mask,12,new,,60000,piece,6,,2023-06-30,,SC-2021-01
岚河防护,3号线,n95_respirator,0,existing,,8000,piece,,33,,,
云沙生物,1号线,nat_reagent,0,existing,,12000,test,,45,,,
石桥消毒,1号线,hand_sanitizer,0,existing,,900,bottle,,21,,,
白堤医材,1号线,coverall,10,rebuilt,,1500,piece,5,,,pledged,
";

/// Who stores the reserve of the prefecture, and on what terms.
pub const CARRIERS: &str = "\
enterprise,item,site,from,to,contract_value,subsidy_rate,prepaid
岚河医药公司,surgical_mask,C00,2021-09-16,2022-09-15,420000.00,7%,29400.00
岚河医药公司,n95_respirator,C00,2021-09-16,2022-09-15,325000.00,7%,22750.00
";

/// The register: what each is, and whether it must report each day.
pub const ENTERPRISES: &str = "\
enterprise,name,class,reports
岚河防护,岚河防护用品有限公司,designated_producer;capacity_reserve,1
云沙生物,云沙生物技术有限公司,designated_producer,1
岚河制药,岚河制药有限公司,designated_producer,1
石桥消毒,石桥消毒用品厂,designated_producer,1
岚河医药公司,岚河医药有限公司,carrier,1
";

/// What is on its way: shipped, late already, and only ordered.
pub const INBOUND: &str = "\
doc,line,site,item,qty,unit,status,expected_on,expiry,form,counterparty,note
PO-2022-031,1,D00,n95_respirator,12000,piece,shipped,2022-03-18,2025-02-28,physical,岚河防护,
PO-2022-031,2,D00,surgical_mask,60000,piece,shipped,2022-03-18,2024-02-29,physical,岚河防护,
PO-2022-033,1,D03,nat_reagent,18000,test,in_transit,2022-03-17,2023-02-28,physical,云沙生物,
PO-2022-028,1,D05,hand_sanitizer,1200,bottle,dispatched,2022-03-10,2024-01-31,physical,石桥消毒,expected five days ago
PO-2022-036,1,D03,isolation_gown,4000,piece,ordered,2022-03-25,,physical,岚河防护,
";

/// What an enterprise makes of an item each day, and what it holds.
struct Maker {
    enterprise: &'static str,
    item: &'static str,
    unit: &'static str,
    capacity: i64,
    /// Output in percent of capacity on the first day; it rises by one percent a day.
    load: i64,
    stock: i64,
    /// Days of raw material on the first day, in tenths, and what a day takes off.
    material: i64,
    worn: i64,
    /// Days without a report before the day of the story.
    silent: u64,
    /// Days between the day and its report.
    delay: u64,
}

const MAKERS: [Maker; 5] = [
    maker(
        "岚河防护",
        "surgical_mask",
        "piece",
        (40_000, 70, 260_000),
        (420, 3),
        (1, 1),
    ),
    maker(
        "岚河防护",
        "n95_respirator",
        "piece",
        (8_000, 80, 31_000),
        (370, 3),
        (1, 1),
    ),
    maker(
        "云沙生物",
        "nat_reagent",
        "test",
        (12_000, 82, 90_000),
        (450, 0),
        (1, 0),
    ),
    maker(
        "岚河制药",
        "medicine",
        "box",
        (2_500, 60, 14_000),
        (520, 0),
        (4, 1),
    ),
    maker(
        "石桥消毒",
        "hand_sanitizer",
        "bottle",
        (900, 75, 4_200),
        (366, 12),
        (1, 2),
    ),
];

/// Table `production`: one line a day, enterprise and item, for the fourteen days before the story.
pub fn production() -> String {
    let mut text = String::from(
        "date,enterprise,item,unit,capacity,output,stock,raw_material_days,reported_on\n",
    );
    let first = story::as_of() - Days::new(REPORT_DAYS);
    for day in 0..REPORT_DAYS {
        let date = first + Days::new(day);
        for maker in &MAKERS {
            if day + maker.silent <= REPORT_DAYS {
                text += &line(maker, date, i64::try_from(day).unwrap_or_default());
            }
        }
    }
    text
}

fn line(maker: &Maker, date: NaiveDate, day: i64) -> String {
    let output = maker.capacity * (maker.load + day) / 100;
    let stock = maker.stock - day * (maker.stock / 40);
    let material = maker.material - day * maker.worn;
    format!(
        "{date},{},{},{},{},{output},{stock},{}.{},{}\n",
        maker.enterprise,
        maker.item,
        maker.unit,
        maker.capacity,
        material / 10,
        material % 10,
        date + Days::new(maker.delay)
    )
}

const fn maker(
    enterprise: &'static str,
    item: &'static str,
    unit: &'static str,
    (capacity, load, stock): (i64, i64, i64),
    (material, worn): (i64, i64),
    (silent, delay): (u64, u64),
) -> Maker {
    Maker {
        enterprise,
        item,
        unit,
        capacity,
        load,
        stock,
        material,
        worn,
        silent,
        delay,
    }
}
