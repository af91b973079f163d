"""Datasette's marker for plugin hooks, typed."""

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")
