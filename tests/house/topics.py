"""Every topic that a message may have, as `../shared/topics.md` draws them."""

from __future__ import annotations

from bot.languages import Language

_WRITTEN = """
what_is_conference purpose why_called initial_vs_review who_attends chair_role meet_chair_before can_i_attend
excluded bring_supporter bring_solicitor child_attend advocate interpreter access_needs reports_what reports_when
my_own_report confidential_info what_happens framework scaling who_decides what_to_expect_from_us police
court_removal

plan_what plan_categories no_plan core_group social_worker_visits review_when plan_end minutes disagree complain
family_group_conference legal_advice

prepare_how start_notes note_strengths note_worries note_support note_next_steps review_notes share_notes
delete_notes nervous

meeting_when chair_contact social_worker_contact my_dates change_meeting remind_me

crisis_self crisis_child crisis_abuse

greet goodbye thanks affirm deny bot_identity human_handoff change_language choose_council delete_my_data help
more out_of_scope

pro_report pro_contribute pro_cannot_attend pro_core_group
"""
TOPICS = tuple(_WRITTEN.split())

# How many examples a topic must have at least, in English and in every other language.
_LEAST_ENGLISH, _LEAST = 60, 30
_MORE_ENGLISH = {"crisis_self": 200, "crisis_child": 200, "crisis_abuse": 200, "out_of_scope": 600}
_MORE = {"crisis_self": 80, "crisis_child": 80, "crisis_abuse": 80, "out_of_scope": 150}


def least(topic: str, language: Language) -> int:
    """How many examples a topic must have in a language: more in English, more of danger and of what is not ours."""
    if language is Language.ENGLISH:
        return _MORE_ENGLISH.get(topic, _LEAST_ENGLISH)
    return _MORE.get(topic, _LEAST)
