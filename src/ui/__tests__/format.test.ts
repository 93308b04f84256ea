import { nullTranslator } from '@jupyterlab/translation';

import { ago, bytes, duration, literal, metric, shortId } from '../format';

const trans = nullTranslator.load('runway_jlab');

describe('ui/format', () => {
  it.each([
    [0, '0.00 s'],
    [0.042, '0.04 s'],
    [0.4, '0.4 s'],
    [9.94, '9.9 s'],
    [41.4, '41 s'],
    [125, '2 min 5 s'],
    [3780, '1 h 3 min']
  ])('writes %p seconds as %p', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it.each([
    [512, '512 B'],
    [1_400_000_000, '1.4 GB'],
    [61_000_000, '61 MB']
  ])('writes %p bytes as %p', (count, text) => {
    expect(bytes(count)).toBe(text);
  });

  it.each([
    [38.912345, '38.91'],
    [200, '200'],
    [0.30000000000000004, '0.3'],
    [1.5e-7, '1.500e-7'],
    [NaN, 'NaN'],
    ['nan', 'nan'],
    ['-inf', '-inf']
  ] as const)('writes the metric %p as %p', (value, text) => {
    expect(metric(value)).toBe(text);
  });

  it.each<[unknown, string]>([
    ['mae', 'mae'],
    [true, 'True'],
    [null, 'None'],
    [[1, 2], '[1,2]'],
    [0.1, '0.1']
  ])('writes the value %p as %p', (value, text) => {
    expect(literal(value)).toBe(text);
  });

  it('says how long ago a run started', () => {
    const now = Date.parse('2026-05-02T12:00:00Z');
    expect(ago('2026-05-02T11:59:40Z', now, trans)).toBe('now');
    expect(ago('2026-05-02T11:55:00Z', now, trans)).toBe('5 min ago');
    expect(ago('2026-05-02T09:00:00Z', now, trans)).toBe('3 h ago');
    expect(ago('no date', now, trans)).toBe('no date');
  });

  it('names a run by its first eight digits', () => {
    expect(shortId('3f2a91c0aa')).toBe('3f2a91c0');
  });
});
