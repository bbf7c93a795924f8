package io.tidegate.admin.updates.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/**
 * The bundles as they are and as they would be, with the jars that were opened to look. What is
 * wrong with a bundle already is no fault of a release, so who finds something asks both. The
 * updater's thread.
 */
final class Worlds implements AutoCloseable {
  private final Uses.Sides sides;
  private final Shelf shelf = new Shelf();
  private final Map<String, Piece> going;
  private final World then;
  private World now;

  Worlds(Uses.Sides sides) {
    this.sides = sides;
    this.then = world(sides.staying(), sides.coming());
    this.going =
        sides.going().stream()
            .collect(Collectors.toMap(p -> p.needs().symbolicName(), Function.identity()));
  }

  private World world(List<Piece> some, List<Piece> others) {
    List<Piece> all = new ArrayList<>(some);
    all.addAll(others);
    return new World(all, sides.platform(), framework(), shelf);
  }

  /** Classes of the framework and of Java, as bytes. */
  private static Space framework() {
    ClassLoader loader = Constants.class.getClassLoader();
    return new Space(
        "the framework",
        List.of(
            name -> {
              try (var in = loader.getResourceAsStream(name + ".class")) {
                return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
              }
            }),
        null);
  }

  Uses.Sides sides() {
    return sides;
  }

  World then() {
    return then;
  }

  World now() {
    if (now == null) {
      now = world(sides.staying(), sides.going());
    }
    return now;
  }

  /** What a bundle that comes or stays is now; nothing when it is new. */
  Optional<Piece> before(Piece piece) {
    return sides.coming().contains(piece)
        ? Optional.ofNullable(going.get(piece.needs().symbolicName()))
        : Optional.of(piece);
  }

  ClassPath jar(Piece piece) throws IOException {
    return shelf.of(piece);
  }

  @Override
  public void close() throws IOException {
    shelf.close();
  }
}
