"""``callqa review draw`` and ``draws``: calls are drawn for review, and every draw is logged."""

from typing import Annotated, Literal

import typer

from callqa.cli.workspace import JsonOption, StoreOption, open_workspace, write_json

app = typer.Typer()

PlanName = Literal["random", "stratified", "risk"]
WhereOption = Annotated[
    list[str] | None,
    typer.Option("--where", help="Filter, may be repeated: agent=Ana, from=2026-11-01."),
]


@app.command()
def draw(  # noqa: PLR0913 - each option of the command is a parameter
    plan: Annotated[
        PlanName,
        typer.Argument(
            help="random; stratified: n for each agent or week; risk: the more likely the worse."
        ),
    ],
    n: Annotated[int, typer.Option("--n", min=1, help="Calls, of each stratum if stratified.")],
    per_agent: Annotated[
        bool, typer.Option("--per-agent", help="Stratified: n for each agent (the default).")
    ] = False,
    per_week: Annotated[
        bool, typer.Option("--per-week", help="Stratified: n for each week, and agent if both.")
    ] = False,
    weeks: Annotated[
        int | None, typer.Option("--weeks", min=1, help="From the last so many whole weeks.")
    ] = None,
    where: WhereOption = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Repeats a draw; made up and told without it.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="Reviewers, in turn: ana,bo; may be repeated.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw calls to review, log the draw, and give them to reviewers in turn.

    A call is drawn once. Averages of calls drawn by chance are fair; those of calls drawn by risk
    are shown apart.

    Example: callqa review draw stratified --n 2 --per-agent --weeks 1 --to ana,bo
    """
    from callqa.cli.review_tables import print_drawing
    from callqa.service.sampling import Plan, last_weeks

    workspace = open_workspace(store)
    terms = [*(where or []), *(last_weeks(workspace.context, weeks) if weeks else ())]
    by_agent = per_agent or (plan == "stratified" and not per_week)
    reviewers = [login.strip() for each in to or () for login in each.split(",")]
    drawing = workspace.samples.draw(
        Plan(plan, n, by_agent, per_week, tuple(terms), seed), tuple(filter(None, reviewers))
    )
    if as_json:
        write_json(drawing)
    else:
        print_drawing(drawing)


@app.command()
def draws(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the draws that were made: when, by whom, the plan and its seed.

    Example: callqa review draws
    """
    from callqa.cli.review_tables import print_draws

    workspace = open_workspace(store)
    logged = workspace.samples.log()
    if as_json:
        write_json(logged)
    else:
        print_draws(logged, workspace.context.zone())
