// SPDX-License-Identifier: MIT
// Renders with the npm package mustache: a line of JSON in ({template, view, partials, plain}), a line
// out ({out} or {fault}). Five characters are escaped, as copild does it; the specification asks for four.
const mustache = require("mustache");
const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const html = (text) => String(text).replace(/[&<>"']/g, (letter) => entities[letter]);

function render({ template, view, partials, plain }) {
  try {
    return { out: mustache.render(template, view, partials || {}, { escape: plain ? String : html }) };
  } catch (error) {
    return { fault: String(error.message) };
  }
}

const lines = require("fs").readFileSync(0, "utf-8").split("\n").filter(Boolean);
process.stdout.write(lines.map((line) => JSON.stringify(render(JSON.parse(line))) + "\n").join(""));
