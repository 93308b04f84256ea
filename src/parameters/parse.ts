/**
 * A typed text as a value of a parameter's type.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ParameterView } from '../contract';
import { literal } from '../ui/format';

export type Parsed = { value: unknown } | { error: string };

/** The value `text` stands for; Python's spelling of numbers and truth is understood, collections are JSON. */
export function parse(
  parameter: ParameterView,
  text: string,
  trans: TranslationBundle
): Parsed {
  const trimmed = text.trim();
  if (parameter.choices) {
    const choice = parameter.choices.find(one => literal(one) === trimmed);
    return choice !== undefined
      ? { value: choice }
      : { error: trans.__('Choose one of the values offered.') };
  }
  switch (parameter.type) {
    case 'int':
      return whole(trimmed, trans);
    case 'float':
      return decimal(trimmed, trans);
    case 'bool':
      return truth(trimmed, trans);
    case 'str':
      return { value: text };
    case 'list':
    case 'tuple':
    case 'set':
      return json(
        trimmed,
        Array.isArray,
        trans.__('A list in JSON, such as [1, 2].')
      );
    case 'dict':
      return json(
        trimmed,
        value =>
          typeof value === 'object' && value !== null && !Array.isArray(value),
        trans.__('An object in JSON, such as {"a": 1}.')
      );
    default:
      return anything(trimmed);
  }
}

function whole(text: string, trans: TranslationBundle): Parsed {
  const value = Number(text.replace(/(?<=\d)_(?=\d)/g, ''));
  return /^[+-]?\d[\d_]*$/.test(text) && Number.isSafeInteger(value)
    ? { value }
    : { error: trans.__('A whole number, such as 200.') };
}

function decimal(text: string, trans: TranslationBundle): Parsed {
  const value = Number(text.replace(/(?<=\d)_(?=\d)/g, ''));
  return /^[+-]?(\d|\.\d)/.test(text) &&
    !/^[+-]?0[xob]/i.test(text) &&
    Number.isFinite(value)
    ? { value }
    : { error: trans.__('A number, such as 0.1 or 1e-3.') };
}

function truth(text: string, trans: TranslationBundle): Parsed {
  if (/^true$/i.test(text)) {
    return { value: true };
  }
  if (/^false$/i.test(text)) {
    return { value: false };
  }
  return { error: trans.__('True or False.') };
}

function json(
  text: string,
  fits: (value: unknown) => boolean,
  error: string
): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    return fits(value) ? { value } : { error };
  } catch {
    return { error };
  }
}

/** For hints we do not know: JSON if it is, else the text itself; the server has the last word. */
function anything(text: string): Parsed {
  if (text === 'None') {
    return { value: null };
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { value: text };
  }
}
