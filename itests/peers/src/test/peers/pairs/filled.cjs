// The longest payload that a schema allows: every field at every depth, one item in each list. What is given stays;
// the rest is of our own making, by the field's name and type.
"use strict";

// What a field of this name means to a gateway that acts on it.
const BY_NAME = {
  vendorId: "io.tidegate.peers",
  evseId: 1,
  connectorId: 1,
  seqNo: 0,
  offline: false,
  tbc: false,
  idTag: "PEER-TOKEN",
  idToken: "PEER-TOKEN",
  type: "ISO14443",
  numberPhases: 3,
  phaseToUse: 1,
  soC: 50,
  unit: "W",
  currency: "EUR",
};

function resolved(schema, root) {
  return schema.$ref ? resolved(root.definitions[schema.$ref.split("/").pop()], root) : schema;
}

function text(schema, name) {
  switch (schema.format) {
    case "date-time":
      return new Date().toISOString();
    case "uri":
      return "https://example.com/" + name;
    default:
      return name.slice(0, schema.maxLength ?? name.length);
  }
}

const within = (schema, wanted) => Math.max(schema.minimum ?? -Infinity, Math.min(schema.maximum ?? Infinity, wanted));

/**
 * @param {object} schema of the value
 * @param {object} root the schema that its references point into
 * @param {*} given what is settled already; undefined for nothing
 * @param {string[]} without names of fields to leave out, at any depth
 */
function filled(schema, root, given, without = [], name = "") {
  schema = resolved(schema, root);
  if (schema.enum) {
    return given ?? (schema.enum.includes(BY_NAME[name]) ? BY_NAME[name] : schema.enum[0]);
  }
  switch (schema.type) {
    case "object": {
      const made = { ...given };
      for (const [field, of] of Object.entries(schema.properties ?? {})) {
        if (!without.includes(field)) {
          made[field] = filled(of, root, given?.[field], without, field);
        }
      }
      return made;
    }
    case "array": {
      const count = Math.max(1, schema.minItems ?? 0, given?.length ?? 0);
      return Array.from({ length: count }, (_, i) => filled(schema.items, root, given?.[i], without, name));
    }
    case "integer":
    case "number":
      return given ?? within(schema, typeof BY_NAME[name] === "number" ? BY_NAME[name] : 1);
    case "boolean":
      return given ?? BY_NAME[name] ?? true;
    case "string":
      return given ?? (typeof BY_NAME[name] === "string" ? BY_NAME[name] : text(schema, name));
    default:
      return given ?? name;
  }
}

module.exports = { filled };
