// RFC 7523 §2.2: clients that authenticate with keys made by jose, in every algorithm that discovery names.
import assert from 'node:assert/strict';
import test from 'node:test';
import * as jose from 'jose';
import * as client from 'openid-client';
import { signIn } from './support/sign-in.mjs';
import { createUser, issuer, registerApp } from './support/workspace.mjs';

const user = await createUser();

/** An app that is known by a fresh key. */
async function keyed(alg) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg);
  const jwk = { ...(await jose.exportJWK(publicKey)), kid: `js-${alg}`, alg, use: 'sig' };
  const app = await registerApp({
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'openid profile email read',
    jwks: { keys: [jwk] },
  });
  return { app, key: { key: privateKey, kid: jwk.kid } };
}

for (const alg of ['ES256', 'PS256', 'EdDSA']) {
  test(`private_key_jwt with ${alg}`, async () => {
    const { app, key } = await keyed(alg);
    const config = await client.discovery(issuer, app.client_id, undefined, client.PrivateKeyJwt(key));
    assert.ok(config.serverMetadata().token_endpoint_auth_signing_alg_values_supported.includes(alg));

    const tokens = await signIn(config, user);
    assert.equal(tokens.claims().sub, user.id);
    const machine = await client.clientCredentialsGrant(config, { scope: 'read' });
    assert.equal(machine.scope, 'read');
    assert.equal((await client.tokenIntrospection(config, machine.access_token)).active, true);
  });
}

test('an assertion for the token endpoint, and one for somebody else', async () => {
  const { app, key } = await keyed('ES256');
  const aimed = async (aud) => {
    const authentication = client.PrivateKeyJwt(key, {
      [client.modifyAssertion](header, payload) {
        payload.aud = aud;
      },
    });
    const config = await client.discovery(issuer, app.client_id, undefined, authentication);
    return client.clientCredentialsGrant(config, { scope: 'read' });
  };
  await aimed(new URL('/oauth/v2/token', issuer).href);
  await assert.rejects(aimed('https://auth.somebody.example'), { error: 'invalid_client' });
});

test('another key is not believed', async () => {
  const { app, key } = await keyed('ES256');
  const other = await jose.generateKeyPair('ES256');
  const config = await client.discovery(
    issuer,
    app.client_id,
    undefined,
    client.PrivateKeyJwt({ key: other.privateKey, kid: key.kid }),
  );
  await assert.rejects(client.clientCredentialsGrant(config), { error: 'invalid_client' });
});
