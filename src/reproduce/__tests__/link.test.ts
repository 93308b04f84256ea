import { LINK_PATTERN, runOf, withoutLink } from '../link';

describe('reproduce/link', () => {
  it.each([
    ['?runway=open:3f2a91c', '3f2a91c'],
    ['?reset&runway=open%3A3f2a91c&x=1', '3f2a91c'],
    ['?runway=open:', null],
    ['?runway=close:3f2a91c', null],
    ['?reset', null]
  ])('reads %p as run %p', (search, id) => {
    expect(runOf(search)).toBe(id);
    expect(LINK_PATTERN.test(`/lab/tree/a.ipynb${search}`) || id === null).toBe(
      true
    );
  });

  it.each([
    ['?runway=open:3f2a91c', ''],
    ['?reset&runway=open:3f2a91c', '?reset'],
    ['?a=1&runway=open:3f2a91c&b=2', '?a=1&b=2']
  ])('takes the link out of %p', (search, rest) => {
    expect(withoutLink(search)).toBe(rest);
  });
});
