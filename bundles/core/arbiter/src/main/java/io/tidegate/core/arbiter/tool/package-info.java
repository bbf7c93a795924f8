/** The command {@code arbitrate}: asks the arbiter and the envelope about a situation in a file. */
package io.tidegate.core.arbiter.tool;
