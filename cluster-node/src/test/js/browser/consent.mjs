// What an app that is not the workspace's own may have, and a device.
import assert from 'node:assert/strict';
import { CALLBACK, PHONE, authorizationRequest, createUser, registerApp, scenario } from './support/scenario.mjs';

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
