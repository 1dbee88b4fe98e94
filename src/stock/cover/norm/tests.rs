//! Tests of norms: which scope is nearest, what each basis counts, and what an area adds up.

use super::*;

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn site(code: &str, parent: &str, level: &str, class: &str, beds: i64) -> Site {
    Site {
        site: code.to_owned(),
        name: String::new(),
        parent: parent.to_owned(),
        level: level.to_owned(),
        class: class.to_owned(),
        lat: None,
        lon: None,
        risk: String::new(),
        population: None,
        beds: Some(pieces(beds)),
    }
}

fn tree() -> SiteTree {
    SiteTree::new([
        site("C1", "", "county", "", 0),
        site("D1", "C1", "county", "depot", 0),
        site("H1", "C1", "institution", "fever_clinic;lab", 100),
        site("H2", "C1", "institution", "", 50),
    ])
}

fn norm(scope: &str, thousandths: i64, basis: NormBasis) -> Norm {
    Norm {
        scope: scope.to_owned(),
        item: "mask".to_owned(),
        rate: Quantity::from_thousandths(thousandths),
        unit: String::new(),
        basis,
        source: String::new(),
        occasion: None,
    }
}

fn post(site: &str, role: &str, headcount: i64) -> Staff {
    Staff {
        site: site.to_owned(),
        role: role.to_owned(),
        headcount: pieces(headcount),
        duty: None,
    }
}

/// Thousandths a day and basis at a site.
fn daily(site: &str, norms: &[Norm], staff: &[Staff]) -> Option<(i64, String)> {
    let tree = tree();
    let site = &tree.get(site).expect("a site of the test").site;
    let found = Norms::new(norms, staff, &tree).daily(site, "mask", &Areas::new(&tree));
    found.map(|daily| (daily.rate.rounded().thousandths(), daily.basis))
}

fn some(thousandths: i64, basis: &str) -> Option<(i64, String)> {
    Some((thousandths, basis.to_owned()))
}

#[test]
fn the_nearest_scope_decides() {
    let norms = [
        norm("*", 1000, NormBasis::PerBed),
        norm("C1", 2000, NormBasis::PerBed),
        norm("lab", 3000, NormBasis::PerBed),
        norm("H1", 7, NormBasis::Fixed),
    ];
    assert_eq!(daily("H1", &norms, &[]), some(7, "norm fixed"));
    assert_eq!(daily("H1", &norms[..3], &[]), some(300_000, "norm per_bed"));
    assert_eq!(daily("H2", &norms[..3], &[]), some(100_000, "norm per_bed"));
    assert_eq!(daily("H2", &norms[..1], &[]), some(50_000, "norm per_bed"));
}

#[test]
fn roles_with_norms_of_their_own_add_up() {
    let norms = [
        norm("nurse", 2500, NormBasis::PerRole),
        norm("doctor", 1000, NormBasis::PerRole),
        norm("*", 9000, NormBasis::PerRole),
    ];
    let staff = [
        post("H2", "nurse", 3),
        post("H2", "doctor", 2),
        post("H2", "clerk", 5),
    ];
    assert_eq!(daily("H2", &norms, &staff), some(9500, "norm per_role"));
    assert_eq!(
        daily("H2", &norms[2..], &staff),
        some(90_000, "norm per_role")
    );
    assert_eq!(daily("H2", &norms, &[]), None);
}

#[test]
fn an_area_takes_its_stores_amount_before_it_adds_up_its_sites() {
    let beds = norm("*", 1000, NormBasis::PerBed);
    let keepers = [post("D1", "keeper", 6)];
    let sum = [beds.clone(), norm("depot", 1000, NormBasis::PerRole)];
    assert_eq!(
        daily("C1", &sum, &keepers),
        some(156_000, "norm per_role+per_bed")
    );
    let stores = [
        norm("D1", 5000, NormBasis::Fixed),
        norm("H1", 8000, NormBasis::Fixed),
    ];
    assert_eq!(daily("C1", &stores, &[]), some(5000, "norm fixed"));
    let of_area = [norm("C1", 6000, NormBasis::Fixed), beds];
    assert_eq!(
        daily("H2", &of_area, &[]),
        some(50_000, "norm per_bed"),
        "not the county's amount"
    );
}

#[test]
fn what_is_for_samplers_is_no_full_load() {
    let norms = [norm("*", 4000, NormBasis::PerSampler)];
    assert_eq!(daily("H1", &norms, &[]), None);
    let tree = tree();
    assert_eq!(
        Norms::new(&norms, &[], &tree).per_sampler("H1", "mask"),
        Some(&norms[0])
    );
}

#[test]
fn households_and_cohorts_are_counted_where_they_are_handed_in() {
    let norms = [
        norm("*", 2000, NormBasis::PerHousehold),
        norm("insulin", 500, NormBasis::PerMember),
    ];
    let people = |cohort: &str, headcount: i64| People {
        site: "H2".to_owned(),
        cohort: cohort.to_owned(),
        headcount: pieces(headcount),
        source: String::new(),
    };
    let tree = tree();
    let count = |people: &[People]| {
        let norms = Norms::new(&norms, &[], &tree).with_people(people);
        let rates: Vec<Rate> = norms
            .parts("H2", "mask")
            .iter()
            .filter_map(Part::rate)
            .collect();
        sum_of_rates(rates.into_iter()).map(|rate| rate.rounded().thousandths())
    };
    assert_eq!(count(&[]), None);
    assert_eq!(count(&[people("household", 30)]), Some(60_000));
    assert_eq!(
        count(&[people("household", 30), people("insulin", 3)]),
        Some(1500),
        "the nearer scope decides"
    );
}

#[test]
fn what_is_handed_out_once_is_no_daily_use() {
    let once = Norm {
        occasion: Some(Occasion::Winter),
        ..norm("*", 1000, NormBasis::PerBed)
    };
    let norms = [once];
    assert_eq!(daily("H2", &norms, &[]), None);
    let tree = tree();
    let winter = Norms::of_occasion(Occasion::Winter, &norms, &[], &tree);
    assert_eq!(winter.parts("H2", "mask")[0].count, pieces(50));
}

#[test]
fn who_lives_in_nested_areas_is_counted_once() {
    let living = |code: &str, parent: &str, people: Option<i64>| Site {
        population: people.map(pieces),
        ..site(code, parent, "", "", 0)
    };
    let tree = SiteTree::new([
        living("C1", "", None),
        living("T1", "C1", Some(100)),
        living("T11", "T1", Some(40)),
        living("T2", "C1", None),
        living("T21", "T2", Some(30)),
    ]);
    let cohort = |site: &str, cohort: &str, headcount: i64| People {
        site: site.to_owned(),
        cohort: cohort.to_owned(),
        headcount: pieces(headcount),
        source: String::new(),
    };
    let people = [
        cohort("T1", "household", 50),
        cohort("T11", "household", 20),
        cohort("T11", "insulin", 3),
        cohort("T2", "insulin", 4),
        cohort("T21", "insulin", 2),
    ];
    let daily = |norms: &[Norm]| {
        let norms = Norms::new(norms, &[], &tree).with_people(&people);
        let daily = norms.daily("C1", "mask", &Areas::new(&tree));
        daily.map(|daily| daily.rate.rounded())
    };
    let of = |scope, basis| daily(&[norm(scope, 1000, basis)]);
    assert_eq!(of("*", NormBasis::PerResident), Some(pieces(130)));
    assert_eq!(of("*", NormBasis::PerHousehold), Some(pieces(50)));
    assert_eq!(of("insulin", NormBasis::PerMember), Some(pieces(7)));
}
