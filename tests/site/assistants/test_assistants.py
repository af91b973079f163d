"""Assistants ask the site over the Model Context Protocol, spoken by its own client."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from publish.release.cards import Card, ValueCount
from publish.site.app.datasette_site import Site
from publish.site.assistants.tools import MOST_ROWS, TOOLS, WARNING
from tests.site.conftest import opened

pytest.importorskip("mcp", reason="the extra `assistants` is not installed")
import httpx2
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

from tests import factory

ADDRESS = "http://127.0.0.1/mcp"
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
SAID = {
    "accept": "application/json, text/event-stream",
    "content-type": "application/json",
    "mcp-protocol-version": "2025-06-18",
}


@asynccontextmanager
async def talking(site: Site) -> AsyncIterator[ClientSession]:
    """A client of the protocol, once it and the site know each other."""
    transport = httpx2.ASGITransport(site.app())
    async with (
        httpx2.AsyncClient(transport=transport) as web,
        streamable_http_client(ADDRESS, http_client=web) as (reading, writing, *_),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        yield session


async def called(site: Site, name: str, **given: Any) -> CallToolResult:
    """What a tool answers."""
    async with talking(site) as session:
        return await session.call_tool(name, given)


async def posted(site: Site, content: Any = CALL, **headers: str) -> httpx.Response:
    """A message as any program would send it."""
    transport = httpx.ASGITransport(site.app())
    async with httpx.AsyncClient(transport=transport) as web:
        return await web.post(ADDRESS, json=content, headers=SAID | headers)


async def test_the_tools_say_what_they_need(still: Site) -> None:
    async with talking(still) as session:
        found = {tool.name: tool for tool in (await session.list_tools()).tools}
    assert found.keys() == TOOLS.keys()
    assert found["query"].input_schema["required"] == ["dataset", "sql"]
    assert all(tool.annotations.read_only_hint for tool in found.values())


async def test_an_assistant_finds_the_way_to_an_answer(still: Site) -> None:
    datasets = (await called(still, "list_datasets")).structured_content["datasets"]
    assert "lieux" in [one["dataset"] for one in datasets]
    table = (
        await called(still, "describe_table", dataset="lieux", table="places")
    ).structured_content
    assert "kind" in [column["column"] for column in table["columns"]]
    sql = "select count(*) as n from places"
    answer = (await called(still, "query", dataset="lieux", sql=sql)).structured_content
    assert answer["rows"] == [{"n": table["rows"]}]


@pytest.mark.parametrize(
    ("tool", "given", "license"),
    [
        ("query", {"dataset": "lieux", "sql": "select id from places"}, "ODbL-1.0"),
        ("query", {"dataset": "lieux", "sql": "select * from kinds"}, "etalab-2.0"),
        ("describe_table", {"dataset": "lieux", "table": "places"}, "ODbL-1.0"),
        ("describe_table", {"dataset": "lieux", "table": "kinds"}, "etalab-2.0"),
    ],
)
async def test_an_answer_has_the_licence_of_its_tables_and_a_citation(
    still: Site, tool: str, given: dict[str, str], license: str
) -> None:
    answer = (await called(still, tool, **given)).structured_content
    assert answer["license"]["id"] == license
    assert "http://127.0.0.1/lieux" in answer["cite_as"][0]
    assert answer["warning"] == WARNING


async def test_a_table_is_described_with_the_figures_of_its_columns(root: Path) -> None:
    factory.give_cards(root, {"places": {"kind": Card(6, 6, 2, values=(ValueCount("a", 3),))}})
    async with opened(root) as site:
        found = await called(site, "describe_table", dataset="lieux", table="places")
    columns = {one["column"]: one for one in found.structured_content["columns"]}
    assert columns["kind"]["values"] == [{"value": "a", "number": 3}]
    assert (columns["kind"]["distinct"], columns["kind"]["counted"]) == (2, "rows")
    assert "number" not in columns["name"]


async def test_a_search_has_the_licences_of_what_it_found(still: Site) -> None:
    answer = (await called(still, "search", text="café")).structured_content
    assert answer["count"] > 0
    assert answer["license"]["licenses"]
    assert answer["cite_as"]


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("query", {"dataset": "lieux", "sql": "delete from places"}, "Statement must be a SELECT"),
        ("query", {"dataset": "lieux", "sql": "select nil"}, "no such column: nil"),
        (
            "query",
            {"dataset": "lieux", "sql": "select file from pragma_database_list"},
            "pragma_database_list cannot be queried here",
        ),
        ("query", {"dataset": "lieux"}, "sql: a text is needed: one select statement"),
        ("query", {"dataset": "x", "sql": "select 1"}, "no dataset 'x'; there are: lieux, visites"),
        ("describe_table", {"dataset": "lieux", "table": "x"}, "no table 'x'; there are: places"),
        ("search", {"text": "a", "size": "1"}, "no parameter 'size'; there are: text"),
        ("drop", {}, "no tool 'drop'; there are: list_datasets"),
    ],
)
async def test_what_cannot_be_had_is_told_with_a_way_out(
    still: Site, tool: str, given: dict[str, str], said: str
) -> None:
    answer = await called(still, tool, **given)
    assert answer.is_error
    assert said in answer.structured_content["error"]


async def test_a_statement_without_end_is_ended(still: Site) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n"
    answer = await called(still, "query", dataset="lieux", sql=endless)
    assert answer.is_error
    assert "too long" in answer.structured_content["error"]


async def test_no_more_rows_than_said_are_answered(still: Site) -> None:
    many = (
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 300) select * from n"
    )
    answer = (await called(still, "query", dataset="lieux", sql=many)).structured_content
    assert (len(answer["rows"]), answer["truncated"]) == (MOST_ROWS, True)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"]
)
async def test_a_page_of_another_site_asks_nothing(still: Site, origin: str) -> None:
    answer = await posted(still, origin=origin)
    assert answer.status_code == 403
    assert repr(origin) in answer.json()["error"]


async def test_a_page_of_the_site_itself_may_ask(still: Site) -> None:
    answer = await posted(still, origin="http://127.0.0.1:8001")
    assert answer.status_code == 200
    assert [tool["name"] for tool in answer.json()["result"]["tools"]] == list(TOOLS)


async def test_nothing_is_kept_between_messages(still: Site) -> None:
    answer = await posted(still)
    assert "mcp-session-id" not in answer.headers


@pytest.mark.parametrize("content", ["", [], {"jsonrpc": "2.0"}, {"method": "tools/list"}])
async def test_what_is_no_message_is_refused(still: Site, content: Any) -> None:
    assert (await posted(still, content)).status_code == 400


async def test_a_reader_is_told_what_the_address_is_for(still: Site) -> None:
    transport = httpx.ASGITransport(still.app())
    async with httpx.AsyncClient(transport=transport) as web:
        answer = await web.get(ADDRESS)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "Model Context Protocol" in answer.text


async def test_text_and_structure_say_the_same(still: Site) -> None:
    answer = await called(still, "list_datasets")
    assert json.loads(answer.content[0].text) == answer.structured_content


async def test_a_table_that_is_closed_is_neither_listed_nor_described(root: Path) -> None:
    closed = "databases: {lieux: {tables: {kinds: {allow: false}}}}\n"
    with (root / "datasette.yaml").open("a", encoding="utf-8") as config:
        config.write(closed)
    async with opened(root) as site:
        datasets = (await called(site, "list_datasets")).structured_content["datasets"]
        [places] = [one for one in datasets if one["dataset"] == "lieux"]
        assert "kinds" not in [table["table"] for table in places["tables"]]
        assert (await called(site, "describe_table", dataset="lieux", table="kinds")).is_error
        assert not (await called(site, "describe_table", dataset="lieux", table="places")).is_error
