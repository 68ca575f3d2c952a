// SPDX-License-Identifier: MIT
// Verifies deliveries of webhooks with the npm package standardwebhooks; prints for each null, or what it says against it.
// Usage: node webhook.js < '[{"secret": "whsec_…", "headers": {…}, "body": "…", "now": seconds or null}, …]'
"use strict";

const { Webhook } = require("standardwebhooks");

function verify({ secret, headers, body, now }) {
	const real = Date.now;
	if (now !== null && now !== undefined)
		Date.now = () => now * 1000;
	try {
		new Webhook(secret).verify(body, headers);
		return null;
	} catch (error) {
		return error.message;
	} finally {
		Date.now = real;
	}
}

console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(verify)));
