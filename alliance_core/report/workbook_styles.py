"""How cells of the workbook look, stated once."""

from typing import Any

from alliance_core.report.office import ACCENT, FORMATS, INK, INPUT, MARKED, MUTED, RULE, WARNING, WHITE


class Styles:
    """The formats of one workbook: XlsxWriter makes each of them for the workbook that uses it."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.title = self.of(bold=True, font_size=18)
        self.heading = self.of(bold=True, font_size=13)
        self.lead = self.of(bold=True, font_size=12, font_color=f"#{ACCENT}", text_wrap=True, valign="top")
        self.body = self.of(text_wrap=True, valign="top")
        self.wrapped = self.of(text_wrap=True, valign="vcenter", **self._edge())
        self.note = self.of(text_wrap=True, valign="top", italic=True, font_color=f"#{MUTED}")
        self.label = self.of(text_wrap=True, valign="vcenter", bold=True, bg_color=f"#{MARKED}", border=1,
                             border_color=f"#{WARNING}")  # fmt: skip
        self.warning = self.of(bold=True, font_color=f"#{WARNING}")
        self.header = self.of(bold=True, font_color=f"#{WHITE}", bg_color=f"#{INK}", text_wrap=True, valign="vcenter",
                              border=1, border_color=f"#{RULE}")  # fmt: skip
        self.input = self.of(bg_color=f"#{INPUT}", font_color=f"#{ACCENT}", bold=True, num_format="0.##", border=1,
                             border_color=f"#{WARNING}", locked=False)  # fmt: skip
        self.missing = self.of(bg_color="#F2F2F2", **self._edge())
        self.change = self.of(num_format="+0.0;-0.0;0.0", valign="vcenter", **self._edge())
        self.figure = self.of(bold=True, font_size=16, font_color=f"#{ACCENT}", text_wrap=True, align="left")

    def of(self, **looks: Any) -> Any:
        """The format with these looks, made once."""
        key = tuple(sorted(({"font_name": "Calibri", "font_color": f"#{INK}"} | looks).items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(dict(key))
        return self.made[key]

    def cell(self, kind: str, marked: bool = False, **looks: Any) -> Any:
        """The format of a cell of a table by the kind of its column."""
        own = {"num_format": FORMATS[kind], "valign": "top"} | self._edge() | looks
        if kind == "text":
            own["text_wrap"] = True
        if kind == "date":
            own["align"] = "center"
        return self.of(**own, **({"bg_color": f"#{MARKED}", "bold": True} if marked else {}))

    def zone(self, shade: str) -> Any:
        """A cell of the risk matrix."""
        return self.of(bg_color=f"#{shade}", align="center", valign="vcenter", text_wrap=True, border=1,
                       border_color=f"#{WHITE}")  # fmt: skip

    @staticmethod
    def _edge() -> dict[str, Any]:
        return {"bottom": 1, "bottom_color": f"#{RULE}"}
