//! The contract in writing: the dictionary as a page, and each table as a JSON Schema.
//!
//! Both are generated from the definitions and kept in `data/`, where a test compares them with this code.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::table::{Field, Kind, Table};

/// The dictionary of tables and columns as a Markdown page.
pub fn dictionary_page() -> String {
    let mut page = String::from(
        "# Tables and columns\n\nGenerated from the definitions in `src/ledger`; `UPDATE=1 cargo test` writes it anew.\n\
         Key columns are marked \\*, columns that must be filled !, headers that must be there ?.\n",
    );
    for table in Table::all() {
        page.push_str(&table_section(table));
    }
    page
}

/// One table as a JSON Schema (2020-12) of one JSON line.
pub fn json_schema(table: Table) -> Value {
    let properties: Map<String, Value> = table
        .fields()
        .iter()
        .map(|field| (field.column.id().to_owned(), property(field)))
        .collect();
    let required: Vec<&str> = table
        .fields()
        .iter()
        .filter(|f| f.is_required)
        .map(|f| f.column.id())
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.id(),
        "description": table.meaning(),
        "type": "object",
        "properties": properties,
        "required": required,
    })
}

fn table_section(table: Table) -> String {
    let mut section = format!(
        "\n## {}\n\n{}\n\n| column | 列名 | type | what stands there | also read as |\n|---|---|---|---|---|\n",
        table.id(),
        table.meaning()
    );
    for field in table.fields() {
        let entry = field.column.entry();
        let heading = field.zh();
        let spellings = std::iter::once(&entry.zh).chain(entry.aliases);
        let others: Vec<&str> = spellings
            .copied()
            .filter(|other| *other != heading)
            .collect();
        let mark = match (field.is_key, field.is_required, field.is_expected) {
            (true, true, _) => "\\*!",
            (true, false, _) => "\\*",
            (false, true, _) => "!",
            (false, false, true) => "?",
            (false, false, false) => "",
        };
        let _ = writeln!(
            section,
            "| `{}`{mark} | {} | {} | {} | {} |",
            entry.id,
            heading,
            kind_name(field.kind),
            entry.meaning.replace('|', "\\|"),
            others.join(", ")
        );
    }
    section
}

fn kind_name(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Quantity => "quantity".to_owned(),
        Kind::Money => "yuan, 2 decimals".to_owned(),
        Kind::Price => "yuan, 4 decimals".to_owned(),
        Kind::Day => "day".to_owned(),
        Kind::Expiry => "day or month".to_owned(),
        Kind::Integer => "whole number".to_owned(),
        Kind::Ratio => "ratio".to_owned(),
        Kind::Truth => "true or false".to_owned(),
        Kind::Word(choices) => choices
            .iter()
            .map(|choice| choice.id)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn property(field: &Field) -> Value {
    let description = field.column.entry().meaning;
    let nullable = |kind: &str| {
        if field.is_required {
            json!(kind)
        } else {
            json!([kind, "null"])
        }
    };
    let mut property = match field.kind {
        Kind::Text => json!({"type": nullable("string"), "description": description}),
        Kind::Money | Kind::Price => {
            let sign = if field.is_unsigned { "" } else { "-?" };
            let pattern = format!("^{sign}[0-9]+(\\.[0-9]+)?$");
            json!({"type": nullable("string"), "pattern": pattern, "description": description})
        }
        Kind::Day | Kind::Expiry => {
            json!({"type": nullable("string"), "format": "date", "description": description})
        }
        Kind::Quantity | Kind::Ratio => {
            json!({"type": nullable("number"), "description": description})
        }
        Kind::Integer => json!({"type": nullable("integer"), "description": description}),
        Kind::Truth => json!({"type": nullable("boolean"), "description": description}),
        Kind::Word(choices) => {
            let mut words: Vec<Value> = choices.iter().map(|choice| json!(choice.id)).collect();
            if !field.is_required {
                words.push(Value::Null);
            }
            json!({"enum": words, "description": description})
        }
    };
    let is_number = matches!(field.kind, Kind::Quantity | Kind::Ratio | Kind::Integer);
    if field.is_unsigned && is_number {
        property["minimum"] = json!(0);
    }
    property
}
