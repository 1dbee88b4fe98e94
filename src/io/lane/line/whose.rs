//! Whose stock a line speaks of: form, owner and earmark together are one name.

use std::collections::HashMap;

use crate::engine::name::{NO_NAME, Names};
use crate::engine::posting::whose;
use crate::io::lane::layout::{Layout, Part};
use crate::ledger::Column;
use crate::ledger::word::{Form, Word as _};

/// The numbers of whose stock it is, by those of form, owner and earmark.
#[derive(Debug, Default)]
pub struct Whose(HashMap<[u32; 3], u32>);

/// Whether form, owner or earmark are stated anywhere.
pub fn is_told(layout: &Layout<'_>) -> bool {
    let columns = [Column::Form, Column::Owner, Column::Earmark];
    columns
        .iter()
        .any(|column| layout.part(*column) != Part::Nothing)
}

impl Whose {
    /// The number of whose stock it is; none where it is physical stock of no special owner.
    #[inline]
    pub fn number(&mut self, names: &Names, [form, owner, earmark]: [u32; 3]) -> u32 {
        if [form, owner, earmark] == [Form::Physical as u32, NO_NAME, NO_NAME] {
            return NO_NAME;
        }
        *self.0.entry([form, owner, earmark]).or_insert_with(|| {
            let (owner, earmark) = (names.text(owner), names.text(earmark));
            names.number(&whose(Form::ALL[form as usize], &owner, &earmark))
        })
    }
}
