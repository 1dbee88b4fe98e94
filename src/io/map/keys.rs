//! What a map file may say: each key with its meaning and an example, for whoever writes one.

/// One key of a map file.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    pub meaning: &'static str,
    /// A piece of a map file that uses it; some lines of TOML.
    pub example: &'static str,
}

/// Every key, those that most maps need first.
pub const KEYS: &[Key] = &[
    Key {
        name: "table",
        meaning: "the table the sheet becomes, where its columns do not tell",
        example: "table = \"movement\"",
    },
    Key {
        name: "column",
        meaning: "our column, and the header of theirs it is read from",
        example: "[column]\nsite = \"接收单位\"\nqty = \"数量（只）\"",
    },
    Key {
        name: "constant",
        meaning: "what a column of ours says in every row, where the sheet has none",
        example: "[constant]\nsite = \"县级库\"\nkind = \"receipt\"",
    },
    Key {
        name: "values",
        meaning: "what a word of theirs is in ours; \"\" is a blank cell, \"*\" any other word",
        example: "[values.kind]\n\"采购入库\" = \"receipt\"\n\"领用出库\" = \"issue\"",
    },
    Key {
        name: "kind",
        meaning: "the kind of a movement by other columns: the first condition that holds, filled, empty or a word",
        example: "[[kind.when]]\ncolumn = \"领用人\"\nis = \"filled\"\nthen = \"issue\"\n[kind]\notherwise = \"receipt\"",
    },
    Key {
        name: "unpivot",
        meaning: "columns that become rows, as of a sheet with a column a good or a day; header says what each is",
        example: "[unpivot]\nbetween = [\"3月1日\", \"3月31日\"]\ninto = \"qty\"\nheader = \"{date}\"",
    },
    Key {
        name: "date_format",
        meaning: "the order of days that are not written year first",
        example: "[date_format]\ndate = \"%d/%m/%Y\"",
    },
    Key {
        name: "header_row",
        meaning: "the row of the header, from 1, where another row looks more like one",
        example: "header_row = 3",
    },
    Key {
        name: "header_rows",
        meaning: "how many rows the header has: one or two",
        example: "header_rows = 2",
    },
    Key {
        name: "skip",
        meaning: "lines that are no data, by what a column of theirs starts with or is",
        example: "[[skip]]\ncolumn = \"品名\"\nstarts_with = \"其中\"",
    },
    Key {
        name: "fill_down",
        meaning: "columns of theirs in which a blank cell means the one above",
        example: "fill_down = [\"接收单位\"]",
    },
    Key {
        name: "first_of",
        meaning: "our column from the first of several of theirs that is filled",
        example: "[first_of]\nexpiry = [\"有效期至\", \"失效日期\"]",
    },
    Key {
        name: "concat",
        meaning: "our column from several of theirs put together",
        example: "[concat.lot]\ncolumns = [\"批号\", \"箱号\"]\nwith = \"-\"",
    },
    Key {
        name: "round",
        meaning: "columns of ours whose decimals finer than a thousandth are rounded",
        example: "round = [\"used\"]",
    },
    Key {
        name: "sort",
        meaning: "columns of theirs by which lines are put in order before they are read",
        example: "sort = [\"日期\", \"单号\"]",
    },
    Key {
        name: "join",
        meaning: "the columns of another file, where our column and theirs are equal",
        example: "[[join]]\nfile = \"cards.csv\"\non = [\"card\", \"id\"]",
    },
];

#[cfg(test)]
mod tests {
    use super::super::Map;
    use super::*;

    #[test]
    fn the_example_of_every_key_is_a_map_with_that_key() {
        for Key { name, example, .. } in KEYS {
            let map = Map::parse(example, name);
            map.unwrap_or_else(|error| panic!("{name}: {}", error.message));
            let keys: toml::Table = example.parse().expect("a map is TOML");
            assert!(keys.keys().eq([name]), "{name}");
        }
    }
}
