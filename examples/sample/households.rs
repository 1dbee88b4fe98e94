//! Four compounds and who lives there: households, what they ordered, who was telephoned, what shops offer, and who
//! delivers.
//!
//! Two compounds of T31 are sealed, one of T32 and one of T11 are controlled. Households are made door by door from fixed
//! figures; nothing here draws a random number, so that the other tables stay as they are. Telephone numbers are invented.

use chrono::{Days, NaiveDate};

use crate::story;

/// The compounds, in the order of the telephone numbers.
const COMPOUNDS: [&str; 4] = ["X11", "X31", "X32", "X33"];
const BUILDINGS: usize = 3;
const ENTRANCES: usize = 2;
const DOORS: [usize; 2] = [101, 202];

/// What the shops offer; those of T11 order from M02, those of T31 and T32 from M04.
pub const PACKAGES: &str = "\
package,name,price,enterprise
M02-A,米面油套餐,92.00,M02
M02-B,蔬菜鸡蛋套餐,46.00,M02
M02-C,综合套餐,128.00,M02
M04-A,米面油套餐,96.00,M04
M04-B,蔬菜鸡蛋套餐,52.00,M04
M04-C,综合套餐,135.00,M04
";

/// What is in a package.
pub const KITS: &str = "\
kit,item,qty,unit
M02-A,rice,5,kg
M02-A,flour,5,kg
M02-A,oil,2,kg
M02-B,vegetable,6,kg
M02-B,egg,1.8,kg
M02-C,rice,5,kg
M02-C,oil,2,kg
M02-C,meat,2,kg
M02-C,vegetable,5,kg
M04-A,rice,5,kg
M04-A,flour,5,kg
M04-A,oil,2,kg
M04-B,vegetable,6,kg
M04-B,egg,1.8,kg
M04-C,rice,5,kg
M04-C,oil,2,kg
M04-C,meat,2,kg
M04-C,vegetable,5,kg
";

/// Who delivers, and in what: the streets are stations of boxes, the shops deliver orders.
pub const DELIVERY: &str = "\
site,workers,per_worker,vehicles,per_vehicle,trips,boxes_max,backlog
T11,18,,6,120,2,2000,
T31,22,,5,120,2,1500,
T32,9,,2,120,2,600,
M02,60,25,8,100,2,,
M04,46,20,4,100,2,,35
";

/// A household by its number from 0.
struct Household {
    number: usize,
    site: &'static str,
    building: usize,
    entrance: usize,
    door: usize,
}

impl Household {
    fn id(&self) -> String {
        format!(
            "{}-{}-{}-{}",
            self.site, self.building, self.entrance, self.door
        )
    }

    /// Who needs help: one household in twelve each.
    fn group(&self) -> &'static str {
        match self.number % 12 {
            2 => "empty_nest_elderly",
            6 => "bedridden",
            9 => "other_hardship",
            _ => "",
        }
    }

    /// Days since its last order; one in twelve has not ordered yet, one in four is overdue.
    fn ordered(&self) -> Option<NaiveDate> {
        let days = match self.number % 12 {
            11 => return None,
            rest if rest % 4 == 3 => 4,
            rest if rest % 4 == 2 => 2,
            _ => 1,
        };
        Some(story::as_of() - Days::new(days))
    }

    /// One in twelve of those who are to pay has not.
    fn has_paid(&self) -> bool {
        self.group().is_empty() && self.number % 12 != 5
    }

    fn package(&self) -> String {
        let shop = if self.site == "X11" { "M02" } else { "M04" };
        format!("{shop}-{}", ["A", "B", "C"][self.number % 3])
    }
}

fn all() -> Vec<Household> {
    let mut all = Vec::new();
    for site in COMPOUNDS {
        for building in 1..=BUILDINGS {
            for entrance in 1..=ENTRANCES {
                for door in DOORS {
                    let number = all.len();
                    all.push(Household {
                        number,
                        site,
                        building,
                        entrance,
                        door,
                    });
                }
            }
        }
    }
    all
}

/// Table `household`.
pub fn households() -> String {
    let mut text = String::from("household,site,building,entrance,door,phone,group\n");
    for household in all() {
        text += &format!(
            "{},{},{},{},{},1380000{:04},{}\n",
            household.id(),
            household.site,
            household.building,
            household.entrance,
            household.door,
            1000 + household.number,
            household.group()
        );
    }
    text
}

/// Table `order`: the last order of each household.
pub fn orders() -> String {
    let mut text = String::from("order,line,date,household,package,qty,paid,paid_on\n");
    for household in all() {
        let Some(date) = household.ordered() else {
            continue;
        };
        let paid = if household.has_paid() {
            format!("1,{date}")
        } else {
            "0,".to_owned()
        };
        text += &format!(
            "O-{:03},1,{date},{},{},{},{paid}\n",
            household.number + 1,
            household.id(),
            household.package(),
            1 + household.number % 2
        );
    }
    text
}

/// Table `call`: whoever needs help was telephoned yesterday, three, five days ago, or never.
pub fn calls() -> String {
    let mut text = String::from("household,date,handler,result\n");
    let listed = all().into_iter().filter(|one| !one.group().is_empty());
    for (at, household) in listed.enumerate() {
        let days = match at % 4 {
            0 => 1,
            1 => 3,
            2 => 5,
            _ => continue,
        };
        text += &format!(
            "{},{},volunteer-{},{}\n",
            household.id(),
            story::as_of() - Days::new(days),
            1 + at % 3,
            ["well", "needs medicine"][at % 2]
        );
    }
    text
}

/// Table `people`: the households of each compound.
pub fn people() -> String {
    let mut text = String::from("site,cohort,headcount,source\n");
    let households = BUILDINGS * ENTRANCES * DOORS.len();
    for site in COMPOUNDS {
        text += &format!("{site},household,{households},register\n");
    }
    text
}
