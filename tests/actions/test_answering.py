"""Questions: answered from the council's guide, offered, or said not to be ours."""

from __future__ import annotations

from actions.answer import ActionAnswer, ActionOffer, ActionOutOfScope
from actions.moving_on import ActionMore
from bot.conversation.messages import Kind
from bot.notes.note import Section


def likely(**topics: float) -> list[dict[str, object]]:
    return [{"name": name, "confidence": confidence} for name, confidence in topics.items()]


def test_an_answer_is_the_councils_own_and_names_its_source(person):
    york, merton = (person(council=council).meets(ActionAnswer, "reports_when") for council in ("york", "merton"))

    assert "at least 3 days" in york.texts[0]
    assert "2 working days" in merton.texts[0]
    assert "3 days" not in merton.texts[0]
    assert "York's guide for parents" in york.texts[1]
    assert [message["kind"] for message in york.messages[:2]] == [Kind.ANSWER.value, Kind.SOURCE.value]


def test_an_answer_offers_topics_to_go_on_with_and_is_remembered(person):
    heard = person().meets(ActionAnswer, "reports_when")

    assert "/my_dates" in heard.payloads
    assert heard.slots == {"topic": "reports_when"}


def test_a_parent_whose_council_we_do_not_know_is_asked_which_it_is(person, house):
    heard = person(council=None).meets(ActionAnswer, "reports_when")

    assert "utter_which_council" in heard.responses
    assert len(heard.payloads) == len(house.shelf.councils)
    assert '/choose_council{"council": "york"}' in heard.payloads


def test_an_answer_while_writing_says_that_the_section_is_still_open(person):
    anna = person()
    anna.stands(open_section=Section.WORRIES)

    heard = anna.meets(ActionAnswer, "reports_when")

    assert heard.words("utter_note_stays_open")["section"] == "What people are worried about"  # York's own


def test_a_line_with_999_follows_where_a_message_may_be_about_danger(person, house):
    heard = person().meets(ActionAnswer, "nervous", maybe_danger=True)

    assert heard.words("utter_danger_maybe")["emergency"] == "999"
    assert "utter_danger_maybe" not in person().meets(ActionAnswer, "nervous").responses


def test_somebody_at_rasas_own_shell_is_answered_too(stranger):
    stranger.slots["council"] = "merton"

    assert "2 working days" in stranger.meets(ActionAnswer, "reports_when").texts[0]


def test_unsure_the_three_nearest_topics_are_offered(person):
    ranking = likely(minutes=0.3, plan_what=0.25, core_group=0.2, police=0.1)

    heard = person().meets(ActionOffer, "nlu_fallback", "the paper thing", intent_ranking=ranking)

    assert heard.payloads == ["/minutes", "/plan_what", "/core_group"]


def test_topics_that_are_hardly_likely_are_not_offered(person):
    ranking = likely(minutes=0.3, plan_what=0.01)

    assert person().meets(ActionOffer, text="x", intent_ranking=ranking).payloads == ["/minutes"]


def test_where_no_topic_is_near_three_ways_on_are_offered(person):
    ranking = likely(out_of_scope=0.3, greet=0.2)

    heard = person().meets(ActionOffer, text="hm", intent_ranking=ranking)

    assert heard.payloads == ["/what_is_conference", "/help", "/human_handoff"]


def test_a_message_without_a_word_is_asked_for_words(person):
    for text in ("😀😀", "?!", " "):
        heard = person().meets(ActionOffer, "nlu_fallback", text, intent_ranking=likely(minutes=0.3))
        assert heard.responses == ["utter_no_words"]
        assert heard.payloads == []


def test_what_is_not_ours_is_said_to_be_so_with_somewhere_to_go(person):
    heard = person().meets(ActionOutOfScope, "out_of_scope", "how do i get a divorce")

    assert heard.responses == ["utter_out_of_scope", "utter_out_of_scope_whom_to_ask"]
    assert "/human_handoff" in heard.payloads


def test_somebody_who_writes_french_hears_that_we_speak_english_so_far(person):
    heard = person(council="york").meets(ActionOutOfScope, "out_of_scope", "bonjour", foreign="fr")

    assert heard.responses == ["utter_foreign"]


def test_where_the_guide_has_a_number_for_other_languages_it_is_given(person, house):
    with_number = [key for key in house.shelf.councils if house.shelf.fact("other_format_phone", key)]
    assert with_number, "no leaflet gives the number: this test has nothing to look at"

    heard = person(council=with_number[0]).meets(ActionOutOfScope, "out_of_scope", "bonjour", foreign="fr")

    assert heard.words("utter_foreign_phone")["phone"]


def test_danger_in_a_question_that_is_not_ours_is_not_lost(person):
    heard = person().meets(ActionOutOfScope, "out_of_scope", "…", maybe_danger=True)

    assert heard.responses[0] == "utter_danger_maybe"


def test_more_offers_what_follows_the_topic_answered_last(person):
    anna = person()
    anna.slots["topic"] = "reports_when"

    heard = anna.meets(ActionMore, "more")

    assert heard.responses == ["utter_more"]
    assert "/my_dates" in heard.payloads


def test_more_of_nothing_asks_what_they_would_like_to_hear(person):
    assert person().meets(ActionMore, "more").responses == ["utter_more_of_what"]
