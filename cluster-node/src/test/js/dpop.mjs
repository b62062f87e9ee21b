// RFC 9449 end to end: openid-client proves its key and learns the workspace's nonce, oauth4webapi guards a resource.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { signIn } from './support/sign-in.mjs';
import { admin, createUser, issuer, registerApp } from './support/workspace.mjs';

const RESOURCE = 'https://orders.example/list';
const user = await createUser();

before(() => admin('PATCH', '/workspace', { dpop_nonce_required: true }));
after(() => admin('PATCH', '/workspace', { dpop_nonce_required: false }));

for (const alg of ['ES256', 'PS256', 'EdDSA']) {
  test(`code, userinfo and refresh bound to a key of ${alg}, with nonces`, async () => {
    const app = await registerApp({ token_endpoint_auth_method: 'none' });
    const config = await client.discovery(issuer, app.client_id, undefined, client.None());
    const seen = nonceErrors(config);
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair(alg));

    const tokens = await signIn(config, user, { options: { DPoP } });
    assert.equal(tokens.token_type, 'dpop');
    assert.deepEqual(seen, ['/oauth/v2/token'], 'told the nonce once');
    const person = await client.fetchUserInfo(config, tokens.access_token, user.id, { DPoP });
    assert.equal(person.email, user.email);

    const stranger = client.getDPoPHandle(config, await client.randomDPoPKeyPair(alg));
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, user.id, { DPoP: stranger }));
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, user.id), 'no bearer token');
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP: stranger }), {
      error: 'invalid_grant',
    });

    const fresh = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
    assert.equal(fresh.token_type, 'dpop');
    await client.fetchUserInfo(config, fresh.access_token, user.id, { DPoP });
  });
}

test('dpop_jkt binds the code', async () => {
  const app = await registerApp();
  const config = await client.discovery(issuer, app.client_id, undefined, client.ClientSecretBasic(app.client_secret));
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
  const stranger = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
  const parameters = { dpop_jkt: await DPoP.calculateThumbprint() };
  await assert.rejects(signIn(config, user, { parameters, options: { DPoP: stranger } }), { error: 'invalid_grant' });
  assert.equal((await signIn(config, user, { parameters, options: { DPoP } })).token_type, 'dpop');
});

test('a resource server takes the token with a proof, and not without (RFC 9068)', async () => {
  const app = await registerApp();
  const config = await client.discovery(issuer, app.client_id, undefined, client.ClientSecretBasic(app.client_secret));
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
  const { access_token: token } = await signIn(config, user, { options: { DPoP } });
  const request = await proven(config, token, DPoP);
  const server = config.serverMetadata();
  const claims = await oauth.validateJwtAccessToken(server, request, issuer.origin, { requireDPoP: true });
  assert.equal(claims.sub, user.id);
  assert.equal(claims.client_id, app.client_id);
  assert.equal(claims.cnf.jkt, await DPoP.calculateThumbprint());

  const bare = new Request(RESOURCE, { headers: { authorization: `Bearer ${token}` } });
  await assert.rejects(oauth.validateJwtAccessToken(server, bare, issuer.origin));
});

/** The paths that answered that a nonce is missing. */
function nonceErrors(config) {
  const paths = [];
  config[client.customFetch] = async (url, options) => {
    const response = await fetch(url, options);
    if (response.status >= 400 && (await response.clone().text()).includes('use_dpop_nonce')) {
      paths.push(new URL(url).pathname);
    }
    return response;
  };
  return paths;
}

/** The request that the library would send to a resource. */
async function proven(config, token, DPoP) {
  let request;
  config[client.customFetch] = async (url, options) => {
    request = new Request(url, { method: options.method, headers: options.headers });
    return new Response();
  };
  await client.fetchProtectedResource(config, token, new URL(RESOURCE), 'GET', undefined, undefined, { DPoP });
  return request;
}
