// The one Chromium of all scenarios. It trusts the key that all of dev's certificates share, as if its authority were installed (so
// that it is a secure context, which WebAuthn wants), and finds nothing but this machine.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { after } from 'node:test';
import tls from 'node:tls';
import { chromium } from 'playwright-core';
import { issuer } from '../../support/workspace.mjs';

export const browser = await chromium.launch({
  executablePath: process.env.PRYSM_CHROMIUM,
  args: [
    `--ignore-certificate-errors-spki-list=${await keyOf(issuer)}`,
    `--host-resolver-rules=MAP *.${process.env.PRYSM_DOMAIN} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    '--force-color-profile=srgb',
  ],
});

after(() => browser.close());

/** RFC 7469's pin of the key: base64 of SHA-256 of SubjectPublicKeyInfo. */
async function keyOf(address) {
  const socket = tls.connect({ host: '127.0.0.1', port: Number(address.port), servername: address.hostname });
  await once(socket, 'secureConnect');
  const key = socket.getPeerX509Certificate().publicKey.export({ type: 'spki', format: 'der' });
  socket.destroy();
  return createHash('sha256').update(key).digest('base64');
}
