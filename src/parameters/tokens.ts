/**
 * Values typed for the next run.
 */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { ParameterView } from '../contract';

/** One field of the form. */
export interface IField {
  parameter: ParameterView;
  /** As typed; empty means the notebook's own value. */
  text: string;
  /** What is wrong with the text, if anything. */
  error: string | null;
}

export interface IParameterModel {
  readonly changed: ISignal<IParameterModel, void>;
  readonly fields: readonly IField[];
  /** Number of fields whose value is not the notebook's. */
  readonly overridden: number;
  readonly isValid: boolean;
  set(name: string, text: string): void;
  reset(): void;
  /** Only what differs from the notebook. */
  overrides(): Record<string, unknown>;
}

export const IParameterModel = new Token<IParameterModel>(
  'runway-jlab:IParameterModel',
  'Parameter values that the next run gets instead of those in the notebook.'
);
