// The grants without a browser of the app's own, as openid-client asks for them.
import assert from 'node:assert/strict';
import test from 'node:test';
import * as jose from 'jose';
import * as client from 'openid-client';
import { Browser } from './support/browser.mjs';
import { signIn } from './support/sign-in.mjs';
import { admin, createUser, issuer, registerApp } from './support/workspace.mjs';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const user = await createUser();

async function service(metadata) {
  const app = await registerApp({
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
    scope: 'read write',
    ...metadata,
  });
  return client.discovery(issuer, app.client_id, undefined, client.ClientSecretBasic(app.client_secret));
}

async function device() {
  const app = await registerApp({
    client_name: 'Television',
    redirect_uris: [],
    response_types: [],
    grant_types: [DEVICE_CODE, 'refresh_token'],
    token_endpoint_auth_method: 'none',
  });
  return client.discovery(issuer, app.client_id, undefined, client.None());
}

test('client_credentials (RFC 6749 §4.4)', async () => {
  const config = await service();
  const tokens = await client.clientCredentialsGrant(config, { scope: 'read' });
  assert.equal(tokens.scope, 'read');
  assert.equal(jose.decodeJwt(tokens.access_token).sub, config.clientMetadata().client_id);
  await assert.rejects(client.clientCredentialsGrant(config, { scope: 'admin' }), { error: 'invalid_scope' });
});

test('a device that a person lets in (RFC 8628)', async () => {
  const config = await device();
  const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid email offline_access' });
  const polling = client.pollDeviceAuthorizationGrant(config, begun);
  const browser = new Browser();
  const question = await browser.signIn(begun.verification_uri_complete, user);
  await browser.submit(question, { decision: 'approve' });

  const tokens = await polling;
  assert.equal(tokens.claims().sub, user.id);
  assert.equal((await client.fetchUserInfo(config, tokens.access_token, user.id)).email, user.email);
  await client.refreshTokenGrant(config, tokens.refresh_token);
});

test('a device that a person does not let in', async () => {
  const config = await device();
  const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
  const browser = new Browser();
  const question = await browser.signIn(begun.verification_uri_complete, user);
  await browser.submit(question, { decision: 'deny' });
  await assert.rejects(client.pollDeviceAuthorizationGrant(config, begun), { error: 'access_denied' });
});

test('a service account with an assertion alone (RFC 7523 §2.1)', async () => {
  const { publicKey, privateKey } = await jose.generateKeyPair('ES256');
  const account = await admin('POST', '/service-accounts', {
    name: 'robot',
    roles: ['workspace.auditor'],
    jwks: { keys: [{ ...(await jose.exportJWK(publicKey)), kid: 'robot', alg: 'ES256', use: 'sig' }] },
  });
  const assertion = await new jose.SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: 'robot' })
    .setIssuer(account.client_id)
    .setSubject(account.client_id)
    .setAudience(issuer.origin)
    .setIssuedAt()
    .setExpirationTime('1 minute')
    .sign(privateKey);
  const config = await client.discovery(issuer, account.client_id, undefined, client.None());
  const tokens = await client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:jwt-bearer', { assertion });
  assert.equal(jose.decodeJwt(tokens.access_token).sub, account.client_id);
});

test('a service takes a person\'s place, another acts for both (RFC 8693)', async () => {
  const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
  const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
  const shop = await registerApp({ token_endpoint_auth_method: 'none' });
  const person = await signIn(await client.discovery(issuer, shop.client_id, undefined, client.None()), user);
  const orders = await service({
    grant_types: ['client_credentials', EXCHANGE],
    scope: 'openid email read',
    resources: ['https://billing.example'],
  });
  const asked = {
    subject_token: person.access_token,
    subject_token_type: ACCESS_TOKEN,
    resource: 'https://billing.example',
    scope: 'openid',
  };

  const impersonated = await client.genericGrantRequest(orders, EXCHANGE, asked);
  assert.equal(impersonated.issued_token_type, ACCESS_TOKEN);
  assert.equal(impersonated.refresh_token, undefined);
  const claims = jose.decodeJwt(impersonated.access_token);
  assert.equal(claims.sub, user.id);
  assert.deepEqual([claims.aud].flat(), ['https://billing.example']);
  assert.equal(claims.act, undefined);

  const own = await client.clientCredentialsGrant(orders, { scope: 'read' });
  const delegated = await client.genericGrantRequest(orders, EXCHANGE, {
    ...asked,
    actor_token: own.access_token,
    actor_token_type: ACCESS_TOKEN,
  });
  assert.deepEqual(jose.decodeJwt(delegated.access_token).act, { sub: orders.clientMetadata().client_id });

  await assert.rejects(client.genericGrantRequest(orders, EXCHANGE, { ...asked, resource: 'https://ledger.example' }), {
    error: 'invalid_target',
  });
});
