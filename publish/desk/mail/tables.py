"""The tables of the desk's mail; times are seconds since 1970, `address` and `who` see below.

An `address` of somebody who did not confirm it is sealed with `desk/secret`, which no backup holds;
`who` is a digest under the same secret.
"""

MAIL_TABLES = (
    """CREATE TABLE IF NOT EXISTS subscribers (
        id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL UNIQUE,
        datasets TEXT NOT NULL, language TEXT NOT NULL, secret TEXT NOT NULL UNIQUE,
        since INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS news_asked (
        id TEXT PRIMARY KEY, address TEXT NOT NULL, datasets TEXT NOT NULL,
        language TEXT NOT NULL, expires INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS news_told (
        dataset TEXT PRIMARY KEY, version TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, about TEXT NOT NULL,
        language TEXT NOT NULL, address TEXT,
        asked TEXT REFERENCES news_asked (id) ON DELETE CASCADE,
        subscriber INTEGER REFERENCES subscribers (id) ON DELETE CASCADE,
        written INTEGER NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL,
        handing INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS mailed (
        who TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS undelivered (
        at INTEGER NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL
    ) STRICT""",
)
