// SPDX-License-Identifier: MIT
// Reads messages, a JSON list of texts in base64, and prints them as JSON as the npm package postal-mime understands
// them, which knows nothing of what copild or Python think of mail.
// Usage: node mail.js < '["base64 of a message", …]'
"use strict";

const module_ = require("postal-mime");
const PostalMime = module_.default || module_;

async function main(messages) {
	const read = [];
	for (const message of messages)
		read.push(await PostalMime.parse(Buffer.from(message, "base64"), { attachmentEncoding: "base64" }));
	console.log(JSON.stringify(read));
}

main(JSON.parse(require("fs").readFileSync(0, "utf8"))).catch((error) => {
	console.error(error);
	process.exit(1);
});
