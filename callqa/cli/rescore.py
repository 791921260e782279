"""``callqa rescore``: bring stored calls up to the rubric, phrases and thresholds in force."""

import typer

from callqa.cli.workspace import JsonOption, SettingsOption, StoreOption, open_workspace


def rescore(
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge stored calls again by the rubric, phrases and thresholds in force; print what flips.

    Everybody who works with a store judges by the same thresholds; --settings puts those of a
    settings file in force. No recording is heard again. Calls that a person has signed keep their
    verdict. It can be stopped at any time and taken up again.

    Example: callqa rescore --settings ours.toml
    """
    from callqa.cli.flips import follow_rescoring
    from callqa.settings import load_settings

    settings = load_settings(settings_file)
    rubrics = open_workspace(store, settings_file).rubrics
    for each in rubrics.changed_thresholds(settings):
        change = f"callqa: {each.name} is {each.before} in this store"
        if settings_file is None:
            typer.echo(f"{change}, {each.after} in your settings.", err=True)
        else:
            typer.echo(f"{change}, and becomes {each.after}.", err=True)
    thresholds = settings if settings_file is not None else None
    follow_rescoring(rubrics.rescore(thresholds), as_json)
