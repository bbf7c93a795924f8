/**
 * The SECC of ISO 15118-2 and DIN 70121, which say the same in two languages: one machine, in words
 * of its own, that each dialect's bundle inlines and translates for.
 */
package io.tidegate.charging.vehicle.classic;
