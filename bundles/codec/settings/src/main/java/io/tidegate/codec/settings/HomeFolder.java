package io.tidegate.codec.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where a gateway keeps its files when nobody has said it. */
public final class HomeFolder {
  /** Container property that our own launcher always sets. */
  public static final String PROPERTY = "tidegate.home";

  /** Set by the start scripts of Eclipse Kura: the folder that it is installed in. */
  private static final String KURA = "kura.home";

  private static final String WEB = "org.apache.felix.http.require.config";

  private HomeFolder() {}

  /**
   * {@code tidegate.home}, else {@code data/tidegate} of the Kura that runs us.
   *
   * @param property reads a property of the container; null where it is not set
   * @return empty where neither is set
   */
  public static Optional<Path> find(UnaryOperator<String> property) {
    String home = property.apply(PROPERTY);
    if (home != null) {
      return Optional.of(Path.of(home));
    }
    return Optional.ofNullable(property.apply(KURA)).map(kura -> Path.of(kura, "data", "tidegate"));
  }

  /**
   * Properties of the container that bundles rely on and nobody has set: where the home is, and
   * that the web server waits until it is told an address.
   *
   * @param home see {@link #find}
   */
  public static Map<String, String> missing(UnaryOperator<String> property, Path home) {
    Map<String, String> missing = new HashMap<>(Map.of(PROPERTY, home.toString(), WEB, "true"));
    missing.keySet().removeIf(name -> property.apply(name) != null);
    return missing;
  }
}
