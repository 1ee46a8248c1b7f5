'use strict';
// A real Vendure shop for tests, in one process: no admin pages, no pictures, no worker.
// SHOP_DIR holds its database; one that is empty is filled with the goods of products.csv.
const fs = require('fs');
const path = require('path');
const core = require('@vendure/core');
const cli = require('@vendure/core/cli');

const port = Number(process.env.SHOP_PORT);
const folder = path.resolve(process.env.SHOP_DIR);
const database = path.join(folder, 'shop.sqlite');
const facts = path.join(folder, 'shop.json');
const fresh = !fs.existsSync(database);
const superadmin = { identifier: 'superadmin', password: 'test-only' };
const rights = [
  'ReadCatalog', 'ReadProduct', 'UpdateProduct', 'ReadStockLocation',
  'ReadOrder', 'UpdateOrder', 'ReadCustomer',
];

const config = {
  apiOptions: { hostname: '127.0.0.1', port, adminApiPath: 'admin-api', shopApiPath: 'shop-api', cors: false },
  authOptions: { tokenMethod: ['bearer', 'api-key'], superadminCredentials: superadmin, requireVerification: false },
  dbConnectionOptions: { type: 'sqljs', location: database, autoSave: true, synchronize: fresh },
  paymentOptions: { paymentMethodHandlers: [core.dummyPaymentHandler] },
  importExportOptions: { importAssetsDir: folder },
  logger: new core.DefaultLogger({ level: core.LogLevel.Error }),
  plugins: [],
};

const settings = {
  defaultLanguage: 'en',
  defaultZone: 'Europe',
  countries: [{ name: 'Germany', code: 'DE', zone: 'Europe' }],
  taxRates: [{ name: 'Standard Tax', percentage: 19 }, { name: 'Reduced Tax', percentage: 7 }],
  shippingMethods: [{ name: 'Standard Shipping', price: 490, taxRate: 19 }],
  paymentMethods: [{
    name: 'Test Payment',
    handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] },
  }],
  collections: [],
};

function administrator() {
  let token;
  return async function ask(query, input) {
    const answer = await fetch(`http://127.0.0.1:${port}/admin-api`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables: { input } }),
    });
    token = answer.headers.get('vendure-auth-token') || token;
    const { data, errors } = await answer.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
}

async function fill(app) {
  await cli.populateInitialData(app, settings);
  const ask = administrator();
  await ask(`mutation { login(username: "${superadmin.identifier}", password: "${superadmin.password}") { __typename } }`);
  const { activeChannel } = await ask('{ activeChannel { id } }');
  await ask(
    'mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { __typename } }',
    { id: activeChannel.id, pricesIncludeTax: true, availableCurrencyCodes: ['EUR'], defaultCurrencyCode: 'EUR' },
  );
  await cli.importProductsFromCsv(app, path.join(__dirname, 'products.csv'), 'en');
  const { createRole } = await ask(
    'mutation ($input: CreateRoleInput!) { createRole(input: $input) { id } }',
    { code: 'till', description: 'What a till needs', permissions: rights },
  );
  const { createApiKey } = await ask(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey } }',
    { roleIds: [createRole.id], translations: [{ languageCode: 'en', name: 'till' }] },
  );
  fs.writeFileSync(facts, JSON.stringify({ apiKey: createApiKey.apiKey }));
}

async function main() {
  const app = await core.bootstrap(config);
  if (fresh) await fill(app);
  process.on('SIGTERM', () => app.close().finally(() => process.exit(0)));
  console.log(`READY ${fs.readFileSync(facts, 'utf8')}`);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
