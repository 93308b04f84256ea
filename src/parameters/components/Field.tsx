/**
 * One parameter: name, type, what it means, and the value for the next run.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import { useId } from 'react';

import { literal } from '../../ui/format';
import type { IField } from '../tokens';

export interface IFieldProps {
  field: IField;
  onChange: (text: string) => void;
  trans: TranslationBundle;
}

export function Field({ field, onChange, trans }: IFieldProps): JSX.Element {
  const { parameter, text, error } = field;
  const id = useId();
  const isChanged = text !== '' && error === null;
  const common = {
    id,
    value: text,
    'aria-invalid': error !== null,
    'aria-describedby': `${id}-about`,
    className: `jp-RunwayParameters-input${isChanged ? ' jp-mod-changed' : ''}`
  };
  const choices =
    parameter.choices ?? (parameter.type === 'bool' ? [true, false] : null);
  return (
    <div className="jp-RunwayParameters-field">
      <label htmlFor={id}>
        {parameter.name}{' '}
        {!choices && (
          <span className="jp-RunwayParameters-type">{parameter.type}</span>
        )}
      </label>
      {choices ? (
        <select {...common} onChange={event => onChange(event.target.value)}>
          <option value="">{literal(parameter.default)}</option>
          {choices.map(literal).map(choice => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type="text"
          spellCheck={false}
          autoComplete="off"
          placeholder={literal(parameter.default)}
          onChange={event => onChange(event.target.value)}
        />
      )}
      <span
        id={`${id}-about`}
        className={
          error ? 'jp-RunwayParameters-error' : 'jp-RunwayParameters-about'
        }
        role={error ? 'alert' : undefined}
        title={error ?? parameter.description}
      >
        {error ?? aboutOf(field, trans)}
      </span>
    </div>
  );
}

function aboutOf(
  { parameter, text }: IField,
  trans: TranslationBundle
): string {
  const parts = parameter.description ? [parameter.description] : [];
  if (text !== '') {
    parts.push(trans.__('notebook: %1', literal(parameter.default)));
  }
  return parts.join(' · ');
}
