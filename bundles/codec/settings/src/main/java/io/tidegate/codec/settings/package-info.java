/**
 * Configuration properties as text to validated values, with sentences that name file and field.
 */
package io.tidegate.codec.settings;
