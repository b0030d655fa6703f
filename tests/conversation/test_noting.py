"""While a parent is writing their notes: what is a note, and what do they want from us?"""

from __future__ import annotations

import pytest

from bot.conversation.noting import ASKED, CLEARLY, LONGEST_COMMAND, MARKED, is_note, looks_like_question
from bot.languages import Language
from bot.notes.note import Section

SURE, UNSURE = 0.95, 0.4
ENGLISH = Language.ENGLISH


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        pytest.param("i worry about the damp", "note_worries", UNSURE, id="plain words, no clear topic"),
        pytest.param("the police came twice last year", "police", SURE, id="a topic's words, but told, not asked"),
        pytest.param("when will this end?", "nlu_fallback", UNSURE, id="a question that we do not understand"),
        pytest.param("why does nobody ask me what i want", "why_called", 0.93, id="a grievance, in a question's words"),
        pytest.param("amar stri english shikhte chay", "change_language", 0.94, id="a wish about a language, told"),
        pytest.param("parenting course starts 9 march", "note_strengths", 0.65, id="what could be the name of a part"),
        pytest.param("what did i do to deserve this?", "nervous", SURE, id="a question that only feelings answer"),
        pytest.param("how do i get a divorce?", "out_of_scope", SURE, id="a question that is not ours"),
        pytest.param("who knows?", "nlu_fallback", SURE, id="a question that the fallback caught"),
        pytest.param(
            "thank you to miss Ahmed at nursery who helped so much", "thanks", SURE, id="thanks inside a long sentence"
        ),
        pytest.param(
            "no i do not agree with what the report says", "deny", SURE, id="a no that begins what they want to say"
        ),
        pytest.param("", "greet", 0.0, id="nothing understood"),
        pytest.param(
            "she rang the social worker and told her that we cope", "social_worker_contact", SURE, id="told, not asked"
        ),
    ],
)
def test_this_is_kept_as_a_note(text, intent, confidence):
    assert is_note(text, intent, confidence, ENGLISH)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        pytest.param("when do i get the reports?", "reports_when", id="a question with its mark"),
        pytest.param("when do i get the reports", "reports_when", id="a question without its mark"),
        pytest.param("what's a core group", "core_group", id="an apostrophe in the opening word"),
        pytest.param("WHO DECIDES", "who_decides", id="capitals"),
        pytest.param("  can my mum come  ", "bring_supporter", id="spaces around it"),
        pytest.param("متى أحصل على التقارير؟", "reports_when", id="an Arabic question mark"),
        pytest.param("the reports, when do they come?", "reports_when", id="the question at the end"),
        pytest.param("show my notes", "review_notes", id="a command"),
        pytest.param("stop", "goodbye", id="one word"),
        pytest.param("next", "deny", id="on to the next part"),
        pytest.param("delete everything you have about me", "delete_my_data", id="a command of six words"),
        pytest.param("when is my meeting", "meeting_when", id="their own meeting"),
        pytest.param("what time is my meeting and where do i go", "meeting_when", id="their own meeting, at length"),
        pytest.param("meeting date", "meeting_when", id="their own meeting, in two words"),
    ],
)
def test_this_is_for_us(text, intent):
    assert not is_note(text, intent, SURE, ENGLISH)


def test_doubt_keeps_the_note():
    """A note taken for a question is lost from view; a question taken for a note costs one press."""
    for words, enough in [
        ("when do i get the reports?", ASKED),  # its mark and its first word say so
        ("the reports, will they be there?", MARKED),  # its mark alone
        ("when do i get the reports", CLEARLY),  # its words alone
    ]:
        assert is_note(words, "reports_when", enough - 0.01, ENGLISH)
        assert not is_note(words, "reports_when", enough, ENGLISH)


def test_a_command_is_short():
    words = ["show", "my", "notes", "to", "nobody", "ever", "please"]

    assert not is_note(" ".join(words[:LONGEST_COMMAND]), "review_notes", SURE, ENGLISH)
    assert is_note(" ".join(words[: LONGEST_COMMAND + 1]), "review_notes", SURE, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "whatever they say i love him",
        "whenever he comes home he is calm",
        "isolated since the move",
        "Willow is my dog",
    ],
)
def test_words_that_only_begin_like_a_question_word_open_no_question(text):
    assert not looks_like_question(text, ENGLISH)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kiedy dostane raporty", "pl"),
        ("Czy mogę przyjść z mamą", "pl"),
        ("cand primesc raportul", "ro"),
        ("میٹنگ کب ہے", "ur"),
        ("meeting kab hai", "ur"),
        ("هل أقدر أجيب أمي", "ar"),
        ("ਮੀਟਿੰਗ ਕਦੋਂ ਹੈ", "pa"),
        ("মিটিং কবে", "bn"),
        ("goorma ayuu shirku yahay", "so"),
        ("quando recebo o relatório", "pt"),
        ("коли буде зустріч", "uk"),
        ("cuándo es la reunión", "es"),
        ("pryd mae'r cyfarfod", "cy"),
        ("when is the meeting bhai", "ur"),
    ],
)
def test_a_question_is_known_in_every_language(text, language):
    assert looks_like_question(text, Language(language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("are o școală bună și prieteni", "ro", id="has, which is an English are"),
        pytest.param("میں نے کام کیا اور بچے خوش ہیں", "ur", id="did, which is also the word that asks"),
        pytest.param("ma cysgu'n well nawr", "cy", id="is, which asks in Somali"),
        pytest.param("من يوم ما جينا هنا وهو أحسن", "ar", id="from, which one letter away asks who"),
        pytest.param("que mi hijo esté bien", "es", id="may he be well"),
    ],
)
def test_a_statement_that_begins_like_a_question_elsewhere_is_none(text, language):
    assert not looks_like_question(text, Language(language))


@pytest.mark.parametrize("question", ["when is my next meeting", "Will they take my kids?", "who will be there?"])
def test_a_question_in_the_list_of_questions_for_the_chair_is_kept_there(question):
    assert is_note(question, "who_attends", 0.95, Language.ENGLISH, Section.QUESTIONS)
    assert not is_note("next", "deny", 0.95, Language.ENGLISH, Section.QUESTIONS)


def test_a_question_about_the_notes_themselves_is_for_us_however_long():
    """To "show my notes", with nobody else's eyes on them, is the answer."""
    assert not is_note("who can see all the things that i write here?", "review_notes", 0.46, Language.ENGLISH)
    assert is_note("i can see all the things that i write here", "review_notes", 0.46, Language.ENGLISH)


def test_asking_words_are_known_as_they_are_texted():
    assert looks_like_question("y do they do this", Language.ENGLISH)
    assert not looks_like_question("young as i am", Language.ENGLISH)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("could somebody take him swimming of a saturday", "en", id="asked of nobody in particular"),
        pytest.param("Is there anyone who'd do the school run with us?", "en", id="it begins with is there"),
        pytest.param("friday nights, could someone be with us?", "en", id="the asking comes late"),
        pytest.param("czy ktoś mógłby zrobić zakupy, kiedy leżę", "pl", id="Polish"),
        pytest.param("oare poate cineva să ne repare soba?", "ro", id="Romanian"),
        pytest.param("kya koi bachi ko parha sakta hai", "ur", id="Urdu in Roman letters"),
        pytest.param("کیا کوئی بچی کو پڑھا سکتا ہے؟", "ur", id="Urdu"),
        pytest.param("هل في حدا يوصل البنت عالمدرسة؟", "ar", id="Arabic"),
        pytest.param("ਕੀ ਕੋਈ ਧੀ ਨੂੰ ਪੜ੍ਹਾ ਸਕਦਾ ਹੈ?", "pa", id="Punjabi"),
        pytest.param("কেউ কি বাজারটা করে দিতে পারে?", "bn", id="Bengali"),
        pytest.param("ma jiraa qof i baro baabuurka?", "so", id="Somali"),
        pytest.param("será que alguém me ensina a cozinhar?", "pt", id="Portuguese"),
        pytest.param("чи може хтось погуляти з малою?", "uk", id="Ukrainian"),
        pytest.param("¿hay alguien que le enseñe a nadar?", "es", id="Spanish"),
        pytest.param("oes rhywun allai warchod nos Wener?", "cy", id="Welsh"),
    ],
)
def test_somebody_who_would_help_is_a_wish_in_the_list_of_support_and_only_there(text, language):
    assert is_note(text, "bring_supporter", SURE, Language(language), Section.SUPPORT)
    assert not is_note(text, "bring_supporter", SURE, Language(language), Section.WORRIES)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("can anybody else sit next to me in the meeting", "en", id="it names the meeting"),
        pytest.param("could someone tell me what the plan is", "en", id="to be told"),
        pytest.param("is somebody allowed to write it down for me", "en", id="to be allowed"),
        pytest.param("can i bring somebody", "en", id="what they may do themselves"),
        pytest.param("will someone check on us afterwards?", "en", id="what is going to be"),
        pytest.param("czy ktoś może być ze mną na spotkaniu", "pl", id="the meeting, as Polish inflects it"),
        pytest.param("czy mogę kogoś zabrać", "pl", id="somebody, but to whom it is done"),
        pytest.param("pot aduce pe cineva la conferință?", "ro", id="what they may do themselves, in Romanian"),
        pytest.param("puedo llevar a alguien", "es", id="what they may do themselves, in Spanish"),
        pytest.param("kya koi mere saath meeting mein aa sakta hai", "ur", id="the meeting, in English among Urdu"),
    ],
)
def test_a_question_for_us_stays_one_though_it_speaks_of_somebody(text, language):
    assert not is_note(text, "bring_supporter", SURE, Language(language), Section.SUPPORT)


@pytest.mark.parametrize(
    ("text", "language"),
    [("is this going to make him worse, not sure", "en"), ("czy on sobie poradzi, nie wiem", "pl")],
)
def test_thinking_aloud_is_no_question(text, language):
    assert is_note(text, "what_happens", SURE, Language(language), Section.WORRIES)
    assert not is_note(f"{text}?", "what_happens", SURE, Language(language), Section.WORRIES)
