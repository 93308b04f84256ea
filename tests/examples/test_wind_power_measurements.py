"""The committed measurements: made by the generator beside them, small, and drifting from v1 to v2."""

import runpy
from pathlib import Path

import pandas as pd
import pytest

VERSIONS = {
    "v1": ["2022-q1", "2022-q2", "2022-q3", "2022-q4"],
    "v2": ["2022-q3", "2022-q4", "2023-q1", "2023-q2"],
}
QUANTUM = {"wind_speed": 0.1, "wind_direction": 1, "temperature": 0.1, "pressure": 0.1, "power": 1}


@pytest.fixture(scope="module")
def committed(wind_power: Path) -> dict[str, dict[str, pd.DataFrame]]:
    folders = sorted((wind_power / "datasets" / "wind-power").iterdir())
    return {folder.name: {path.stem: pd.read_parquet(path) for path in sorted(folder.iterdir())} for folder in folders}


def test_the_versions_have_their_quarters(committed: dict[str, dict[str, pd.DataFrame]]) -> None:
    assert {version: list(parts) for version, parts in committed.items()} == VERSIONS
    assert {version: sum(map(len, parts.values())) for version, parts in committed.items()} == {
        "v1": 52_560,
        "v2": 52_560,
    }


def test_a_version_is_smaller_than_a_megabyte(wind_power: Path) -> None:
    for folder in (wind_power / "datasets" / "wind-power").iterdir():
        assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000


def test_the_common_quarters_are_the_same_files(wind_power: Path) -> None:
    v1, v2 = (wind_power / "datasets" / "wind-power" / version for version in VERSIONS)
    for name in ("2022-q3.parquet", "2022-q4.parquet"):
        assert (v1 / name).read_bytes() == (v2 / name).read_bytes()


def test_the_generator_makes_them_again(
    wind_power: Path, tmp_path: Path, committed: dict[str, dict[str, pd.DataFrame]]
) -> None:
    """Equal in value, up to rounding.

    `RandomState` draws the same everywhere, but `exp`, `log` and their like may differ in the last bit between
    processors, which can tip a value over to the next rounding. Parquet's bytes carry its writer's version.
    """
    runpy.run_path(str(wind_power / "make_measurements.py"))["write"](tmp_path)
    for version, parts in committed.items():
        assert sorted(path.stem for path in (tmp_path / version).iterdir()) == list(parts)
        for name, expected in parts.items():
            made = pd.read_parquet(tmp_path / version / f"{name}.parquet")
            assert made.dtypes.to_dict() == expected.dtypes.to_dict()
            exact = ["time", "turbines_running"]
            pd.testing.assert_frame_equal(made[exact], expected[exact])
            for column, quantum in QUANTUM.items():
                gap = (made[column] - expected[column]).abs()
                if column == "wind_direction":
                    gap = gap.where(gap < 180, 360 - gap)
                assert (made[column].isna() == expected[column].isna()).all()
                assert gap.max() < 1.5 * quantum
                assert (gap > 0.5 * quantum).mean() < 0.001


def test_readings_are_plausible(committed: dict[str, dict[str, pd.DataFrame]]) -> None:
    for frame in (frame for parts in committed.values() for frame in parts.values()):
        assert (frame["time"].diff().dropna() == pd.Timedelta(minutes=10)).all()
        assert frame["wind_speed"].dropna().between(0, 40).all()
        assert frame["wind_speed"].isna().mean() < 0.02
        assert frame["wind_direction"].between(0, 359).all()
        assert frame["turbines_running"].between(0, 6).all()
        assert frame["power"].between(-200, 12_600).all()


def test_the_second_version_draws_power_more_often(committed: dict[str, dict[str, pd.DataFrame]]) -> None:
    def negative(version: str) -> float:
        return float((pd.concat(committed[version].values())["power"] < 0).mean())

    assert negative("v2") > negative("v1") + 0.02


def test_the_second_version_drifts_in_its_last_quarter(committed: dict[str, dict[str, pd.DataFrame]]) -> None:
    """At the same wind reading, spring 2023 yields more: the recalibrated mast reads less."""

    def output(version: str, quarter: str) -> float:
        frame = committed[version][quarter]
        return float(frame.loc[frame["wind_speed"].between(8.5, 9.5), "power"].mean())

    assert output("v2", "2023-q2") > 1.15 * output("v1", "2022-q2")
