/** Quirks of makes of charging stations, from descriptors in YAML. */
package io.tidegate.charging.vendors;
