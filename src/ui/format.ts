/**
 * Quantities as people read them: short, with their unit, the same everywhere.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunSummary } from '../contract';

/** What a run measured; JSON has no numbers for `nan` and the two infinities, so those come as text. */
export type Metric = RunSummary['metrics'][string];

const SHORT_ID = 8;

/** The first eight digits name a run to people, as in the folder it is reopened in. */
export function shortId(runId: string): string {
  return runId.slice(0, SHORT_ID);
}

/** `0.04 s`, `3.2 s`, `41 s`, `2 min 5 s`, `1 h 3 min`. */
export function duration(seconds: number): string {
  if (seconds < 0.1) {
    return `${seconds.toFixed(2)} s`;
  }
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `512 B`, `61 MB`, `1.4 GB`: powers of ten, as JupyterLab shows memory. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** Four significant digits, without the noise of a float. */
export function metric(value: Metric): string {
  if (typeof value === 'string' || !Number.isFinite(value)) {
    return String(value);
  }
  if (Number.isInteger(value) && Math.abs(value) < 1e9) {
    return String(value);
  }
  return Math.abs(value) >= 1e6 || Math.abs(value) < 1e-4
    ? value.toExponential(3)
    : String(Number(value.toPrecision(4)));
}

/** A parameter's value as the notebook spells it, near enough. */
export function literal(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (value === null || value === undefined) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return JSON.stringify(value);
}

/** `now`, `5 min ago`, `3 h ago`, then the date. */
export function ago(
  iso: string,
  now: number,
  trans: TranslationBundle
): string {
  const then = Date.parse(iso);
  const minutes = Math.floor((now - then) / 60_000);
  if (Number.isNaN(then)) {
    return iso;
  }
  if (minutes < 1) {
    return trans.__('now');
  }
  if (minutes < 60) {
    return trans.__('%1 min ago', minutes);
  }
  if (minutes < 24 * 60) {
    return trans.__('%1 h ago', Math.floor(minutes / 60));
  }
  return new Date(then).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short'
  });
}

/** Date and time in the reader's own zone and habit. */
export function dateTime(iso: string): string {
  const then = new Date(iso);
  return Number.isNaN(then.getTime()) ? iso : then.toLocaleString();
}

/** Date without the time. */
export function date(iso: string): string {
  const then = new Date(iso);
  return Number.isNaN(then.getTime())
    ? iso
    : then.toLocaleDateString(undefined, {
        day: 'numeric',
        month: 'short',
        year: 'numeric'
      });
}
