"""How two named cities are tied: yes, no, or sister cities outside the programmes."""

from __future__ import annotations

import pytest

from tests.actions.asking import Talk

INTENTS = ("compare_cities", "ask_city_partners", "ask_city_pilot")


def cities(*names: str) -> list[tuple[str, str]]:
    return [("city", f"cities/{name}") for name in names]


@pytest.mark.parametrize("intent", INTENTS)
def test_partners_are_told_with_programme_and_dates(talk: Talk, intent: str) -> None:
    reply = talk.ask(intent, *cities("nice", "haikou"), text="Was Nice ever paired with Haikou?")
    assert reply.first(1) == (
        "Yes. Nice and Haikou were partners in International Urban Cooperation (IUC), 2018 to 2019."
    )
    assert "city.pairings_over" in reply.says
    open_question = talk.ask(intent, *cities("liuzhou", "barcelona"), text="柳州和巴塞罗那是啥关系")
    assert open_question.text("zh").startswith(
        "柳州与巴塞罗那在以下项目中是合作伙伴：国际城镇合作项目（IUC），2019年至2020年"
    )


@pytest.mark.parametrize(
    "text", ["Was Kunming ever paired with Mannheim?", "Isn't Kunming the partner of Mannheim?", "昆明和曼海姆结对过吗"]
)
@pytest.mark.parametrize("intent", INTENTS)
def test_no_is_said_with_whom_they_worked_instead(talk: Talk, intent: str, text: str) -> None:
    reply = talk.ask(intent, *cities("kunming", "mannheim"), text=text)
    assert reply.says[0] == "relation.no"
    assert "Kunming worked with Granada" in reply.text("en")
    assert "Mannheim worked with Chongqing and Longyan" in reply.text("en")
    assert "relation.partner_unknown" in reply.says


@pytest.mark.parametrize("text", ["Is Manchester twinned with Wuhan?", "武汉和曼彻斯特是友城吗"])
def test_sister_cities_outside_the_programmes(talk: Talk, text: str) -> None:
    reply = talk.ask("ask_city_partners", *cities("manchester", "wuhan"), text=text)
    assert reply.first(1) == "Yes. Manchester and Wuhan are sister cities. This tie lies outside the IUC."
    assert reply.sources


@pytest.mark.parametrize("pair", [("mannheim", "chongqing"), ("chongqing", "mannheim")])
def test_partners_in_a_programme_are_not_called_sister_cities(talk: Talk, pair: tuple[str, str]) -> None:
    reply = talk.ask("ask_city_partners", *cities(*pair), text="Are they sister cities?")
    assert "relation.yes" not in reply.says
    assert "is not a sister city" in reply.text("en")
    other = talk.ask("ask_city_partners", *cities("rome", "yantai"), text="罗马和烟台是友好城市吗")
    assert "relation.not_sisters" in other.says
    assert "relation.yes" not in other.says


def test_a_pairing_of_the_past_is_no_yes_for_today(talk: Talk) -> None:
    reply = talk.ask("ask_city_partners", *cities("yantai", "rome"), text="Is Yantai still the partner of Rome?")
    assert reply.says[0] == "relation.partners"
    assert "city.pairings_over" in reply.says


def test_a_sister_city_without_a_record_is_found(talk: Talk) -> None:
    named = (("unknown_name", "zhenjiang"), *cities("mannheim"))
    reply = talk.ask("ask_city_partners", *named, text="mannheim and zhenjiang are sister cities, right?")
    assert reply.first(1).startswith("Yes. Mannheim's formal partner cities in China are Zhenjiang and Qingdao.")
    when = talk.ask(
        "ask_city_partners", ("unknown_name", "青岛"), *cities("mannheim"), text="青岛跟曼海姆什么时候结的友城"
    )
    assert "2016年" in when.text("zh")
    beside = talk.ask("ask_city", *named, text="zhenjiang and mannheim")
    assert "city.unknown" not in beside.says
    assert "Zhenjiang" in beside.first(1)


def test_a_partner_that_is_only_a_name_is_found(talk: Talk) -> None:
    for text in ("is there any cooperation between Tianjin and Lazio?", "天津和拉齐奥大区有没有合作过？"):
        reply = talk.ask("ask_city_partners", *cities("tianjin"), text=text)
        assert reply.says[:2] == ["relation.yes", "relation.partners"]
        assert "CETREGIO" in reply.text("en")


def test_what_a_city_belongs_to_is_told_from_its_record(talk: Talk) -> None:
    reply = talk.ask("ask_city_partners", ("unknown_name", "苏州"), *cities("taicang"), text="苏州和太仓是什么关系？")
    assert "苏州市代管的县级市" in reply.text("zh").split("\n")[0]


@pytest.mark.parametrize("intent", [*INTENTS, "ask_city"])
def test_a_place_without_a_record_is_not_passed_over(talk: Talk, intent: str) -> None:
    named = (*cities("stuttgart"), ("unknown_name", "Suzhou"))
    reply = talk.ask(intent, *named, text="Was Stuttgart paired with Suzhou?")
    assert "under the city of Suzhou" in reply.first(1)
    assert "Stuttgart Region worked with Taicang" in reply.text("en")
    other = talk.ask(intent, *cities("rome"), ("unknown_name", "Atlantis"), text="Was Rome paired with Atlantis?")
    assert other.says[:2] == ["city.unknown", "city.partners"]


def test_it_may_be_one_spoken_of_before(talk: Talk) -> None:
    talk.ask("ask_city", *cities("haikou"))
    reply = talk.ask("ask_city_partners", *cities("nice"), text="它和尼斯结对过吗")
    assert reply.says[:2] == ["relation.yes", "relation.partners"]


@pytest.mark.parametrize(
    "text", ["partners of Kunming and Haikou", "昆明和海口有哪些伙伴", "Do Kunming and Haikou have any partners?", ""]
)
def test_the_partners_of_each_are_still_told(talk: Talk, text: str) -> None:
    reply = talk.ask("ask_city_partners", *cities("kunming", "haikou"), text=text)
    assert reply.says[0] == "city.partners"
    assert not any(key.startswith("relation.") for key in reply.says)
