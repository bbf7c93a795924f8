/** Journal bodies: records to JSON and back, bit for bit. */
package io.tidegate.core.control.record;
