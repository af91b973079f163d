"""A real server of S3: files by name and pattern, fetched again only when they changed."""

from collections.abc import Iterator
from typing import Any

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from publish.errors import SourceError
from tests.bakehouse.fetch.sites import files, site_of

pytestmark = pytest.mark.slow("starts a server of S3")

LISTED = 'connections: {bucket: {datasets: [lieux], address: "s3://exports/lieux"}}\n'


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "reader",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "eu-west-3",
        }.items():
            monkeypatch.setenv(name, value)
        # Its memory is this process's, not the server's.
        httpx.post(f"http://{host}:{port}/moto-api/reset").raise_for_status()
        place = {"LocationConstraint": "eu-west-3"}
        made = boto3.resource("s3").create_bucket(Bucket="exports", CreateBucketConfiguration=place)
        for name in ("lieux/a-1.csv", "lieux/a-2.csv", "lieux/b.csv", "other/a-3.csv"):
            made.put_object(Key=name, Body=name.encode())
        yield made
    finally:
        server.stop()


def test_a_pattern_names_objects_below_the_prefix(bucket, tmp_path):
    site = site_of(tmp_path, LISTED)
    assert files(site, connection="bucket", path="a-*.csv") == ["lieux/a-1.csv", "lieux/a-2.csv"]
    assert files(site, connection="bucket", path="b.csv") == ["lieux/b.csv"]
    with pytest.raises(SourceError, match=r"connections.bucket: no file c\.csv there; check its"):
        files(site, connection="bucket", path="c.csv")


def test_a_changed_object_takes_the_place_of_the_old_one(bucket, tmp_path):
    site = site_of(tmp_path, LISTED)
    folder = site.private / "lieux" / "downloads"
    files(site, connection="bucket", path="b.csv")
    [kept] = folder.iterdir()
    inode = kept.stat().st_ino
    files(site, connection="bucket", path="b.csv")
    assert kept.stat().st_ino == inode
    bucket.put_object(Key="lieux/b.csv", Body=b"a new text")
    assert files(site, connection="bucket", path="b.csv") == ["a new text"]


def test_a_bucket_that_is_not_there_is_told(bucket, tmp_path):
    site = site_of(tmp_path, LISTED.replace("exports/", "nowhere/"))
    with pytest.raises(
        SourceError, match=r"connections\.bucket: no (such bucket|file b\.csv there)"
    ):
        files(site, connection="bucket", path="b.csv")
