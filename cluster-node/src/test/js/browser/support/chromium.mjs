// The one Chromium of all scenarios. It trusts the keys of dev's certificates, as if their authority were installed (so that it is a
// secure context, which WebAuthn wants), and finds nothing but this machine.
import { X509Certificate, createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after } from 'node:test';
import tls from 'node:tls';
import { chromium } from 'playwright-core';
import { issuer } from '../../support/workspace.mjs';

export const browser = await chromium.launch({
  executablePath: process.env.PRYSM_CHROMIUM,
  args: [
    // The workspaces', and the one that the servers of these tests use.
    `--ignore-certificate-errors-spki-list=${await keyOf(issuer)},${await keyIn('console.pem')}`,
    `--host-resolver-rules=MAP *.${process.env.PRYSM_DOMAIN} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    '--force-color-profile=srgb',
  ],
});

after(() => browser.close());

async function keyOf(address) {
  const socket = tls.connect({ host: '127.0.0.1', port: Number(address.port), servername: address.hostname });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  return pin(certificate);
}

async function keyIn(file) {
  return pin(new X509Certificate(await readFile(path.join(process.env.PRYSM_TLS, file))));
}

/** RFC 7469: base64 of SHA-256 of SubjectPublicKeyInfo. */
function pin(certificate) {
  return createHash('sha256').update(certificate.publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
}
