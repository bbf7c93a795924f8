package io.tidegate.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * What runs: the distribution's bundles, with those of confirmed releases in their place and
 * without those of removed features. An update that was left in the middle is not there: what was
 * confirmed is; except for one that takes a start of the container, which is tried three times.
 * Without {@code data/updates/state.json} nothing of this is looked at.
 *
 * @param bundles by start level
 * @param problems for the operator, a sentence each
 * @param trial id of the order that this start tries; empty when it tries none
 */
record Overlay(SortedMap<Integer, List<Path>> bundles, List<String> problems, String trial) {
  /** Name of the release that is the whole of the distribution. */
  static final String PRODUCT = "tidegate-site";

  private static final int TRIALS = 3;
  private static final int BUFFER = 65_536;
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  /** The distribution alone. */
  static Overlay none(Distribution distribution) throws CommandException {
    return new Overlay(distribution.bundles(), List.of(), "");
  }

  /** As the updater of that home has left it. Counts a start on trial before it is made. */
  static Overlay of(Distribution distribution, Home home) throws CommandException {
    Path folder = home.data().resolve("updates");
    Path state = folder.resolve("state.json");
    if (!Files.isRegularFile(state)) {
      return none(distribution);
    }
    List<String> problems = new ArrayList<>();
    try {
      Map<?, ?> read = Report.map(Json.read(Files.readString(state)));
      String trial = trial(state, read);
      Builder builder = new Builder(distribution, folder.resolve("store/sha256"), problems);
      for (Map<?, ?> release : inTurn(read, !trial.isEmpty())) {
        builder.lay(release);
      }
      builder.leaveOut(list(read.get("leftOut")), Fixed.bundles(distribution));
      return new Overlay(builder.levels(), problems, trial);
    } catch (IOException | IllegalArgumentException | ClassCastException | NullPointerException e) {
      problems.add(
          state + " cannot be read, so the distribution's own bundles run: " + e.getMessage());
      return new Overlay(distribution.bundles(), problems, "");
    }
  }

  /** The product first, whenever it came: its additions lie over it. */
  private static List<Map<?, ?>> inTurn(Map<?, ?> state, boolean trial) {
    List<Map<?, ?>> releases = new ArrayList<>();
    for (Object each : list(state.get("releases"))) {
      Map<?, ?> release = Report.map(Report.map(each).get("release"));
      if (!trial || !wanted(state).get("name").equals(release.get("name"))) {
        releases.add(release);
      }
    }
    if (trial) {
      releases.add(wanted(state));
    }
    releases.sort(Comparator.comparing(release -> !PRODUCT.equals(release.get("name"))));
    return releases;
  }

  private static Map<?, ?> wanted(Map<?, ?> state) {
    return Report.map(Report.map(state.get("order")).get("wanted"));
  }

  private static Collection<?> list(Object value) {
    return value instanceof Collection<?> list ? list : List.of();
  }

  /** Whether the next start tries an order; one whose start has failed for good is not tried. */
  static boolean onTrial(Map<?, ?> state) {
    return state.get("order") instanceof Map<?, ?> order
        && Boolean.TRUE.equals(order.get("touched"))
        && Boolean.TRUE.equals(order.get("restarts"))
        && !order.containsKey("failure")
        && ((Number) order.get("trials")).intValue() < TRIALS;
  }

  /** The order that is to be tried; what is counted is on the disk before it is. */
  private static String trial(Path file, Map<?, ?> state) throws IOException {
    if (!onTrial(state)) {
      return "";
    }
    Map<?, ?> order = Report.map(state.get("order"));
    put(order, "trials", ((Number) order.get("trials")).intValue() + 1);
    write(file, Json.write(state) + "\n");
    return String.valueOf(Report.map(order.get("view")).get("id"));
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<?, ?> object, String key, Object value) {
    ((Map<String, Object>) object).put(key, value);
  }

  /** What could not run as a state says, a sentence each; an order under way is not looked at. */
  static List<String> problems(Distribution distribution, Home home, Map<?, ?> state)
      throws CommandException, IOException {
    List<String> problems = new ArrayList<>();
    Builder builder =
        new Builder(distribution, home.data().resolve("updates/store/sha256"), problems);
    for (Object each : list(state.get("releases"))) {
      builder.lay(Report.map(Report.map(each).get("release")));
    }
    return problems;
  }

  /** Puts a state in the place of another, whole or not at all. */
  static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            PosixFilePermissions.asFileAttribute(OWNER))) {
      // one that was left behind has what it was made with
      Files.setPosixFilePermissions(draft, OWNER);
      ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** A jar that shall run. */
  private record Piece(Path jar, int level, String version) {}

  /** Lays releases over the distribution. */
  private static final class Builder {
    private final Map<String, Piece> pieces = new TreeMap<>();
    private final Path store;
    private final List<String> problems;

    Builder(Distribution distribution, Path store, List<String> problems)
        throws CommandException, IOException {
      this.store = store;
      this.problems = problems;
      for (Map.Entry<Integer, List<Path>> level : distribution.bundles().entrySet()) {
        for (Path jar : level.getValue()) {
          try (JarFile file = new JarFile(jar.toFile(), false)) {
            Attributes main = file.getManifest().getMainAttributes();
            String name = main.getValue("Bundle-SymbolicName").replaceFirst(";.*", "").strip();
            // two fragments of one name are two pieces, as the natives of two machines are
            String key = pieces.containsKey(name) ? name + " " + jar.getFileName() : name;
            pieces.put(key, new Piece(jar, level.getKey(), main.getValue("Bundle-Version")));
          }
        }
      }
    }

    void lay(Map<?, ?> release) throws IOException {
      String title = release.get("name") + " " + release.get("version");
      Collection<?> bundles = list(release.get("bundles"));
      if (PRODUCT.equals(release.get("name")) && !bundles.isEmpty()) {
        pieces
            .keySet()
            .removeIf(
                name ->
                    bundles.stream()
                        .noneMatch(b -> name.equals(Report.map(b).get("symbolicName"))));
      }
      for (Object each : bundles) {
        lay(title, Report.map(each));
      }
    }

    private void lay(String title, Map<?, ?> bundle) throws IOException {
      String name = String.valueOf(bundle.get("symbolicName"));
      String version = String.valueOf(bundle.get("version"));
      String digest = String.valueOf(bundle.get("sha256"));
      Piece own = pieces.get(name);
      if (own != null && own.version().equals(version) && digest(own.jar()).equals(digest)) {
        return;
      }
      Path jar = store.resolve(digest + ".jar");
      if (Files.isRegularFile(jar) && digest(jar).equals(digest)) {
        pieces.put(name, new Piece(jar, ((Number) bundle.get("level")).intValue(), version));
      } else {
        problems.add(
            title
                + ": "
                + jar
                + (Files.exists(jar) ? " is damaged" : " is missing")
                + ", so "
                + (own == null
                    ? name + " is left out"
                    : "the distribution's own " + name + " " + own.version() + " runs")
                + "; install the release again");
      }
    }

    /**
     * Bundles of removed features; what there is no gateway without runs, whatever a state says.
     */
    void leaveOut(Collection<?> names, Set<String> fixed) {
      List<String> kept = new ArrayList<>();
      for (Object name : names) {
        if (!fixed.contains(name)) {
          pieces.remove(name);
        } else if (pieces.containsKey(name)) {
          kept.add((String) name);
        }
      }
      if (!kept.isEmpty()) {
        problems.add(
            "the updater's state leaves out what there is no gateway without, which runs all the"
                + " same: "
                + String.join(", ", kept)
                + "; the next update or change of features that ends well puts it right");
      }
    }

    /** Within a level others' come first, as in the distribution. */
    SortedMap<Integer, List<Path>> levels() {
      SortedMap<Integer, List<Path>> levels = new TreeMap<>();
      for (boolean ours : List.of(false, true)) {
        pieces.forEach(
            (name, piece) -> {
              if (name.startsWith("io.tidegate.") == ours) {
                levels.computeIfAbsent(piece.level(), l -> new ArrayList<>()).add(piece.jar());
              }
            });
      }
      return levels;
    }

    private static String digest(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
