/** Orders, from their acceptance to their end. */
package io.tidegate.admin.updates.work;
