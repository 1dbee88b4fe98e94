//! Who may have of which reserve, on sites of all levels.

use super::*;
use crate::calendar::Day;
use crate::ledger::tables::Site;
use crate::policy::Policy;

fn takers() -> Takers {
    let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
    let ladder = policy.ladder.expect("P0 has a ladder");
    ladder.takers.expect("P0 says who takes")
}

fn site(code: &str, parent: &str, level: &str) -> Site {
    Site {
        parent: parent.to_owned(),
        level: level.to_owned(),
        ..Site::unlisted(code)
    }
}

/// Which of `users` may have goods that lie in `store` and belong to `owner`.
fn admitted(sites: &SiteTree, store: &str, owner: &str, users: &[&str]) -> Vec<String> {
    let rule = takers();
    let mut units = Units {
        rule: Some(&rule),
        sites,
        parents: sites.sites().map(|site| &*site.parent).collect(),
        users: HashMap::new(),
    };
    let whose = users.iter().map(|site| (*site, units.whose(site, "")));
    units.users = whose.collect();
    let day = Day::new(2022, 1, 1).expect("a date");
    let row = OnHand {
        owner: owner.to_owned(),
        ..OnHand::new(day, store, "gloves")
    };
    let goods = units.goods(&row);
    let users = users.iter().filter(|site| units.admit(goods, site));
    users.map(|site| (*site).to_owned()).collect()
}

#[test]
fn each_reserve_is_for_the_units_of_its_own_area() {
    let sites = SiteTree::new([
        site("C0", "", "city"),
        site("C1", "C0", "county"),
        site("C2", "C0", "county"),
        site("T0", "C0", "street"),
        site("T1", "C1", "street"),
        site("D0", "C0", "city"),
        site("D1", "C1", "county"),
        site("CITY-IN-C1", "C1", "city"),
        site("H0", "C0", "institution"),
        site("HT", "T0", "institution"),
        site("HC", "C1", "city"),
        site("HQ", "C0", "city"),
        site("WARD", "HQ", ""),
        site("H1", "C1", "institution"),
        site("H1T", "T1", "institution"),
        site("H2", "C2", "institution"),
        site("PLAIN", "C0", ""),
        site("STRAY", "C0", "county"),
        site("M0", "C0", "market"),
        site("LOOSE", "", "institution"),
    ]);
    let users = [
        "H0", "HT", "HC", "H1", "H1T", "H2", "PLAIN", "STRAY", "M0", "T1", "LOOSE", "ZZ", "C1",
        "HQ", "WARD",
    ];
    let of = |store: &str, owner: &str| admitted(&sites, store, owner, &users);
    let city = ["H0", "HT", "HC", "PLAIN", "HQ", "WARD"];
    let county = ["H1", "H1T", "C1"];
    assert_eq!(of("D0", ""), city);
    assert_eq!(of("CITY-IN-C1", ""), city);
    assert_eq!(of("D1", "city"), city);
    assert_eq!(of("SHOP", "city"), city);
    assert_eq!(of("D1", ""), county);
    assert_eq!(of("D1", "carrier"), county);
    assert_eq!(of("D0", "county"), ["STRAY", "LOOSE", "ZZ"]);
}

#[test]
fn where_the_table_tells_of_no_areas_levels_alone_keep_units_apart() {
    let sites = SiteTree::new([
        site("D0", "", "city"),
        site("D1", "", "county"),
        site("H0", "", "city"),
        site("H1", "", "county"),
        site("H", "", "institution"),
    ]);
    let of = |store: &str| admitted(&sites, store, "", &["H0", "H1", "H", "ZZ"]);
    assert_eq!(of("D0"), ["H0", "H", "ZZ"]);
    assert_eq!(of("D1"), ["H1", "H", "ZZ"]);
    assert_eq!(
        admitted(&SiteTree::new([]), "D0", "", &["H", "ZZ"]),
        ["H", "ZZ"]
    );
}
