"""Everything a person can ask of the house, and how what they ask it of may stand to them."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Everything a person can ask of the house."""

    # the client's own
    WRITE = "write"
    SEE_OWN_LIST = "see_own_list"
    SEE_OWN = "see_own"
    ADD_TO = "add_to"
    CHOOSE_TOPIC = "choose_topic"
    MOVE_WORDS = "move_words"
    CALL_OFF = "call_off"
    RESTORE = "restore"
    MAKE_OFFICIAL = "make_official"
    COMPLAIN = "complain"
    RATE = "rate"
    REOPEN = "reopen"
    JOIN_AS_EMPLOYEE = "join_as_employee"
    # the knowledge base, and the hats of whoever is employee and citizen
    READ_ARTICLES = "read_articles"
    CHANGE_HAT = "change_hat"
    # an employee's own
    SEE_DESK = "see_desk"
    FILE_REQUEST = "file_request"
    SEE_REQUESTS = "see_requests"
    WRITE_UPWARD = "write_upward"
    PROPOSE = "propose"
    READ_INTERNAL_ARTICLES = "read_internal_articles"
    SET_OWN_ABSENCE = "set_own_absence"
    LOSE_PHONE = "lose_phone"
    PROVE = "prove"
    # officers' work
    SEE_QUEUE = "see_queue"
    SEE_UNIT_QUEUE = "see_unit_queue"
    SEE_ALL_QUEUES = "see_all_queues"
    SEE_APPROVALS = "see_approvals"
    SEE_CONTROL = "see_control"
    SEE_PARTS = "see_parts"
    SEE_CARD = "see_card"
    EXPORT = "export"
    LETTER = "letter"
    NOTE = "note"
    TAKE = "take"
    REPLY = "reply"
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    ROUTE = "route"
    TRANSFER_AGAIN = "transfer_again"
    ASK_CLIENT = "ask_client"
    INFORM = "inform"
    PROMISE = "promise"
    KEEP_PROMISE = "keep_promise"
    ASK_PART = "ask_part"
    WITHDRAW_PART = "withdraw_part"
    SEE_PART = "see_part"
    GIVE_PART = "give_part"
    DECLINE_PART = "decline_part"
    REDIRECT = "redirect"
    LEAVE = "leave"
    REPORT_INCOMPLETE = "report_incomplete"
    EXTEND = "extend"
    DECIDE_EXTENSION = "decide_extension"
    PRIORITISE = "prioritise"
    TURN_OFFICIAL = "turn_official"
    DESCRIBE = "describe"
    SPLIT = "split"
    ANSWER_ORALLY = "answer_orally"
    BAR = "bar"
    CALL_BACK = "call_back"
    MARK_SENT = "mark_sent"
    SIGN = "sign"
    CONTROL = "control"
    END_CONTROL = "end_control"
    RETURN_FROM_CONTROL = "return_from_control"
    RECORD = "record"
    DRAFT = "draft"
    # of units and people
    SEE_BELOW = "see_below"
    SEE_STAFF = "see_staff"
    INVITE = "invite"
    CONFIRM_JOINING = "confirm_joining"
    REVOKE = "revoke"
    SET_ABSENCE = "set_absence"
    SEE_PROPOSALS = "see_proposals"
    # of surveys, and of what comes of them
    ANSWER_SURVEY = "answer_survey"
    SET_MAILINGS = "set_mailings"
    SEE_SURVEYS = "see_surveys"
    RUN_SURVEY = "run_survey"
    SEE_RESULTS = "see_results"
    EDIT_QUESTIONNAIRES = "edit_questionnaires"
    ASSIGN_DEED = "assign_deed"
    SEE_DEEDS = "see_deeds"
    DO_DEED = "do_deed"
    DECIDE = "decide"
    SEE_MARKS = "see_marks"
    # the administrator's
    EDIT_STAFF = "edit_staff"
    EDIT_UNITS = "edit_units"
    EDIT_TOPICS = "edit_topics"
    EDIT_DAYS = "edit_days"
    EDIT_WINDOWS = "edit_windows"
    SEE_CHANNELS = "see_channels"
    SEE_QUARANTINE = "see_quarantine"
    SEE_FAILURES = "see_failures"
    SEE_HEALTH = "see_health"
    SEE_VIEWS = "see_views"


class Scope(StrEnum):
    """How an appeal must stand to the actor."""

    NONE = "none"  # no appeal is needed
    OWN = "own"  # a client's: filed from this dialogue; an officer's: taken by them
    UNIT = "unit"  # in the queue of the actor's unit; somebody of that unit
    BELOW = "below"  # in that of a unit below the one the actor heads; somebody of such a unit
    FREE = "free"  # there, and nobody has taken it
    SIGNED = "signed"  # its reply waits for the actor's approval
    CONTROLLED = "controlled"  # put under control by the actor
    PAST = "past"  # it goes past whoever heads its unit: somebody else decides in their place
    PART = "part"  # the actor is asked for a part of its reply: of that part alone
    ANY = "any"
