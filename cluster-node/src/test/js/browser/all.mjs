// All scenarios in one process, and so in one browser: each is a file beside this one. PRYSM_SCENARIO=name runs only some.
import { readdir } from 'node:fs/promises';

const only = process.env.PRYSM_SCENARIO ?? '';
const files = (await readdir(new URL('.', import.meta.url))).filter((file) => file.endsWith('.mjs') && file !== 'all.mjs');

for (const file of files.filter((name) => name.includes(only)).sort()) {
  await import(`./${file}`);
}
