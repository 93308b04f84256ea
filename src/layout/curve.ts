/**
 * A smooth line through points, as an SVG path.
 */
import type { IPoint } from './layout';

/** Goes straight off the first point and straight into the last; the points between pull it. */
export function curve(points: readonly IPoint[]): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) {
    return '';
  }
  const parts = [`M ${at(first)}`];
  for (let index = 0; index < rest.length - 1; index += 1) {
    const pull = rest[index];
    const next = rest[index + 1];
    const end = index === rest.length - 2 ? next : middle(pull, next);
    parts.push(`Q ${at(pull)} ${at(end)}`);
  }
  if (rest.length === 1) {
    parts.push(`L ${at(rest[0])}`);
  }
  return parts.join(' ');
}

function at({ x, y }: IPoint): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function middle(one: IPoint, other: IPoint): IPoint {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
