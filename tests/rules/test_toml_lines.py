from callqa.rules.toml_lines import line_index, nearest_line

TEXT = '''\
# a comment with = and [brackets]
name = "a # no comment, ] no bracket"
long = """
x = 1
[y]
"""
"quoted key".part = 'single \\'

[table.inner]  # after
list = [
  1, [2,
  3],  # ]
  { a = 1, b = [
    5,
  ] },
]

[[rows]]
id = 1

[[rows.cells]]
v = 1

[[rows.cells]]
v = 2

[rows.note]
t = 2026-01-01T00:00:00Z

[[rows]]
id = 2
'''


def test_every_key_and_element_is_at_its_own_line() -> None:
    lines = line_index(TEXT)

    expected = {
        ("name",): 2,
        ("long",): 3,
        ("quoted key", "part"): 7,
        ("table", "inner"): 9,
        ("table", "inner", "list", 1, 1): 12,
        ("table", "inner", "list", 2, "a"): 13,
        ("table", "inner", "list", 2, "b", 0): 14,
        ("rows", 0): 18,
        ("rows", 0, "cells", 1, "v"): 25,
        ("rows", 0, "note", "t"): 28,
        ("rows", 1): 30,
        ("rows", 1, "id"): 31,
    }
    assert {path: lines.get(path) for path in expected} == expected


def test_keys_inside_strings_and_comments_are_none() -> None:
    assert not {("x",), ("y",)} & line_index(TEXT).keys()


def test_a_missing_key_is_at_its_table() -> None:
    assert nearest_line(line_index(TEXT), ("rows", 1, "missing", 3)) == 30
    assert nearest_line(line_index(TEXT), ("missing",)) == 1


def test_windows_line_ends_change_no_line() -> None:
    assert line_index(TEXT.replace("\n", "\r\n")) == line_index(TEXT)
