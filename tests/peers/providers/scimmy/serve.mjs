// A SCIM provider of scimmy and scimmy-routers, over maps in memory.
//
// node serve.mjs PORT TOKEN: listens on 127.0.0.1 until it is ended.

import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const [port, token] = process.argv.slice(2);
let last = 0;

/** Handlers that keep resources of a kind in a map; `name` must be theirs alone, without case. */
function kept(name) {
    const all = new Map();
    const absent = (id) => new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    return {
        ingress(resource, data) {
            const id = resource.id ?? String(++last);
            if (resource.id && !all.has(id)) throw absent(id);
            const own = String(data[name] ?? "").toLowerCase();
            const taken = [...all.values()].some((one) => one.id !== id && one[name].toLowerCase() === own);
            if (taken) throw new SCIMMY.Types.Error(409, "uniqueness", `${name} is taken`);
            const now = new Date().toISOString();
            const created = all.get(id)?.meta.created ?? now;
            all.set(id, { ...JSON.parse(JSON.stringify(data)), id, meta: { created, lastModified: now } });
            return all.get(id);
        },
        egress(resource) {
            if (!resource.id) return [...all.values()];
            if (!all.has(resource.id)) throw absent(resource.id);
            return all.get(resource.id);
        },
        degress(resource) {
            if (!all.delete(resource.id)) throw absent(resource.id);
        },
    };
}

SCIMMY.Config.set({ patch: true, filter: 100 });
SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.declare(SCIMMY.Resources.User, kept("userName"));
SCIMMY.Resources.declare(SCIMMY.Resources.Group, kept("displayName"));

const handler = (request) => {
    if (request.header("Authorization") !== `Bearer ${token}`) throw new Error("The token is wrong");
    return "rolecall";
};
const app = express();
app.use("/scim/v2", new SCIMMYRouters({ type: "bearer", handler }));
app.listen(Number(port), "127.0.0.1");
