"""An export in, the lines of a sheet out: headings somewhere, rows, and the furniture that reports put around them."""

from oracle.styles import heading_text

TITLES = (
    ["Lancashire County Council"],
    ["Paid invoices", "", "Run 01/04/2024"],
    ["Report Date: 02-APR-2024"],
    ["Parameters: all units"],
)
ENDS = (["*** End of Report ***"], ["End of Report"])


class Sheet:
    """Lines of cells and, for each row of the export, which line it stands in (counted from 0)."""

    def __init__(self, rng, export, bare=False):
        self.rng, self.export = rng, export
        self.columns = self._columns()
        self.heading = [heading_text(rng, name) if name else "" for name in self.columns]
        self.lines, self.at = [], []
        if bare:
            self._rows()
        elif rng.random() < 0.08 and self._no_totals():
            self.lines += rng.sample(TITLES, rng.choice((0, 0, 1)))
            self._rows()
            self.lines.append(self.heading)
        else:
            self._around()

    def _no_totals(self):
        return all("otal" not in str(value) for row in self.export.rows for value in row.values())

    def _columns(self):
        """The headings in some order, with empty columns among them."""
        columns = list(self.export.rows[0])
        if self.rng.random() < 0.4:
            self.rng.shuffle(columns)
        for _ in range(self.rng.choice((0, 0, 0, 1, 3))):
            columns.insert(self.rng.randrange(1, len(columns) + 1), "")
        return columns

    def _around(self):
        title = self.rng.sample(TITLES, self.rng.choice((0, 0, 1, 2, 3)))
        self.lines += title + [[]] * (len(title) > 1)
        self.lines.append(self.heading)
        self._rows(page=self.rng.choice((0, 0, 20, 50)), title=title[:1])
        if self.rng.random() < 0.3:
            self.lines += [[], self.rng.choice(ENDS)]

    def _rows(self, page=0, title=()):
        for at, row in enumerate(self.export.rows):
            if page and at and at % page == 0:
                self.lines += [[], *title, [f"Page {at // page + 1}"], self.heading]
            elif self.rng.random() < 0.01:
                self.lines.append([])
            self.at.append(len(self.lines))
            self.lines.append([row[name] if name else "" for name in self.columns])

    def padded(self):
        """The lines, all as wide as the headings."""
        width = len(self.columns)
        return [line + [""] * (width - len(line)) for line in self.lines]
