// How the answer of the authorization endpoint travels: form_post, JARM, and the hybrid flow, as openid-client takes them.
import assert from 'node:assert/strict';
import test from 'node:test';
import * as jose from 'jose';
import * as client from 'openid-client';
import { Browser } from './support/browser.mjs';
import { authorizationRequest, signIn } from './support/sign-in.mjs';
import { CALLBACK, createUser, issuer, registerApp } from './support/workspace.mjs';

const user = await createUser();

function discovered(app, metadata) {
  return client.discovery(issuer, app.client_id, metadata, client.ClientSecretBasic(app.client_secret));
}

async function open(config, more) {
  const { parameters, checks } = await authorizationRequest(more);
  return { checks, page: await new Browser().signIn(client.buildAuthorizationUrl(config, parameters), user) };
}

/** What the app's server gets when the browser sends the form. */
function posted(page) {
  const { action, fields } = page.form;
  assert.equal(action.href, CALLBACK);
  return new Request(action, { method: 'POST', body: fields });
}

test('form_post', async () => {
  const app = await registerApp();
  const config = await discovered(app);
  const { page, checks } = await open(config, { response_mode: 'form_post' });
  const tokens = await client.authorizationCodeGrant(config, posted(page), checks);
  assert.equal(tokens.claims().sub, user.id);
});

for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
  test(`JARM signed with ${alg}`, async () => {
    const app = await registerApp({ authorization_signed_response_alg: alg });
    const config = await discovered(app, { authorization_signed_response_alg: alg });
    client.useJwtResponseMode(config);
    assert.equal((await signIn(config, user)).claims().sub, user.id);
  });
}

test('JARM by form, verified with jose', async () => {
  const app = await registerApp();
  const config = await discovered(app);
  const { page, checks } = await open(config, { response_mode: 'form_post.jwt' });
  const { response } = Object.fromEntries(await posted(page).formData());
  const { payload } = await jose.jwtVerify(
    response,
    jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri)),
    { issuer: issuer.origin, audience: app.client_id, requiredClaims: ['exp', 'code'] },
  );
  assert.equal(payload.state, checks.expectedState);
});

test('code and id token together, in the fragment', async () => {
  const app = await registerApp({
    implicit_responses: true,
    response_types: ['code id_token'],
    grant_types: ['authorization_code', 'implicit'],
  });
  const config = await discovered(app);
  client.useCodeIdTokenResponseType(config);
  assert.equal((await signIn(config, user)).claims().sub, user.id);
});

test('an id token alone, in the fragment', async () => {
  const app = await registerApp({
    implicit_responses: true,
    response_types: ['id_token'],
    grant_types: ['implicit'],
  });
  const config = await discovered(app);
  client.useIdTokenResponseType(config);
  const { page, checks } = await open(config, {});
  const claims = await client.implicitAuthentication(config, page.leadsTo, checks.expectedNonce, {
    expectedState: checks.expectedState,
  });
  assert.equal(claims.sub, user.id);
});
