package io.tidegate.admin.updates.engine;

import io.tidegate.codec.classfile.ClassFile;
import io.tidegate.codec.classfile.ClassSpace;
import io.tidegate.codec.classfile.LinkedType;
import io.tidegate.codec.classfile.MalformedClassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What names of classes mean in a bundle with its fragments, in the order of OSGi core 8, §3.9.4:
 * Java's own, imported packages, required bundles, its own. The updater's thread.
 */
final class Space implements ClassSpace {
  private static final Unknown UNKNOWN = new Unknown();

  /** Where bytes of classes come from. */
  @FunctionalInterface
  interface Classes {
    Optional<byte[]> bytes(String name) throws IOException;
  }

  private final String words;
  private final List<Classes> classes;
  private final Space platform;
  private final Map<String, Space> wires = new HashMap<>();
  private final Map<String, Set<Space>> required = new LinkedHashMap<>();
  private final Map<String, Optional<There>> own = new HashMap<>();
  private final Map<String, Sight> sights = new HashMap<>();

  /**
   * @param platform where Java's classes are; null for that one itself
   */
  Space(String words, List<Classes> classes, Space platform) {
    this.words = words;
    this.classes = classes;
    this.platform = platform;
  }

  /** That package is that bundle's. */
  void wire(String name, Space provider) {
    if (provider != this) {
      wires.putIfAbsent(name.replace('.', '/'), provider);
    }
  }

  /** That package is that bundle's too, which is required. */
  void require(String name, Space provider) {
    required.computeIfAbsent(name.replace('.', '/'), n -> new HashSet<>()).add(provider);
  }

  /** Whether it is the framework, with Java. */
  boolean framework() {
    return platform == null;
  }

  /** Whose packages it sees. */
  Set<Space> providers() {
    Set<Space> providers = new HashSet<>(wires.values());
    required.values().forEach(providers::addAll);
    return providers;
  }

  @Override
  public Sight find(String name) throws MalformedClassException {
    Sight known = sights.get(name);
    if (known == null) {
      known = look(name);
      sights.put(name, known);
    }
    return known;
  }

  private Sight look(String name) throws MalformedClassException {
    if (platform == null || name.startsWith("java/")) {
      Optional<There> found = (platform == null ? this : platform).own(name);
      return found.isPresent() ? found.get() : UNKNOWN;
    }
    String at = name.substring(0, Math.max(0, name.lastIndexOf('/')));
    Space wired = wires.get(at);
    if (wired != null) {
      Optional<There> found = wired.own(name);
      return found.isPresent() ? found.get() : new Absent(wired.words);
    }
    for (Space each : required.getOrDefault(at, Set.of())) {
      Optional<There> found = each.own(name);
      if (found.isPresent()) {
        return found.get();
      }
    }
    Optional<There> found = own(name);
    return found.isPresent() ? found.get() : UNKNOWN;
  }

  /** A class of its own. */
  Optional<There> own(String name) throws MalformedClassException {
    Optional<There> known = own.get(name);
    if (known == null) {
      Optional<byte[]> bytes = bytes(name);
      known = Optional.empty();
      if (bytes.isPresent()) {
        known =
            Optional.of(new There(new LinkedType(read(name, bytes.get(), ClassFile::shape), this)));
      }
      own.put(name, known);
    }
    return known;
  }

  /** All of a class of its own; nothing when another bundle's is taken in its place. */
  Optional<ClassFile> read(String name) throws MalformedClassException {
    Optional<byte[]> bytes = bytes(name);
    String at = name.substring(0, Math.max(0, name.lastIndexOf('/')));
    if (bytes.isEmpty() || wires.containsKey(at)) {
      return Optional.empty();
    }
    ClassFile file = read(name, bytes.get(), ClassFile::read);
    own.computeIfAbsent(name, n -> Optional.of(new There(new LinkedType(file.shape(), this))));
    return Optional.of(file);
  }

  /** What makes something of bytes. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(byte[] bytes) throws MalformedClassException;
  }

  private <T> T read(String name, byte[] bytes, Reading<T> reading) throws MalformedClassException {
    try {
      return reading.of(bytes);
    } catch (MalformedClassException e) {
      throw new MalformedClassException(
          this + ": class " + name.replace('/', '.') + ": " + e.getMessage());
    }
  }

  private Optional<byte[]> bytes(String name) throws MalformedClassException {
    try {
      for (Classes each : classes) {
        Optional<byte[]> bytes = each.bytes(name);
        if (bytes.isPresent()) {
          return bytes;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return words;
  }
}
