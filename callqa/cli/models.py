"""``callqa models``: which models there are, whether they are whole, and how to get more."""

import json
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="List, verify and get speech models.")


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Show every model this version knows, where it is and its licence.

    Example: callqa models list
    """
    from callqa.cli.console import new_table, standard_output
    from callqa.speech.manifest import manifests
    from callqa.speech.weights import locate

    rows = []
    for model in manifests():
        located = locate(model)
        rows.append(
            {
                "role": model.role,
                "name": model.name,
                "profile": model.profile,
                "licence": model.licence,
                "place": located.place if located else None,
                "origin": model.origin,
            }
        )
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    table = new_table()
    for heading in ("role", "name", "profile", "licence", "on this machine"):
        table.add_column(heading)
    for row in rows:
        table.add_row(
            row["role"], row["name"], row["profile"], row["licence"], row["place"] or "no"
        )
    standard_output().print(table)


@app.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Compare the files of every model on this machine with their hashes.

    Exit status 1 when a packaged model is missing or any file does not match.

    Example: callqa models verify
    """
    from callqa.errors import ModelDamaged, ModelMissing
    from callqa.speech.manifest import manifests
    from callqa.speech.weights import locate
    from callqa.speech.weights import verify as verify_model

    rows = []
    for model in manifests():
        packaged = all(file.parts for file in model.files)
        if not packaged and locate(model) is None:
            continue
        try:
            verified = verify_model(model)
        except (ModelMissing, ModelDamaged) as error:
            rows.append({"role": model.role, "name": model.name, "ok": False, "why": str(error)})
        else:
            rows.append(
                {"role": model.role, "name": model.name, "ok": True, "sha256": verified.sha256}
            )
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
    else:
        for row in rows:
            state = f"ok  {row['sha256']}" if row["ok"] else f"BAD {row['why']}"
            typer.echo(f"{row['role']}/{row['name']}: {state}")
    if not all(row["ok"] for row in rows):
        raise typer.Exit(1)


@app.command()
def get(
    name: Annotated[str, typer.Argument(help="Name of a model, as 'callqa models list' shows it.")],
) -> None:
    """Fetch a model over the network: the one command that uses it, and only when asked.

    Example: callqa models get whisper-small
    """
    from callqa.speech.fetch import fetch

    fetch(name, say=lambda text: typer.echo(text, err=True))
