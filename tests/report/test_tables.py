"""Tables on paper: never wider than the page, in a type that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.report import fonts
from alliance_core.report.content import Column, table
from alliance_core.report.tables import INSET, SIZES, breakable, lay_out

PAGE = 471.0
words = st.text("abcdefghij NW.,/-", min_size=0, max_size=120)


@given(st.integers(1, 14).flatmap(lambda count: st.lists(st.tuples(*[words] * count), min_size=1, max_size=5)))
def test_a_table_fills_the_page_and_never_leaves_it(rows):
    made = table("t", "T", [Column(f"Head {place}") for place in range(len(rows[0]))], rows)
    layout = lay_out(made, PAGE)
    assert sum(layout.widths) == pytest.approx(PAGE)
    assert min(layout.widths) > 2 * INSET
    assert SIZES[-1][0] <= layout.size <= SIZES[0][0]


@given(st.text("NWi", min_size=1, max_size=200), st.floats(2, 40))
def test_a_word_wider_than_its_column_may_be_broken_anywhere(word, room):
    parts = breakable(word, room).split("\u200b")
    assert "".join(parts) == word
    assert all(fonts.width(part, bold=True) <= room or len(part) == 1 for part in parts)


def test_an_address_breaks_where_addresses_do_so_that_a_copy_of_it_still_works():
    address = "https://www.agency.example/documents/space-policy"
    assert breakable(address, 12) == address
    assert breakable(address, 4) != address


def test_a_plain_word_is_left_to_be_hyphenated():
    assert breakable("Internationalisation", 4, hyphens=True) == "Internationalisation"


def test_numbers_stand_right_and_are_never_wrapped():
    columns = [Column("Name"), Column("Cost", "number"), Column("Share", "share"), Column("Since", "date")]
    layout = lay_out(table("t", "T", columns, [("N " * 300, 1234567.89, 0.5, None)]), PAGE)
    assert layout.right == (False, True, True, False)
    assert fonts.width("1,234,567.9") * layout.size <= layout.widths[1] - 2 * INSET


def test_more_columns_make_the_type_smaller_not_the_table_wider():
    def size(count):
        columns = [Column(f"Institutional mechanisms {place}", "points") for place in range(count)]
        return lay_out(table("t", "T", columns, [tuple(range(count))]), PAGE).size

    assert size(3) == SIZES[0][0]
    assert size(14) < size(8) <= size(3)


def test_a_table_of_hundreds_of_rows_is_set_small_and_goes_over_pages():
    few, many = (lay_out(table("t", "T", [Column("Name")], [("A source",)] * count), PAGE) for count in (5, 300))
    assert many.size < few.size
    assert (few.whole, many.whole) == (True, False)


def test_the_mark_of_a_row_stands_before_its_first_words_not_before_its_number():
    made = table("t", "T", [Column("No.", "integer"), Column("Name")], [(1, "Japan"), (2, "Italy")], marked=(0,))
    assert lay_out(made, PAGE).rows == (("1", "▸\u00a0Japan"), ("2", "Italy"))
