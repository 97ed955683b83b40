// npm run example: starts an edge and every recipe's shop on this machine, and says where they are.
import { startShops } from './house/start-shops.ts';
import { recipes } from './recipes.ts';

const shops = await startShops(recipes, Number(process.argv[2] ?? 4310));
for (const [name, url] of Object.entries(shops.urls)) console.log(`${name.padEnd(16)} ${url}`);
process.once('SIGINT', () => void shops.stop().then(() => process.exit(0)));
