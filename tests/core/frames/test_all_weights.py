"""Lines from every position: which are drawn, which are strong, and what is said of each token."""

from __future__ import annotations

from attn_core import frames
from attn_core.frames.scales import MOST_LINES
from tests.support.hand_made import HUNGRY, even, run_of


def test_all_weights_draw_no_masked_line() -> None:
    fans = frames.all_weights.coordinates(HUNGRY, [0, 1])
    drawn = fans[fans["line"] == 1]
    assert (drawn["key_pos"] <= drawn["query_pos"]).all()
    assert len(drawn) == 2 * 6
    assert drawn.loc[drawn["strong"] == 1, "query_pos"].eq(2).all()
    places = fans[fans["line"] == 0]
    assert places["looks_at"].tolist()[2] == "hungry 40 %, <bos> 30 %, so 30 %"


def test_all_weights_stay_drawable() -> None:
    run = run_of([f"w{i}" for i in range(90)], even(90, layers=2))
    fans = frames.all_weights.coordinates(run, [0, 1])
    assert 1000 < fans["line"].sum() <= MOST_LINES
