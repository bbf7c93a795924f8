/** Frames of charging vehicles as JSON, and back: {@code tidegate exi}. */
package io.tidegate.admin.exi.tool;
