"""Where sources disagree both sides are told, and what nobody found is said to be unknown, in both languages."""

from __future__ import annotations

import re

import pytest

from knowledge.records import Fact
from tests.knowledge import coverage
from tests.knowledge.coverage import LIBRARY

Words = tuple[str, ...]

CONTRADICTIONS: dict[str, tuple[str, Words, Words]] = {
    "number of Chinese IUC cities": ("programmes/iuc cn_count", ("14", "17", "not found"), ("14", "17", "未能查到")),
    "number of EU IUC cities": ("programmes/iuc eu_count", ("13", "own count", "14"), ("13", "统计", "14")),
    "number of clusters": ("method/cluster_approach count", ("five", "four"), ("五个", "四个")),
    "IURC participants": ("programmes/iurc count", ("12 to 22", "21", "18"), ("12至22", "21", "18", "口径不一")),
    "deadline of 2018": (
        "programmes/iuc call_2018",
        ("early March", "8 March", "9 March"),
        ("3月8日", "3月9日", "不一"),
    ),
    "Powerhouse ceremony": (
        "funding/uec_ph ceremony",
        ("Summit", "Beijing", "Brussels", "not confirmed"),
        ("峰会", "北京", "布鲁塞尔", "未能确认"),
    ),
    "Powerhouse ceremony, told by UEC": (
        "programmes/uec powerhouse_award",
        ("Summit", "Beijing", "not confirmed"),
        ("峰会", "北京", "未获证实"),
    ),
    "freight train": (
        "pilots/mannheim_chongqing train_record",
        ("started", "weekly", "2 had run", "restart"),
        ("开通", "每周", "两列", "重启", "说法不一"),
    ),
    "population of Longyan": (
        "cities/longyan population",
        ("2,723,637", "3 million", "registered", "census figure"),
        ("2,723,637", "300多万", "户籍", "以普查数据为准"),
    ),
    "population of Wuhan": (
        "cities/wuhan population",
        ("12.3 to 12.4 million", "12,326,500", "12,447,718"),
        ("1230万至1240万", "12,326,500", "12,447,718"),
    ),
    "EU round of 2018": ("cities/reggio round_2018", ("8", "five"), ("八个", "五个")),
    "EU round of 2018, told by the IUC": ("programmes/iuc eu_2018_count", ("Five", "eight"), ("五个", "八个")),
    "co-funding in euro": (
        "funding/cfm_h2020 amount_cn_year_eur",
        ("RMB 200 million", "EUR 28 million", "more than EUR 25 million", "at that time"),
        ("2亿元", "2800万欧元", "超过2500万欧元", "说法不一"),
    ),
    "budget of Horizon Europe": ("funding/he amount_total", ("95.5", "93.5", "2025"), ("955亿", "935亿", "2025年")),
    "first Mayors' Forum": ("programmes/mayors_forum date", ("19–20", "20 September only"), ("19日至20日", "仅")),
    "unit of the NDRC": (
        "programmes/dialogue ndrc_unit",
        ("different", "only the NDRC"),
        ("不一致", "只写国家发展改革委"),
    ),
}
"""Each contradiction: the fact that holds it, and what its text must say in English and in Chinese."""

EU_CITIES = (
    "mannheim", "prague", "malaga", "akk", "burgas", "nice", "rome",
    "granada", "reggio", "barnsley", "barcelona", "bologna", "stuttgart", "manchester",
)  # fmt: skip

GAPS: dict[str, Words] = {
    "meaning of NKE": ("roles/nke meaning",),
    "UEC sequence of steps": ("programmes/uec sequence_steps", "method/steps uec_sequence"),
    "UEC guidelines in full": ("programmes/uec deliverables",),
    "UEC partners and money": ("programmes/uec partners_full", "programmes/uec contribution"),
    "Powerhouse winners": ("programmes/uec powerhouse_winners", "funding/uec_ph deadline"),
    "Competitive Fund": ("funding/iuc_cf amount", "funding/iuc_cf rules"),
    "three goals of 2017": ("pilots/mannheim_chongqing goals",),
    "train after 2020": ("pilots/mannheim_chongqing after_2020",),
    "timeline and work plan of 2019": ("programmes/iuc workplan",),
    "activities of 2017–2018": ("programmes/iuc activities",),
    "map of EU cities": ("programmes/iuc eu_map",),
    "two aspects": ("method/two_plus_one aspects",),
    "charts of coordination": ("roles/drc chart",),
    "joint declarations": ("method/joint_declaration text", "events/2017-05-31-dialogue text_known"),
    "partner of Shantou": ("cities/shantou iuc_partner",),
    "partner of Burgas": ("cities/burgas cn_partner",),
    "partner of Greater Manchester": ("cities/manchester cn_partner",),
    "IUC partner of Wuhan": ("cities/wuhan iuc_partner",),
    "IUC partner of Tianjin": ("cities/tianjin iuc_partner",),
    "list of the 17 cities": ("programmes/iuc cn_full",),
    "cluster that was dropped": ("method/cluster_approach merged",),
    "EU members of IURC-China": ("programmes/iurc eu_full",),
    "programme after 2024": ("programmes/iurc next_china",),
    "16th seminar": ("programmes/dialogue after", "events/2024-02-27-seminar later"),
    "Action Plan 2020–2025": ("programmes/dialogue plan_signed",),
    "co-funding after 2024": ("funding/cfm_he next",),
    "legal text of the China rules": ("funding/he legal_text",),
    "joint roadmap": ("funding/he roadmap",),
    "China in CBHE": ("funding/erasmus china",),
    "China in DUT": ("funding/dut china",),
    "present NSFC call": ("funding/nsfc now",),
    "Chinese signatories": ("programmes/gcom china_signatories",),
    "working contact": ("contacts/iuc_asia today", "contacts/iurc phone", "contacts/eu_del address"),
    "websites of EU cities": tuple(f"cities/{name} website" for name in EU_CITIES),
    "services of EUPIC": ("contacts/eupic services",),
    "approval of a memorandum": ("method/mou approval",),
    "rules of the plans": ("method/lap rules",),
}
"""Each gap: the facts that say that nothing was found; whoever closes a gap with a source takes its line out."""

PLACES = [pytest.param(place, id=f"{topic}: {place}") for topic, places in GAPS.items() for place in places]

NOT_KNOWN_EN = re.compile(r"\b(not|n't) (know|known|found|seen|said|confirmed)\b|\bNo \w.* was found\b")
NOT_KNOWN_ZH = re.compile("不详|不掌握|[不未没][^，。；]{0,3}(查到|找到|查阅|核实|清楚|展开)")


def fact_at(place: str) -> Fact:
    """Return the fact of a place such as `programmes/iuc cn_count`."""
    ref, name = place.split()
    return coverage.record_of(ref).facts[name]


@pytest.mark.parametrize("topic", CONTRADICTIONS)
def test_a_contradiction_has_both_sides_each_with_its_sources(topic: str) -> None:
    fact = fact_at(CONTRADICTIONS[topic][0])
    sides = {(claim.value, claim.text) for claim in fact.claims}

    assert fact.sure == "conflict"
    assert len(sides) == len(fact.claims) >= 2
    assert all(claim.sources and set(claim.sources) <= set(LIBRARY.sources) for claim in fact.claims)
    assert {key for claim in fact.claims for key in claim.sources} == set(fact.sources)


@pytest.mark.parametrize("topic", CONTRADICTIONS)
def test_a_contradiction_is_told_in_both_languages(topic: str) -> None:
    place, english, chinese = CONTRADICTIONS[topic]
    text = fact_at(place).text
    assert text is not None

    assert [words for words in english if words not in text.en] == []
    assert [words for words in chinese if words not in text.zh] == []


@pytest.mark.parametrize("place", PLACES)
def test_a_gap_is_not_filled(place: str) -> None:
    fact = fact_at(place)

    assert (fact.sure, fact.unknown) == ("unknown", True)
    assert (fact.value, fact.date, fact.period, fact.items, fact.refs, fact.claims) == (None, None, None, (), (), ())


@pytest.mark.parametrize("place", PLACES)
def test_a_gap_is_admitted_in_both_languages(place: str) -> None:
    text = fact_at(place).text
    assert text is not None

    assert NOT_KNOWN_EN.search(text.en), text.en
    assert NOT_KNOWN_ZH.search(text.zh), text.zh


def test_an_answer_to_a_practical_question_is_as_unsure_as_the_fact() -> None:
    answers = {
        "faq/count_chinese_cities": "conflict",
        "faq/count_eu_cities": "conflict",
        "faq/count_iurc": "conflict",
        "faq/clusters_four_or_five": "conflict",
        "faq/train_running": "conflict",
        "faq/nke_meaning": "unknown",
        "faq/three_goals": "unknown",
        "faq/uec_sequence": "unknown",
        "faq/powerhouse_winners": "unknown",
        "faq/joint_declaration_text": "unknown",
        "faq/action_plan_2020_2025": "unknown",
        "faq/mou_approval": "unknown",
        "faq/partner_unknown": "unknown",
    }

    assert {ref: coverage.record_of(ref).sure for ref in answers} == answers
