/**
 * Holds what a person typed for the next run, per notebook.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import { JSONExt, type ReadonlyPartialJSONValue } from '@lumino/coreutils';

import type { IPipelineModel } from '../canvas/tokens';
import type { ParameterView } from '../contract';
import type { IActiveNotebook } from '../notebooks/tokens';
import { parse } from './parse';
import type { IField, IParameterModel } from './tokens';
import { Model } from '../ui/Model';

export interface IParameterModelOptions {
  notebook: IActiveNotebook;
  pipeline: IPipelineModel;
  trans: TranslationBundle;
}

/** Texts outlive a switch to another notebook; one for a parameter that has gone is kept, but not sent. */
export class ParameterModel extends Model implements IParameterModel {
  constructor(private readonly _options: IParameterModelOptions) {
    super();
    _options.pipeline.changed.connect(this._onPipelineChanged, this);
  }

  get fields(): readonly IField[] {
    const parameters = this._options.pipeline.pipeline?.parameters ?? [];
    return parameters.map(parameter => this._field(parameter));
  }

  get overridden(): number {
    return Object.keys(this.overrides()).length;
  }

  get isValid(): boolean {
    return this.fields.every(field => field.error === null);
  }

  set(name: string, text: string): void {
    this._texts().set(name, text);
    this.emitChanged();
  }

  reset(): void {
    this._texts().clear();
    this.emitChanged();
  }

  overrides(): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const { parameter, text, error } of this.fields) {
      if (text === '' || error !== null) {
        continue;
      }
      const parsed = parse(parameter, text, this._options.trans);
      if ('value' in parsed && !equal(parsed.value, parameter.default)) {
        values[parameter.name] = parsed.value;
      }
    }
    return values;
  }

  private _field(parameter: ParameterView): IField {
    const text = this._texts().get(parameter.name) ?? '';
    if (text === '') {
      return { parameter, text, error: null };
    }
    const parsed = parse(parameter, text, this._options.trans);
    return { parameter, text, error: 'error' in parsed ? parsed.error : null };
  }

  private _texts(): Map<string, string> {
    const path = this._options.notebook.path ?? '';
    let texts = this._byNotebook.get(path);
    if (!texts) {
      texts = new Map();
      this._byNotebook.set(path, texts);
    }
    return texts;
  }

  private _onPipelineChanged(): void {
    this.emitChanged();
  }

  private readonly _byNotebook = new Map<string, Map<string, string>>();
}

function equal(one: unknown, other: unknown): boolean {
  return JSONExt.deepEqual(
    (one ?? null) as ReadonlyPartialJSONValue,
    (other ?? null) as ReadonlyPartialJSONValue
  );
}
