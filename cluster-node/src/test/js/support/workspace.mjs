// The workspace under test, as its admin sees it: apps, users and policies come by the admin API.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

export const issuer = new URL(process.env.PRYSM_ISSUER);
export const CALLBACK = 'https://client.example/callback';
export const PASSWORD = 'correct horse battery staple';

/** Sends JSON to the admin API, and gives the JSON of the answer. */
export async function admin(method, path, body) {
  const response = await fetch(new URL(`/admin/v1${path}`, issuer), {
    method,
    headers: { authorization: `Bearer ${process.env.PRYSM_ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text && JSON.parse(text);
}

const project = await admin('POST', '/projects', { name: 'JavaScript' });

/** An app with the code flow and refresh tokens unless the metadata (RFC 7591) say otherwise. */
export function registerApp(metadata = {}) {
  return admin('POST', `/projects/${project.id}/apps`, {
    client_name: 'Shop',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
    ...metadata,
  });
}

/** A user with a fresh name and the one password. */
export function createUser() {
  const username = `js-${randomBytes(6).toString('hex')}`;
  return admin('POST', '/users', {
    username,
    password: PASSWORD,
    email: `${username}@example.com`,
    email_verified: true,
    given_name: 'Ada',
    family_name: 'Lovelace',
    name: 'Ada Lovelace',
  });
}
