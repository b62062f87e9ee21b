// OpenID Connect Core §3.1 with PKCE (RFC 7636), iss in the response (RFC 9207), refresh (RFC 6749 §6) and sign-out, as
// openid-client does them; every id token's signature is verified too.
import assert from 'node:assert/strict';
import test from 'node:test';
import * as client from 'openid-client';
import { Browser } from './support/browser.mjs';
import { authorizationRequest, signIn } from './support/sign-in.mjs';
import { createUser, issuer, registerApp } from './support/workspace.mjs';

const BYE = 'https://client.example/bye';
const user = await createUser();

async function discovered(app, metadata, authentication) {
  const config = await client.discovery(issuer, app.client_id, metadata, authentication);
  client.enableNonRepudiationChecks(config);
  return config;
}

for (const [method, authentication] of [
  ['client_secret_basic', (app) => client.ClientSecretBasic(app.client_secret)],
  ['client_secret_post', (app) => client.ClientSecretPost(app.client_secret)],
  ['client_secret_jwt', (app) => client.ClientSecretJwt(app.client_secret)],
  ['none', () => client.None()],
]) {
  test(`code, id token, userinfo and refresh with ${method}`, async () => {
    const app = await registerApp({ token_endpoint_auth_method: method });
    const config = await discovered(app, undefined, authentication(app));

    const tokens = await signIn(config, user, { parameters: { scope: 'openid profile email offline_access' } });
    assert.equal(tokens.token_type, 'bearer');
    assert.equal(tokens.claims().sub, user.id);

    const person = await client.fetchUserInfo(config, tokens.access_token, user.id);
    assert.equal(person.email, user.email);
    assert.equal(person.family_name, 'Lovelace');

    const fresh = await client.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(fresh.claims().sub, user.id);
    await client.fetchUserInfo(config, fresh.access_token, user.id);
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), { error: 'invalid_grant' });
    await assert.rejects(client.fetchUserInfo(config, fresh.access_token, user.id), (error) => {
      assert.equal(error.cause[0].parameters.error, 'invalid_token', 'a replay ends the family');
      return true;
    });
  });
}

for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
  test(`id tokens signed with ${alg}`, async () => {
    const app = await registerApp({ id_token_signed_response_alg: alg });
    const config = await discovered(
      app,
      { id_token_signed_response_alg: alg },
      client.ClientSecretBasic(app.client_secret),
    );
    assert.equal((await signIn(config, user)).claims().sub, user.id);
  });
}

test('max_age and what the claims parameter asks for', async () => {
  const app = await registerApp();
  const config = await discovered(app, undefined, client.ClientSecretBasic(app.client_secret));
  const { parameters, checks } = await authorizationRequest({
    scope: 'openid',
    max_age: '60',
    claims: JSON.stringify({ id_token: { given_name: null } }),
  });
  const page = await new Browser().signIn(client.buildAuthorizationUrl(config, parameters), user);
  const tokens = await client.authorizationCodeGrant(config, page.leadsTo, { ...checks, maxAge: 60 });
  assert.equal(tokens.claims().given_name, 'Ada');
});

test('errors are errors of the library', async () => {
  const app = await registerApp();
  const config = await discovered(app, undefined, client.ClientSecretBasic(app.client_secret));
  const { parameters, checks } = await authorizationRequest({ prompt: 'none' });
  const page = await new Browser().open(client.buildAuthorizationUrl(config, parameters));
  await assert.rejects(client.authorizationCodeGrant(config, page.leadsTo, checks), (error) => {
    assert.ok(error instanceof client.AuthorizationResponseError);
    assert.equal(error.error, 'login_required');
    return true;
  });
});

test('revocation, and the sign-out that the app begins', async () => {
  const app = await registerApp({ post_logout_redirect_uris: [BYE] });
  const config = await discovered(app, undefined, client.ClientSecretBasic(app.client_secret));
  const browser = new Browser();
  const tokens = await signIn(config, user, { browser });
  await client.tokenRevocation(config, tokens.access_token);
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, user.id));

  const bye = await browser.open(
    client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: BYE,
      state: 'so long',
    }),
  );
  assert.equal(bye.leadsTo.origin + bye.leadsTo.pathname, BYE);
  assert.equal(bye.leadsTo.searchParams.get('state'), 'so long');

  const { parameters } = await authorizationRequest({ prompt: 'none' });
  const asked = await browser.open(client.buildAuthorizationUrl(config, parameters));
  assert.equal(asked.leadsTo.searchParams.get('error'), 'login_required');
});
