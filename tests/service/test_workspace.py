import psycopg
import pytest

from callqa.domain.review import User
from callqa.errors import NotAllowed
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
