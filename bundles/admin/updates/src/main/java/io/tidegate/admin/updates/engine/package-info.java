/** What the updater does to the running framework. */
package io.tidegate.admin.updates.engine;
