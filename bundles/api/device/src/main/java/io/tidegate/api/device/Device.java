package io.tidegate.api.device;

/**
 * Anything with a name. Offered as a service with the property {@code tidegate.device} set to the
 * name.
 */
public interface Device {
  String PROPERTY = "tidegate.device";

  /** Unique on the site. */
  String name();
}
