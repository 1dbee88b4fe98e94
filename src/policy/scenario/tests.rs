//! Tests of a scenario's file: what it says, and every fault at its place.

use super::*;

const HEAD: &str = "[scenario]\nid = \"drill\"\ntitle = \"A drill\"\n";

fn parsed(events: &str) -> Result<Vec<Happening>, String> {
    let scenario = Scenario::parse(&format!("{HEAD}{events}"), "drill.toml");
    scenario
        .map(|scenario| scenario.events)
        .map_err(|refused| refused.to_string())
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

#[test]
fn an_outbreak_has_a_level_a_multiple_and_a_curve() {
    let events = parsed(
        "[[event]]\nid = \"o\"\nkind = \"outbreak\"\nsites = [\"C1\"]\nfrom = 2022-03-16\n\
         level = \"II\"\ntimes = 2.5\n\
         patients = [{ on = 2022-03-20, count = 80 }, { on = 2022-03-16, count = 20 }]\n",
    );
    let events = events.expect("it is well written");
    let What::Outbreak(outbreak) = &events[0].what else {
        panic!("another kind: {events:?}");
    };
    assert_eq!(outbreak.level, Some(Level::Ii));
    assert_eq!(outbreak.times, Some(Quantity::from_thousandths(2_500)));
    assert_eq!(
        outbreak.patients,
        [(day("2022-03-16"), 20), (day("2022-03-20"), 80)]
    );
    assert_eq!((events[0].from, events[0].until), (day("2022-03-16"), None));
    assert_eq!(
        events[0].sites[0].place.to_string(),
        "drill.toml:7, column 10 `sites`"
    );
}

#[test]
fn every_fault_of_a_file_is_told_at_its_line_and_column() {
    let faults = parsed(
        "[[event]]\nid = \"o\"\nkind = \"outbrake\"\nfrom = 2022-03-16\n\
         [[event]]\nid = \"t\"\nkind = \"transport\"\nfrom = \"soon\"\n\
         [[event]]\nid = \"l\"\nkind = \"lost\"\nfrom = 2022-03-16\nuntil = 2022-03-15\nitmes = [\"mask\"]\n\
         [[event]]\nid = \"l\"\nkind = \"level\"\nfrom = 2022-03-16\n",
    );
    let faults = faults.expect_err("five of them");
    for part in [
        "drill.toml:6, column 8 `kind`: kind is never \"outbrake\"",
        "did you mean outbreak?",
        "drill.toml:11, column 8 `from`: from is not understood",
        "drill.toml:16, column 9 `until`: the event ends before it begins",
        "drill.toml:17, column 1 `itmes`: there is no key \"itmes\" in an event of kind lost",
        "did you mean items?",
        "drill.toml:19, column 6 `id`: another event has this id",
        "level is missing",
    ] {
        assert!(faults.contains(part), "{part}: {faults}");
    }
}

#[test]
fn a_key_of_another_kind_is_unknown() {
    let faults = parsed(
        "[[event]]\nid = \"t\"\nkind = \"testing\"\nfrom = 2022-03-16\nuntil = 2022-03-20\n",
    );
    let faults = faults.expect_err("rounds say how long a test takes");
    assert!(
        faults.contains("no key \"until\" in an event of kind testing"),
        "{faults}"
    );
}

#[test]
fn a_file_in_which_nothing_happens_is_no_scenario() {
    for text in ["", "[scenario]\nid = \"x\"\ntitle = \"x\"\n", "[scenario"] {
        assert!(Scenario::parse(text, "x.toml").is_err(), "{text}");
    }
    let faults = Scenario::parse(&format!("{HEAD}[evnet]\n"), "x.toml").expect_err("a slip");
    assert!(faults.to_string().contains("there is no table \"evnet\""));
}
