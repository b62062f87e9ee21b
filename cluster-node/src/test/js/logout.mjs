// OpenID Connect Back-Channel Logout: the token that an app's server gets, verified with jose against the workspace's keys.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import test, { after } from 'node:test';
import * as jose from 'jose';
import * as client from 'openid-client';
import { Browser } from './support/browser.mjs';
import { signIn } from './support/sign-in.mjs';
import { createUser, issuer, registerApp } from './support/workspace.mjs';

/** The app's own server, with a certificate of dev's authority. */
const server = createServer({
  cert: await readFile(`${process.env.PRYSM_TLS}/console.pem`),
  key: await readFile(`${process.env.PRYSM_TLS}/console.key`),
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.close());

test('a signed logout token arrives when the person signs out', async () => {
  const app = await registerApp({
    backchannel_logout_uri: `https://127.0.0.1:${server.address().port}/signed-out`,
    backchannel_logout_session_required: true,
  });
  const config = await client.discovery(issuer, app.client_id, undefined, client.ClientSecretBasic(app.client_secret));
  const user = await createUser();
  const browser = new Browser();
  const tokens = await signIn(config, user, { browser });

  const told = once(server, 'request', { signal: AbortSignal.timeout(30_000) });
  await browser.open(client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token }));
  const [request, response] = await told;
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }
  response.end();

  assert.equal(request.method, 'POST');
  const { payload } = await jose.jwtVerify(
    new URLSearchParams(body).get('logout_token'),
    jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri)),
    { issuer: issuer.origin, audience: app.client_id, typ: 'logout+jwt', requiredClaims: ['jti', 'iat', 'exp'] },
  );
  assert.equal(payload.sub, user.id);
  assert.equal(payload.sid, tokens.claims().sid);
  assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} });
  assert.equal(payload.nonce, undefined);
});
