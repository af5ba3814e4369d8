from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from rtgraph.analysis.chains import find_chains
from rtgraph.analysis.cycles import find_cycles
from rtgraph.analysis.measures import Survey, survey_graph
from rtgraph.analysis.rankings import rank_impacts
from rtgraph.graph import count_triggers
from rtgraph.models import LargestCascade, Measures
from tests.analysis.oracles import graphs
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def test_a_graph_in_numbers_with_its_components() -> None:
    found = graph("a > b > c > b", "c > d > e", "x > x", "lone", auto="x b")
    assert survey_graph(found) == Survey(
        measures=Measures(
            cyclic_components=2,
            run_triggers=6,
            self_sustaining=1,
            largest_component=2,
            longest_chain=3,
            largest_cascade=LargestCascade(workspace="ws-a", name="a", workspaces_reached=4, runs=None),
        ),
        components=frozenset({("ws-b", "ws-c"), ("ws-x",)}),
        self_sustaining=frozenset({("ws-x",)}),
    )


def test_without_run_triggers_all_is_zero() -> None:
    nothing = Measures(cyclic_components=0, run_triggers=0, self_sustaining=0, largest_component=0, longest_chain=0)
    for found in (graph(), graph("lone")):
        assert survey_graph(found).measures == nothing


def test_what_runs_nothing_sets_nothing_off() -> None:
    assert survey_graph(graph("a > b", b={"execution_mode": "local"})).measures.largest_cascade is None


@settings(deadline=None)
@given(graphs(most=7, triggers=18))
def test_the_numbers_are_those_of_audit_chains_and_impact(found: Graph) -> None:
    survey, cycles = survey_graph(found), find_cycles(found)
    measures = survey.measures
    assert survey.components == {each.workspaces for each in cycles}
    assert survey.self_sustaining == {each.workspaces for each in cycles if each.self_sustaining}
    assert measures.cyclic_components == len(cycles)
    assert measures.self_sustaining == sum(each.self_sustaining is not None for each in cycles)
    assert measures.largest_component == max((len(each.workspaces) for each in cycles), default=0)
    assert measures.longest_chain == max((each.depth for each in find_chains(found).spreads.values()), default=0)
    assert measures.run_triggers == count_triggers(found)
    (first,) = rank_impacts(found, 1)
    told = measures.largest_cascade
    if told is None:
        assert first.runs == 0
    else:
        assert (told.workspace, told.workspaces_reached, told.runs) == (first.workspace, first.reached, first.runs)
