/**
 * Prints what a browser loads of the built extension: at JupyterLab's start, and once the panel is opened.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FOLDER = new URL('../runway_jlab/labextension/static/', import.meta.url);
const LIMIT = 60 * 1024;

const files = readdirSync(FOLDER).filter(
  name => name.endsWith('.js') && name !== 'style.js'
);
const sizes = new Map(
  files.map(name => [
    name,
    gzipSync(readFileSync(new URL(name, FOLDER))).length
  ])
);

/**
 * At start, module federation asks for the entry and the two exposed modules, and for the chunks that these name.
 * A chunk loads with them when the entry lists it beside them; what only a dynamic import names stays away.
 */
const entry = readFileSync(
  new URL(
    files.find(name => name.startsWith('remoteEntry')),
    FOLDER
  ),
  'utf8'
);
const exposed = [
  ...entry.matchAll(
    /["']?\.\/(?:index|extension|style)["']?\s*:\s*\(?\)?\s*(?:=>|function)[^]*?(?=,\s*["']?\.\/|\}\s*[;,)])/g
  )
]
  .map(([text]) => text)
  .join('\n');
const named = new Set(
  [...exposed.matchAll(/\.e\(\s*["']?([\w-]+)["']?\s*\)/g)].map(([, id]) => id)
);

const isFirst = name =>
  name.startsWith('remoteEntry') ||
  [...named].some(id => name.startsWith(`${id}.`));
let first = 0;
let later = 0;
for (const [name, size] of [...sizes].sort(
  ([, one], [, other]) => other - one
)) {
  const when = isFirst(name) ? 'first' : 'later';
  first += when === 'first' ? size : 0;
  later += when === 'later' ? size : 0;
  console.log(`${when}  ${kilobytes(size)}  ${name}`);
}
console.log(
  `\nFirst load: ${kilobytes(first)} gzip (limit ${kilobytes(LIMIT)}). With the panel: ${kilobytes(later)} more.`
);
if (named.size === 0) {
  console.error(
    'Could not tell which chunks load first: the bundler writes its entry in another way.'
  );
  process.exit(2);
}
process.exit(first > LIMIT ? 1 : 0);

function kilobytes(count) {
  return `${(count / 1024).toFixed(1).padStart(6)} kB`;
}
