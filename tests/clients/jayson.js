// SPDX-License-Identifier: MIT
// Asks copild what the first argument says, with the npm package jayson, and prints the answers as one JSON line.
// Usage: node jayson.js '{"path": …} or {"host": …, "port": …}' '[[method, params], …]'
"use strict";

const jayson = require("jayson/promise");

async function main(address, calls) {
	const client = jayson.client.tcp(address);
	const answers = [];
	for (const [method, params] of calls)
		answers.push(await client.request(method, params));
	const batch = calls.map(([method, params]) => client.request(method, params, undefined, false));
	const batched = await client.request(batch);
	console.log(JSON.stringify({ answers, batched }));
}

main(...process.argv.slice(2).map((argument) => JSON.parse(argument))).catch((error) => {
	console.error(error);
	process.exit(1);
});
