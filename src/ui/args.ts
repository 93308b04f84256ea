/**
 * Arguments of commands, which may hold anything.
 */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

/** The text under `name`, or an empty one. */
export function textOf(args: ReadonlyPartialJSONObject, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}
