//! Who uses what: the sites that keep stock, their staff, and the rates of full load.
//!
//! Hospitals × goods, depots × goods; rates a day before the outbreak. Never posts a movement.

/// A hospital that keeps a ledger.
pub struct Hospital {
    pub site: &'static str,
    pub beds: i64,
    /// Records the six main kinds each day; the others record each week.
    pub daily: bool,
    /// Use a bed, in percent of an ordinary hospital.
    pub load: i64,
}

/// The hospitals, the large ones first.
pub const HOSPITALS: [Hospital; 11] = [
    hospital("H01", 1200, true, 100),
    hospital("H02", 420, false, 180),
    hospital("H31", 450, true, 100),
    hospital("H03", 700, false, 80),
    hospital("H11", 600, false, 80),
    hospital("H21", 480, false, 80),
    hospital("H32", 120, false, 100),
    hospital("H41", 380, false, 75),
    hospital("H51", 300, false, 75),
    hospital("H61", 360, false, 70),
    hospital("H71", 320, false, 70),
];

/// Base units a day for 1,000 ordinary beds, of the six main kinds.
pub const MAIN_KINDS: [(&str, i64); 6] = [
    ("n95_respirator", 100),
    ("surgical_mask", 750),
    ("coverall", 50),
    ("isolation_gown", 130),
    ("gloves", 2000),
    ("face_shield", 60),
];

/// Base units a day for 1,000 ordinary beds, recorded each week.
pub const OTHER_KINDS: [(&str, i64); 6] = [
    ("hand_sanitizer", 60),
    ("medicine", 250),
    ("chlorine_tablet", 15),
    ("medical_alcohol", 40),
    ("medical_cap", 200),
    ("shoe_cover", 150),
];

/// A county: its depot and its people.
pub const COUNTIES: [(&str, &str, i64); 7] = [
    ("C01", "D01", 386_000),
    ("C02", "D02", 241_000),
    ("C03", "D03", 168_000),
    ("C04", "D04", 212_000),
    ("C05", "D05", 148_000),
    ("C06", "D06", 197_000),
    ("C07", "D07", 153_000),
];

/// Base units a day for 10,000 people when a county works at full load.
pub const FULL_LOAD: [(&str, i64); 4] = [
    ("medicine", 7),
    ("hand_sanitizer", 4),
    ("chlorine_tablet", 2),
    ("medical_alcohol", 3),
];

/// Base units an ordinary bed uses each day at full load, in thousandths.
const BED_RATES: [(&str, i64); 12] = [
    ("n95_respirator", 250),
    ("surgical_mask", 1500),
    ("coverall", 150),
    ("isolation_gown", 300),
    ("gloves", 4000),
    ("face_shield", 120),
    ("hand_sanitizer", 100),
    ("medicine", 400),
    ("chlorine_tablet", 30),
    ("medical_alcohol", 70),
    ("medical_cap", 350),
    ("shoe_cover", 300),
];

/// Table `norm`; `unit` names the base unit of an item.
pub fn norms(unit: impl Fn(&str) -> String) -> String {
    let mut text = String::from("scope,item,rate,unit,basis,source\n");
    for (item, rate) in BED_RATES {
        text += &row(
            "fever_clinic",
            item,
            rate,
            &unit(item),
            "per_bed,full-load table 2021",
        );
    }
    for (_, depot, people) in COUNTIES {
        for (item, rate) in FULL_LOAD {
            let thousandths = people * rate / 10;
            text += &row(
                depot,
                item,
                thousandths,
                &unit(item),
                "fixed,full-load table 2021",
            );
        }
    }
    for (scope, item, rate, basis) in RATES {
        text += &row(scope, item, rate, &unit(item), basis);
    }
    text
}

/// Table `staff`: posts in proportion to beds, and the samplers of a county.
pub fn staff() -> String {
    let mut text = String::from("site,role,headcount,duty\n");
    for hospital in &HOSPITALS {
        let site = hospital.site;
        for (role, percent, duty) in WARD_POSTS {
            text += &format!("{site},{role},{},{duty}\n", hospital.beds * percent / 100);
        }
    }
    for (_, depot, people) in COUNTIES {
        text += &format!("{depot},sampler,{},first\n", (people + 359) / 360);
        text += &format!("{depot},keeper,6,second\n");
    }
    for (site, role, count, duty) in OTHER_POSTS {
        text += &format!("{site},{role},{count},{duty}\n");
    }
    text
}

const WARD_POSTS: [(&str, i64, &str); 5] = [
    ("cleaner", 8, "first"),
    ("doctor", 35, "first"),
    ("laboratory_technician", 3, "first"),
    ("logistics", 12, "second"),
    ("nurse", 60, "first"),
];

const OTHER_POSTS: [(&str, &str, i64, &str); 12] = [
    ("D00", "keeper", 14, "second"),
    ("K00", "laboratory_technician", 40, "first"),
    ("K00", "tracer", 60, "first"),
    ("K03", "laboratory_technician", 16, "first"),
    ("K03", "tracer", 36, "first"),
    ("G00", "inspector", 24, "first"),
    ("G03", "inspector", 30, "first"),
    ("Q01", "attendant", 30, "first"),
    ("Q31", "attendant", 26, "first"),
    ("Q32", "attendant", 20, "first"),
    ("O00", "clerk", 45, "second"),
    ("T31", "volunteer", 120, "second"),
];

/// Rates that outside standards give, in thousandths of a base unit, with basis and source.
const RATES: [(&str, &str, i64, &str); 18] = [
    ("cdc", "isolation_gown", 2000, "per_role,ESFT laboratory"),
    ("cdc", "gloves", 8000, "per_role,ESFT laboratory"),
    ("cdc", "surgical_mask", 4000, "per_role,ESFT laboratory"),
    ("cdc", "face_shield", 2000, "per_role,ESFT laboratory"),
    ("gate", "gloves", 4000, "per_role,local 2021"),
    ("gate", "surgical_mask", 2000, "per_role,local 2021"),
    (
        "isolation",
        "surgical_mask",
        1000,
        "per_patient,ESFT patient",
    ),
    ("isolation", "gloves", 8600, "per_patient,New Mexico 2020"),
    ("*", "isolation_gown", 2000, "per_sampler,ESFT screening"),
    ("*", "gloves", 8000, "per_sampler,ESFT screening"),
    ("*", "surgical_mask", 4000, "per_sampler,ESFT screening"),
    ("*", "rice", 250, "per_resident,Quanzhou 2022"),
    ("*", "flour", 100, "per_resident,Quanzhou 2022"),
    ("*", "oil", 50, "per_resident,Quanzhou 2022"),
    ("*", "egg", 60, "per_resident,Quanzhou 2022"),
    ("*", "milk", 300, "per_resident,dietary guide 2022"),
    ("*", "vegetable", 400, "per_resident,Quanzhou 2022"),
    ("*", "meat", 115, "per_resident,Quanzhou 2022"),
];

fn row(scope: &str, item: &str, thousandths: i64, unit: &str, basis: &str) -> String {
    let (whole, part) = (thousandths / 1000, thousandths % 1000);
    format!("{scope},{item},{whole}.{part:03},{unit},{basis}\n")
}

const fn hospital(site: &'static str, beds: i64, daily: bool, load: i64) -> Hospital {
    Hospital {
        site,
        beds,
        daily,
        load,
    }
}
