//! Published divisions come out exactly, and unsound claims are refused.

use super::*;

fn wants(wants: &[i64]) -> Vec<Claim> {
    wants.iter().map(|&want| Claim::of(want)).collect()
}

fn shares(rule: SharingRule, estate: i64, claims: &[Claim]) -> Vec<String> {
    let awards = awards(rule, estate, claims).expect("the claims of a test are sound");
    awards.iter().map(Fraction::to_string).collect()
}

#[test]
fn published_divisions_of_an_estate_come_out_exactly() {
    use SharingRule::{EqualAwards, EqualLosses, Proportional, Talmud};
    // Kethubot 93a (Aumann and Maschler 1985); the garment of Baba Metzia 2a, doubled so that
    // the claim to a half is whole; Thomson's survey (2003); the usual illustrations of
    // constrained equal awards and losses.
    let cases: &[(SharingRule, i64, &[i64], &[&str])] = &[
        (Talmud, 100, &[100, 200, 300], &["100/3", "100/3", "100/3"]),
        (Talmud, 200, &[100, 200, 300], &["50", "75", "75"]),
        (Talmud, 300, &[100, 200, 300], &["50", "100", "150"]),
        (Talmud, 2, &[2, 1], &["3/2", "1/2"]),
        (EqualAwards, 100, &[60, 90], &["50", "50"]),
        (EqualAwards, 100, &[40, 80], &["40", "60"]),
        (
            EqualAwards,
            100,
            &[50, 100, 150],
            &["100/3", "100/3", "100/3"],
        ),
        (EqualAwards, 200, &[50, 100, 150], &["50", "75", "75"]),
        (EqualAwards, 300, &[100, 200, 300], &["100", "100", "100"]),
        (EqualLosses, 100, &[60, 90], &["35", "65"]),
        (EqualLosses, 100, &[50, 100], &["25", "75"]),
        (EqualLosses, 100, &[50, 100, 150], &["0", "25", "75"]),
        (EqualLosses, 300, &[100, 200, 300], &["0", "100", "200"]),
        (Proportional, 300, &[100, 200, 300], &["50", "100", "150"]),
    ];
    for (rule, estate, claims, expected) in cases {
        let shares = shares(*rule, *estate, &wants(claims));
        assert_eq!(shares, *expected, "{rule:?} of {estate} over {claims:?}");
    }
}

#[test]
fn weights_share_what_a_full_claim_leaves() {
    let mut claims = wants(&[10, 60, 60]);
    claims[2].weight = 2;
    assert_eq!(
        shares(SharingRule::Weighted, 60, &claims),
        ["10", "50/3", "100/3"]
    );
}

#[test]
fn cover_is_equal_with_the_stock_counted_in() {
    let claim = |stock, used, days| Claim {
        stock,
        rate: Rate { used, days },
        ..Claim::of(200)
    };
    let claims = [claim(50, 10, 1), claim(0, 10, 1), claim(0, 5, 1)];
    assert_eq!(
        shares(SharingRule::EqualCover, 100, &claims),
        ["10", "60", "30"]
    );
    // The same daily use counted over 28, 7 and 12 days.
    let claims = [claim(50, 280, 28), claim(0, 70, 7), claim(0, 60, 12)];
    assert_eq!(
        shares(SharingRule::EqualCover, 100, &claims),
        ["10", "60", "30"]
    );
}

#[test]
fn who_uses_nothing_or_weighs_nothing_comes_last() {
    let mut claims = wants(&[20, 30, 40]);
    claims[0].rate.used = 1;
    assert_eq!(
        shares(SharingRule::EqualCover, 15, &claims),
        ["15", "0", "0"]
    );
    assert_eq!(
        shares(SharingRule::EqualCover, 50, &claims),
        ["20", "15", "15"]
    );
    claims[1].weight = 0;
    assert_eq!(
        shares(SharingRule::Weighted, 60, &claims),
        ["20", "0", "40"]
    );
    assert_eq!(
        shares(SharingRule::Weighted, 70, &claims),
        ["20", "10", "40"]
    );
}

#[test]
fn a_supply_beyond_the_claims_stays_unissued() {
    use SharingRule::{EqualAwards, EqualCover, EqualLosses, Proportional, Talmud, Weighted};
    for rule in [
        Proportional,
        EqualAwards,
        EqualLosses,
        Talmud,
        Weighted,
        EqualCover,
    ] {
        assert_eq!(shares(rule, 99, &wants(&[3, 0, 5])), ["3", "0", "5"]);
        assert_eq!(shares(rule, 0, &wants(&[3, 0, 5])), ["0", "0", "0"]);
        assert!(shares(rule, 7, &[]).is_empty());
    }
}

#[test]
fn the_largest_quantities_are_shared_without_overflow() {
    let claims: Vec<Claim> = (0..5)
        .map(|i| Claim {
            want: i64::MAX - i,
            most: i64::MAX,
            least: i64::MAX / 4,
            weight: i64::MAX - 3 * i,
            stock: i64::MAX - 7 * i,
            rate: Rate {
                used: i64::MAX - 11 * i,
                days: 28 - i,
            },
        })
        .collect();
    use SharingRule::{EqualAwards, EqualCover, EqualLosses, Proportional, Talmud, Weighted};
    for rule in [
        Proportional,
        EqualAwards,
        EqualLosses,
        Talmud,
        Weighted,
        EqualCover,
    ] {
        let awards = awards(rule, i64::MAX, &claims).expect("the claims are sound");
        let floors: i128 = awards.iter().map(|share| share.floor()).sum();
        let short = i128::from(i64::MAX) - floors;
        assert!((0..5).contains(&short), "{rule:?} leaves {short} over");
    }
}

#[test]
fn guaranteed_parts_come_before_anybody_gets_more() {
    let claim = |want, least| Claim {
        least,
        ..Claim::of(want)
    };
    let claims = [claim(100, 30), claim(100, 0), claim(100, 0)];
    assert_eq!(
        shares(SharingRule::EqualAwards, 60, &claims),
        ["30", "15", "15"]
    );
    assert_eq!(
        shares(SharingRule::EqualAwards, 100, &claims),
        ["100/3", "100/3", "100/3"]
    );
    assert_eq!(
        shares(SharingRule::Proportional, 60, &claims),
        ["30", "15", "15"]
    );
    // Exactly the guaranteed parts, and one less: they are rationed as claims would be.
    let claims = [claim(50, 30), claim(100, 60), claim(80, 0)];
    assert_eq!(
        shares(SharingRule::Proportional, 90, &claims),
        ["30", "60", "0"]
    );
    assert_eq!(
        shares(SharingRule::Proportional, 60, &claims),
        ["20", "40", "0"]
    );
    assert_eq!(
        shares(SharingRule::EqualAwards, 50, &claims),
        ["25", "25", "0"]
    );
    assert_eq!(
        shares(SharingRule::EqualLosses, 60, &claims),
        ["15", "45", "0"]
    );
    // A guarantee of more than is asked for is one of all that is.
    assert_eq!(
        shares(SharingRule::Talmud, 40, &[claim(30, 99), claim(30, 0)]),
        ["30", "10"]
    );
}

#[test]
fn unsound_claims_are_refused_by_number() {
    let mut claims = wants(&[1, 2]);
    assert_eq!(
        awards(SharingRule::Talmud, -1, &claims),
        Err(SharingError::NegativeEstate)
    );
    claims[1].rate.days = 0;
    assert_eq!(
        awards(SharingRule::EqualCover, 1, &claims),
        Err(SharingError::BadRate { index: 1 })
    );
    claims[1].weight = -1;
    assert_eq!(
        awards(SharingRule::Weighted, 1, &claims),
        Err(SharingError::NegativeWeight { index: 1 })
    );
    claims[1].want = -1;
    assert_eq!(
        awards(SharingRule::Proportional, 1, &claims),
        Err(SharingError::NegativeWant { index: 1 })
    );
}

#[test]
fn rates_without_a_workable_common_denominator_are_refused() {
    // Three primes near 2^61 have no common multiple within 128 bits.
    let primes = [
        2_305_843_009_213_693_951,
        2_305_843_009_213_693_921,
        2_305_843_009_213_693_907,
    ];
    let claims = primes.map(|days| Claim {
        rate: Rate { used: 1, days },
        ..Claim::of(1)
    });
    assert_eq!(
        awards(SharingRule::EqualCover, 1, &claims),
        Err(SharingError::RatesTooFine { index: 2 })
    );
}
