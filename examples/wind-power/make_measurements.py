"""Make the example's measurements: eighteen months of an invented wind farm, as it would log them.

    python make_measurements.py [--into datasets/wind-power]

Six turbines of 2 MW stand in a row, with a mast beside them; there is one reading every ten minutes. Wind is
Weibull distributed, with a season, a daily course and a slow and a fast memory. Each turbine follows the
maker's power curve at the air density of the moment, stands in its neighbours' wake when the wind blows along
the row, and consumes a little power itself. Turbines fail, the logger misses readings, ice blocks the mast.

Version v1 is the year 2022. Version v2 is the twelve months to June 2023: its first half is v1's second half,
file for file. In March 2023 the mast's anemometer is recalibrated and reads 8 % less; from April the turbines
stand still in light wind at night, to protect bats. A model of 2022 knows of neither.

The same seed gives the same values: NumPy keeps the stream of `RandomState` for ever.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20220101
VERSIONS = {
    "v1": ["2022-q1", "2022-q2", "2022-q3", "2022-q4"],
    "v2": ["2022-q3", "2022-q4", "2023-q1", "2023-q2"],
}

TURBINES = 6
CURVE_SPEED = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]  # m/s
CURVE_POWER = [0, 70, 185, 350, 580, 880, 1250, 1600, 1840, 1960, 2000]  # kW of one turbine
CUT_IN, CUT_OUT = 3.0, 25.0  # m/s
ROW_AXIS = 250  # degrees: wind from here blows along the row, first turbine first
WAKE = np.array([0.0, 0.12, 0.15, 0.165, 0.175, 0.18])  # loss of wind speed behind 0, 1, 2 … turbines
CONSUMPTION = 14.0  # kW that a turbine standing still draws

RECALIBRATION, RECALIBRATED = pd.Timestamp("2023-03-20"), 0.92
BAT_PROTECTION, BAT_WIND = pd.Timestamp("2023-04-01"), 6.0  # m/s


def memory(random: np.random.RandomState, count: int, hours: float) -> np.ndarray:
    """Return normal noise of variance 1 that forgets within `hours` (autoregressive, ten-minute steps)."""
    keep = math.exp(-1 / (6 * hours))
    value, values = random.normal(), np.empty(count)
    for i, shock in enumerate(random.normal(size=count) * math.sqrt(1 - keep**2)):
        value = keep * value + shock
        values[i] = value
    return values


def weibull(normal: np.ndarray, scale: np.ndarray, shape: float) -> np.ndarray:
    """Turn normal noise into Weibull distributed wind speed, keeping its memory."""
    exceeds = np.array([0.5 * math.erfc(z / math.sqrt(2)) for z in normal])
    return scale * (-np.log(exceeds)) ** (1 / shape)


def weather(random: np.random.RandomState, time: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the true wind (m/s, at the hub), direction (degrees), temperature (°C) and pressure (hPa)."""
    count = len(time)
    year = 2 * np.pi * (time.day_of_year.to_numpy() - 15) / 365.25
    day = 2 * np.pi * (time.hour.to_numpy() + time.minute.to_numpy() / 60 - 15) / 24
    front = memory(random, count, hours=30)
    wind = weibull(
        0.92 * front + math.sqrt(1 - 0.92**2) * memory(random, count, hours=2),
        scale=8.2 * (1 + 0.16 * np.cos(year)) * (1 + 0.06 * np.cos(day)),
        shape=2.1,
    )
    swings = 65 * memory(random, count, hours=40)
    return pd.DataFrame(
        {
            "wind": wind,
            "direction": (240 + swings + 7 * memory(random, count, hours=1)) % 360,
            "temperature": 9.5 - 8 * np.cos(year) + 2.5 * np.cos(day) + 3 * memory(random, count, hours=60),
            "pressure": 985 - 4 * front + 7 * memory(random, count, hours=70),
        },
        index=time,
    )


def running(random: np.random.RandomState, count: int) -> np.ndarray:
    """Return which turbine can run when (count × turbines): each fails at times, the grid takes all."""
    fit = np.ones((count, TURBINES), dtype=bool)
    for turbine in range(TURBINES):
        for start in np.flatnonzero(random.uniform(size=count) < 1 / (6 * 24 * 30)):
            fit[start : start + 1 + int(random.exponential(6 * 9)), turbine] = False
    for start in random.randint(count, size=6):
        fit[start : start + random.randint(12, 60)] = False
    return fit


def wake(direction: np.ndarray) -> np.ndarray:
    """Return the share of wind speed each turbine keeps (count × turbines)."""
    share = np.ones((len(direction), TURBINES))
    for axis, losses in ((ROW_AXIS, WAKE), (ROW_AXIS - 180, WAKE[::-1])):
        angle = (direction - axis + 180) % 360 - 180
        share -= np.exp(-((angle / 14) ** 2))[:, None] * losses
    return share


def power(random: np.random.RandomState, truth: pd.DataFrame, fit: np.ndarray) -> np.ndarray:
    """Return the farm's output in kW; it is negative while the turbines stand still."""
    density = truth["pressure"] * 100 / (287.05 * (truth["temperature"] + 273.15))
    turned = np.abs((truth["direction"].diff().fillna(0) + 180) % 360 - 180)
    facing = np.cos(np.radians(np.minimum(turned, 25)))  # the nacelle follows the wind with a delay
    wind = (truth["wind"] * facing).to_numpy()[:, None] * wake(truth["direction"].to_numpy())
    wind = wind * (1 + 0.035 * random.normal(size=wind.shape))
    turning = fit & (wind > CUT_IN) & (wind < CUT_OUT)

    night = (truth.index.hour >= 20) | (truth.index.hour < 5)
    bats = (truth.index >= BAT_PROTECTION) & night & (truth["wind"] < BAT_WIND) & (truth["temperature"] > 7)
    turning &= ~bats.to_numpy()[:, None]

    dense = wind * (density.to_numpy()[:, None] / 1.225) ** (1 / 3)
    made = np.interp(dense, CURVE_SPEED, CURVE_POWER) * 0.975 * (1 + 0.02 * random.normal(size=wind.shape))
    heating = np.where(truth["temperature"].to_numpy() < 3, 8.0, 0.0)[:, None]
    drawn = (CONSUMPTION + heating) * (1 + 0.25 * random.normal(size=wind.shape))
    return np.where(turning, made, -drawn).sum(axis=1)


def readings(random: np.random.RandomState, truth: pd.DataFrame) -> np.ndarray:
    """Return the wind speed that the mast reports: recalibrated, blocked by ice, or missing."""
    count = len(truth)
    speed = truth["wind"].to_numpy() * (1 + 0.012 * random.normal(size=count))
    speed[truth.index >= RECALIBRATION] *= RECALIBRATED
    freezing = np.flatnonzero(truth["temperature"].to_numpy() < 1)
    for start in freezing[random.randint(len(freezing), size=18)]:
        speed[start : start + random.randint(18, 90)] = speed[start]
    speed[random.uniform(size=count) < 0.003] = np.nan
    for start in random.randint(count, size=8):
        speed[start : start + random.randint(6, 48)] = np.nan
    return speed


def measurements(seed: int = SEED) -> pd.DataFrame:
    """Return all readings from January 2022 to June 2023, rounded as the control system rounds them."""
    random = np.random.RandomState(seed)
    time = pd.date_range("2022-01-01", "2023-07-01", freq="10min", inclusive="left", unit="ms")
    truth = weather(random, time)
    fit = running(random, len(time))
    return pd.DataFrame(
        {
            "time": time,
            "wind_speed": readings(random, truth).round(1),
            "wind_direction": truth["direction"].to_numpy().round().astype("int64") % 360,
            "temperature": truth["temperature"].to_numpy().round(1),
            "pressure": truth["pressure"].to_numpy().round(1),
            "turbines_running": fit.sum(axis=1),
            "power": power(random, truth, fit).round().astype("int64"),
        }
    )


def quarters(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Split the readings into files by quarter, such as "2022-q1"."""
    names = frame["time"].dt.year.astype(str) + "-q" + frame["time"].dt.quarter.astype(str)
    return {name: part.reset_index(drop=True) for name, part in frame.groupby(names)}


def write(into: Path) -> None:
    parts = quarters(measurements())
    for version, names in VERSIONS.items():
        folder = into / version
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            parts[name].to_parquet(folder / f"{name}.parquet", compression="zstd", index=False)
        print(f"{folder}: {len(names)} files, {sum(len(parts[name]) for name in names):,} rows")


if __name__ == "__main__":
    versions = Path(__file__).parent / "datasets" / "wind-power"
    parser = argparse.ArgumentParser(description="Make the example's measurements.")
    parser.add_argument("--into", type=Path, default=versions, help="folder of the versions")
    write(parser.parse_args().into)
