"""A replica believes a signature alone: stores that lie, each beside one that does not."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from publish.errors import StoreError
from publish.release import signature, stocklist
from publish.release.follow import Follower, check_folder
from publish.release.followed import read_state, silence
from publish.release.remote import kind_of
from publish.release.signature import make_key, public, read_key, trusted_keys
from publish.release.stocklist import LIST, STATEMENT, read_list, sign
from publish.release.store import Store
from publish.release.token import ISSUED, create, revoke, verifier
from publish.release.whole import seal
from tests.sites import ROWS, copied, deliver, make_site, publish_one, published_site

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.slow("publishes a dataset")


def two_releases(root: Path) -> SiteFolder:
    site = make_site(root)
    publish_one(site)
    publish_another(site)
    return site


def publish_another(site: SiteFolder) -> str:
    """The version of a second release."""
    deliver(site, *ROWS[:2])
    (site.data / "lieux" / "dataset.yaml").write_text(
        (site.data / "lieux" / "dataset.yaml").read_text() + "    shrink: {max: 1}\n"
    )
    publish_one(site)
    return Store(site.releases / "lieux").entries()[-1].version


@pytest.fixture
def store(tmp_path: Path) -> SiteFolder:
    """A site with one release, signed at NOW."""
    site = published_site(tmp_path / "store")
    make_key(site.private)
    sign(site.releases, site.private, NOW)
    return site


@pytest.fixture
def replica(tmp_path: Path) -> Path:
    folder = tmp_path / "replica"
    folder.mkdir()
    return folder


def key(site: SiteFolder) -> str:
    found = read_key(site.private)
    assert found is not None
    return public(found)


def follower(store: SiteFolder, replica: Path, *keys: str) -> Follower:
    return Follower(replica, str(store.releases), list(keys or (key(store),)))


def holder(replica: Path, token: str) -> str | None:
    known = verifier(replica / ISSUED)
    return known.holder(token, NOW.date()) if known else None


def served(replica: Path) -> str | None:
    release = Store(replica / "lieux").current()
    return release.version if release else None


def test_a_replica_is_the_store_file_by_file(store: SiteFolder, replica: Path) -> None:
    follower(store, replica).look(NOW)
    assert served(replica) == "1.0.0"
    there, here = store.releases / "lieux", replica / "lieux"
    names = sorted(path.relative_to(there) for path in there.rglob("*"))
    assert sorted(path.relative_to(here) for path in here.rglob("*")) == names
    for name in names:
        if (there / name).is_file():
            assert (there / name).read_bytes() == (here / name).read_bytes()
    assert Store(here).verify() == []


def test_an_unchanged_list_is_not_fetched_again(store: SiteFolder, replica: Path) -> None:
    follower(store, replica).look(NOW)
    sign(store.releases, store.private, NOW + MINUTE)
    (store.releases / LIST).unlink()
    follower(store, replica).look(NOW + MINUTE)
    assert silence(replica, NOW + 3 * MINUTE) == 2 * MINUTE


def test_a_revoked_key_ends_on_replicas_too(store: SiteFolder, replica: Path) -> None:
    token = create(store.private, store.releases, "Observatoire", NOW.date())
    sign(store.releases, store.private, NOW)
    follower(store, replica).look(NOW)
    assert holder(replica, token)
    revoke(store.private, store.releases, token.split(".")[1])
    sign(store.releases, store.private, NOW + MINUTE)
    follower(store, replica).look(NOW + MINUTE)
    assert holder(replica, token) is None


def test_a_list_of_before_says_nothing_of_keys(store: SiteFolder) -> None:
    text = (store.releases / LIST).read_text(encoding="utf-8")
    tree = json.loads(text)
    assert tree.pop("keys") is None
    assert read_list(json.dumps(tree).encode()) == read_list(text.encode())


def tampered(release: Path) -> None:
    path = release / "places.csv"
    path.write_bytes(path.read_bytes().replace(b"Fablab", b"Fablob"))


def longer(release: Path) -> None:
    with (release / "places.csv").open("ab") as file:
        file.write(b"x" * 100_000)


def resealed(release: Path) -> None:
    tampered(release)
    seal(release)


def missing(release: Path) -> None:
    (release / "places.csv").unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (tampered, "/places.csv: is not the file that was signed"),
        (longer, "/places.csv: longer than was signed"),
        # A store's own checksums prove nothing.
        (resealed, "is not the file that was signed"),
        (missing, "/places.csv: cannot be had"),
    ],
)
def test_a_file_that_was_not_signed_is_never_served(
    spoil: Callable[[Path], None], said: str, store: SiteFolder, replica: Path
) -> None:
    release = store.releases / "lieux" / "1.0.0"
    kept = shutil.copytree(release, store.root / "kept")
    spoil(release)
    with pytest.raises(StoreError, match=said):
        follower(store, replica).look(NOW)
    assert served(replica) is None
    assert not (replica / "lieux" / "1.0.0").exists()
    shutil.rmtree(release)
    shutil.copytree(kept, release)
    follower(store, replica).look(NOW)
    assert served(replica) == "1.0.0"


def test_a_foreign_signature_is_refused(store: SiteFolder, replica: Path) -> None:
    pinned = key(store)
    make_key(store.private)
    sign(store.releases, store.private, NOW)
    with pytest.raises(StoreError, match="not signed by a key that is trusted here"):
        follower(store, replica, pinned).look(NOW)
    assert not (replica / "lieux").exists()
    # The way to change keys: both are trusted for a while.
    follower(store, replica, pinned, key(store)).look(NOW)
    assert served(replica) == "1.0.0"


def test_another_list_than_was_signed_is_refused(store: SiteFolder, replica: Path) -> None:
    text = (store.releases / LIST).read_text()
    (store.releases / LIST).write_text(text.replace("Fablab", "Fablob").replace("1.0.0", "1.0.1"))
    with pytest.raises(StoreError, match="is not the list that was signed"):
        follower(store, replica).look(NOW)
    (store.releases / LIST).write_text(text)
    follower(store, replica).look(NOW)


def test_a_withdrawal_is_followed_and_an_older_list_refused(
    store: SiteFolder, replica: Path
) -> None:
    follower(store, replica).look(NOW)
    before = [(name, (store.releases / name).read_bytes()) for name in (LIST, STATEMENT)]
    Store(store.releases / "lieux", store.private / "lieux").withdraw(
        None, "someone is in it", date(2026, 11, 21)
    )
    sign(store.releases, store.private, NOW + MINUTE)
    follower(store, replica).look(NOW + MINUTE)
    assert served(replica) is None
    assert not (replica / "lieux" / "1.0.0").exists()
    [entry] = Store(replica / "lieux").entries()
    assert (entry.state, entry.why) == ("withdrawn", "someone is in it")
    for name, text in before:
        (store.releases / name).write_bytes(text)
    with pytest.raises(StoreError, match="older than one that was seen before"):
        follower(store, replica).look(NOW + 2 * MINUTE)
    assert served(replica) is None


def test_a_withdrawn_release_that_the_store_keeps_goes_all_the_same(
    store: SiteFolder, replica: Path
) -> None:
    follower(store, replica).look(NOW)
    kept = shutil.copytree(store.releases / "lieux" / "1.0.0", store.root / "kept")
    Store(store.releases / "lieux", store.private / "lieux").withdraw(
        "1.0.0", "wrong", date(2026, 11, 21)
    )
    sign(store.releases, store.private, NOW + MINUTE)
    shutil.copytree(kept, store.releases / "lieux" / "1.0.0")
    follower(store, replica).look(NOW + MINUTE)
    assert not (replica / "lieux" / "1.0.0").exists()


def test_a_new_version_is_swapped_in_and_a_rollback_is_followed(
    tmp_path: Path, replica: Path
) -> None:
    store = copied(tmp_path / "store", two_releases)
    make_key(store.private)
    sign(store.releases, store.private, NOW)
    follower(store, replica).look(NOW)
    newest = served(replica)
    assert newest not in (None, "1.0.0")
    Store(store.releases / "lieux", store.private / "lieux").rollback()
    sign(store.releases, store.private, NOW + MINUTE)
    follower(store, replica).look(NOW + MINUTE)
    assert served(replica) == "1.0.0"
    assert Store(replica / "lieux").verify() == []


def test_what_is_withdrawn_goes_although_what_is_new_is_spoilt(
    store: SiteFolder, replica: Path
) -> None:
    follower(store, replica).look(NOW)
    spoilt = store.releases / "lieux" / publish_another(store) / "places.csv"
    sign(store.releases, store.private, NOW + MINUTE)
    spoilt.write_bytes(b"x")
    with pytest.raises(StoreError, match="not the file that was signed"):
        follower(store, replica).look(NOW + MINUTE)
    assert served(replica) == "1.0.0"
    Store(store.releases / "lieux", store.private / "lieux").withdraw(
        "1.0.0", "wrong", date(2026, 11, 21)
    )
    sign(store.releases, store.private, NOW + 2 * MINUTE)
    with pytest.raises(StoreError, match="not the file that was signed"):
        follower(store, replica).look(NOW + 2 * MINUTE)
    assert served(replica) is None
    assert read_state(replica).followed == NOW + 2 * MINUTE


def test_a_list_of_the_future_is_refused(store: SiteFolder, replica: Path) -> None:
    with pytest.raises(StoreError, match="which is to come"):
        follower(store, replica).look(NOW - timedelta(hours=1))
    follower(store, replica).look(NOW - 5 * MINUTE)


def listing(store: SiteFolder, change: Callable[[Any], None]) -> None:
    """Signs, with the right key, a list that was changed."""
    tree = json.loads((store.releases / LIST).read_text())
    change(tree["datasets"])
    text = json.dumps(tree)
    (store.releases / LIST).write_text(text)
    signing = read_key(store.private)
    assert signing is not None
    statement = {
        "signed": (NOW + MINUTE).isoformat(),
        "bytes": len(text),
        "sha256": sha256(text.encode()).hexdigest(),
    }
    signed = signature.signed(signing, json.dumps(statement))
    (store.releases / STATEMENT).write_text(signed)


NAMES = ["../../../evil", "/etc/evil", "a/../../evil", "./evil", ".evil", "a//evil", "a\\evil", ""]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["dataset", "version", "file"])
def test_a_name_that_leads_elsewhere_is_refused_even_signed(
    kind: str, name: str, store: SiteFolder, replica: Path
) -> None:
    def rename(datasets: Any) -> None:
        versions = datasets["lieux"]["versions"]
        if kind == "dataset":
            datasets[name] = datasets.pop("lieux")
        elif kind == "version":
            versions[name] = versions.pop("1.0.0")
        else:
            versions["1.0.0"][name] = versions["1.0.0"].pop("places.csv")

    listing(store, rename)
    with pytest.raises(StoreError, match="is no name of a dataset, a version or a file"):
        follower(store, replica).look(NOW + MINUTE)
    assert [path.name for path in replica.iterdir()] == [".followed.json"]
    assert not list(replica.parent.rglob("*evil*"))


def test_a_changed_list_that_is_signed_is_followed(store: SiteFolder, replica: Path) -> None:
    listing(store, lambda datasets: None)
    follower(store, replica).look(NOW + MINUTE)
    assert served(replica) == "1.0.0"


def test_an_index_that_goes_back_is_refused(store: SiteFolder, replica: Path) -> None:
    follower(store, replica).look(NOW)

    def older(datasets: Any) -> None:
        index = json.loads(datasets["lieux"]["index"])
        datasets["lieux"]["index"] = json.dumps(index | {"revision": index["revision"] - 1})

    listing(store, older)
    with pytest.raises(StoreError, match=r"the store's index is older \(revision 0\)"):
        follower(store, replica).look(NOW + MINUTE)
    assert served(replica) == "1.0.0"


def test_a_dataset_that_the_list_has_no_more_goes(store: SiteFolder, replica: Path) -> None:
    follower(store, replica).look(NOW)
    listing(store, lambda datasets: datasets.clear())
    follower(store, replica).look(NOW + MINUTE)
    assert not (replica / "lieux").exists()


def test_silence_is_counted_from_the_last_list_that_was_followed(
    store: SiteFolder, replica: Path
) -> None:
    assert silence(replica, NOW) > timedelta(days=365)
    follower(store, replica).look(NOW + timedelta(hours=3))
    assert silence(replica, NOW + timedelta(hours=25)) == timedelta(hours=25)
    # A statement that is fresh, whose list is held back, does not count.
    listing(store, lambda datasets: datasets.clear())
    (store.releases / LIST).unlink()
    with pytest.raises(StoreError, match="cannot be had"):
        follower(store, replica).look(NOW + timedelta(hours=3))
    assert silence(replica, NOW + timedelta(hours=25)) == timedelta(hours=25)


def test_a_folder_with_releases_of_its_own_is_not_followed_into(
    store: SiteFolder, replica: Path
) -> None:
    with pytest.raises(StoreError, match="published here \\(lieux\\)"):
        check_folder(store.releases)
    follower(store, replica).look(NOW)
    check_folder(replica)


def test_every_change_signs_the_list(store: SiteFolder) -> None:
    before = (store.releases / STATEMENT).read_text()
    with stocklist.changing(store.releases, store.private):
        pass
    assert (store.releases / STATEMENT).read_text() != before
    assert (store.private / "store.key").stat().st_mode & 0o777 == 0o600


def test_without_a_key_nothing_is_signed(tmp_path: Path) -> None:
    site = published_site(tmp_path / "site")
    sign(site.releases, site.private, NOW)
    assert not (site.releases / LIST).exists()


@pytest.mark.parametrize("text", ["", "x", "é", "AAAA"])
def test_a_key_that_is_none_is_told(text: str) -> None:
    with pytest.raises(StoreError, match="no public key"):
        trusted_keys([text])


def test_kinds_of_stores() -> None:
    assert [kind_of(one) for one in ("/srv/x", "x", "https://x/y")] == ["", "", "https"]
    if find_spec("s3fs"):
        assert kind_of("s3://x") == "s3"
    else:
        with pytest.raises(
            StoreError, match=r"s3fs is not installed; run `pip install 'fournil\[s3\]'`"
        ):
            kind_of("s3://x")
    for address in ("ssh://x", "simplecache::https://x", "memory://x"):
        with pytest.raises(StoreError, match="is not followed"):
            kind_of(address)
