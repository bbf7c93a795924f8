/**
 * Orders of updates that come over MQTT 5, and what becomes of all orders, published. The broker is
 * trusted with nothing but delivery: a release counts by its signatures alone.
 */
package io.tidegate.cloud.update.mqtt;
