import { curve } from '../curve';
import { layout, NODE_HEIGHT, NODE_WIDTH } from '../layout';

const nodes = (...ids: string[]) => ids.map(id => ({ id }));
const edge = (source: string, target: string) => ({ source, target });

const DIAMOND = [
  edge('a', 'b'),
  edge('a', 'c'),
  edge('b', 'd'),
  edge('c', 'd')
];

describe('layout/layout', () => {
  it('puts every step below what it depends on', () => {
    const { places } = layout(nodes('a', 'b', 'c', 'd'), DIAMOND);
    for (const { source, target } of DIAMOND) {
      const above = places.get(source)!;
      expect(places.get(target)!.y).toBeGreaterThanOrEqual(
        above.y + NODE_HEIGHT
      );
    }
  });

  it('never lets two steps overlap', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const edges = ids.slice(1).map((id, index) => edge(ids[index >> 1], id));
    const places = [...layout(nodes(...ids), edges).places.values()];
    places.forEach((one, index) =>
      places.slice(index + 1).forEach(other => {
        const apart =
          Math.abs(one.x - other.x) >= NODE_WIDTH ||
          Math.abs(one.y - other.y) >= NODE_HEIGHT;
        expect(apart).toBe(true);
      })
    );
  });

  it('counts depth along the longest way', () => {
    const { places } = layout(nodes('a', 'b', 'c'), [
      edge('a', 'b'),
      edge('b', 'c'),
      edge('a', 'c')
    ]);
    expect([...places.values()].map(({ depth }) => depth)).toEqual([0, 1, 2]);
  });

  it('gives the same places for the same graph', () => {
    const places = () => [...layout(nodes('a', 'b', 'c', 'd'), DIAMOND).places];
    expect(places()).toEqual(places());
  });

  it('leaves a step where a person put it', () => {
    const { places, route } = layout(
      [{ id: 'a', position: [7, 9] }, { id: 'b' }],
      [edge('a', 'b')]
    );
    expect(places.get('a')).toMatchObject({ x: 7, y: 9 });
    expect(route('a', 'b')).toBeNull();
  });

  it.each([
    ['no steps', [], []],
    ['a lone step', ['a'], []],
    ['an unknown step', ['a'], [edge('a', 'ghost')]],
    ['a step that waits for itself', ['a'], [edge('a', 'a')]],
    ['a circle', ['a', 'b'], [edge('a', 'b'), edge('b', 'a')]]
  ])('bears %s', (_, ids, edges) => {
    const { places } = layout(nodes(...ids), edges);
    expect([...places.keys()]).toEqual(ids);
  });

  it('routes an edge from border to border', () => {
    const { places, route } = layout(nodes('a', 'b', 'c', 'd'), DIAMOND);
    const points = route('a', 'b')!;
    expect(points[0].y).toBeCloseTo(places.get('a')!.y + NODE_HEIGHT);
    expect(points[points.length - 1].y).toBeCloseTo(places.get('b')!.y);
  });
});

describe('layout/curve', () => {
  it.each([
    [[], ''],
    [[{ x: 0, y: 0 }], ''],
    [
      [
        { x: 0, y: 0 },
        { x: 0, y: 10 }
      ],
      'M 0,0 L 0,10'
    ],
    [
      [
        { x: 0, y: 0 },
        { x: 5, y: 5 },
        { x: 0, y: 10 }
      ],
      'M 0,0 Q 5,5 0,10'
    ]
  ])('draws %j as %p', (points, path) => {
    expect(curve(points)).toBe(path);
  });
});
