package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.description.Described;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/**
 * Is everything there that bundles name to be started: activators, descriptions of service
 * components, the classes in them? The component runtime writes what it does not find into the log
 * and goes on, so a bundle without its components starts like any other; here it is refused. So is
 * a component without the methods and fields that its description names. The updater's thread.
 */
final class Descriptions {
  private static final int LONGEST = 1 << 20;

  private final Worlds worlds;
  private final Uses.Patrol patrol;

  private Descriptions(Worlds worlds, Uses.Patrol patrol) {
    this.worlds = worlds;
    this.patrol = patrol;
  }

  /** What would be missing, in sentences; not what is missing in the same bundle today. */
  static List<String> gaps(Worlds worlds, Uses.Patrol patrol)
      throws IOException, InterruptedException {
    try {
      return new Descriptions(worlds, patrol).gaps();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private List<String> gaps() throws IOException, InterruptedException {
    List<String> gaps = new ArrayList<>();
    for (Piece piece : touched()) {
      Map<String, String> missing = missing(piece, worlds.then());
      Optional<Piece> old = worlds.before(piece);
      if (!missing.isEmpty() && old.isPresent()) {
        missing.keySet().removeAll(missing(old.get(), worlds.now()).keySet());
      }
      missing.values().forEach(words -> gaps.add(piece.words() + ": " + words));
    }
    return gaps;
  }

  /** What comes, and the hosts of fragments that come: descriptions can be in either. */
  private Set<Piece> touched() {
    Set<Piece> touched = new LinkedHashSet<>();
    for (Piece piece : worlds.sides().coming()) {
      if (!piece.needs().fragment()) {
        touched.add(piece);
      } else {
        Space space = worlds.then().space(piece);
        worlds.sides().staying().stream()
            .filter(host -> !host.needs().fragment())
            .filter(host -> worlds.then().space(host) == space)
            .forEach(touched::add);
      }
    }
    return touched;
  }

  /** What a bundle names and has not: a sentence each, by what it is about. */
  private Map<String, String> missing(Piece piece, World world)
      throws IOException, InterruptedException {
    Map<String, String> missing = new LinkedHashMap<>();
    Naming naming = new Naming(world.space(piece), piece.needs().dynamic());
    String activator = piece.needs().activator();
    if (!activator.isEmpty()) {
      naming
          .absent(activator)
          .ifPresent(
              why ->
                  missing.put(activator, "its activator is to be class " + activator + ", " + why));
    }
    List<Piece> parts = parts(piece, world);
    Reading reading = new Reading(naming, missing);
    for (String path : piece.needs().descriptions()) {
      boolean none = true;
      for (Piece part : parts) {
        ClassPath jar = worlds.jar(part);
        patrol.pass();
        for (String file : matching(path, jar)) {
          none = false;
          patrol.pass();
          reading.read(jar, file);
        }
      }
      if (none) {
        missing.put(path, "its Service-Component names " + path + ", which is not in it");
      }
    }
    return missing;
  }

  /** The bundle, then its fragments. */
  private List<Piece> parts(Piece piece, World world) {
    Space space = world.space(piece);
    List<Piece> others = world == worlds.then() ? worlds.sides().coming() : worlds.sides().going();
    return Stream.concat(
            Stream.of(piece),
            Stream.concat(worlds.sides().staying().stream(), others.stream())
                .filter(part -> part.needs().fragment() && world.space(part) == space))
        .toList();
  }

  /** DS 1.4, §112.4.1: the last part of a path may have wildcards; folders below do not count. */
  private static List<String> matching(String path, ClassPath jar) {
    String name = path.startsWith("/") ? path.substring(1) : path;
    int slash = name.lastIndexOf('/');
    String pattern = name.substring(slash + 1);
    return jar.entries(slash < 0 ? "" : name.substring(0, slash)).stream()
        .filter(entry -> matches(entry.substring(entry.lastIndexOf('/') + 1), pattern))
        .toList();
  }

  /** Each part between two wildcards is looked for once, so no pattern takes long. */
  private static boolean matches(String name, String pattern) {
    String[] parts = pattern.split("\\*", -1);
    String last = parts[parts.length - 1];
    if (parts.length == 1) {
      return name.equals(pattern);
    }
    int at = name.startsWith(parts[0]) ? parts[0].length() : -1;
    for (int i = 1; i < parts.length - 1 && at >= 0; i++) {
      int found = name.indexOf(parts[i], at);
      at = found < 0 ? -1 : found + parts[i].length();
    }
    return at >= 0 && name.length() - last.length() >= at && name.endsWith(last);
  }

  /** Files of one bundle, each read once, however many paths lead to it. */
  private static final class Reading {
    private record File(ClassPath jar, String name) {}

    private final Naming naming;
    private final Map<String, String> missing;
    private final Set<File> read = new HashSet<>();
    private final Map<String, String> components = new HashMap<>();

    Reading(Naming naming, Map<String, String> missing) {
      this.naming = naming;
      this.missing = missing;
    }

    void read(ClassPath jar, String file) {
      if (!read.add(new File(jar, file))) {
        return;
      }
      try {
        for (Described component : Described.read(jar.entry(file, LONGEST))) {
          naming
              .faults(component)
              .forEach((about, words) -> missing.put(file + " " + about, file + ": " + words));
          String before = components.putIfAbsent(component.name(), file);
          if (before != null) {
            missing.put(
                file + " twice " + component.name(),
                file + ": component " + component.name() + " is in " + before + ", too");
          }
        }
      } catch (XMLStreamException | IOException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        missing.put(file, file + " is no description of a component: " + why);
      }
    }
  }
}
