//! The tables of a scenario's file: the drill itself, and each event by its kind.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::word::{Level, Word};

use super::super::names::Names;
use super::table::{File, Keys};
use super::{Happening, Named, Orders, Outbreak, Scenario, Testing, Transport, What};

/// The kinds of events.
const KINDS: [&str; 7] = [
    "outbreak",
    "level",
    "testing",
    "closed",
    "lost",
    "orders",
    "transport",
];

/// The levels that an event may raise to.
const LEVELS: [&str; 4] = ["IV", "III", "II", "I"];

/// Those that it may put in force.
const LEVELS_IN_FORCE: [&str; 5] = ["none", "IV", "III", "II", "I"];

/// The scenario of a file; `None`, with faults added, where it says none.
pub fn scenario(file: &File<'_>, faults: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let root = match DeTable::parse(file.text) {
        Ok(root) => root,
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let fault = Diagnostic::error(Code::BadScenario, error.message().to_owned());
            let hint =
                "write [scenario] with id and title, then an [[event]] for each thing that happens";
            faults.push(fault.at(file.place(start, "")).hint(hint));
            return None;
        }
    };
    let root = root.get_ref();
    let head = root.get("scenario").and_then(|value| table_of(value));
    let (id, title) = match head {
        Some((head, start)) => {
            let mut keys = Keys::new(file, head, faults);
            let id = keys.text("id");
            let id = keys.required(id, "id", start);
            let title = keys.text("title");
            let title = keys.required(title, "title", start);
            keys.finish("[scenario]");
            (id, title)
        }
        None => (None, None),
    };
    if head.is_none() {
        let fault = Diagnostic::error(Code::BadScenario, "the file has no [scenario]");
        let hint = "begin it with [scenario], id = \"…\" and title = \"…\"";
        faults.push(fault.at(file.place(0, "")).hint(hint));
    }
    let mut events = Vec::new();
    let listed = root.get("event");
    let tables = match listed.map(Spanned::get_ref) {
        Some(DeValue::Array(list)) => list.iter().collect(),
        Some(_) => listed.into_iter().collect(),
        None => Vec::new(),
    };
    for value in &tables {
        if let Some((table, start)) = table_of(value) {
            events.extend(event(file, table, start, &events, faults));
        }
    }
    if tables.is_empty() {
        let fault = Diagnostic::error(Code::BadScenario, "nothing happens in the file");
        let hint = "add an [[event]] with id, kind and from";
        faults.push(fault.at(file.place(0, "")).hint(hint));
    }
    others(file, root, faults);
    Some(Scenario {
        id: id?,
        title: title?,
        events,
    })
}

/// Names what stands beside the scenario and its events.
fn others(file: &File<'_>, root: &DeTable<'_>, faults: &mut Vec<Diagnostic>) {
    for (key, _) in root {
        let name = key.get_ref().as_ref();
        if !["scenario", "event"].contains(&name) {
            let fault =
                Diagnostic::error(Code::BadScenario, format!("there is no table \"{name}\""));
            let hint = "a scenario has [scenario], and [[event]] for each thing that happens";
            faults.push(fault.at(file.place(key.span().start, name)).hint(hint));
        }
    }
}

/// A table with the byte it begins at.
fn table_of<'a>(value: &'a Spanned<DeValue<'a>>) -> Option<(&'a DeTable<'a>, usize)> {
    match value.get_ref() {
        DeValue::Table(table) => Some((table, value.span().start)),
        _ => None,
    }
}

/// One event; `None`, with faults added, where it cannot be read.
fn event(
    file: &File<'_>,
    table: &DeTable<'_>,
    start: usize,
    before: &[Happening],
    faults: &mut Vec<Diagnostic>,
) -> Option<Happening> {
    let mut keys = Keys::new(file, table, faults);
    let id = keys.text("id");
    let id = keys.required(id, "id", start);
    if id
        .as_ref()
        .is_some_and(|id| before.iter().any(|event| event.id == *id))
    {
        keys.fault_of(
            "id",
            "another event has this id",
            "give each event an id of its own",
        );
    }
    let kind = keys.word("kind", &KINDS, |kind| {
        KINDS.into_iter().find(|known| *known == kind)
    });
    let kind = keys.required(kind, "kind", start);
    let from = keys.day("from");
    let from = keys.required(from, "from", start);
    let sites = keys.names("sites").unwrap_or_default();
    let _ = keys.text("note");
    let kind = kind?;
    let until = match kind {
        // Its rounds say how long it takes.
        "testing" => None,
        _ => keys.day("until"),
    };
    if until.zip(from).is_some_and(|(until, from)| until < from) {
        keys.fault_of(
            "until",
            "the event ends before it begins",
            "write a day on or after from",
        );
    }
    let (items, classes) = match kind {
        "level" | "testing" => (Vec::new(), Vec::new()),
        _ => (
            keys.names("items").unwrap_or_default(),
            classes_of_goods(keys.names("classes").unwrap_or_default()),
        ),
    };
    let what = what(kind, from, start, &mut keys);
    keys.finish(&format!("an event of kind {kind}"));
    Some(Happening {
        id: id?,
        place: file.place(start, ""),
        from: from?,
        until,
        sites,
        items,
        classes,
        what: what?,
    })
}

/// Classes of goods by their ids, whatever a file calls them.
fn classes_of_goods(named: Vec<Named>) -> Vec<Named> {
    let known = |named: Named| Named {
        code: Names::built_in().class_of_goods(named.code),
        ..named
    };
    named.into_iter().map(known).collect()
}

/// What happens, from the keys of its kind.
fn what(kind: &str, from: Option<Day>, start: usize, keys: &mut Keys<'_>) -> Option<What> {
    Some(match kind {
        "outbreak" => What::Outbreak(Outbreak {
            level: level(keys),
            times: keys.times("times"),
            patients: keys.curve("patients", from),
        }),
        "level" => {
            let level = keys.word("level", &LEVELS_IN_FORCE, Level::parse);
            What::Level(keys.required(level, "level", start)?)
        }
        "testing" => What::Testing(Testing {
            area: keys
                .names("area")
                .and_then(|names| names.into_iter().next()),
            people: keys.count("people"),
            rounds: keys.times_done("rounds"),
        }),
        "closed" => What::Closed {
            sources: keys.names("sources").unwrap_or_default(),
            to: keys.names("to"),
        },
        "lost" => What::Lost,
        "orders" => What::Orders(Orders {
            times: keys.range("times"),
            staff: keys.text("staff"),
            orders_a_day: keys.count("orders_a_day"),
            staff_usual: keys.count("staff_usual"),
            each_a_day: keys.count("each_a_day"),
            vehicles: keys.count("vehicles"),
            orders_per_vehicle: keys.count("orders_per_vehicle"),
        }),
        _ => What::Transport(Transport {
            sources: keys.names("sources").unwrap_or_default(),
            delay_days: keys.count("delay_days"),
            lost: keys.truth("lost"),
        }),
    })
}

/// The level that an event raises to.
fn level(keys: &mut Keys<'_>) -> Option<Level> {
    keys.word("level", &LEVELS, |word| {
        Level::parse(word).filter(|level| *level != Level::None)
    })
}
