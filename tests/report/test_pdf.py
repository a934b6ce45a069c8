"""The printed report, opened again: what it says, how it is tagged, and that nothing in it acts."""

import re
import unicodedata
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from alliance_core.report import fonts
from alliance_core.report.content import Bars, Lines, RiskMatrix, Section, Text, clean
from alliance_core.report.pdf import PrintError, write_pdf
from tests.report import made

SIZES = {"a4": (595.28, 841.89), "us-letter": (612, 792)}
ACTIVE = {"/JS", "/JavaScript", "/URI", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/AA", "/OpenAction", "/AF",
          "/RichMedia", "/GoToR", "/SubmitForm", "/ImportData", "/Movie", "/Sound", "/XFA", "/AcroForm"}  # fmt: skip


@cache
def printed(which="report", paper="a4"):
    return PdfReader(BytesIO(write_pdf(getattr(made, which)(), paper)))


def squashed(text):
    """A text without blanks and without the places at which long words may break."""
    return "".join(text.replace("\u200b", "").split())


def said(reader):
    return squashed("".join(page.extract_text() for page in reader.pages))


def everything(reader):
    """Every dictionary of the file."""
    for number in range(1, reader.trailer["/Size"]):
        waiting = [reader.get_object(IndirectObject(number, 0, reader))]
        while waiting:
            part = waiting.pop()
            if isinstance(part, DictionaryObject):
                yield part
                waiting += list(part.values())
            elif isinstance(part, ArrayObject):
                waiting += list(part)


def tags(reader):
    """Every element of the structure tree."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        part = waiting.pop()
        part = part.get_object() if isinstance(part, IndirectObject) else part
        if isinstance(part, ArrayObject):
            waiting += list(part)
        elif isinstance(part, DictionaryObject):
            if "/S" in part:
                yield part
            waiting += [part["/K"]] if "/K" in part else []


# --- What it says ---------------------------------------------------------------------------------


def test_every_text_of_the_report_can_be_read_out_of_the_file():
    report = made.report()
    alts = {figure.alt for figure in report.figures()}
    text = said(printed())
    for told in report.texts():
        assert squashed(told) in text or told in alts


def test_cells_of_tables_are_told_as_on_the_other_screens():
    text = said(printed())
    for cell in ("91%", "1,234.5", "13Oct2020", "Row119México", "99%"):
        assert cell in text


def test_a_marked_row_has_a_sign_beside_its_colour():
    assert "▸Japan" in said(printed())


def test_the_cover_states_date_evidence_version_and_whose_weights():
    report = made.report(custom="Custom weights, not the balanced profile: alignment 100 %.")
    cover = PdfReader(BytesIO(write_pdf(report))).pages[0].extract_text()
    told = (report.title, report.subtitle, report.logo, report.quality, report.data_version, report.custom,
            "23 Nov 2026")  # fmt: skip
    for text in told:
        assert squashed(text) in squashed(cover)


def test_without_weights_of_ones_own_the_cover_does_not_speak_of_weights():
    assert "Weights" not in printed().pages[0].extract_text()


def test_names_in_other_scripts_are_shown():
    text = said(printed("hostile"))
    for name in ("宇宙航空研究開発機構", "Роскосмос", "Ελλάδα", "ไทย", "대한민국", "Łódź", "Åland", "Őr", "ẞ"):
        assert name in text
    # pypdf does not put right-to-left words and joined signs back in order; each sign must be there.
    for name in ("الإمارات", "ישראל", "भारत"):
        assert set(name) <= set(unicodedata.normalize("NFKC", text)) | set(text)


def test_a_sign_that_no_font_has_is_named_instead():
    assert "[U+1F680]" in said(printed("hostile"))


def test_any_sign_of_unicode_can_be_printed():
    """Every 41st code point, alone and with a mark upon it: no font has most of them."""
    signs = [chr(code) for code in range(32, 0x110000, 41) if not 0xD800 <= code < 0xE000]
    every = clean(" ".join(sign + ("\u0301" if place % 3 == 0 else "") for place, sign in enumerate(signs)))
    report = made.report(sections=(Section("all", "All signs", (Text(every),)),), title=every[:200], marking="𓀀 ☠")
    text = said(PdfReader(BytesIO(write_pdf(report))))
    assert "[U+13000]" in text


def test_a_text_of_scripts_that_join_signs_in_ways_no_font_knows_is_printed():
    odd = "\u0e33\u0e48\u0e34 \u093f\u0915\u094d \u0650\u0650 \u05b0 \u1100\u1161\u11a8 e\u0315\u0323\u20dd ﷽ ﬁ"
    report = made.report(sections=(Section("odd", odd, (Text(odd),)),))
    assert len(PdfReader(BytesIO(write_pdf(report))).pages) == 3


def test_what_the_fonts_promise_but_do_not_keep_costs_signs_and_not_the_report(monkeypatch):
    """A second font that claims to have every sign: the report is set again with the signs of the main font alone."""
    main = fonts._signs()[0]
    monkeypatch.setattr(fonts, "_signs", lambda: (main, frozenset(range(0x110000))))
    text = said(PdfReader(BytesIO(write_pdf(made.report(logo="Łódź 🚀")))))
    assert "Łódź[U+1F680]" in text


# --- How it is built ------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", SIZES)
def test_every_page_has_the_size_of_the_paper(paper):
    for page in printed(paper=paper).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[paper], abs=0.5)


def test_another_paper_is_refused_and_the_known_ones_are_named():
    with pytest.raises(PrintError, match=r"no paper 'a5'.*a4, us-letter"):
        write_pdf(made.report(), "a5")


@pytest.mark.parametrize(("which", "marking"), [("report", "OFFICIAL"), ("hostile", "@SUM(1+1)")])
def test_the_marking_stands_at_the_top_and_at_the_bottom_of_every_page(which, marking):
    for page in printed(which).pages:
        heights = []

        def see(text, page_matrix, text_matrix, *_, found=heights):
            height = text_matrix[4] * page_matrix[1] + text_matrix[5] * page_matrix[3] + page_matrix[5]
            found += [height] if marking in text else []

        page.extract_text(visitor_text=see)
        assert max(heights) > 0.94 * SIZES["a4"][1]
        assert min(heights) < 0.06 * SIZES["a4"][1]


def test_every_page_has_its_number_and_the_title():
    pages = printed().pages
    assert 6 <= len(pages) <= 9
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()
        assert made.report().title in page.extract_text()


def test_a_table_over_pages_repeats_its_head():
    pages = [page.extract_text() for page in printed().pages if "Row " in page.extract_text()]
    assert len(pages) >= 3
    assert all("Name Score Share" in page for page in pages)


def test_the_file_is_tagged_and_names_its_language_and_title():
    root = printed().trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert printed().metadata.title == made.report().title
    assert printed().metadata.author is None
    assert "Artemis" in printed().metadata["/Keywords"]
    described = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfuaid:part>1<", described)
    assert re.search(r"<pdfaid:part>2<.*<pdfaid:conformance>A<", described, re.DOTALL)


def test_every_section_has_a_bookmark_and_a_line_in_the_contents():
    for which in ("report", "hostile"):
        titles = [section.title for section in getattr(made, which)().sections]
        marks = [mark.title for mark in printed(which).outline]
        assert [mark.split(" ", 1)[1] for mark in marks] == titles
        contents = squashed(printed(which).pages[1].extract_text())
        assert all(squashed(title) in contents for title in titles)


def test_figures_say_their_finding_and_tables_have_heads_in_the_structure():
    found = list(tags(printed()))
    alts = [tag["/Alt"] for tag in found if tag["/S"] == "/Figure"]
    assert set(alts) == {figure.alt for figure in made.report().figures()}
    assert len([tag for tag in found if tag["/S"] == "/Table"]) == 2
    assert len([tag for tag in found if tag["/S"] == "/TH"]) >= 8


@pytest.mark.parametrize("which", ["report", "hostile"])
def test_all_fonts_are_embedded_and_none_of_them_is_the_machines(which):
    used = [part for part in everything(printed(which)) if part.get("/Type") == "/FontDescriptor"]
    assert used
    for font in used:
        assert "/FontFile2" in font or "/FontFile3" in font
        name = font["/FontName"].split("+")[1].replace("-", "")
        assert any(name.startswith(family.replace(" ", "")) for family in fonts.FAMILIES)


def test_charts_are_vector_graphics():
    assert not [part for part in everything(printed()) if part.get("/Subtype") == "/Image"]
    assert {type(figure) for figure in made.report().figures()} == {Bars, Lines, RiskMatrix}


def test_the_same_report_gives_the_same_bytes_and_another_does_not():
    first, again = write_pdf(made.report()), write_pdf(made.report())
    assert first == again
    assert write_pdf(replace(made.report(), marking="SECRET")) != first


# --- Hostile names --------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", SIZES)
def test_attacks_stand_there_as_plain_text(paper):
    text = said(printed("hostile", paper))
    for told in made.hostile().texts():
        shown = squashed(fonts.legible(told))
        if "الإمارات" not in told and not told.startswith("One partner"):
            assert shown in text or told in {figure.alt for figure in made.hostile().figures()}, told


def test_a_file_of_hostile_names_has_nothing_that_acts():
    keys = {key for part in everything(printed("hostile")) for key in part}
    actions = {part["/S"] for part in everything(printed("hostile")) if part.get("/Type") == "/Action"}
    assert not keys & ACTIVE
    assert actions <= {"/GoTo"}
    links = [part for part in everything(printed("hostile")) if part.get("/Subtype") == "/Link"]
    assert links
    assert all("/Dest" in link for link in links)
