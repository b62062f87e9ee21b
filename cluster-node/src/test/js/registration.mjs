// RFC 7591 and 7592: an app that nobody registered beforehand, by openid-client.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import * as client from 'openid-client';
import { signIn } from './support/sign-in.mjs';
import { CALLBACK, admin, createUser, issuer } from './support/workspace.mjs';

const METADATA = {
  client_name: 'Stranger',
  redirect_uris: [CALLBACK],
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'ES256',
};

function register(initialAccessToken) {
  return client.dynamicClientRegistration(
    issuer,
    METADATA,
    client.ClientSecretBasic(),
    initialAccessToken === undefined ? {} : { initialAccessToken },
  );
}

before(async () => {
  await admin('PATCH', '/workspace', { registration_policy: 'initial_access_token' });
  // The gateway goes on with what it knew of the workspace for some seconds.
  for (const end = Date.now() + 15_000; Date.now() < end; await setTimeout(250)) {
    const discovery = await (await fetch(new URL('/.well-known/openid-configuration', issuer))).json();
    if (discovery.registration_endpoint) {
      return;
    }
  }
});
after(() => admin('PATCH', '/workspace', { registration_policy: 'closed' }));

test('with an initial access token, once', async () => {
  const { token } = await admin('POST', '/registration-tokens', { uses: 1 });
  const config = await register(token);
  client.enableNonRepudiationChecks(config);
  const user = await createUser();
  assert.equal((await signIn(config, user)).claims().sub, user.id);
  await assert.rejects(register(token));
});

test('read and deleted with the token that came with it', async () => {
  const { token } = await admin('POST', '/registration-tokens', { uses: 1 });
  const { client_id, registration_client_uri, registration_access_token } = (await register(token)).clientMetadata();
  const headers = { authorization: `Bearer ${registration_access_token}` };
  const read = await (await fetch(registration_client_uri, { headers })).json();
  assert.equal(read.client_id, client_id);
  assert.equal((await fetch(registration_client_uri, { method: 'DELETE', headers })).status, 204);
  assert.equal((await fetch(registration_client_uri, { headers })).status, 401);
});

test('without one the stranger stays out', async () => {
  await assert.rejects(register());
});
