package io.tidegate.admin.updates.engine;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Jars that were opened, until all of them are closed. */
final class Shelf implements AutoCloseable {
  private final Map<Piece, ClassPath> open = new HashMap<>();

  ClassPath of(Piece piece) throws IOException {
    ClassPath found = open.get(piece);
    if (found == null) {
      found = piece.classes().open();
      open.put(piece, found);
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    for (ClassPath each : open.values()) {
      each.close();
    }
  }
}
