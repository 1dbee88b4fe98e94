//! What the words of a decision are called in Chinese: why something is so, who is liable, what group a household is of.
//!
//! One row a phrase, as the decisions write it. A place `{}` stands for a name, a number or a day, which stays as it is
//! unless it is a phrase itself. Of several reasons, parted by semicolons, each is looked up. What has no row is the
//! user's own word, and stands as he wrote it; in English every phrase does.

use super::lang::Lang;

/// A phrase, and how a Chinese reader would say it.
type Phrase = (&'static str, &'static str);

/// Who answers for something.
const LIABLE: &[Phrase] = &[
    ("health_commission", "卫健委"),
    ("institution", "医疗机构"),
    ("street", "街道"),
    ("district", "区"),
];

/// The special needs of a household.
const GROUPS: &[Phrase] = &[
    ("empty_nest_elderly", "空巢老人"),
    ("bedridden", "卧床患者"),
    ("other_hardship", "其他困难群众"),
];

/// Why a figure is missing, or a decision was taken.
const REASONS: &[Phrase] = &[
    // Sharing.
    ("short", "不足"),
    ("no_stock", "无库存"),
    ("no_way", "道路不通"),
    ("min_days_left", "剩余有效期不够"),
    ("amount_not_said", "未写明数量"),
    ("not_eligible", "不符合领用范围"),
    ("not_eligible: use missing", "不符合领用范围：未写明用途"),
    ("below_min_qty", "不足最低有效量"),
    ("below_one_pack", "不足一件包装"),
    ("not_triggered", "未达到动用条件"),
    ("in_full", "全额满足"),
    ("shared", "按规则分配"),
    ("donor_wish", "按捐赠意愿"),
    ("substitute", "替代"),
    // Figures that are missing.
    ("use_unknown", "消耗不详"),
    ("no_record", "无记录"),
    ("no_price", "无价格"),
    ("no_quote", "无报价"),
    ("no_threshold", "未定阈值"),
    ("workers_not_said", "人员数未报"),
    ("per_worker_not_said", "人均定额未定"),
    ("nobody_at_work", "无人在岗"),
    // Standards.
    ("no verdict stated", "未写明结论"),
    ("not assessable: {}", "无法评估：{}"),
    ("a durable good has no norm", "耐用品无定额"),
    ("no norm and no use on record", "无定额，也无消耗记录"),
    ("no norm and no use", "无定额，也无消耗"),
    ("no sales", "无销售记录"),
    (
        "no policy says what a testing round takes",
        "无政策规定一轮检测所需",
    ),
    ("normal production is not on record", "无正常生产记录"),
    ("no population, or no amount a resident", "无人口数或人均量"),
    ("the standard names no days", "标准未写明天数"),
    ("no use on record", "无消耗记录"),
    ("no use in the window", "统计期内无消耗"),
    ("no population", "无人口数"),
    ("no norm per sampler", "无采样人员定额"),
    ("no_available_day", "无有货日"),
    ("no_usage_in_window", "统计期内无消耗"),
    ("no_heads", "无人数"),
    ("short_record", "记录期不足"),
    ("use_not_reported", "未报使用情况"),
    ("durable", "耐用品"),
    ("no_use_on_record", "无消耗记录"),
    // What can be had.
    ("pledged only", "仅为意向"),
    ("{} ({} a day)", "{}（每天 {}）"),
    ("not signed", "未签约"),
    ("ended", "已终止"),
    ("expired", "已过期"),
    ("overdue", "逾期未到"),
    ("on hold", "冻结"),
    ("set aside", "已预留"),
    ("has not left yet", "尚未发出"),
    ("its term has not begun", "协议期未开始"),
    ("its term is over", "协议期已满"),
    ("its agreement is not in force", "协议未生效"),
    (
        "its agreement is not in table agreement",
        "协议表中无此协议",
    ),
    ("no start day is stated", "未写明启动天数"),
    ("the raw material ends", "原料用尽"),
    ("expires unless it is used before", "不先用即过期"),
    ("no price is stated", "未写明价格"),
    ("no day of arrival is stated", "未写明到货日"),
    ("comes after day {}", "第 {} 天以后到"),
    (
        "no interval is agreed, so that one delivery counts",
        "未约定间隔，只计一次交付",
    ),
    (
        "agreed, and not on the books as entrusted stock of that number",
        "已约定，账上无相应代储数",
    ),
    (
        "no lead time and no day from which it can be had",
        "未写明提前期，也未写明可供日期",
    ),
    (
        "cash has no price here; state it in tables budget and demand",
        "现金在此无价格，请写入预算表和需求表",
    ),
    (
        "no line in table capacity says what is made a day",
        "产能表未写明日产能",
    ),
    (
        "no row of table agreement says whether it is signed, and by when it delivers",
        "协议表未写明是否签约及何时交付",
    ),
    // Balances of necessities.
    ("need: {}", "需求：{}"),
    ("no population is stated", "未写明人口数"),
    ("counted in {}, which do not add up", "以 {} 计，不可相加"),
    ("tight: only {} days were looked at", "偏紧：仅看 {} 天"),
    (
        "local_capacity: no line here makes it",
        "本地产能：本地不生产",
    ),
    (
        "local_capacity: table capacity is not supplied",
        "本地产能：未提供产能表",
    ),
    (
        "purchasable: nothing on its way or agreed",
        "可外采：无在途，也无协议",
    ),
    (
        "purchasable: tables inbound and agreement are not supplied",
        "可外采：未提供在途表和协议表",
    ),
    (
        "stock: no balance and no use on record",
        "库存：无结存，也无消耗记录",
    ),
    // Reports of enterprises.
    ("{} never reported", "{} 从未报送"),
    ("{} is {} days old", "{} 的数据已 {} 天"),
    ("no capacity from {}", "{} 未报产能"),
    ("no output from {}", "{} 未报产量"),
    ("no stock from {}", "{} 未报库存"),
    // Funds.
    (
        "no rule of the policy speaks of this fund: it has no limits here",
        "政策未涉及此项资金，不作限制",
    ),
];

/// Every phrase of all lists.
fn phrases() -> impl Iterator<Item = &'static Phrase> {
    LIABLE.iter().chain(GROUPS).chain(REASONS)
}

/// The words of a decision in a language.
pub fn phrase(text: &str, lang: Lang) -> String {
    if lang == Lang::En || text.is_empty() {
        return text.to_owned();
    }
    // The whole first: some phrases hold a semicolon themselves.
    if let Some(whole) = word_for_word(text) {
        return whole.to_owned();
    }
    let parts = text.split("; ");
    let parts = parts.map(|part| said(part).unwrap_or_else(|| part.to_owned()));
    parts.collect::<Vec<_>>().join("；")
}

fn word_for_word(text: &str) -> Option<&'static str> {
    let phrase = phrases().find(|(id, _)| *id == text);
    phrase.map(|(_, zh)| *zh)
}

fn said(text: &str) -> Option<String> {
    let exact = word_for_word(text).map(str::to_owned);
    exact.or_else(|| phrases().find_map(|(id, zh)| with_values(id, zh, text)))
}

/// The text of a phrase with places, filled with what stands there.
fn with_values(id: &str, zh: &str, text: &str) -> Option<String> {
    let (before, after) = id.split_once("{}")?;
    let mut rest = text.strip_prefix(before)?;
    let mut places = zh.split("{}");
    let mut filled = places.next()?.to_owned();
    let mut pieces = after.split("{}").peekable();
    while let Some(piece) = pieces.next() {
        let value = match pieces.peek() {
            Some(_) => rest.split_once(piece)?.0,
            None => rest.strip_suffix(piece)?,
        };
        rest = &rest[value.len() + piece.len()..];
        filled += &said(value).unwrap_or_else(|| value.to_owned());
        filled += places.next()?;
    }
    Some(filled)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::policy::{Delivery, Policy};

    #[test]
    fn every_phrase_stands_once_and_takes_as_many_values_in_both_languages() {
        let mut seen = BTreeSet::new();
        for (id, zh) in phrases() {
            assert!(seen.insert(id), "{id} stands twice");
            let places = [id, zh].map(|text| text.matches("{}").count());
            assert_eq!(places[0], places[1], "{id}");
            assert!(!zh.is_empty() && !zh.is_ascii(), "{id}");
        }
    }

    #[test]
    fn whoever_a_policy_holds_liable_and_every_group_has_a_word() {
        let known = |word: &str| assert_ne!(phrase(word, Lang::Zh), word);
        for id in ["P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7"] {
            let policy = Policy::built_in(id).unwrap_or_else(|fault| panic!("{fault}"));
            policy.procedure.iter().for_each(|rule| known(&rule.liable));
            policy.replenish.iter().for_each(|rule| known(&rule.by));
        }
        let delivery = Delivery::built_in().unwrap_or_else(|fault| panic!("{fault}"));
        delivery.group.iter().for_each(|group| known(&group.name));
    }

    #[test]
    fn of_several_reasons_each_is_translated_and_the_user_s_own_words_stand() {
        let zh = |text| phrase(text, Lang::Zh);
        assert_eq!(zh("not_triggered"), "未达到动用条件");
        assert_eq!(
            zh("not assessable: no population; comes after day 30"),
            "无法评估：无人口数；第 30 天以后到"
        );
        assert_eq!(zh("张医生说的; short"), "张医生说的；不足");
        assert_eq!(zh(""), "");
        assert_eq!(phrase("not_triggered", Lang::En), "not_triggered");
    }
}
