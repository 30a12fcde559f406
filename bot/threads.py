"""How many blocking calls one event loop may have under way.

A writer that waits for its turn holds a thread, and the one whose turn it is needs one to finish: with anyio's 40,
forty waiting ones stopped each other until their time was out (decision 0110). There are more threads than callers.
"""

from __future__ import annotations

from anyio import to_thread

THREADS = 256


async def widen() -> None:
    """For the event loop this runs in; a thread is only made when it is needed."""
    to_thread.current_default_thread_limiter().total_tokens = THREADS
