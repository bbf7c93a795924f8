package io.tidegate.hardware.modbus.meter;

import io.tidegate.codec.yaml.Problem;
import io.tidegate.codec.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The register map in force. Looks at its file at most once a second; a valid change is taken when
 * the file has stayed the same from one look to the next, an invalid one leaves the last good map.
 * Confined to one thread.
 */
final class MapWatch {
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final List<Path> places;
  private final String name;
  private final long lookNanos;
  private long nextLook = System.nanoTime();
  private Stamp stamp;
  private Stamp unsettled;
  private Optional<RegisterMap> map = Optional.empty();
  private String problem = "";
  private boolean changed;

  private record Stamp(Path path, long modified, long size) {}

  /**
   * @param folders searched in this order
   */
  MapWatch(List<Path> folders, String name) {
    this(folders, name, LOOK_NANOS);
  }

  MapWatch(List<Path> folders, String name, long lookNanos) {
    this.places = folders.stream().map(folder -> folder.resolve(name + ".yaml")).toList();
    this.name = name;
    this.lookNanos = lookNanos;
  }

  /** The map in force; empty until a first good one was found. */
  Optional<RegisterMap> current() {
    long now = System.nanoTime();
    if (now - nextLook >= 0) {
      nextLook = now + lookNanos;
      look();
    }
    return map;
  }

  /** What is wrong with the newest file; empty when it is in force. */
  String problem() {
    return problem;
  }

  /** Whether another map or another problem has come since the last call. */
  boolean changed() {
    boolean was = changed;
    changed = false;
    return was;
  }

  private void look() {
    try {
      Optional<Path> found = places.stream().filter(Files::isRegularFile).findFirst();
      if (found.isEmpty()) {
        stamp = null;
        say("register map " + name + " is in none of " + places);
        return;
      }
      Path path = found.get();
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Stamp now = new Stamp(path, attributes.lastModifiedTime().toMillis(), attributes.size());
      if (now.equals(stamp)) {
        return;
      }
      if (stamp != null && !now.equals(unsettled)) {
        unsettled = now;
        return;
      }
      read(path);
      stamp = now;
      unsettled = null;
    } catch (IOException e) {
      stamp = null;
      say("register map " + name + " cannot be read: " + e);
    }
  }

  private void read(Path path) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      content = in.readNBytes(YamlFile.MAX_BYTES + 1);
    }
    RegisterMapFile.Reading reading = RegisterMapFile.read("registers/" + name + ".yaml", content);
    if (reading.map().isPresent()) {
      map = reading.map();
      problem = "";
      changed = true;
    } else {
      say(
          reading.problems().stream()
              .limit(5)
              .map(Problem::toString)
              .collect(Collectors.joining("; ")));
    }
  }

  private void say(String sentence) {
    changed |= !sentence.equals(problem);
    problem = sentence;
  }
}
