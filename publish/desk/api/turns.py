"""Programs' writes one after another in a thread of their own: what only reads goes past them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_WRITER = ThreadPoolExecutor(1, thread_name_prefix="desk-writer")


async def in_turn(write: Callable[[], T]) -> T:
    """What a write gives, when its turn comes."""
    return await asyncio.get_running_loop().run_in_executor(_WRITER, write)
