"""What pages of the desk may load and reach: the desk alone, but for one that sends elsewhere."""

POLICY = b"content-security-policy"
SEND = "/desk/me/send"
"""The page of a file that goes from the browser to a place of the person's own."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src {}; font-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def policy(connect: str = "'self'") -> str:
    """The header, of a page whose scripts may ask `connect` and nothing else."""
    return _POLICY.format(connect)
