"""Answers of every form in both languages, as the gateway would send them."""

from __future__ import annotations

from tests.bot.widget.conversation import Conversation, Part

GREETING: dict[str, list[Part]] = {
    "en": [
        {"type": "text", "text": "Hello. I answer questions about cooperation between European and Chinese cities."},
        {"type": "list", "title": "You can ask me about:", "ordered": False, "items": [
            "cooperation programmes, and whether they are still running",
            "cities that took part, their partners and their topics",
            "funding schemes and who may apply",
        ]},
        {"type": "buttons", "items": ["Which programmes exist?", "Which cities took part?", "Talk to a person"]},
    ],
    "zh": [
        {"type": "text", "text": "您好！我可以解答有关中欧城市合作的问题。"},
        {"type": "list", "title": "您可以向我咨询：", "ordered": False, "items": [
            "中欧城市合作项目，以及项目是否仍在进行",
            "参与合作的城市、结对情况和合作主题",
            "资助计划及申请条件",
        ]},
        {"type": "buttons", "items": ["有哪些合作项目？", "哪些城市参加过？", "转人工服务"]},
    ],
}  # fmt: skip

CARD: dict[str, list[Part]] = {
    "en": [
        {"type": "text", "text": "Chongqing is a municipality in south-west China with 32,054,159 permanent residents. "
         "Its programme ended in 2020."},
        {"type": "card", "kind": "city", "title": "Chongqing", "rows": [
            {"label": "Population", "value": "32,054,159 (1 November 2020)"},
            {"label": "Partners", "value": "Mannheim and Lower Silesia (2017–2018)"},
            {"label": "Topics", "value": "rail freight; car industry; smart city"},
            {"label": "Website", "value": "https://www.cq.gov.cn/"},
        ]},
        {"type": "sources", "text": "Source: Seventh National Census; IUC Asia – news 2017 (as of 1 November 2020).",
         "items": [
             {"title": "Seventh National Census", "url": "https://www.stats.gov.cn/", "as_of": "1 November 2020"},
             {"title": "IUC Asia – news list 2017", "url": "https://www.iuc-asia.eu/", "as_of": "15 March 2017"},
         ]},
        {"type": "buttons", "items": ["More about its partners", "Compare with Mannheim", "Other cities"]},
    ],
    "zh": [
        {"type": "text", "text": "重庆是中国西南地区的直辖市，常住人口32,054,159人。其参与的项目已于2020年结束。"},
        {"type": "card", "kind": "city", "title": "重庆", "rows": [
            {"label": "人口", "value": "32,054,159人（2020年11月1日）"},
            {"label": "合作城市", "value": "曼海姆、下西里西亚省（2017–2018年）"},
            {"label": "合作主题", "value": "铁路货运；汽车产业；“智慧城市”"},
            {"label": "网站", "value": "https://www.cq.gov.cn/"},
        ]},
        {"type": "sources", "text": "来源：第七次全国人口普查；IUC亚洲新闻列表2017（截至2020年11月1日）。", "items": [
            {"title": "第七次全国人口普查", "url": "https://www.stats.gov.cn/", "as_of": "2020年11月1日"},
            {"title": "IUC亚洲新闻列表2017", "url": "https://www.iuc-asia.eu/", "as_of": "2017年3月15日"},
        ]},
        {"type": "buttons", "items": ["了解合作城市", "与曼海姆比较", "其他城市"]},
    ],
}  # fmt: skip

TABLE: dict[str, list[Part]] = {
    "en": [
        {"type": "text", "text": "Here is Chongqing beside Mannheim and Wuhan."},
        {"type": "table", "columns": ["", "Chongqing", "Mannheim", "Wuhan"], "rows": [
            ["Population", "32,054,159", "309,370", "12,326,518"],
            ["Programme", "IUC, ended in 2020", "IUC, ended in 2020", "IUC, ended in 2020"],
            ["Topics", "rail freight, car industry", "digitalisation, start-ups", "water, urban renewal"],
        ]},
    ],
    "zh": [
        {"type": "text", "text": "以下是重庆、曼海姆和武汉的对比。"},
        {"type": "table", "columns": ["", "重庆", "曼海姆", "武汉"], "rows": [
            ["人口", "32,054,159人", "309,370人", "12,326,518人"],
            ["所属项目", "IUC，2020年结束", "IUC，2020年结束", "IUC，2020年结束"],
            ["合作主题", "铁路货运、汽车产业", "数字化、创业企业", "水务、城市更新"],
        ]},
    ],
}  # fmt: skip

PLAIN = {"en": "You wrote: {text}", "zh": "您写道：{text}"}


def greet(conversation: Conversation) -> None:
    """Begin a conversation as the gateway does."""
    parts = GREETING[conversation.language]
    conversation.add("assistant", parts[0]["text"], parts)


def reply(conversation: Conversation, text: str) -> None:
    """Answer with a card, a table, or the words that were said."""
    topic = {"Chongqing": CARD, "重庆": CARD, "Compare": TABLE, "比较": TABLE}
    for name, parts in topic.items():
        if name in text and not text.startswith("More"):
            conversation.add("assistant", parts[conversation.language][0]["text"], parts[conversation.language])
            return
    conversation.add("assistant", PLAIN[conversation.language].format(text=text))
