"""All records of one moment, ready to be asked: get one, find by name, list by kind, filter cities."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge import forms, integrity, parsing
from knowledge.files import KINDS, Document, Reader
from knowledge.problems import KnowledgeError, Problem, errors
from knowledge.records import Cooperation, Record, Source, Text, plain_name

__all__ = ["KnowledgeError", "Library", "Record", "default_folder", "inspect", "load", "plain_name"]

#: The European side of the city programmes. The United Kingdom left the EU on 31 January 2020, but its
#: cities took part as cities of the EU, so a question for EU cities must find them.
EU_SIDE = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR",
        "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip


class Library:
    """One immutable generation of the knowledge.

    Everything but `get` and `records` only knows published records: a draft is never told, and a
    withdrawn record is only reached by its ref, to say that it was withdrawn.
    """

    def __init__(
        self,
        records: Iterable[Record],
        sources: Mapping[str, Source],
        glossary: Iterable[Mapping[str, Any]] = (),
        generation: str = "",
    ) -> None:
        self.records: Mapping[str, Record] = MappingProxyType({record.ref: record for record in records})
        self.sources: Mapping[str, Source] = MappingProxyType(dict(sources))
        self.glossary: tuple[Mapping[str, Any], ...] = tuple(glossary)
        self.generation = generation
        self._published = tuple(one for one in self.records.values() if one.status == "published")
        self._named: dict[str, list[Record]] = {}
        for record in self._published:
            for name in dict.fromkeys(plain_name(name) for name in (*record.names, *record.aliases)):
                self._named.setdefault(name, []).append(record)
        self._kinds = {kind: [one for one in self._published if one.kind == kind] for kind in KINDS.values()}
        self._partnered = _by_partner(self._kinds["city"])

    def get(self, ref: str) -> Record | None:
        """Return the record of a ref such as `cities/chongqing`, whatever its status, or None."""
        return self.records.get(ref)

    def find(self, name: str) -> list[Record]:
        """Return the published records with exactly this name or alias (case, accents, spaces aside)."""
        return list(self._named.get(plain_name(name), ()))

    def published(self) -> tuple[Record, ...]:
        """Return every published record, in the order of folders and file names."""
        return self._published

    def of_kind(self, kind: str) -> list[Record]:
        """Return the published records of a kind such as `city`.

        Raises: ValueError: there is no such kind.
        """
        if kind not in self._kinds:
            raise ValueError(f"no such kind: {kind}; use one of {', '.join(self._kinds)}")
        return list(self._kinds[kind])

    def parts_with(self, ref: str) -> tuple[tuple[Record, Cooperation], ...]:
        """Return what the records of published cities say of their parts with a partner: each city with the part.

        Args:
            ref: of the partner.

        Returns:
            City after city, of each the oldest part first.
        """
        return self._partnered.get(ref, ())

    def source(self, key: str) -> Source:
        """Return a source by its key.

        Raises: KeyError: sources.yml has no such key.
        """
        return self.sources[key]

    def cities(
        self,
        cluster: str | None = None,
        country: str | None = None,
        programme: str | None = None,
        partner_country: str | None = None,
    ) -> list[Record]:
        """Return the published cities that fit all that is given.

        Args:
            cluster: ref of a cluster that the city belongs to, said in either record.
            country: ISO code of the city's country; `EU` means the European side of the programmes.
            programme: ref of a programme that the city took part in.
            partner_country: ISO code (or `EU`) of the country of one of its partners with a record.
        """
        return [
            city
            for city in self.of_kind("city")
            if (country is None or _lies_in(city, country))
            and (cluster is None or self._in_cluster(city, cluster))
            and (programme is None or programme in programmes_of(city))
            and (partner_country is None or self._has_partner_in(city, partner_country))
        ]

    def _in_cluster(self, city: Record, cluster: str) -> bool:
        own = city.facts.get("clusters")
        other = self.records.get(cluster)
        listed = other.facts.get("cities") if other else None
        return (own is not None and cluster in own.refs) or (listed is not None and city.ref in listed.refs)

    def _has_partner_in(self, city: Record, country: str) -> bool:
        partners = (self.records.get(ref) for ref in partners_of(city))
        return any(partner is not None and _lies_in(partner, country) for partner in partners)


def parts_of(city: Record) -> list[Cooperation]:
    """Return the parts in programmes that a city's own record tells of, oldest first."""
    found = [part for fact in city.facts.values() for part in fact.cooperation]
    return sorted(found, key=lambda part: part.period.from_ if part.period else "")


def _by_partner(cities: Iterable[Record]) -> dict[str, tuple[tuple[Record, Cooperation], ...]]:
    found: dict[str, list[tuple[Record, Cooperation]]] = {}
    for city in cities:
        for part in parts_of(city):
            for partner in {one for one in part.partners if not isinstance(one, Text)}:
                found.setdefault(partner, []).append((city, part))
    return {ref: tuple(parts) for ref, parts in found.items()}


def programmes_of(city: Record) -> list[str]:
    """Return the refs of the programmes that a city took part in."""
    return [part.programme for fact in city.facts.values() for part in fact.cooperation]


def partners_of(city: Record) -> list[str]:
    """Return the refs of a city's partners that have a record, each once."""
    parts = [part for fact in city.facts.values() for part in fact.cooperation]
    return list(dict.fromkeys(one for part in parts for one in part.partners if not isinstance(one, Text)))


def _lies_in(city: Record, country: str) -> bool:
    return city.country in EU_SIDE if country == "EU" else city.country == country


def default_folder() -> Path:
    """Return the knowledge folder of this repository."""
    return Path(__file__).parent


def load(folder: Path, reader: Reader | None = None) -> Library:
    """Load every record of a knowledge folder.

    Args: folder: the knowledge folder; reader: keeps parsed files from one load to the next.
    Raises: KnowledgeError: with every fault that makes a record unusable.
    """
    library, problems = inspect(folder, reader)
    if errors(problems):
        raise KnowledgeError(errors(problems))
    return library


def inspect(folder: Path, reader: Reader | None = None) -> tuple[Library, list[Problem]]:
    """Load what can be loaded, and say what is wrong with the rest."""
    reader = reader or Reader()
    documents, problems = reader.read(folder)
    records: list[Record] = []
    shared: dict[str, Any] = {"sources": {}, "glossary": []}
    for document in documents:
        found = reader.judged(document, faults)
        problems += found
        if found:
            continue
        if document.folder:
            records.append(parsing.record(document))
        else:
            shared[document.stem] = document.data
    sources = {key: parsing.source(key, raw) for key, raw in shared["sources"].items()}
    library = Library(records, sources, shared["glossary"], _generation(documents))
    broken = {f"{one.folder}/{one.stem}" for one in documents} | {_ref(problem.file) for problem in problems}
    return library, problems + integrity.check(library, broken)


def faults(document: Document) -> list[Problem]:
    """Return what is wrong with one file by itself: its form, and days that no calendar has."""
    if not document.folder:
        return forms.compare(document.data, document.stem, document.path)
    found = forms.compare(document.data, KINDS[document.folder], document.path)
    return found or integrity.check_dates(document)


def _generation(documents: Iterable[Document]) -> str:
    content = "".join(f"{document.path}={document.digest};" for document in documents)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _ref(path: str) -> str:
    return path.removesuffix(".yml")
