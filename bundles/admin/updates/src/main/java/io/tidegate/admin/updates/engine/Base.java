package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Kind;
import io.tidegate.admin.updates.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/** What the distribution's folder brings: what runs where no release says otherwise. Only read. */
public final class Base {
  /** Header of a bundle that says how it is replaced. */
  public static final String UPDATE = "Tidegate-Update";

  /**
   * A jar of the distribution.
   *
   * @param level start level: the folder it is in
   */
  public record Piece(String symbolicName, String version, Path jar, int level, Kind kind) {
    /** Under which the launcher installs it. */
    public String location() {
      return Store.locationOf(jar);
    }
  }

  private final Map<String, Piece> pieces;

  private Base(Map<String, Piece> pieces) {
    this.pieces = pieces;
  }

  /**
   * Reads the manifests of a folder {@code bundle/<level>/*.jar}.
   *
   * @param distribution its parent
   */
  public static Base read(Path distribution) throws IOException {
    Map<String, Piece> pieces = new TreeMap<>();
    Path folder = distribution.resolve("bundle");
    if (Files.isDirectory(folder)) {
      for (Path level : list(folder)) {
        if (level.getFileName().toString().matches("[1-9][0-9]?")) {
          for (Path jar : list(level)) {
            if (jar.toString().endsWith(".jar")) {
              Piece piece = piece(jar, Integer.parseInt(level.getFileName().toString()));
              pieces.put(piece.symbolicName(), piece);
            }
          }
        }
      }
    }
    return new Base(pieces);
  }

  private static Piece piece(Path jar, int level) throws IOException {
    Map<String, String> headers = Jars.headers(jar);
    String name = headers.getOrDefault(Constants.BUNDLE_SYMBOLICNAME, "").replaceFirst(";.*", "");
    return new Piece(
        name.strip(),
        headers.getOrDefault(Constants.BUNDLE_VERSION, "0.0.0"),
        jar,
        level,
        kind(headers.get(UPDATE)));
  }

  /** Bundles of others do not say it: nobody has tried to replace them beside traffic. */
  static Kind kind(String header) {
    try {
      return header == null ? Kind.RESTART : Kind.of(header.strip());
    } catch (IllegalArgumentException e) {
      return Kind.RESTART;
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  /** The jar of that bundle. */
  public Optional<Piece> piece(String symbolicName) {
    return Optional.ofNullable(pieces.get(symbolicName));
  }

  /** Of all bundles. */
  public List<Piece> pieces() {
    return List.copyOf(pieces.values());
  }
}
