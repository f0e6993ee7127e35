//! How tables look: one style for all, and no line wider than the terminal.

use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table,
    TableStyle, Width,
};

use crate::out;

/// A table with these heads, in bold.
pub(crate) fn with_heads(heads: impl IntoIterator<Item = &'static str>) -> Table {
    let mut table = Table::new();
    let bold = |head| Cell::new(head).add_attribute(Attribute::Bold);
    table.load_style(RULED).set_header(heads.into_iter().map(bold));
    table
}

/// A table without heads or lines.
pub(crate) fn plain() -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    table
}

/// Columns of figures stand to the right, under their heads.
pub(crate) fn align_right(table: &mut Table, columns: impl IntoIterator<Item = usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Keeps a column wide enough for `longest`, up to `most` characters: names are not to be broken.
pub(crate) fn keep_whole(table: &mut Table, column: usize, longest: usize, most: u16) {
    if let Some(column) = table.column_mut(column) {
        let room = u16::try_from(longest).unwrap_or(u16::MAX).min(most) + column.padding_width();
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(room)));
    }
}

/// The table as text, fitted to `width`; where that is little for many columns, they stand closer.
pub(crate) fn text(mut table: Table, width: u16) -> String {
    let columns = table.column_iter().count();
    let space = if columns > MANY && width < ROOMY { 1 } else { 2 };
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, space));
    });
    if out::has_colours() {
        table.enforce_styling()
    } else {
        table.force_no_tty()
    };
    table.trim_fmt()
}

const MANY: usize = 7;
const ROOMY: u16 = 90;

/// A rule under the heads, and nothing else: every other line costs columns or rows.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));
