"""The project for the stock pipeline is complete and no bigger than asked for."""

from pathlib import Path

import yaml

from bench.stock.project import pipeline, write_project
from procedures_db.settings import ROOT


def test_project_holds_each_intent_and_an_action_for_each_story(tmp_path: Path) -> None:
    counts = write_project(ROOT, tmp_path, epochs=3, examples=200, action_port=5055)

    assert 100 <= sum(counts.values()) <= 250
    domain = yaml.safe_load((tmp_path / "domain.yml").read_text("utf-8"))
    assert set(counts) <= set(domain["intents"])
    stories = yaml.safe_load((tmp_path / "data" / "stories.yml").read_text("utf-8"))["stories"]
    actions = {step["action"] for story in stories for step in story["steps"] if "action" in step}
    assert actions <= set(domain["actions"])
    endpoints = yaml.safe_load((tmp_path / "endpoints.yml").read_text("utf-8"))
    assert endpoints["action_endpoint"]["url"] == "http://127.0.0.1:5055/webhook"


def test_every_trained_component_gets_the_epochs() -> None:
    config = pipeline(7)

    trained = [*config["pipeline"], *config["policies"]]
    assert [one["epochs"] for one in trained if "epochs" in one] == [7, 7, 7, 7]
