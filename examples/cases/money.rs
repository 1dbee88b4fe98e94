//! Cases of money: settlements through the whole of `settle` under the built-in plan, sales and write-offs through the
//! book of money, subsidies by the days of the calendar year.

use std::collections::BTreeMap;

use granary::calendar::Day;
use granary::engine::cost::EXACT_PER_FEN;
use granary::ledger::tables::{Auction, Freight, FundEntry, Movement, Scale, Settlement, Site};
use granary::ledger::word::{AuctionResult, FundKind, MovementKind};
use granary::ledger::{Catalogue, SiteTree};
use granary::price::subsidy::{Shortfall, Terms, subsidy};
use granary::price::{Bills, FundInputs, SettlementInputs, accounts, settle};
use granary::quantity::{Money, Price, Quantity};
use serde_json::{Map, Value, json};

use super::case::{Case, Fields, Read, count, day, malformed, number, some, text};
use super::rules::policy;

pub const SETTLEMENT: &[&str] = &[
    "goods_fen",
    "freight_fen",
    "total_fen",
    "payer",
    "payee",
    "due_fen",
    "replenish_by",
    "write_off_fen",
    "from_cash_reserve_fen",
    "supplementary_fen",
    "cash_reserve_after_fen",
    "approval",
    "when",
    "income_fen",
    "to",
    "reserve_fund_after_fen",
    "fund_after_fen",
    "scale_after",
    "audit",
];

const STEPS_PER_FEN: i64 = 100;

fn the_day() -> Day {
    Day::new(2022, 3, 1).expect("a date")
}

/// Item, quantity and fen a unit.
struct Line {
    item: String,
    qty: Quantity,
    fen: i64,
}

fn lines(fields: &Fields, list: &str, price: &str) -> Read<Vec<Line>> {
    fields.list(list, |value| {
        let fields = Fields::of(value)?;
        Ok(Line {
            item: text(fields.need("item")?)?,
            qty: some(fields.need("qty")?)?,
            fen: count(fields.need(price)?)?,
        })
    })
}

/// Who pays what to whom, as the case's kind says.
pub fn settlement(case: &Case) -> Read<Value> {
    let kind = text(case.input.need("kind")?)?;
    match kind.as_str() {
        "rotation_sale" => rotation_sale(case),
        "write_off" => write_off(case),
        "county_from_city" | "city_unit" | "county_to_county" | "necessity_ration"
        | "necessity_sale" => delivery(case, &kind),
        _ => malformed(format!("\"{kind}\" is no settlement")),
    }
}

/// The giver, whose its goods are, the receiver, and what the movement states.
fn parties(case: &Case, kind: &str) -> Read<(String, &'static str, String, &'static str)> {
    let named = |key: &str| case.input.maybe(key, text).map(Option::unwrap_or_default);
    let (sender, receiver) = (named("sender")?, named("receiver")?);
    Ok(match kind {
        "county_from_city" => ("city".to_owned(), "city", receiver, ""),
        "city_unit" => ("city".to_owned(), "city", "unit".to_owned(), ""),
        "necessity_ration" => (sender, "county", receiver, "ration"),
        "necessity_sale" => (sender, "county", receiver, "sale"),
        _ => (sender, "county", receiver, ""),
    })
}

fn sites(counties: [&str; 2]) -> SiteTree {
    let site = |code: &str, parent: &str, level: &str| Site {
        parent: parent.to_owned(),
        level: level.to_owned(),
        ..Site::unlisted(code)
    };
    let own = [
        site("city", "", "city"),
        site("unit", "city", "institution"),
    ];
    let counties = counties
        .into_iter()
        .filter(|code| !["city", "unit"].contains(code));
    SiteTree::new(
        own.into_iter()
            .chain(counties.map(|code| site(code, "city", "county"))),
    )
}

fn delivery(case: &Case, kind: &str) -> Read<Value> {
    let policy = policy("P0")?;
    let (giver, owner, receiver, basis) = parties(case, kind)?;
    let issued = lines(&case.input, "lines", "unit_cost_fen")?;
    let movement = |(at, line): (usize, &Line)| Movement {
        doc: "case".to_owned(),
        line: at.to_string(),
        lot: format!("lot {at}"),
        qty: Some(line.qty),
        owner: owner.to_owned(),
        basis: basis.to_owned(),
        counterparty: receiver.clone(),
        unit_cost: Some(Price::from_steps(line.fen * STEPS_PER_FEN)),
        ..Movement::new(the_day(), MovementKind::Issue, &giver, &line.item)
    };
    let movements: Vec<Movement> = issued.iter().enumerate().map(movement).collect();
    let freight = case.input.maybe("freight_fen", count)?;
    let freights: Vec<Freight> = freight.into_iter().map(freight_of).collect();
    let cash = case
        .input
        .maybe("cash_reserve_fen", count)?
        .map(Money::from_fen);
    let settled = settle(&SettlementInputs {
        movements: &movements,
        freights: &freights,
        rotation: &[],
        references: &[],
        quotes: &[],
        agreements: &[],
        funds: &[],
        sites: &sites([&giver, &receiver]),
        catalogue: &Catalogue::default(),
        rules: &policy.settlement,
        since: None,
        as_of: the_day(),
        price: None,
        necessities: None,
        cash,
        cash_by_day: &[],
        restocks: policy
            .replenish
            .as_ref()
            .map_or("", |rule| rule.by.as_str()),
        reserve_owners: policy.replenish.as_ref().map_or(&[], |rule| &rule.owners),
    });
    if let Some((line, why)) = settled.unsettled.first() {
        return malformed(format!("{line}: {why}"));
    }
    Ok(answer(&settled.settlements, cash, kind))
}

fn freight_of(fen: i64) -> Freight {
    Freight {
        doc: "case".to_owned(),
        from_site: String::new(),
        site: String::new(),
        freight: Money::from_fen(fen),
        date: None,
        payee: String::new(),
        note: String::new(),
    }
}

fn sum<'a>(
    rows: impl Iterator<Item = &'a Settlement>,
    of: impl Fn(&Settlement) -> Option<Money>,
) -> i64 {
    rows.filter_map(of).map(Money::fen).sum()
}

fn answer(rows: &[Settlement], cash: Option<Money>, kind: &str) -> Value {
    let goods = sum(rows.iter(), |row| row.goods);
    let freight = sum(rows.iter(), |row| row.freight);
    let bill: Vec<&Settlement> = rows.iter().filter(|row| row.fund.is_empty()).collect();
    let paid = bill.iter().copied().filter(|row| row.payer != "none");
    let mut answer = Map::new();
    let mut put = |key: &str, value: Value| answer.insert(key.to_owned(), value);
    put("goods_fen", goods.into());
    put("freight_fen", freight.into());
    put("total_fen", (goods + freight).into());
    put("due_fen", sum(paid, |row| row.total).into());
    let Some(first) = bill.first() else {
        return answer.into();
    };
    put("payer", first.payer.clone().into());
    if first.payee != "none" {
        put("payee", first.payee.clone().into());
    }
    if !first.pay_when.is_empty() {
        put("when", first.pay_when.clone().into());
    }
    if kind == "county_from_city" {
        put("replenish_by", first.liable.clone().into());
    }
    if kind == "city_unit" {
        let of_fund = |fund: &str| sum(rows.iter().filter(|row| row.fund == fund), |row| row.total);
        let drawn = of_fund("cash_reserve");
        put("write_off_fen", goods.into());
        put("from_cash_reserve_fen", drawn.into());
        put("supplementary_fen", of_fund("supplementary_budget").into());
        put(
            "cash_reserve_after_fen",
            (cash.map_or(0, Money::fen) - drawn).into(),
        );
        put("approval", first.approval.clone().into());
    }
    answer.into()
}

fn allotted(fund: &str, fen: i64) -> FundEntry {
    FundEntry {
        doc: "opening".to_owned(),
        line: "1".to_owned(),
        date: the_day(),
        fund: fund.to_owned(),
        kind: FundKind::Allot,
        value: Money::from_fen(fen),
        purpose: String::new(),
        counterparty: String::new(),
        reference: String::new(),
        approval: String::new(),
        source: String::new(),
        note: String::new(),
    }
}

/// The reserve fund after auctions and write-offs, and the scale by item.
fn reserve_fund(
    opening: i64,
    auctions: &[Auction],
    movements: &[Movement],
    scales: &[Scale],
) -> Read<(i64, i64, BTreeMap<String, Value>)> {
    let policy = policy("P0")?;
    let answer = accounts(&FundInputs {
        entries: &[allotted("reserve_fund", opening)],
        auctions,
        movements,
        settlements: &[],
        bills: &Bills::default(),
        scales,
        sites: &SiteTree::default(),
        rules: &policy.fund,
        reserve_owners: policy.replenish.as_ref().map_or(&[], |rule| &rule.owners),
        since: None,
        as_of: the_day(),
    });
    let Some(fund) = answer
        .accounts
        .iter()
        .find(|row| row.fund == "reserve_fund")
    else {
        return malformed("there is no reserve fund");
    };
    let left = answer.scales.into_iter().map(|scale| {
        let left = scale.scale_left.unwrap_or_default();
        (scale.item, number(left))
    });
    let income = fund.rotation_income.map_or(0, Money::fen);
    Ok((fund.balance.fen(), income, left.collect()))
}

fn rotation_sale(case: &Case) -> Read<Value> {
    let sale = |line: &Line| Auction {
        site: String::new(),
        item: line.item.clone(),
        lot: line.item.clone(),
        date: the_day(),
        start_price: None,
        result: AuctionResult::Sold,
        sold_qty: Some(line.qty),
        sold_price: Some(Price::from_steps(line.fen * STEPS_PER_FEN)),
        fee: None,
        proceeds: None,
        counterparty: String::new(),
        approval: String::new(),
    };
    let sales: Vec<Auction> = lines(&case.input, "sales", "price_fen")?
        .iter()
        .map(sale)
        .collect();
    let opening = count(case.input.need("reserve_fund_fen")?)?;
    let (after, income, _) = reserve_fund(opening, &sales, &[], &[])?;
    Ok(json!({ "income_fen": income, "to": "reserve_fund", "reserve_fund_after_fen": after }))
}

fn write_off(case: &Case) -> Read<Value> {
    let gone = lines(&case.input, "lines", "unit_cost_fen")?;
    let movement = |(at, line): (usize, &Line)| Movement {
        doc: format!("write-off {at}"),
        line: "1".to_owned(),
        lot: format!("lot {at}"),
        qty: Some(line.qty),
        basis: "write_off".to_owned(),
        unit_cost: Some(Price::from_steps(line.fen * STEPS_PER_FEN)),
        ..Movement::new(the_day(), MovementKind::Dispose, "city", &line.item)
    };
    let movements: Vec<Movement> = gone.iter().enumerate().map(movement).collect();
    let Some(planned) = case.input.need("scale")?.as_object() else {
        return malformed("\"scale\" is no object");
    };
    let scale = |(item, qty): (&String, &Value)| -> Read<Scale> {
        Ok(Scale {
            scope: "*".to_owned(),
            item: item.clone(),
            from: None,
            qty: some(qty)?,
            unit: String::new(),
            as_of: None,
            reduced: None,
            scale_left: None,
            rule: String::new(),
            note: String::new(),
        })
    };
    if let Some(line) = gone.iter().find(|line| !planned.contains_key(&line.item)) {
        return malformed(format!("\"scale\" says nothing of {}", line.item));
    }
    let scales: Vec<Scale> = planned.iter().map(scale).collect::<Read<_>>()?;
    let opening = count(case.input.need("fund_fen")?)?;
    let (after, _, left) = reserve_fund(opening, &[], &movements, &scales)?;
    let goods = opening - after;
    Ok(json!({
        "goods_fen": goods,
        "freight_fen": 0,
        "total_fen": goods,
        "fund_after_fen": after,
        "scale_after": left,
        // A write-off enters the yearly audit (P0-T11), which lists every movement of kind dispose.
        "audit": true,
        "payer": "none",
        "due_fen": 0,
    }))
}

pub const SUBSIDY: &[&str] = &[
    "days",
    "entitled_fen",
    "clawback_fen",
    "net_fen",
    "settle_fen",
];

/// What a carrier earned for a term, and what is still to be paid or recovered.
pub fn storage_subsidy(case: &Case) -> Read<Value> {
    let Some(rule) = &policy("P3")?.subsidy else {
        return malformed("the plan has no subsidy");
    };
    let money = |value: &Value| count(value).map(Money::from_fen);
    let read = |value: &Value| {
        let fields = Fields::of(value)?;
        let (from, to) = (day(fields.need("from")?)?, day(fields.need("to")?)?);
        let short = i128::from(count(fields.need("short_value_fen")?)?) * EXACT_PER_FEN;
        Ok(Shortfall { from, to, short })
    };
    let shortfalls = match case.input.get("shortfalls") {
        Some(_) => case.input.list("shortfalls", read)?,
        None => Vec::new(),
    };
    let terms = Terms {
        value: money(case.input.need("value_fen")?)?,
        rate: Terms::percent(rule.rate),
        from: day(case.input.need("start")?)?,
        to: day(case.input.need("end")?)?,
    };
    if terms.to < terms.from {
        return malformed(format!("the term ends on {}, before it starts", terms.to));
    }
    let Some(earned) = subsidy(&terms, &shortfalls) else {
        return malformed("the subsidy does not fit");
    };
    let mut answer = Map::new();
    let net = earned.entitled.fen() - earned.clawback.fen();
    answer.insert("days".to_owned(), earned.days.into());
    answer.insert("entitled_fen".to_owned(), earned.entitled.fen().into());
    answer.insert("clawback_fen".to_owned(), earned.clawback.fen().into());
    answer.insert("net_fen".to_owned(), net.into());
    if let Some(prepaid) = case.input.maybe("prepaid_fen", money)? {
        answer.insert("settle_fen".to_owned(), (net - prepaid.fen()).into());
    }
    Ok(answer.into())
}
