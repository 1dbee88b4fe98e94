//! Does a sheet with the columns of requests say that it asks for goods, or that they moved or were counted?

/// What is said where somebody asks for goods.
const ASKED: [&str; 6] = ["需求", "申请", "申领", "请领", "计划", "缺口"];
/// What is said where goods came or went, or were counted.
#[rustfmt::skip]
const OTHERWISE: [&str; 16] = [
    "入库", "出库", "发放", "签收", "验收", "收发存", "盘点", "实盘", "盘盈", "盘亏", "差异", "供应商", "供货", "捐赠", "采购价",
    "进价",
];
/// What is said over amounts that were given to whoever asked.
const GIVEN: [&str; 5] = ["已发", "已领", "已拨", "已配送", "实发"];

/// Whether a header or a title says that goods are asked for.
pub fn says_asked(text: &str) -> bool {
    ASKED.iter().any(|word| text.contains(word))
}

/// Whether a header or a title says that goods came, went or were counted.
pub fn says_otherwise(text: &str) -> bool {
    OTHERWISE.iter().any(|word| text.contains(word))
}

/// Whether a header is over what was given already of that which was asked for.
pub fn is_given(header: &str) -> bool {
    GIVEN.iter().any(|word| header.contains(word))
}
