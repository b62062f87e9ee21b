// Authorization requests that do not lie open in the browser: pushed (RFC 9126), signed (RFC 9101), both, and what goes with them
// (RFC 8707, RFC 9396), as openid-client makes them.
import assert from 'node:assert/strict';
import test from 'node:test';
import * as jose from 'jose';
import * as client from 'openid-client';
import { Browser } from './support/browser.mjs';
import { authorizationRequest } from './support/sign-in.mjs';
import { createUser, issuer, registerApp } from './support/workspace.mjs';

const user = await createUser();

function discovered(app) {
  return client.discovery(issuer, app.client_id, undefined, client.ClientSecretBasic(app.client_secret));
}

/** An app that signs its requests. */
async function signing(alg, metadata) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg);
  const kid = `requests-${alg}`;
  const jwks = { keys: [{ ...(await jose.exportJWK(publicKey)), kid, alg, use: 'sig' }] };
  const config = await discovered(await registerApp({ jwks, request_object_signing_alg: alg, ...metadata }));
  return { config, key: { key: privateKey, kid } };
}

/** The person signs in, and the code is redeemed. → tokens */
async function answered(config, address, checks) {
  const page = await new Browser().signIn(address, user);
  return client.authorizationCodeGrant(config, page.leadsTo, checks);
}

test('pushed, and used once', async () => {
  const config = await discovered(await registerApp({ require_pushed_authorization_requests: true }));
  const { parameters, checks } = await authorizationRequest();
  const address = await client.buildAuthorizationUrlWithPAR(config, parameters);
  assert.deepEqual([...address.searchParams.keys()].sort(), ['client_id', 'request_uri']);
  assert.equal((await answered(config, address, checks)).claims().sub, user.id);
  assert.equal((await new Browser().open(address)).status, 400);
});

test('who has to push cannot go straight', async () => {
  const config = await discovered(await registerApp({ require_pushed_authorization_requests: true }));
  const { parameters, checks } = await authorizationRequest();
  const page = await new Browser().open(client.buildAuthorizationUrl(config, parameters));
  await assert.rejects(client.authorizationCodeGrant(config, page.leadsTo, checks), { error: 'invalid_request' });
});

test('a pushed request that is wrong is refused at once', async () => {
  const config = await discovered(await registerApp());
  const { parameters } = await authorizationRequest({ redirect_uri: 'https://evil.example' });
  await assert.rejects(client.buildAuthorizationUrlWithPAR(config, parameters), (error) => {
    assert.ok(error instanceof client.ResponseBodyError);
    return true;
  });
});

for (const alg of ['ES256', 'PS256', 'RS256', 'EdDSA']) {
  test(`signed with ${alg}`, async () => {
    const { config, key } = await signing(alg, { require_signed_request_object: true });
    const { parameters, checks } = await authorizationRequest();
    const address = await client.buildAuthorizationUrlWithJAR(config, parameters, key);
    assert.deepEqual([...address.searchParams.keys()].sort(), ['client_id', 'request']);
    assert.equal((await answered(config, address, checks)).claims().sub, user.id);
  });
}

test('signed and pushed', async () => {
  const { config, key } = await signing('ES256', { require_pushed_authorization_requests: true });
  const { parameters, checks } = await authorizationRequest();
  const signed = await client.buildAuthorizationUrlWithJAR(config, parameters, key);
  const address = await client.buildAuthorizationUrlWithPAR(config, signed.searchParams);
  assert.equal((await answered(config, address, checks)).claims().sub, user.id);
});

test('signed by another, or not at all, is refused', async () => {
  const { config, key } = await signing('ES256', { require_signed_request_object: true });
  const { privateKey } = await jose.generateKeyPair('ES256');
  const { parameters } = await authorizationRequest();
  const browser = new Browser();
  const forged = await browser.open(
    await client.buildAuthorizationUrlWithJAR(config, parameters, { key: privateKey, kid: key.kid }),
  );
  assert.match(forged.location ?? forged.html, /invalid_request_object|request object/i);
  const open = await browser.open(client.buildAuthorizationUrl(config, parameters));
  assert.match(open.location ?? open.html, /invalid_request/);
});

test('what is asked for in detail comes back in detail', async () => {
  const config = await discovered(await registerApp({ resources: ['https://orders.example'], authorization_details_types: ['payment'] }));
  const details = [{ type: 'payment', amount: '12.50' }];
  const { parameters, checks } = await authorizationRequest({
    resource: 'https://orders.example',
    authorization_details: JSON.stringify(details),
  });
  const address = await client.buildAuthorizationUrlWithPAR(config, parameters);
  const tokens = await answered(config, address, checks);
  assert.deepEqual(tokens.authorization_details, details);
  const claims = jose.decodeJwt(tokens.access_token);
  assert.deepEqual(claims.authorization_details, details);
  assert.ok([claims.aud].flat().includes('https://orders.example'));
});
