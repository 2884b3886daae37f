"""All tables in one place, for whoever needs to know every one: migrations and tests."""

from __future__ import annotations

from desk import channel_tables as _channels
from desk import figure_tables as _figures
from desk import letter_models as _letters
from desk import notification_models as _notifications
from desk import request_models as _requests
from desk import search_models as _search
from desk import takeover_models as _takeover
from desk import unanswered_models as _unanswered
from desk import visitor_tables as _visitors
from desk.models import metadata
from desk.staff import models as _staff

__all__ = ["metadata"]

# Named, so that the imports are seen to have a purpose: all tables are in the same metadata.
assert _staff.audit.metadata is metadata
assert _figures.visits.metadata is metadata
assert _letters.letters.metadata is metadata
assert _notifications.notifications.metadata is metadata
assert _requests.requests.metadata is metadata
assert _search.search_texts.metadata is metadata
assert _takeover.presence.metadata is metadata
assert _unanswered.marks.metadata is metadata
assert _visitors.feedback.metadata is metadata
assert _channels.windows.metadata is metadata
