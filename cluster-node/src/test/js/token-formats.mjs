// What tokens and answers look like to the libraries: encrypted, opaque, signed introspection and userinfo.
import assert from 'node:assert/strict';
import test from 'node:test';
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { signIn } from './support/sign-in.mjs';
import { createUser, issuer, registerApp } from './support/workspace.mjs';

const user = await createUser();

function discovered(app, metadata) {
  return client.discovery(issuer, app.client_id, metadata, client.ClientSecretBasic(app.client_secret));
}

/** A key to encrypt to. */
async function encryptionKey(alg) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const kid = `enc-${alg}`;
  return {
    jwks: { keys: [{ ...(await jose.exportJWK(publicKey)), kid, alg, use: 'enc' }] },
    decryption: { key: privateKey, alg, kid },
    privateKey,
  };
}

for (const alg of ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW']) {
  test(`id token and userinfo encrypted with ${alg}`, async () => {
    const { jwks, decryption } = await encryptionKey(alg);
    const app = await registerApp({
      jwks,
      id_token_signed_response_alg: 'ES256',
      id_token_encrypted_response_alg: alg,
      id_token_encrypted_response_enc: 'A256GCM',
      userinfo_signed_response_alg: 'ES256',
      userinfo_encrypted_response_alg: alg,
      userinfo_encrypted_response_enc: 'A128CBC-HS256',
    });
    const config = await discovered(app, {
      id_token_signed_response_alg: 'ES256',
      userinfo_signed_response_alg: 'ES256',
    });
    client.enableNonRepudiationChecks(config);
    client.enableDecryptingResponses(config, ['A256GCM', 'A128CBC-HS256'], decryption);

    const tokens = await signIn(config, user);
    assert.equal(tokens.id_token.split('.').length, 5);
    assert.equal(tokens.claims().sub, user.id);
    const person = await client.fetchUserInfo(config, tokens.access_token, user.id);
    assert.equal(person.email, user.email);
  });
}

test('userinfo as a signed JWT', async () => {
  const app = await registerApp({ userinfo_signed_response_alg: 'PS256' });
  const config = await discovered(app, { userinfo_signed_response_alg: 'PS256' });
  client.enableNonRepudiationChecks(config);
  const tokens = await signIn(config, user);
  assert.equal((await client.fetchUserInfo(config, tokens.access_token, user.id)).email, user.email);
});

test('an opaque access token, introspected', async () => {
  const app = await registerApp({ access_token_format: 'opaque' });
  const config = await discovered(app);
  const tokens = await signIn(config, user);
  assert.doesNotMatch(tokens.access_token, /\./);
  await client.fetchUserInfo(config, tokens.access_token, user.id);
  const known = await client.tokenIntrospection(config, tokens.access_token);
  assert.equal(known.active, true);
  assert.equal(known.sub, user.id);
  await client.tokenRevocation(config, tokens.access_token);
  assert.deepEqual(await client.tokenIntrospection(config, tokens.access_token), { active: false });
});

test('introspection as a signed JWT (RFC 9701), by openid-client and verified with jose', async () => {
  const app = await registerApp({ introspection_signed_response_alg: 'ES256' });
  const config = await discovered(app, { introspection_signed_response_alg: 'ES256' });
  client.enableNonRepudiationChecks(config);
  const { access_token: token } = await signIn(config, user);
  assert.equal((await client.tokenIntrospection(config, token)).sub, user.id);

  const server = config.serverMetadata();
  const response = await oauth.introspectionRequest(
    server,
    { client_id: app.client_id },
    oauth.ClientSecretBasic(app.client_secret),
    token,
    { requestJwtResponse: true },
  );
  assert.equal(response.headers.get('content-type'), 'application/token-introspection+jwt');
  const { payload } = await jose.jwtVerify(
    await response.text(),
    jose.createRemoteJWKSet(new URL(server.jwks_uri)),
    { issuer: issuer.origin, audience: app.client_id, typ: 'token-introspection+jwt', algorithms: ['ES256'] },
  );
  assert.equal(payload.token_introspection.active, true);
});

test('a resource server validates the access token with oauth4webapi (RFC 9068)', async () => {
  const app = await registerApp();
  const config = await discovered(app);
  const { access_token: token } = await signIn(config, user);
  const request = new Request('https://orders.example', { headers: { authorization: `Bearer ${token}` } });
  const claims = await oauth.validateJwtAccessToken(config.serverMetadata(), request, issuer.origin);
  assert.equal(claims.sub, user.id);
  await assert.rejects(oauth.validateJwtAccessToken(config.serverMetadata(), request, 'https://orders.example'));
});
