/**
 * Turns the server's JSON Schema into the TypeScript types of `src/contract`; `--check` only compares.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import * as prettier from 'prettier';

const SOURCE = new URL(
  '../runway_jlab/contract/contract.json',
  import.meta.url
);
const TARGET = new URL('../src/contract/index.ts', import.meta.url);
const BANNER = `/**
 * What goes over the wire. Generated from runway_jlab/contract: change it there, then \`npm run contract\`.
 */`;

/** The generator knows tuples by their older spelling only. */
function spellTuples(node) {
  if (Array.isArray(node)) {
    return node.map(spellTuples);
  }
  if (node === null || typeof node !== 'object') {
    return node;
  }
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, spellTuples(value)])
  );
  if (copy.prefixItems) {
    copy.items = copy.prefixItems;
    delete copy.prefixItems;
  }
  return copy;
}

async function generate() {
  const schema = spellTuples(JSON.parse(await readFile(SOURCE, 'utf8')));
  const code = await compile(schema, 'RunwayContract', {
    additionalProperties: false,
    bannerComment: BANNER,
    format: false,
    unknownAny: true,
    unreachableDefinitions: true
  });
  const bare = code
    .replace(/export interface RunwayContract \{[^}]*\}\n/, '')
    .replace(
      /( \*\n)? \* This interface was referenced by .*\n( \* via the `definition` .*\n)?/g,
      ''
    )
    .replace(/\n\s*\*\s*\n\s*\*\//g, '\n */')
    .replace(/\/\*\*\n \*\/\n/g, '');
  const options = await prettier.resolveConfig(
    new URL('../package.json', import.meta.url)
  );
  return prettier.format(bare, { ...options, parser: 'typescript' });
}

const wanted = await generate();
if (process.argv.includes('--check')) {
  const present = await readFile(TARGET, 'utf8').catch(() => '');
  if (present !== wanted) {
    console.error(
      'src/contract is stale: run `npm run contract` and commit the result.'
    );
    process.exit(1);
  }
} else {
  await writeFile(TARGET, wanted);
}
