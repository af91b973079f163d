"""Shares as the terminal tells them."""


def percent(share: float) -> str:
    """A share between 0 and 1 in words."""
    return f"{100 * share:.1f} %"
