/**
 * Lines of JSON under the control of a schema; the classes of its records are generated beside it.
 */
package io.tidegate.admin.exi.tool.json;
