import { nullTranslator } from '@jupyterlab/translation';

import type { ParameterView } from '../../contract';
import { parse } from '../parse';

const trans = nullTranslator.load('runway_jlab');

const of = (type: string, choices: unknown[] | null = null): ParameterView => ({
  name: 'p',
  type,
  default: null,
  kind: 'model',
  description: '',
  choices
});

describe('parameters/parse', () => {
  it.each<[string, string, unknown]>([
    ['int', '200', 200],
    ['int', ' 1_000 ', 1000],
    ['int', '-3', -3],
    ['float', '0.1', 0.1],
    ['float', '1e-3', 0.001],
    ['float', '.5', 0.5],
    ['float', '2', 2],
    ['bool', 'true', true],
    ['bool', 'False', false],
    ['str', ' as typed ', ' as typed '],
    ['list', '[1, 2]', [1, 2]],
    ['dict', '{"a": 1}', { a: 1 }],
    ['None', 'None', null],
    ['Path', 'datasets/x', 'datasets/x']
  ])('reads as %s: %p', (type, text, value) => {
    expect(parse(of(type), text, trans)).toEqual({ value });
  });

  it.each([
    ['int', '1.5'],
    ['int', 'x'],
    ['int', '99999999999999999999'],
    ['float', 'x'],
    ['float', 'inf'],
    ['float', '0x10'],
    ['bool', '1'],
    ['list', '{"a": 1}'],
    ['list', '[1,'],
    ['dict', '[1]']
  ])('refuses as %s: %p', (type, text) => {
    expect(parse(of(type), text, trans)).toHaveProperty('error');
  });

  it('takes a choice with its own type', () => {
    expect(parse(of('Literal[1, 2]', [1, 2]), '2', trans)).toEqual({
      value: 2
    });
    expect(parse(of('Literal[1, 2]', [1, 2]), '3', trans)).toHaveProperty(
      'error'
    );
  });
});
