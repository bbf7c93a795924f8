package io.tidegate.admin.updates.engine;

import java.io.IOException;

/**
 * A bundle, installed or not.
 *
 * @param location where it lies; one of that location is the same
 * @param classes opens its jar
 */
record Piece(String location, Needs needs, Opening classes) {
  /** Opens a jar when its classes are wanted. */
  @FunctionalInterface
  interface Opening {
    ClassPath open() throws IOException;
  }

  String words() {
    return needs.symbolicName() + " " + needs.version();
  }
}
