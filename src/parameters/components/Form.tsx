/**
 * The parameters of the notebook, with values for the next run.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import { useSignal } from '../../ui/useSignal';
import type { IField, IParameterModel } from '../tokens';
import { Field } from './Field';

export interface IFormProps {
  model: IParameterModel;
  /** Shows the cell they come from. */
  onOpenCell: (() => void) | null;
  trans: TranslationBundle;
}

export function Form({ model, onOpenCell, trans }: IFormProps): JSX.Element {
  useSignal(model.changed);
  const { fields, overridden } = model;
  if (fields.length === 0) {
    return (
      <section
        className="jp-RunwayParameters"
        aria-label={trans.__('Parameters')}
      >
        <p className="jp-RunwayHint">
          {trans.__(
            'No parameters yet. Tag a cell of plain assignments “parameters” to see them here.'
          )}
        </p>
      </section>
    );
  }
  return (
    <section
      className="jp-RunwayParameters"
      aria-label={trans.__('Parameters')}
    >
      {groups(fields).map(([kind, members]) => (
        <fieldset key={kind}>
          <legend>{titleOf(kind, trans)}</legend>
          {members.map(field => (
            <Field
              key={field.parameter.name}
              field={field}
              onChange={text => model.set(field.parameter.name, text)}
              trans={trans}
            />
          ))}
        </fieldset>
      ))}
      <footer>
        <span className="jp-RunwayHint">
          {overridden
            ? trans._n(
                '%1 value for the next run',
                '%1 values for the next run',
                overridden,
                overridden
              )
            : trans.__('Empty fields keep the notebook’s value.')}
        </span>
        {overridden > 0 || !model.isValid ? (
          <button
            type="button"
            className="jp-RunwayLink"
            onClick={() => model.reset()}
          >
            {trans.__('Reset')}
          </button>
        ) : null}
        {onOpenCell && (
          <button type="button" className="jp-RunwayLink" onClick={onOpenCell}>
            {trans.__('Go to cell')}
          </button>
        )}
      </footer>
    </section>
  );
}

function groups(fields: readonly IField[]): [string, IField[]][] {
  const byKind = new Map<string, IField[]>();
  for (const field of fields) {
    const members = byKind.get(field.parameter.kind) ?? [];
    members.push(field);
    byKind.set(field.parameter.kind, members);
  }
  return [...byKind];
}

function titleOf(kind: string, trans: TranslationBundle): string {
  switch (kind) {
    case 'dataset':
      return trans.__('Datasets');
    case 'model':
      return trans.__('Model');
    case 'training':
      return trans.__('Training');
    default:
      return kind || trans.__('Other');
  }
}
