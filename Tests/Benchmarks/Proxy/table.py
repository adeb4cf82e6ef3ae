"""Prints what was measured as soon as it is known, beside its budget."""

WIDTH = 68


class Table:
    def __init__(self):
        self.is_over = False
        print(f"{'':{WIDTH}}{'direct':>10}{'through':>10}{'ratio':>8}  budget", flush=True)

    def ratio(self, what, direct, through, form):
        self._print(what, format(direct, form), format(through, form), f"{through / direct:.2f}", "")

    def row(self, what, direct, value, form, at_least=None, at_most=None):
        budget = ""
        if at_least is not None or at_most is not None:
            is_over = value < at_least if at_least is not None else value > at_most
            self.is_over = self.is_over or is_over
            limit = f"≥ {at_least}" if at_least is not None else f"≤ {at_most}"
            budget = f"{'over' if is_over else 'OK'} ({limit})"
        self._print(what, "" if direct is None else format(direct, form), format(value, form), "", budget)

    def _print(self, what, direct, through, ratio, budget):
        print(f"{what:{WIDTH}}{direct:>10}{through:>10}{ratio:>8}  {budget}".rstrip(), flush=True)
