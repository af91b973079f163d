"""Pages about one person on the web."""

import re

from publish.bakehouse.personal.kind import Kind, Rule, each, words
from publish.words.told import told

SITES = re.compile(
    r"(?:^|[/.\s(\"'])(?:(?:facebook|fb|twitter|x|instagram|tiktok|github|gitlab|t|threads|snapchat"
    r"|soundcloud|vimeo|pinterest|twitch)\.(?:com|me|net|tv|fr)|bsky\.app/profile|linkedin\.com/in"
    r"|flickr\.com/(?:people|photos)|youtube\.com/(?:user|c)|strava\.com/athletes"
    r"|facebook\.com/people)/(?P<user>@?[\w.%-]{2,60})",
    re.IGNORECASE,
)
PATHS = re.compile(
    r"https?://[^\s/]+(?:/[^\s/]+)*?/(?:@|~|(?:users?|u|profiles?|profil|members?|membres?"
    r"|people|athletes|auteurs?|authors?|utilisateurs?|contributeurs?|contributors?|comptes?)/"
    r"|(?:wiki/)?(?:user|utilisateur|utilisatrice):)(?P<user>[\w.%@+-]{2,60})",
    re.IGNORECASE,
)
LOGIN = re.compile(r"https?://[^\s/:@]+:[^\s/@]+@")
QUERY = re.compile(
    r"[?&](?:user|username|user_?id|author|auteur|profile?|login|membre)=[\w.%@+-]", re.IGNORECASE
)
FEDERATED = re.compile(r"(?<![\w@])@[\w.-]+@(?:[\w-]+\.)+[^\W\d_]{2,}")
DEGREES = re.compile(r"-?\d+\.\d+")
NOT_USERS = words(
    "groups group pages page events event sharer share sharer.php login login.php signin sign_in "
    "sign-in signup sign_up register password new edit search index about home hashtag intent "
    "explore watch p reel help orgs topics marketplace features settings list liste all me web "
    "profile.php legal privacy terms permalink.php status i story.php photo photo.php media"
)


def holds_profile(text: str) -> bool:
    """Whether the address of somebody's page stands in a text."""
    pages = [*SITES.finditer(text), *PATHS.finditer(text)]
    if any(form.search(text) for form in (LOGIN, QUERY, FEDERATED)):
        return True
    return any(
        match["user"].lower().strip(".") not in NOT_USERS and not DEGREES.fullmatch(match["user"])
        for match in pages
    )


PROFILE = Kind(
    name="profile",
    severity="warning",
    words=told("web addresses with a user name"),
    rules=(
        Rule(
            r"(?i:(?:facebook|fb|twitter|x|instagram|tiktok|github|gitlab|t|threads|snapchat"
            r"|soundcloud|vimeo|pinterest|twitch|bsky|linkedin|flickr|youtube|strava)"
            r"\.(?:com|me|net|tv|fr|app)/)"
            r"|(?i:https?://[^ ]*/(?:@|~|(?:users?|u|profiles?|profil|members?|membres?|people"
            r"|athletes|auteurs?|authors?|utilisateurs?|contributeurs?|contributors?|comptes?)/"
            r"|(?:user|utilisateur|utilisatrice):)|https?://[^ /:@]+:[^ /@]+@)"
            r"|(?i:[?&](?:user|author|auteur|profil|login|membre)[a-z_]{0,4}=)|@[^ @]+@[^ @]",
            holds_profile,
        ),
    ),
    true=each(
        "https://mastodon.example.org/@ada",
        "https://forum.example.org/users/ada",
        "https://www.facebook.com/ada.lovelace",
        "https://twitter.com/ada",
        "x.com/ada",
        "https://www.linkedin.com/in/ada-lovelace/",
        "https://www.openstreetmap.org/user/ada",
        "https://fr.wikipedia.org/wiki/Utilisateur:Ada",
        "https://example.org/~ada/",
        "https://ada:secret@example.org/",
        "@ada@mastodon.example.org",
        "https://forum.example.org/view?user=ada",
    ),
    false=each(
        "https://example.org/lieux/12",
        "https://www.facebook.com/groups/12345",
        "https://twitter.com/intent/tweet",
        "https://forum.example.org/users/sign_in",
        "@ada",
        "https://maps.example.org/@48.8566,2.3522,15z",
        "https://github.com/",
        "https://netflix.com/title",
    ),
)
