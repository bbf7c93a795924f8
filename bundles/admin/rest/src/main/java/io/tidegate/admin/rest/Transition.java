package io.tidegate.admin.rest;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Whether the container is on its way up or down: bundles that bring parts of the API come and go
 * one after the other then, and a path that is not there says nothing about the product. Any
 * thread.
 */
final class Transition {
  /** The start level at which everybody runs; nobody sets it in a host that is no launcher. */
  static final String HIGHEST = "tidegate.startlevel";

  private final Bundle system;
  private final int highest;

  Transition(BundleContext context) {
    String level = context.getProperty(HIGHEST);
    highest = level != null && level.matches("[0-9]{1,4}") ? Integer.parseInt(level) : 0;
    system = context.getBundle(0);
  }

  boolean underWay() {
    return system.getState() == Bundle.STOPPING
        || system.adapt(FrameworkStartLevel.class).getStartLevel() < highest;
  }
}
