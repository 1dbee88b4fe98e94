//! What the goods are: unit, pack, shelf life, price and maker of each item.
//!
//! Read from `data/catalogue.csv`; prices and makers are the sample's own. Never writes.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};

/// Table `item` as it stands.
pub const TEXT: &str = include_str!("../../data/catalogue.csv");

/// One kind of goods.
pub struct Item {
    pub class: String,
    pub unit: String,
    pub pack: i64,
    life: Life,
}

enum Life {
    Months(u32),
    Days(u64),
    Unlimited,
}

/// The goods of the catalogue by id.
pub struct Catalogue(BTreeMap<String, Item>);

impl Catalogue {
    /// Reads the catalogue that is part of the program.
    pub fn read() -> Result<Self, csv::Error> {
        let mut items = BTreeMap::new();
        for record in csv::Reader::from_reader(TEXT.as_bytes()).records() {
            let record = record?;
            let item = Item {
                class: record[2].to_owned(),
                unit: record[4].to_owned(),
                pack: record[6].parse().unwrap_or(1),
                life: life(&record[9]),
            };
            items.insert(record[0].to_owned(), item);
        }
        Ok(Self(items))
    }

    /// The entry of `id`, which must be one of the catalogue.
    pub fn item(&self, id: &str) -> &Item {
        self.0
            .get(id)
            .unwrap_or_else(|| panic!("`{id}` is not in the catalogue"))
    }
}

impl Item {
    /// The last usable day of goods made on `made`; none for goods that keep for ever.
    pub fn expiry(&self, made: NaiveDate) -> Option<NaiveDate> {
        match self.life {
            Life::Months(months) => Some(made + Months::new(months) - Days::new(1)),
            Life::Days(days) => Some(made + Days::new(days) - Days::new(1)),
            Life::Unlimited => None,
        }
    }

    /// The day on which goods were made whose last usable day is `expiry`.
    pub fn made(&self, expiry: NaiveDate) -> NaiveDate {
        match self.life {
            Life::Months(months) => expiry + Days::new(1) - Months::new(months),
            Life::Days(days) => expiry + Days::new(1) - Days::new(days),
            Life::Unlimited => expiry,
        }
    }

    /// Rounds `qty` up to whole packs.
    pub fn packs(&self, qty: i64) -> i64 {
        (qty + self.pack - 1) / self.pack * self.pack
    }

    /// A maker of goods of this class; `pick` chooses among them.
    pub fn maker(&self, pick: i64) -> &'static str {
        let makers = match self.class.as_str() {
            "ppe" => ["岚河防护", "白堤医材"],
            "reagent" => ["云沙生物", "远堤诊断"],
            "necessity" => ["北滩农场", "西渡粮油"],
            "medicine" => ["岚河制药", "松坪药业"],
            _ => ["石桥消毒", "白堤医材"],
        };
        makers[usize::from(pick % 2 == 1)]
    }
}

/// The two letters with which the lots of `item` begin.
pub fn letters(item: &str) -> String {
    let special = match item {
        "nat_reagent" => "RG",
        "mask_machine" => "MK",
        "meat" => "MT",
        _ => "",
    };
    if !special.is_empty() {
        return special.to_owned();
    }
    let short = match item.split_once('_') {
        Some((first, second)) => format!("{}{}", &first[..1], &second[..1]),
        None => item[..2].to_owned(),
    };
    short.to_uppercase()
}

/// What one base unit of `item` costs in 1/10,000 yuan.
pub fn cost(item: &str) -> i64 {
    match item {
        "n95_respirator" => 32_500,
        "surgical_mask" => 4_200,
        "medical_mask" => 2_100,
        "coverall" => 285_000,
        "goggles" => 96_000,
        "gloves" => 3_850,
        "isolation_gown" => 78_000,
        "medical_cap" => 1_800,
        "shoe_cover" => 2_600,
        "face_shield" => 24_000,
        "nat_reagent" => 58_000,
        "extraction_reagent" | "amplification_reagent" => 29_000,
        "sampling_tube" => 22_000,
        "swab" => 2_500,
        "transport_box" => 1_850_000,
        "hand_sanitizer" => 98_000,
        "chlorine_tablet" => 112_500,
        "medical_alcohol" => 64_000,
        "ir_thermometer" => 1_280_000,
        "imaging_equipment" => 62_000_000_000,
        "negative_pressure_ambulance" => 8_600_000_000,
        "mask_machine" => 4_800_000_000,
        "meltblown_fabric" => 265_000,
        "medicine" => 186_000,
        "rice" => 42_000,
        "flour" => 36_000,
        "oil" => 118_000,
        "meat" => 208_000,
        "egg" => 84_000,
        "milk" => 96_000,
        "vegetable" => 32_000,
        _ => 105_000,
    }
}

fn life(cell: &str) -> Life {
    match cell.split_once(' ') {
        Some((count, "mo")) => Life::Months(count.parse().expect("the catalogue counts months")),
        Some((count, "d")) => Life::Days(count.parse().expect("the catalogue counts days")),
        _ => Life::Unlimited,
    }
}
