"""What is set up here and what is not, for the page of settings; names the variables and never shows a secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection, make_url

from bot.brain_client import BrainClient
from bot.gateway import Gateway
from bot.mail_settings import mail_problem
from bot.oidc_settings import client, oidc_problem
from bot.proxies import proxy, proxy_problem
from bot.settings import Settings
from bot.version import VERSION
from desk.console.facts import Fact, Section
from desk.models import messages, turns
from knowledge.library import Library

_KEPT = ("", "cases", "drafts", "letters", "codes", "signins", "audit")
_MESSENGERS = {"telegram": ("TELEGRAM_TOKEN",), "wechat": ("WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_TOKEN")}
_FRAMES_SAID = {"'self'": "frames_self", "'none'": "frames_none"}


@dataclass(frozen=True)
class Running:
    """What is known of the parts that run: how mail is, how the messengers are."""

    mail: Callable[[], str]
    channels: Callable[[], dict[str, str]]


class Overview:
    """Gathers the facts.

    Args:
        gateway: gives the database.
        settings: the settings.
        brain: knows whether it answers.
        library: returns the knowledge of this moment.
        running: the parts that run.
    """

    def __init__(
        self,
        gateway: Gateway,
        settings: Settings,
        brain: BrainClient,
        library: Callable[[], Library | None],
        running: Running,
    ) -> None:
        self._gateway = gateway
        self._settings = settings
        self._brain = brain
        self._library = library
        self._running = running

    async def sections(self) -> list[Section]:
        """Return all facts, in the order of the page."""
        model = await self._gateway.read(_last_model)
        ready = await self._brain.is_ready()
        return [
            Section("service", [*self._service(), *self._knowledge(model, ready)]),
            Section("channels", list(self._channels())),
            Section("mail", list(self._mail())),
            Section("notices", list(self._notices())),
            Section("kept", list(self._kept())),
            Section("signin", list(self._signin())),
        ]

    def _service(self) -> Iterator[Fact]:
        settings = self._settings
        yield Fact("version", VERSION)
        yield Fact("helpdesk", settings.helpdesk_name, variables=["HELPDESK_NAME"])
        yield _text("contact", settings.helpdesk_contact, "HELPDESK_CONTACT")
        yield _text("address", settings.public_url, "PUBLIC_URL")
        yield Fact("hosts", ", ".join(settings.allowed_hosts), variables=["ALLOWED_HOSTS"])
        kind = "sqlite" if make_url(settings.database_url).get_backend_name() == "sqlite" else "postgresql"
        yield Fact("database", code=kind, variables=["DATABASE_URL"])
        yield Fact("answer_within", str(settings.answer_working_days), variables=["ANSWER_WORKING_DAYS"])

    def _knowledge(self, model: str, is_ready: bool) -> Iterator[Fact]:
        yield Fact("brain", code="ok" if is_ready else "down", needs_care=not is_ready)
        yield Fact("model", model, "" if model else "not_yet")
        library = self._library()
        if library is None:
            yield Fact("records", code="not_yet")
            return
        published = library.published()
        newest = max((str(record.reviewed.last) for record in published), default="")
        yield Fact("records", str(len(published)), "records")
        yield Fact("reviewed", newest, "" if newest else "not_yet")
        yield Fact("generation", library.generation[:12])

    def _channels(self) -> Iterator[Fact]:
        settings, known = self._settings, self._running.channels()
        yield Fact("web", code="ok")
        yield Fact("rest", code="ok" if settings.helpdesk_api_token else "off", variables=["HELPDESK_API_TOKEN"])
        for name, variables in _MESSENGERS.items():
            state = known.get(name, "off")
            if state in ("ok", "off"):
                yield Fact(name, code=state, variables=variables)
            else:
                yield Fact(name, state, "fault", variables, needs_care=True)
        yield _list("sites", settings.widget_sites, "WIDGET_SITES")
        yield _list("signed_sites", settings.widget_signed_sites, "WIDGET_SIGNED_SITES")
        yield _frames(settings.frame_ancestors)

    def _mail(self) -> Iterator[Fact]:
        settings, state = self._settings, self._running.mail()
        wrong = mail_problem(settings)
        if wrong:
            yield Fact("mail", wrong, "fault", ["MAIL_HOST"], needs_care=True)
        else:
            yield Fact("mail", code=state, variables=["MAIL_HOST"], needs_care=state == "failing")
        if settings.mail_host:
            yield Fact("mail_server", settings.mail_host, variables=["MAIL_HOST", "MAIL_PORT"])
            yield _text("mail_from", settings.mail_from, "MAIL_FROM")
            yield Fact("mail_tls", settings.mail_tls, f"mail_{settings.mail_tls}", ["MAIL_TLS"])
            yield _set("mail_password", settings.mail_password, "MAIL_USER", "MAIL_PASSWORD")

    def _notices(self) -> Iterator[Fact]:
        settings = self._settings
        yield Fact("waiting", str(settings.notify_waiting_minutes), "office_minutes", ["NOTIFY_WAITING_MINUTES"])
        yield Fact("apart", str(settings.notify_mail_minutes), "minutes", ["NOTIFY_MAIL_MINUTES"])
        yield _list("inside", settings.webhook_networks, "WEBHOOK_NETWORKS")
        wrong = proxy_problem(settings)
        if wrong:
            yield Fact("proxy", wrong, "fault", ["HTTPS_PROXY"], needs_care=True)
        else:
            known = proxy(settings)
            yield Fact("proxy", known.url if known else "", "" if known else "none", ["HTTPS_PROXY", "NO_PROXY"])

    def _kept(self) -> Iterator[Fact]:
        for kind in _KEPT:
            name = f"retention_{kind}_days" if kind else "retention_days"
            days = getattr(self._settings, name)
            yield Fact(name, str(days), "day" if days == 1 else "days", [name.upper()])

    def _signin(self) -> Iterator[Fact]:
        settings, wrong = self._settings, oidc_problem(self._settings)
        needed = settings.staff_authenticator
        yield Fact("authenticator", code=needed, variables=["STAFF_AUTHENTICATOR"])
        if wrong:
            yield Fact("provider", wrong, "fault", ["OIDC_ISSUER"], needs_care=True)
            return
        yield Fact("provider", settings.oidc_issuer, "" if settings.oidc_issuer else "off", ["OIDC_ISSUER"])
        known = client(settings)
        if known is not None:
            yield Fact("provider_name", known.name, variables=["OIDC_NAME"])
            yield Fact("provider_client", known.client_id, variables=["OIDC_CLIENT_ID"])
            yield _set("provider_secret", known.secret, "OIDC_CLIENT_SECRET")
            yield Fact("provider_back", known.back, variables=["PUBLIC_URL"])
            yield _list("provider_step", known.second_step, "OIDC_SECOND_STEP")


def _text(name: str, value: str, *variables: str) -> Fact:
    return Fact(name, value, "" if value else "unset", variables)


def _list(name: str, values: Sequence[str], *variables: str) -> Fact:
    return Fact(name, ", ".join(values), "" if values else "none", variables)


def _frames(sources: Sequence[str]) -> Fact:
    """Tell what the words of the policy mean; as they are, they are shown beside it for who sets the variable."""
    others = ", ".join(source for source in sources if source not in _FRAMES_SAID)
    said = next((_FRAMES_SAID[source] for source in sources if source in _FRAMES_SAID), "")
    code = f"{said}_more" if said and others else said
    return Fact("frames", others, code or ("" if others else "none"), ["FRAME_ANCESTORS"])


def _set(name: str, secret: str, *variables: str) -> Fact:
    return Fact(name, code="is_set" if secret else "unset", variables=variables)


def _last_model(connection: Connection) -> str:
    """Return the model that gave the newest answer; by messages, which have an order."""
    query = select(turns.c.model).join(messages, messages.c.turn_id == turns.c.turn_id)
    query = query.where(turns.c.model.is_not(None)).order_by(messages.c.id.desc()).limit(1)
    return str(connection.execute(query).scalar() or "")
