package io.tidegate.admin.exi.tool;

import io.tidegate.admin.exi.tool.json.JsonSet;

/**
 * A schema set that the tool knows.
 *
 * @param name what {@code --schema} and the field {@code schema} call it
 * @param namespace the other name
 * @param fragments whether its fragments are meant, as they are digested for signatures, instead of
 *     its messages
 */
record Schema(String name, String namespace, JsonSet set, boolean fragments) {}
