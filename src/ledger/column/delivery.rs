//! Households, orders and how they are delivered.

use super::{Column, Entry, entry};

/// What the dictionary says of them.
#[rustfmt::skip]
pub const ENTRIES: &[Entry] = &[
    entry(Column::Household, "household", "户号", &["住户", "户"], "household, by its number"),
    entry(Column::Building, "building", "楼栋", &["栋", "楼号"], "building of the compound"),
    entry(Column::Entrance, "entrance", "单元", &["门栋", "单元号"], "entrance of the building"),
    entry(Column::Door, "door", "房号", &["门牌号", "门牌"], "door within the entrance; personal, masked unless it is asked for"),
    entry(Column::Phone, "phone", "电话", &["联系电话", "手机", "手机号"], "telephone; personal, masked unless it is asked for"),
    entry(Column::Group, "group", "特殊人群", &["人群类别"], "special need of the household: empty_nest_elderly, bedridden, other_hardship"),
    entry(Column::Order, "order", "订单号", &["订购单号", "订单"], "order of a household"),
    entry(Column::Package, "package", "套餐", &["套餐包", "套餐编码"], "package of goods that households order, by its code"),
    entry(Column::Paid, "paid", "已付款", &["是否付款", "付款"], "whether it is paid"),
    entry(Column::PaidOn, "paid_on", "付款日期", &["付款时间"], "day of payment"),
    entry(Column::Contents, "contents", "订购清单", &["清单"], "packages of the order, each with how many: `A×2; B×1`"),
    entry(Column::Payment, "payment", "付款情况", &["付款状态"], "paid, or free of charge"),
    entry(Column::Households, "households", "户数", &["住户数"], "how many households"),
    entry(Column::Slot, "slot", "批次", &["时段序号"], "number of the slot on its day, from 1"),
    entry(Column::Starts, "starts", "开始时间", &["起"], "when the slot starts: `08:30`"),
    entry(Column::Ends, "ends", "结束时间", &["止"], "when the slot ends: `09:00`"),
    entry(Column::Mode, "mode", "送达方式", &["领取方式"], "to the door, or picked up"),
    entry(Column::Workers, "workers", "在岗人数", &["配送人员"], "people at work on delivery"),
    entry(Column::PerWorker, "per_worker", "人均日配送", &["人均配送单数"], "orders that one of them delivers a day"),
    entry(Column::Vehicles, "vehicles", "车辆数", &["可用车辆"], "vehicles there are"),
    entry(Column::PerVehicle, "per_vehicle", "每车装载", &["单车装载"], "boxes or orders in one vehicle"),
    entry(Column::Trips, "trips", "每日趟次", &["趟次"], "trips of one vehicle a day"),
    entry(Column::BoxesMax, "boxes_max", "日接收能力", &["接收能力", "日处理箱数"], "boxes that the place can take a day"),
    entry(Column::Boxes, "boxes", "箱数", &["标准箱数"], "standard boxes"),
    entry(Column::VehiclesNeeded, "vehicles_needed", "需用车辆", &["需车数"], "vehicles that are needed, rounded up"),
    entry(Column::VehicleGap, "vehicle_gap", "车辆缺口", &["缺车数"], "vehicles that are missing"),
    entry(Column::Overload, "overload", "超负荷量", &["超载"], "what is above the capacity"),
    entry(Column::LastDone, "last_done", "上次日期", &["上次办理日"], "day it was last done; blank where there is no record"),
    entry(Column::NextDue, "next_due", "下次应办日", &["应办日期"], "day on which it is due again"),
    entry(Column::OverdueDays, "overdue_days", "逾期天数", &["超期天数"], "days since it was due; 0 on the day itself"),
    entry(Column::Orders, "orders", "订单数", &["订单量"], "how many orders"),
    entry(Column::Backlog, "backlog", "积压量", &["积压订单"], "orders that are not delivered at the end of the day"),
    entry(Column::BacklogDays, "backlog_days", "积压天数", &["消化天数"], "whole days of work in the backlog, rounded up"),
    entry(Column::Within, "within", "范围内", &["是否在范围内"], "whether it lies within the radius"),
];
