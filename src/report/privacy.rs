//! What of a name or a text may be published? Names of organisations may; a person keeps the first character.
//!
//! Whoever stands in the tables of sites or enterprises is an organisation, and so is a name that ends in the word for
//! one, or for a place. Everybody else is taken for a person: what is masked by mistake can be shown later, what was published cannot be
//! taken back.
//! Rule: `T3`.

use std::collections::BTreeSet;

/// Chinese words that the name of an organisation ends in. One character before a word of one is a person with a title,
/// as in 李局.
const ENDINGS: &[&str] = &[
    "公司",
    "集团",
    "医院",
    "卫生院",
    "中心",
    "厂",
    "协会",
    "商会",
    "学会",
    "慈善会",
    "慈善总会",
    "红十字会",
    "基金会",
    "局",
    "委员会",
    "卫健委",
    "办公室",
    "政府",
    "学校",
    "中学",
    "小学",
    "大学",
    "银行",
    "超市",
    "市场",
    "批发",
    "药房",
    "药店",
    "社区",
    "街道",
    "仓库",
    "储备库",
    "合作社",
    "研究所",
    "研究院",
    "企业",
    "商店",
    "商场",
];
/// Chinese words that the name of a place ends in; those of the first list end hardly any name of a person.
const AREAS: &[&str] = &["省", "市", "县", "区", "旗", "自治州"];
/// Words that end given names too: of three characters such a name is a place only where it begins with no surname.
const TOWNS: &[&str] = &["镇", "乡", "村"];
/// The surnames of one character of the 百家姓.
const SURNAMES: &str = "\
    赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐\
    费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董\
    梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉\
    钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景\
    詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏\
    浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚\
    那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫付代邸覃";
/// Latin words that the name of an organisation ends in.
const LAST_WORDS: &[&str] = &[
    "hospital",
    "company",
    "ltd",
    "inc",
    "co",
    "corp",
    "foundation",
    "society",
    "association",
    "bureau",
    "committee",
    "commission",
    "depot",
    "store",
    "market",
    "clinic",
    "university",
    "school",
    "bank",
    "cross",
    "works",
    "factory",
    "pharma",
];
/// Digits in a row that make a telephone or identity number.
const NUMBER_DIGITS: usize = 7;
/// What may stand between the digits of one number.
const PARTS: [char; 3] = [' ', '-', '.'];
const MASK: &str = "**";

/// Who may be named.
#[derive(Debug, Clone, Default)]
pub struct Privacy {
    known: BTreeSet<String>,
    /// Whether every name may be shown.
    shows_all: bool,
}

impl Privacy {
    /// Names that are those of organisations: the codes and names of sites and enterprises.
    pub fn of(known: impl IntoIterator<Item = String>) -> Privacy {
        Privacy {
            known: known.into_iter().filter(|name| !name.is_empty()).collect(),
            shows_all: false,
        }
    }

    /// The same where everybody agreed to be named.
    pub fn showing_all(self) -> Privacy {
        Privacy {
            shows_all: true,
            ..self
        }
    }

    /// A name as it may be published; long numbers are masked in it too.
    pub fn name(&self, name: &str) -> String {
        let trimmed = name.trim();
        if self.shows_all || trimmed.is_empty() || self.known.contains(trimmed) {
            return name.to_owned();
        }
        if is_organisation(trimmed) {
            return self.text(name);
        }
        let first: String = trimmed.chars().take(1).collect();
        first + MASK
    }

    /// A text as it may be published: long numbers are masked, also where blanks, dots or dashes part them; words are not.
    pub fn text(&self, text: &str) -> String {
        if self.shows_all {
            return text.to_owned();
        }
        let mut shown = String::new();
        let mut number = String::new();
        for c in text.chars() {
            let goes_on = PARTS.contains(&c) && !number.is_empty();
            if c.is_numeric() || goes_on {
                number.push(c);
            } else {
                shown.push_str(&masked(&number));
                number.clear();
                shown.push(c);
            }
        }
        shown + &masked(&number)
    }
}

/// A number with what parts and follows it, hidden where it is long.
fn masked(number: &str) -> String {
    if number.chars().filter(|c| c.is_numeric()).count() < NUMBER_DIGITS {
        return number.to_owned();
    }
    let rest = &number[number.trim_end_matches(PARTS).len()..];
    format!("{MASK}{rest}")
}

fn is_organisation(name: &str) -> bool {
    let ends_so = |ending: &str| {
        let before = name.strip_suffix(ending);
        let is_title = ending.chars().count() == 1;
        before.is_some_and(|before| !is_title || before.chars().count() > 1)
    };
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    let last = words.rfind(|word| !word.is_empty()).unwrap_or("");
    let last = last.to_lowercase();
    ENDINGS.iter().any(|ending| ends_so(ending))
        || is_place(name)
        || LAST_WORDS.contains(&last.as_str())
}

/// Whether a name is that of a county, a town or a village: goods go there, and people live in it.
fn is_place(name: &str) -> bool {
    let ends_in = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let length = name.chars().count();
    let has_surname = || {
        name.chars()
            .next()
            .is_some_and(|first| SURNAMES.contains(first))
    };
    let is_town = || ends_in(TOWNS) && (length > 3 || !has_surname());
    length > 2 && (ends_in(AREAS) || is_town())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_one_character_and_an_organisation_its_name() {
        let privacy = Privacy::of(["H1".to_owned()]);
        let cases = [
            ("张三丰", "张**"),
            ("Li Ming", "L**"),
            ("岚河防护用品有限公司", "岚河防护用品有限公司"),
            ("沙原县人民医院", "沙原县人民医院"),
            ("沙原县人民医院张三丰", "沙**"),
            ("县医院", "县医院"),
            ("红十字会", "红十字会"),
            ("县医保局", "县医保局"),
            ("李局", "李**"),
            ("城关镇", "城关镇"),
            ("沙河口镇", "沙河口镇"),
            ("徐世镇", "徐**"),
            ("张镇", "张**"),
            ("李望村", "李**"),
            ("沙河县", "沙河县"),
            ("Shengli (Lanhe) Co., Ltd.", "Shengli (Lanhe) Co., Ltd."),
            ("Vincent Banks", "V**"),
            ("惠民超市13812345678", "惠**"),
            ("13812345678惠民超市", "**惠民超市"),
            ("H1", "H1"),
            ("H2", "H**"),
            ("", ""),
        ];
        for (name, shown) in cases {
            assert_eq!(privacy.name(name), shown);
        }
        assert_eq!(privacy.showing_all().name("张三丰"), "张三丰");
    }

    #[test]
    fn a_telephone_number_is_masked_and_a_quantity_is_not() {
        let privacy = Privacy::default();
        assert_eq!(privacy.text("call 13812345678 now"), "call ** now");
        assert_eq!(privacy.text("0478-1234567"), "**");
        assert_eq!(privacy.text("138 1234 5678 at noon"), "** at noon");
        assert_eq!(privacy.text("电话１３８１２３４５６７８"), "电话**");
        assert_eq!(privacy.text("for 500 beds"), "for 500 beds");
        assert_eq!(privacy.text("ward 3-4"), "ward 3-4");
    }
}
