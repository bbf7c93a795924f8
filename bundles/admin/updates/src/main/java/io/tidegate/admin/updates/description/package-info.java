/**
 * Descriptions of service components (Declarative Services 1.0 to 1.5, OSGi Compendium, chapter
 * 112), held against the classes they name as Felix SCR would do it. Nothing is loaded. The
 * updater's thread.
 */
package io.tidegate.admin.updates.description;
