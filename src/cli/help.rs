//! Help in Chinese: what every command does, the flags that all share, and the headings.
//!
//! Asked for by `--lang zh`, `GRANARY_LANG` or `granary.toml`, before the command line is understood. Not translated are
//! the flags of single verbs, the paragraphs below a first line, words of the argument library such as `[default: …]`,
//! and messages on standard error, which scripts and search engines know by their English words. The foot of each help
//! says so. A test finds a command or a shared flag that has no Chinese.

use clap::Command;

/// What each command does, by its words; the program itself has none.
const COMMANDS: &[(&str, &str)] = &[
    ("", "疫情期间城市、县区物资保供工具"),
    ("stock", "库存有多少、够用几天"),
    ("stock import", "把出入库表格读入台账"),
    ("stock post", "把出入库、分配、盘点、核销记入带封签的台账"),
    ("stock on-hand", "某日各单位、品种、批次的结存"),
    ("stock burn", "日均消耗（剔除断货日）"),
    ("stock cover", "保障天数，对照预案标准"),
    ("stock plan", "采购储备计划及预算能支付多少"),
    ("stock check", "核查台账，逐条指出问题及位置"),
    ("stock count", "盘点，并与账面对照"),
    ("stock scenario", "情景推演：事件前后保障天数对照"),
    ("stock require", "物资需求测算（不看库存）"),
    (
        "stock require testing",
        "全员核酸检测：采样管、试剂、拭子、防护、人员、场所",
    ),
    (
        "stock require load",
        "满负荷运转：全部岗位和床位，按标准天数",
    ),
    ("stock require staff", "人员防护：岗位人数 × 定额 × 天数"),
    ("stock require gate", "卡口、机关、市场：按定额的日用量"),
    ("stock require patients", "慢性病患者每日用药"),
    ("stock require season", "防暑防寒一次性发放"),
    ("stock require household", "家庭储备"),
    ("stock require forward", "按当前消耗测算下一个月"),
    ("stock require ration", "居民口粮：克 × 人 × 天"),
    ("stock require zone", "封控区：食品、病人用药、投放工作量"),
    ("allocate", "物资不足时谁得多少"),
    ("allocate plan", "按次序把库存分给各申请"),
    ("allocate check", "核查分配方案（包括人工改过的）"),
    (
        "allocate dispatch",
        "调拨进度：申请、审批、下达、发运、签收",
    ),
    ("allocate transfer", "把富余的调给仍短缺的"),
    ("allocate source", "为每个缺口逐级寻找来源"),
    ("allocate kits", "居民订单分装：一户一包一标签"),
    ("allocate deliver", "物资送到居民手中"),
    ("allocate deliver slots", "按楼栋单元错峰领取时段"),
    ("allocate deliver boxes", "标准箱：市到中转站，再到投放点"),
    ("allocate deliver cycle", "谁的订单或电话到期"),
    ("allocate deliver workload", "配送人手能否应付订单"),
    ("allocate deliver radius", "重点单位周边若干公里内的单位"),
    ("rotate", "哪些必须在过期前处置"),
    ("rotate stage", "各批次所处阶段及期限"),
    ("rotate plan", "临期批次由哪些机构消化多少"),
    ("rotate track", "跟踪机构消化进度"),
    ("rotate dispose", "提出捐赠、核销，登记拍卖"),
    ("price", "价格与资金"),
    ("price watch", "价格变动及触发的规则"),
    ("price index", "价格指数"),
    ("price markup", "加价核查"),
    ("price balance", "供需平衡"),
    ("price release", "储备投放"),
    ("price forecast", "短期预测"),
    ("price reference", "参考价"),
    ("price value", "储备价值"),
    ("price settle", "结算"),
    ("price subsidy", "承储补助"),
    ("price funds", "资金台账"),
    ("price payable", "应付账款及账龄"),
    ("report", "今天向谁报告什么"),
    ("report daily", "由当日各表生成日报"),
    ("report lists", "采购、调配、库存、接受捐赠四清单"),
    ("report audit", "年度审计：期初、变动、期末，数量与金额"),
    ("report standards", "县（区）与标准达标对照"),
    ("report escalate", "向上级请调：需求、已有、缺口、已用渠道"),
    ("report calendar", "期限日历，可导入手机日历"),
    ("report diff", "两日各表的变化"),
    ("report capability", "品种、数量、产能及动员能力清单"),
    ("report delivery", "投放清单：标签、装箱、时段、电话"),
    ("demo", "用自带样例走完一天"),
    ("query", "用 SQL 查询各表"),
    ("convert", "读入任何表格，转码、对应列名后写出"),
    ("explain", "解释规则、列、表、核查项或错误"),
    ("schema", "输出各表各列的 JSON Schema"),
    ("completions", "生成命令补全"),
    ("man", "生成手册页"),
];

/// What each shared flag does, by its id.
const FLAGS: &[(&str, &str)] = &[
    ("inputs", "从文件读入一张表；其余取自标准输入和台账"),
    ("ledger", "台账：含 movement.csv 等表的文件夹，或一个文件"),
    ("map", "用对应文件读入外来列名"),
    ("encoding", "按此编码读入（默认自动识别）"),
    ("sheet", "只读工作簿的这一张表"),
    ("rejects", "把被拒的行另存到此文件，其余继续"),
    ("as_of", "回答这一天的情况（默认今天）"),
    ("demand_from", "需求从这一天开始（默认同回答日）"),
    ("policy", "采用此预案或预案文件，可多次给出"),
    ("level", "以此响应级别代替事件表中的级别"),
    ("format", "输出格式"),
    ("output", "写入此文件（要么完整，要么不写）；扩展名决定格式"),
    ("emit", "输出这些表；all 先原样传递读入的各表，再输出新表"),
    ("save", "另把一张表存为文件"),
    ("columns", "只输出这些列，按此顺序"),
    ("filter", "只输出满足此 SQL 条件的行"),
    ("by", "按这些列汇总"),
    ("explain", "改为输出构成结果的台账行"),
    ("headers", "列名语言（默认英文标识；终端和 HTML 随 --lang）"),
    (
        "lang",
        "面向人的语言：报告、提示、帮助、给人看的表格（中文系统默认 zh）",
    ),
    ("style", "终端表格边框字符"),
    ("fail_on", "达到此级别时以退出码 1 结束"),
    ("nagios", "为监控输出一行，退出码 0 至 3"),
    ("quiet", "只输出错误"),
    ("verbose", "说明修正、略去和计数"),
];

/// Headings of groups of flags.
const HEADINGS: &[(&str, &str)] = &[("Inputs", "输入"), ("Rules", "规则"), ("Outputs", "输出")];

/// How a help is laid out.
const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
const FOOT: &str = "其余说明为英文；granary explain 可解释规则、列和错误。";

/// The Chinese for one of a list.
fn chinese(list: &[(&'static str, &'static str)], id: &str) -> Option<&'static str> {
    let found = list.iter().find(|(known, _)| *known == id);
    found.map(|(_, zh)| *zh)
}

/// The same command with its help in Chinese.
pub fn in_chinese(command: Command) -> Command {
    of(command, "")
}

fn of(command: Command, words: &str) -> Command {
    let mut command = match chinese(COMMANDS, words) {
        Some(about) => command.about(about),
        None => command,
    };
    command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .after_help(FOOT)
        .mut_args(|arg| {
            let heading = arg.get_help_heading().map(str::to_owned);
            let heading = heading.and_then(|heading| chinese(HEADINGS, &heading));
            let help = match arg.is_global_set() {
                true => chinese(FLAGS, arg.get_id().as_str()),
                false => None,
            };
            let arg = match help {
                Some(help) => arg.help(help),
                None => arg,
            };
            match heading {
                Some(heading) => arg.help_heading(heading),
                None => arg,
            }
        });
    let below: Vec<String> = command
        .get_subcommands()
        .map(|below| below.get_name().to_owned())
        .collect();
    for name in below {
        let words = match words {
            "" => name.clone(),
            words => format!("{words} {name}"),
        };
        command = command.mut_subcommand(&name, |below| of(below, &words));
    }
    command
}

/// Whether the command line or the environment asks for Chinese; the settings of the folder speak where they do not.
pub fn is_chinese(
    arguments: impl Iterator<Item = String>,
    environment: Option<String>,
) -> Option<bool> {
    let mut asked = environment;
    let mut is_next = false;
    for argument in arguments {
        if is_next {
            asked = Some(argument);
            is_next = false;
        } else if argument == "--lang" {
            is_next = true;
        } else if let Some(lang) = argument.strip_prefix("--lang=") {
            asked = Some(lang.to_owned());
        }
    }
    asked.map(|lang| lang == "zh")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Granary;
    use clap::CommandFactory as _;
    use std::collections::BTreeSet;

    #[test]
    fn every_command_and_every_shared_flag_has_its_chinese() {
        let (mut commands, mut flags) = (BTreeSet::new(), BTreeSet::new());
        look(&Granary::command(), "", &mut commands, &mut flags);
        assert_eq!(commands, keys(COMMANDS), "commands of src/cli/help.rs");
        assert_eq!(flags, keys(FLAGS), "flags of src/cli/help.rs");
    }

    fn keys(table: &[(&str, &str)]) -> BTreeSet<String> {
        table.iter().map(|(key, _)| (*key).to_owned()).collect()
    }

    fn look(
        command: &Command,
        words: &str,
        commands: &mut BTreeSet<String>,
        flags: &mut BTreeSet<String>,
    ) {
        commands.insert(words.to_owned());
        let shared = command.get_arguments().filter(|arg| arg.is_global_set());
        flags.extend(shared.map(|arg| arg.get_id().to_string()));
        for below in command.get_subcommands() {
            let words = format!("{words} {}", below.get_name());
            look(below, words.trim(), commands, flags);
        }
    }

    #[test]
    fn the_last_flag_counts_and_the_environment_without_one() {
        let asked = |line: &str, environment: Option<&str>| {
            let words = line.split(' ').map(str::to_owned);
            is_chinese(words, environment.map(str::to_owned))
        };
        assert_eq!(asked("granary stock --help", None), None);
        assert_eq!(asked("granary --lang zh stock --help", None), Some(true));
        assert_eq!(asked("granary stock --lang=en -h", Some("zh")), Some(false));
        assert_eq!(asked("granary stock -h", Some("zh")), Some(true));
    }
}
