// One's own account.
import { PHONE, authorizationRequest, createUser, registerApp, scenario } from './support/scenario.mjs';

const app = await registerApp({ client_name: 'Holiday Planner', first_party: false });

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } })) {
  scenario(`one's own account: ${name}`, options, async (visitor) => {
    await visitor.open(authorizationRequest(app));
    await visitor.signIn(await createUser());
    await visitor.submit({ decision: 'allow' });
    await visitor.open('/ui/account');
    await visitor.sees('Ada Lovelace');
    await visitor.screenshot(`account-${name}`);
    await visitor.open('/ui/account/apps');
    await visitor.sees('Holiday Planner');
    await visitor.screenshot(`account-apps-${name}`);
    await visitor.submit();
    await visitor.sees('You have not given any app access.');
  });
}
