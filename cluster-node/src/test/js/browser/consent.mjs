// What an app that is not the workspace's own may have, and a device, and an app that asks from elsewhere.
import assert from 'node:assert/strict';
import { CALLBACK, PHONE, authorizationRequest, createUser, issuer, registerApp, scenario } from './support/scenario.mjs';

const app = await registerApp({
  client_name: 'Holiday Planner',
  first_party: false,
  client_uri: 'https://planner.example/',
  policy_uri: 'https://planner.example/privacy',
  tos_uri: 'https://planner.example/terms',
});

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } })) {
  scenario(`asks before an app of others gets anything: ${name}`, options, async (visitor) => {
    await visitor.open(authorizationRequest(app, { scope: 'openid profile email offline_access' }));
    await visitor.signIn(await createUser());
    await visitor.sees('Holiday Planner', 'See your e-mail address');
    await visitor.screenshot(`consent-${name}`);
    await visitor.submit({ decision: name === 'phone' ? 'deny' : 'allow' });
    assert.ok(visitor.page.url().startsWith(`${CALLBACK}?${name === 'phone' ? 'error=access_denied' : 'code='}`));
  });
}

scenario('connects a device', {}, async (visitor) => {
  await visitor.open('/ui/device');
  await visitor.signIn(await createUser());
  await visitor.screenshot('device');
  await visitor.fill({ user_code: 'BCDF-GHJK' });
  await visitor.submit();
  await visitor.sees('That code is not waiting here.');
  await visitor.screenshot('device-wrong');
});

/** Sends a form as a client of OAuth does, without any browser. */
async function post(path, parameters) {
  const response = await fetch(new URL(path, issuer), { method: 'POST', body: new URLSearchParams(parameters) });
  const text = await response.text();
  assert.ok(response.ok, `${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } })) {
  scenario(`lets a device in that shows its code: ${name}`, options, async (visitor) => {
    const television = await registerApp({
      client_name: 'Television',
      redirect_uris: undefined,
      response_types: [],
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
    });
    const begun = await post('/oauth/v2/device_authorization', { client_id: television.client_id, scope: 'openid email' });
    await visitor.open(begun.verification_uri_complete);
    await visitor.signIn(await createUser());
    await visitor.sees('Television', begun.user_code, 'See your e-mail address');
    await visitor.screenshot(`device-question-${name}`);
    await visitor.submit({ decision: 'approve' });
    await visitor.sees('Your device is connected');
    await visitor.screenshot(`device-connected-${name}`);
  });

  scenario(`answers an app that asks from elsewhere: ${name}`, options, async (visitor) => {
    const bank = await registerApp({
      client_name: 'Bank',
      redirect_uris: undefined,
      response_types: [],
      grant_types: ['urn:openid:params:grant-type:ciba'],
      application_type: undefined,
      token_endpoint_auth_method: 'client_secret_post',
    });
    const user = await createUser();
    const { client_id, client_secret } = bank;
    await post('/oauth/v2/backchannel_authentication', {
      client_id,
      client_secret,
      scope: 'openid email',
      login_hint: user.username,
      binding_message: 'Pay 12.50 to Books & Co',
    });
    await visitor.open('/ui/approve');
    await visitor.signIn(user);
    await visitor.sees('Bank', 'Pay 12.50 to Books & Co', 'If you did not start it, deny');
    await visitor.screenshot(`approve-${name}`);
    await visitor.press(visitor.page.getByRole('button', { name: 'Approve Bank', exact: true }));
    await visitor.sees('Nobody is waiting for your approval');
    await visitor.screenshot(`approve-nobody-${name}`);
  });
}
