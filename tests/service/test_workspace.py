import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from callqa.domain.review import User
from callqa.errors import CallQAError, NotAllowed
from callqa.service.workspace import Workspace
from callqa.store.opening import open_store
from callqa.store.users import put_user
from tests.postgresql import Server


@pytest.fixture
def team_database(postgresql: Server, empty_database: str) -> str:
    """Return a database whose admin is ``boss``; the server knows ``eve`` as well."""
    name = postgresql.new_database(empty_database)
    with psycopg.connect(postgresql.url(name), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS eve")
        connection.execute("CREATE ROLE eve LOGIN IN ROLE callqa")
    store = open_store(postgresql.url(name))
    with store.writing() as connection:
        put_user(connection, "boss", "admin")
    store.close()
    return name


def test_a_person_of_a_server_is_the_login_that_it_has_checked(
    postgresql: Server, team_database: str
) -> None:
    place = postgresql.url(team_database).replace("callqa@", "boss@")

    with pytest.raises(NotAllowed) as refused:
        Workspace.open(f"{place}&user=eve")

    assert refused.value.subject == "eve"


def test_a_role_that_was_taken_on_is_no_other_person(
    postgresql: Server, team_database: str
) -> None:
    store = open_store(postgresql.url(team_database))
    with store.writing() as connection:
        put_user(connection, "eve", "reviewer")
        put_user(connection, "callqa", "admin")
    store.close()
    place = postgresql.url(team_database).replace("callqa@", "eve@")

    workspace = Workspace.open(f"{place}&options=-c%20role%3Dcallqa")

    assert workspace.context.user == User("eve", "reviewer")
    workspace.context.store.close()


def open_at_once(places: Sequence[str]) -> list[User | str]:
    """Open a store at the same moment from several places; return who got in, or the error."""
    begin = threading.Barrier(len(places))

    def work(place: str) -> User | str:
        begin.wait(timeout=30)
        try:
            workspace = Workspace.open(place)
        except CallQAError as error:
            return f"{type(error).__name__} {error.subject}"
        workspace.context.store.close()
        return workspace.context.user

    with ThreadPoolExecutor(len(places)) as pool:
        return list(pool.map(work, places))


def test_of_several_who_open_a_new_database_at_once_one_becomes_its_admin(
    postgresql: Server,
) -> None:
    name = postgresql.new_database()
    logins = [f"first_{number}" for number in range(6)]
    with psycopg.connect(postgresql.url(name), autocommit=True) as connection:
        for login in logins:
            connection.execute(f"DROP ROLE IF EXISTS {login}")
            connection.execute(f"CREATE ROLE {login} LOGIN SUPERUSER")

    got = open_at_once([postgresql.url(name).replace("callqa@", f"{each}@") for each in logins])

    (admin,) = [each for each in got if isinstance(each, User)]
    assert admin.role == "admin"
    others = {f"NotAllowed {each}" for each in logins if each != admin.login}
    assert {each for each in got if isinstance(each, str)} == others


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_person_may_open_a_new_store_several_times_at_once(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    if kind == "sqlite":
        place = str(tmp_path / "callqa.db")
    else:
        server: Server = request.getfixturevalue("postgresql")
        place = server.url(server.new_database())

    got = open_at_once([place] * 6)

    (user,) = set(got)
    assert isinstance(user, User)
    assert user.role == "admin"
