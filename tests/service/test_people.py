import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from callqa.domain.people import Agent, Membership
from callqa.domain.review import StoreRole, User
from callqa.errors import CallQAError, NotAllowed, UsageError
from callqa.service.access import PERMISSIONS, Action
from callqa.service.people import People
from callqa.store.engine import Store
from tests.service.people_at_work import ROLES, as_user, is_refused

LIST = """\
name,aliases,team,since,until
Anna Meyer,A. Meyer; ameyer,Blue,,2026-02-28
Anna Meyer,,Red,2026-03-01,
Ben Okafor,,Blue,2025-06-01,
"""

# Written out by hand from the issue: who may do what. A change of rights must change it here too.
MAY: dict[Action, str] = {
    "see_own_calls": "agent",
    "answer_review": "agent",
    "see_calls": "reviewer leader admin",
    "add_calls": "reviewer leader admin",
    "review": "reviewer leader admin",
    "calibrate": "reviewer leader admin",
    "assign": "leader admin",
    "lead_calibration": "leader admin",
    "see_figures": "leader admin",
    "coach": "leader admin",
    "export": "leader admin",
    "change_rubric": "leader admin",
    "manage_people": "admin",
    "remove_calls": "admin",
    "keep_store": "admin",
}


@pytest.fixture
def people(store: Store) -> People:
    return People(as_user(store, "admin"))


@pytest.fixture
def agent_list(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "agents.csv"
        path.write_text(text, "utf-8")
        return path

    return write


def agents_of(people: People) -> list[Agent]:
    return [each.agent for each in people.agents()]


def test_the_rights_of_every_role_are_as_written_here() -> None:
    given = {
        action: " ".join(role for role in ROLES if action in PERMISSIONS[role])
        for action in set().union(*PERMISSIONS.values())
    }

    assert given == MAY


@pytest.mark.parametrize("role", ROLES)
def test_only_an_admin_manages_people(store: Store, role: StoreRole, tmp_path: Path) -> None:
    people = People(as_user(store, role, "Anna" if role == "agent" else None))
    listed = tmp_path / "agents.csv"
    listed.write_text(LIST, "utf-8")
    acts: list[Callable[[], object]] = [
        lambda: people.import_agents(listed),
        lambda: people.import_agents(listed, dry_run=True),
        lambda: people.merge("A. Meyer", "Ben Okafor"),
        people.users,
        lambda: people.allow("new", "reviewer"),
        lambda: people.remove("new"),
        people.log,
    ]

    refused = [is_refused(act) for act in acts]

    assert refused == [role != "admin"] * len(acts)


@pytest.mark.parametrize("role", ROLES)
def test_an_agent_does_not_see_who_else_there_is(store: Store, role: StoreRole) -> None:
    people = People(as_user(store, role, "Anna" if role == "agent" else None))

    if role == "agent":
        with pytest.raises(NotAllowed):
            people.agents()
    else:
        assert people.agents() == ()


def test_agents_and_teams_come_from_a_list(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    updates = people.import_agents(agent_list(LIST))

    assert [each.before for each in updates] == [None, None]
    assert agents_of(people) == [
        Agent(
            "Anna Meyer",
            ("A. Meyer", "ameyer"),
            (Membership("Blue", None, date(2026, 2, 28)), Membership("Red", date(2026, 3, 1))),
        ),
        Agent("Ben Okafor", (), (Membership("Blue", date(2025, 6, 1)),)),
    ]


def test_importing_a_list_again_changes_nothing(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))
    before = people.agents()

    updates = people.import_agents(agent_list(LIST))

    assert not any(each.is_change for each in updates)
    assert people.agents() == before
    assert [each.action for each in people.log()].count("import agents") == 1


def test_a_later_list_updates_teams_and_adds_aliases(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))

    people.import_agents(agent_list("name,aliases,team\nanna meyer,Annie,Green\n"))

    anna, ben = agents_of(people)
    assert anna == Agent("anna meyer", ("A. Meyer", "Annie", "ameyer"), (Membership("Green"),))
    assert ben.teams == (Membership("Blue", date(2025, 6, 1)),)


def test_a_list_without_teams_leaves_teams_as_they_are(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))

    people.import_agents(agent_list("name,aliases\nAnna Meyer,Annie\n"))

    assert len(agents_of(people)[0].teams) == 2


def test_a_preview_changes_nothing(people: People, agent_list: Callable[[str], Path]) -> None:
    updates = people.import_agents(agent_list(LIST), dry_run=True)

    assert [each.after.name for each in updates] == ["Anna Meyer", "Ben Okafor"]
    assert people.agents() == ()


def test_an_alias_moves_to_the_agent_who_has_it_in_the_list(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))

    (update,) = people.import_agents(agent_list("name,aliases\nBen Okafor,AMEYER\n"))

    assert update.moved == (("ameyer", "Anna Meyer"),)
    anna, ben = agents_of(people)
    assert (anna.aliases, ben.aliases) == (("A. Meyer",), ("AMEYER",))


def test_an_alias_moves_also_where_the_list_names_both_agents(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))

    people.import_agents(
        agent_list("name,aliases,team\nAnna Meyer,Annie,Green\nBen Okafor,ameyer,Blue\n")
    )

    anna, ben = agents_of(people)
    assert (anna.aliases, ben.aliases) == (("A. Meyer", "Annie"), ("ameyer",))


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "no column 'name'"),
        ("agent\nAnna\n", 1, "agent"),
        ("name,phone\nAnna,1\n", 1, "phone"),
        ("name,team\n", 1, "no agent"),
        ("name,team\nAnna,Blue,Red\n", 2, "fields"),
        ("name,team\nAnna\n", 2, "fields"),
        ("name,team\nBen,Blue\n,Blue\n", 3, "no name"),
        ("name,team,since\nAnna,Blue,1.3.2026\n", 2, "since"),
        ("name,team,since\nAnna,,2026-03-01\n", 2, "no team"),
        ("name,team,since,until\nAnna,Blue,2026-03-01,2026-02-01\n", 2, "before it begins"),
        ("name,team,since,until\nAnna,Blue,,2026-03-01\nAnna,Red,2026-03-01,\n", 3, "two teams"),
        ("name,aliases\nAnna,annie\nBen,Annie\n", 3, "line 2"),
        ("name,aliases\nAnna,Ben\nBen,\n", 2, "line 3"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    people: People, agent_list: Callable[[str], Path], text: str, line: int, why: str
) -> None:
    path = agent_list(text)

    with pytest.raises(UsageError, match=why) as refused:
        people.import_agents(path)

    assert refused.value.subject == f"{path}:{line}"
    assert refused.value.remedy
    assert people.agents() == ()


def test_two_names_of_one_agent_in_a_list_are_refused(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))
    path = agent_list("name,team\nA. Meyer,Blue\nAnna Meyer,Red\n")

    with pytest.raises(UsageError, match="one agent") as refused:
        people.import_agents(path)

    assert refused.value.subject == f"{path}:3"


def test_an_alias_that_is_another_agent_is_refused_with_the_way_to_merge(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))

    with pytest.raises(UsageError, match="merge 'Ben Okafor' 'Anna Meyer'"):
        people.import_agents(agent_list("name,aliases\nAnna Meyer,Ben Okafor\n"))


def test_after_a_merge_both_names_are_one_agent(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))
    people.import_agents(agent_list("name\nAnnie\n"))

    moved = people.merge("annie", "Anna Meyer")

    assert moved == 0
    assert agents_of(people)[0].aliases == ("A. Meyer", "Annie", "ameyer")
    (update,) = people.import_agents(agent_list("name,team\nAnnie,Green\n"))
    assert update.after.name == "Anna Meyer"


@pytest.mark.parametrize(
    ("name", "into", "why"),
    [
        ("Anna Meyer", "A. Meyer", "already"),
        ("Nobody", "Anna Meyer", "no agent"),
        ("Anna Meyer", "Nobody", "no agent"),
        ("Anna Meyer", "Ben Okafor", "Red"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(
    people: People, agent_list: Callable[[str], Path], name: str, into: str, why: str
) -> None:
    people.import_agents(agent_list(LIST))

    with pytest.raises(UsageError, match=why):
        people.merge(name, into)


def test_people_are_let_in_changed_and_taken_out(
    people: People, agent_list: Callable[[str], Path]
) -> None:
    people.import_agents(agent_list(LIST))

    assert people.allow("anna", "agent", "a. meyer") == User("anna", "agent", "Anna Meyer")
    assert people.allow("ben", "reviewer") == User("ben", "reviewer")
    assert people.allow("ben", "leader") == User("ben", "leader")
    people.remove("anna")

    assert people.users() == (User("admin", "admin"), User("ben", "leader"))


@pytest.mark.parametrize(
    ("login", "role", "agent", "why"),
    [
        ("anna", "agent", None, "--agent"),
        ("anna", "agent", "Nobody", "no agent"),
        (" ", "reviewer", None, "login"),
    ],
)
def test_who_cannot_be_let_in_is_refused(
    people: People, login: str, role: StoreRole, agent: str | None, why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        people.allow(login, role, agent)


def test_the_last_admin_stays(people: People) -> None:
    for act in (lambda: people.remove("admin"), lambda: people.allow("admin", "leader")):
        with pytest.raises(UsageError, match="last admin"):
            act()

    people.allow("second", "admin")
    people.allow("admin", "leader")

    assert people.users() == (User("admin", "leader"), User("second", "admin"))


def test_two_admins_who_remove_each_other_leave_one(people: People) -> None:
    people.allow("second", "admin")
    ready = threading.Barrier(2)
    refused: list[CallQAError] = []

    def remove(login: str) -> None:
        ready.wait()
        try:
            people.remove(login)
        except CallQAError as error:
            refused.append(error)

    both = [threading.Thread(target=remove, args=(each,)) for each in ("admin", "second")]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert len(refused) == 1
    assert len(people.users()) == 1


def test_somebody_unknown_cannot_be_taken_out(people: People) -> None:
    with pytest.raises(UsageError, match="not known"):
        people.remove("nobody")


def test_the_log_tells_who_did_what(people: People) -> None:
    people.allow("ben", "reviewer")

    (entry,) = people.log()

    assert (entry.who, entry.action, entry.call_id) == ("admin", "allow person", None)
    assert people.log(who="ben") == ()
