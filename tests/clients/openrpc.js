// SPDX-License-Identifier: MIT
// Reads an OpenRPC document and values for parameters, and prints what is wrong with it, a list of texts, as JSON:
// by the official meta-schema; and each parameter's schema by itself and against its values.
// Usage: node openrpc.js < '{"document": …, "good": [[method, param, value], …], "bad": […]}'
"use strict";

const Ajv = require("ajv");
const jsonSchema = require("@json-schema-tools/meta-schema").default;
const openRpc = require("@open-rpc/meta-schema").default;

function metaFaults(document) {
	const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true });
	ajv.addSchema(jsonSchema, "https://meta.json-schema.tools");
	const validate = ajv.compile(openRpc);
	return validate(document) ? [] : validate.errors.map((error) => `${error.instancePath}: ${error.message}`);
}

// By "method param" a function that says whether a value fits.
function paramChecks(document, faults) {
	const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
	const ajv = new Ajv({ strict: true, strictTypes: false, formats: { date: day, "date-time": true, email: /@/ } });
	const checks = {};
	for (const method of document.methods)
		for (const param of method.params)
			try {
				checks[`${method.name} ${param.name}`] = ajv.compile(param.schema);
			} catch (error) {
				faults.push(`${method.name} ${param.name}: ${error.message}`);
			}
	return checks;
}

function main({ document, good, bad }) {
	const faults = metaFaults(document);
	const checks = paramChecks(document, faults);
	for (const [wanted, values] of [[true, good], [false, bad]])
		for (const [method, param, value] of values)
			if (checks[`${method} ${param}`](value) !== wanted)
				faults.push(`${method} ${param}: ${JSON.stringify(value)} is${wanted ? " not" : ""} allowed`);
	console.log(JSON.stringify(faults));
}

main(JSON.parse(require("fs").readFileSync(0, "utf8")));
