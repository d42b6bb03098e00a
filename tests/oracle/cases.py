"""An inventor in, one or more cases of every rule planted among its payments out."""

from datetime import date, timedelta
from decimal import Decimal

from oracle.firms import spelt

BAD_AMOUNTS = ("1e3", "1,23.45", "1.234,56", "--5", "N/A", "", "12.345", "nil", "-")
BAD_DATES = ("", "31/02/2021", "13/13/2023", "1999-12-31", "01/01/2099", "Sep 2021", "n/a")
SYSTEMS = ("r12", "fusion")


class Cases:
    def __init__(self, made):
        self.made, self.rng = made, made.rng
        self.live = made.settings["fusion_go_live"]

    def plant(self):
        for system in SYSTEMS:
            if self.made.payments[system]:
                self._kinds(system)
                self._faults(system)
                self._voids(system)
                self._currencies(system)
                self._equal_rows(system)
        self._twins()
        self.made.exclusions = self._exclusions()

    def _some(self, system, most):
        held = self.made.payments[system]
        return self.rng.sample(held, min(len(held), self.rng.randint(1, most)))

    def _anywhere(self, system):
        """A firm and a day on which that system already pays."""
        days = [payment["date"] for payment in self.made.payments[system] if isinstance(payment["date"], date)]
        return self.made.firm_of(system), self.rng.choice(days)

    def _kinds(self, system):
        """Expenses, interest, tax and converted history."""
        for payment in self._some(system, 6):
            payment["type"] = self.rng.choice(("EXPENSE REPORT", "Interest", " awt "))
        for payment in self._some(system, 5):
            payment["source"] = self.rng.choice(("R12 Conversion", "DATA_MIGRATION_2", "conversion"))
        for payment in self._some(system, 5):
            payment["method"] = self.rng.choice(("Clearing", "CONVERSION", "Clearing house"))

    def _faults(self, system):
        for _ in range(self.rng.randint(0, 5)):
            firm, when = self._anywhere(system)
            fault = self.rng.choice(({"amount": self.rng.choice(BAD_AMOUNTS)}, {"date": self.rng.choice(BAD_DATES)}))
            self.made.pay(system, firm, when, **fault)

    def _currencies(self, system):
        for _ in range(self.rng.randint(0, 5)):
            firm, when = self._anywhere(system)
            base = self.rng.choice((Decimal("812.34"), Decimal("-20.10"), "", "n/a"))
            self.made.pay(system, firm, when, currency=self.rng.choice(("EUR", "usd")), base=base)
        for payment in self._some(system, 3):
            payment.setdefault("base", Decimal("1.11"))

    def _voids(self, system):
        """Pairs in one month, across months and years; voids and reversals alone; two voids for one reversal."""
        for _ in range(self.rng.randint(1, 6)):
            firm, when = self._anywhere(system)
            void = self.made.pay(system, firm, when, status=self.rng.choice(("VOIDED", "Void", "voided")))
            void["amount"] = abs(void["amount"]) + 1
            story = self.rng.choice(("pair", "pair", "later", "alone", "reversal", "two"))
            if story in {"pair", "later", "two", "reversal"}:
                self._reverse(system, void, later=story == "later")
            if story == "reversal":
                void["status"] = "NEGOTIABLE"
                void["payment"] += "9"
            if story == "two":
                self._again(system, void)

    def _reverse(self, system, void, later):
        made = self.made
        back = void | {
            "amount": -void["amount"],
            "id": str(5000 + made.number()) if void["id"] else "",
            "date": void["date"] + timedelta(days=self.rng.randint(20, 400) if later else 0),
            "status": self.rng.choice(("VOIDED", "NEGOTIABLE", "")),
            "flag": "Y",
        }
        made.payments[system].append(back)

    def _again(self, system, payment):
        made = self.made
        made.payments[system].append(payment | {"id": str(5000 + made.number()) if payment["id"] else ""})

    def _equal_rows(self, system):
        """Without ids, equal rows of one file are different payments; with them, a grain too fine or another amount."""
        for payment in self._some(system, 6):
            again = dict(payment)
            if payment["id"] and isinstance(payment["amount"], Decimal) and self.made.chance(0.4):
                again["amount"] += 1
            self.made.payments[system].append(again)
            if self.made.chance(0.3):
                self.made.payments[system].append(dict(payment))

    def _twins(self):
        """Payments near the change of system that stand in both, and some that only look so."""
        made = self.made
        near = [p for p in made.payments["r12"] + made.payments["fusion"] if self._near(p)]
        firms = {firm.numbers[s]: firm for firm in made.firms for s in firm.systems if firm.numbers[s] != "77777"}
        for payment in self.rng.sample(near, min(len(near), 25)):
            firm = firms.get(payment["number"])
            if (
                firm is None
                or len(firm.numbers) != 2
                or not payment["supplier"]
                or "edact" in payment["supplier"].lower()
            ):
                continue
            system = "fusion" if payment["number"] == firm.numbers["r12"] else "r12"
            self._copy(payment, firm, system)

    def _near(self, payment):
        when = payment["date"]
        return isinstance(when, date) and abs((when - self.live).days) < 120 and payment["status"][:4].upper() != "VOID"

    def _copy(self, payment, firm, system):
        made, rng = self.made, self.rng
        number = made.number()
        twin = payment | {
            "supplier": spelt(rng, firm.names[system]),
            "number": firm.numbers[system],
            "id": str(5000 + number) if made.chance(made.ids[system]) else "",
            "payment": str(900000 + number),
            "invoice": rng.choice((payment["invoice"], payment["invoice"].replace("-", "/").lower(), _bare(payment))),
            "status": "",
        }
        twin.pop("legacy", None)
        if system == "fusion" and firm.link == "legacy":
            twin["legacy"] = firm.numbers["r12"]
        if made.chance(0.15):
            twin["date"] += timedelta(days=1)
        made.payments[system].append(twin)

    def _exclusions(self):
        by = {"reason": "asked", "author": "A. Person", "date": "2024-01-01"}
        blank = dict.fromkeys(
            ("supplier_number", "supplier", "invoice_number", "invoice_type", "category", "business_unit"), ""
        )
        payments = self.made.payments["r12"] + self.made.payments["fusion"]
        if not payments:
            return []
        one, two, three = (self.rng.choice(payments) for _ in range(3))
        found = [
            {"supplier_number": one["number"], "invoice_number": one["invoice"].lower()},
            {"supplier": two["supplier"].upper(), "category": two["category"].upper()},
            {"invoice_type": "credit", "business_unit": "HIGHWAYS", "supplier_number": three["number"]},
        ]
        return [blank | row | by for row in found if any(row.values())]


def _bare(payment):
    return payment["invoice"].lstrip("0") if payment["invoice"].isdigit() else payment["invoice"]
