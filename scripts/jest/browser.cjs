/** What browsers have and jsdom lacks. */
const { deserialize, serialize } = require('node:v8');

globalThis.structuredClone ??= value => deserialize(serialize(value));
globalThis.DragEvent ??= class DragEvent extends MouseEvent {};
