//! Who pays what, funds and subsidies.

use super::{Column, Entry, entry};

/// What the dictionary says of them.
#[rustfmt::skip]
pub const ENTRIES: &[Entry] = &[
    entry(Column::Fund, "fund", "资金科目", &["资金", "资金渠道"], "which money: reserve_fund, cash_reserve, special_fund, donation, or another of the policy"),
    entry(Column::Settlement, "settlement", "结算单号", &["结算单"], "settlement: one delivery, one who pays"),
    entry(Column::Payer, "payer", "付款方", &["付款单位", "支付方"], "who pays; `none` where nobody does"),
    entry(Column::Payee, "payee", "收款方", &["收款单位"], "who is paid"),
    entry(Column::Goods, "goods", "货款", &["物资款"], "price of the goods, yuan"),
    entry(Column::PayWhen, "pay_when", "付款时点", &["结算时点"], "when it is to be paid: on_delivery, after_sale"),
    entry(Column::Account, "account", "会计科目", &["科目"], "account that is debited or credited"),
    entry(Column::Debited, "debited", "借方", &["借方金额"], "amount debited, yuan"),
    entry(Column::Credited, "credited", "贷方", &["贷方金额"], "amount credited, yuan"),
    entry(Column::Receivable, "receivable", "应收金额", &["应收款"], "what is to be received, yuan"),
    entry(Column::Payable, "payable", "应付金额", &["应付款"], "what is to be paid, yuan"),
    entry(Column::NetAmount, "net_amount", "净额", &["轧差净额"], "what remains after both sides are set off, yuan; negative is owed"),
    entry(Column::Disputed, "disputed", "对账差额", &["账单差异"], "by how much the books of the two sides differ, yuan"),
    entry(Column::Signatory, "signatory", "签字人", &["签字"], "who signs for this side; blank until somebody did"),
    entry(Column::Opening, "opening", "期初余额", &["上期结余"], "balance before the first row, yuan"),
    entry(Column::Income, "income", "收入金额", &["收入合计"], "money that came in, yuan"),
    entry(Column::RotationIncome, "rotation_income", "轮换收入", &["轮换所得"], "part of the income that rotation and auctions brought, yuan"),
    entry(Column::Spent, "spent", "支出金额", &["支出合计"], "money that was spent, yuan"),
    entry(Column::Reduced, "reduced", "核减额", &["核减数量", "核减金额"], "by how much a write-off reduced it"),
    entry(Column::Balance, "balance", "余额", &["结余"], "what is left of the money, yuan"),
    entry(Column::ScaleLeft, "scale_left", "核减后规模", &["核减后数量"], "reserve scale after write-offs, in base units"),
    entry(Column::Entitled, "entitled", "应补贴额", &["补贴额"], "subsidy for the term and the value agreed, yuan"),
    entry(Column::ShortDays, "short_days", "短储天数", &["欠储天数"], "days on which less was held than agreed"),
    entry(Column::Clawback, "clawback", "追回额", &["应追回金额"], "subsidy for what was not held or not fit, yuan"),
    entry(Column::Difference, "difference", "应补退额", &["清算金额"], "still to be paid, yuan; negative is to be recovered"),
    entry(Column::Invoice, "invoice", "账单号", &["发票号", "账单"], "bill by its number"),
    entry(Column::PaidAmount, "paid_amount", "已付金额", &["实付金额"], "what is paid of it, yuan"),
    entry(Column::Unpaid, "unpaid", "未付金额", &["欠付金额"], "what is not paid of it, yuan"),
    entry(Column::Bucket, "bucket", "账龄段", &["账龄"], "how late it is: not_due, a span of days such as 1-30, or total"),
    entry(Column::PayDays, "pay_days", "付款天数", &["付款期限"], "days from the bill to its due date, as agreed"),
    entry(Column::Valued, "valued", "已计价量", &["有成本数量"], "quantity of which the cost is known"),
    entry(Column::Uncosted, "uncosted", "无成本量", &["无成本数量"], "quantity of which nobody stated the cost"),
];
