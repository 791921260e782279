"""The phrase categories rules can name, and whose words they are (docs/measures.md section 7)."""

from callqa.domain.speech import Role

AGENT_CATEGORIES = frozenset(
    {
        "greeting",
        "introduction",
        "closing_offer",
        "thanks",
        "acknowledge",
        "validate",
        "apologise",
        "act",
        "ownership",
        "paraphrase",
        "open_question",
        "closed_question",
        "expectation",
        "escalation",
        "policy_with_alternative",
        "policy_wall",
        "reassurance",
        "gratitude",
        "follow_up",
        "positive_language",
        "blame",
        "dismissive",
        "excuse",
        "jargon",
        "over_promise",
        "verification",
        "hold_request",
        "hold_return",
    }
)
CUSTOMER_CATEGORIES = frozenset(
    {
        "distress",
        "repeat_contact",
        "escalation_demand",
        "threat",
        "repeated_issue",
        "relief",
        "negative_words",
    }
)
CATEGORIES = AGENT_CATEGORIES | CUSTOMER_CATEGORIES
DISTRESS_CUES = ("distress", "repeat_contact", "repeated_issue", "escalation_demand", "threat")


def counts_from(category: str, role: Role) -> bool:
    """Tell whether `category` said by `role` counts.

    Courtesy is judged of the agent and cues are looked for in the customer's words, whoever else
    may say them; a category that a site adds counts from anybody.
    """
    if category in AGENT_CATEGORIES:
        return role == "agent"
    return category not in CUSTOMER_CATEGORIES or role == "customer"
