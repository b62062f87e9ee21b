// An authorization request by openid-client, and the person who answers it.
import * as client from 'openid-client';
import { Browser } from './browser.mjs';
import { CALLBACK } from './workspace.mjs';

/**
 * The parameters of a request with PKCE, state and nonce, and what the answer is checked by.
 *
 * @param more further parameters of the authorization request
 */
export async function authorizationRequest(more = {}) {
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true,
  };
  const parameters = {
    redirect_uri: CALLBACK,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  };
  return { parameters, checks };
}

/** Signs the user in by the hosted pages, and redeems the code. → tokens */
export async function signIn(config, user, { parameters = {}, options, browser = new Browser() } = {}) {
  const request = await authorizationRequest(parameters);
  const page = await browser.signIn(client.buildAuthorizationUrl(config, request.parameters), user);
  return client.authorizationCodeGrant(config, page.leadsTo, request.checks, undefined, options);
}
