package io.tidegate.admin.updates.engine;

import io.tidegate.codec.classfile.ClassFile;
import io.tidegate.codec.classfile.ClassSpace;
import io.tidegate.codec.classfile.Finding;
import io.tidegate.codec.classfile.Linkage;
import io.tidegate.codec.classfile.MalformedClassException;
import io.tidegate.codec.classfile.Surface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;

/**
 * Would classes find what they were compiled against? Each class of what comes, and of what stays
 * and sees something of what comes, against the classes that will be there; nothing is loaded. What
 * is missing already today is no fault of a release.
 */
final class Uses {
  private static final int JAVA = 44 + Runtime.version().feature();
  private static final int ENOUGH = 100;
  private static final String OURS = "io.tidegate.";

  /**
   * What there is to compare.
   *
   * @param staying bundles that are resolved and stay
   * @param going bundles that are replaced or removed
   * @param coming bundles that are new
   * @param platform offers of the framework itself
   */
  record Sides(
      List<Piece> staying, List<Piece> going, List<Piece> coming, List<Needs.Offer> platform) {}

  private final Sides sides;
  private final Worlds worlds;
  private final Patrol patrol;
  private final World then;

  private Uses(Worlds worlds, Patrol patrol) {
    this.sides = worlds.sides();
    this.worlds = worlds;
    this.patrol = patrol;
    this.then = worlds.then();
  }

  /** How long it may take. */
  @FunctionalInterface
  interface Patrol {
    /** Called now and then; throws when it is enough. */
    void pass() throws IOException, InterruptedException;
  }

  /**
   * What would be missing, in sentences.
   *
   * @throws MalformedClassException with a sentence, when a class of theirs is none
   */
  static List<String> gaps(Worlds worlds, Patrol patrol)
      throws MalformedClassException, IOException, InterruptedException {
    try {
      return new Uses(worlds, patrol).gaps();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private List<String> gaps() throws MalformedClassException, IOException, InterruptedException {
    List<String> gaps = new ArrayList<>();
    for (Piece piece : sides.coming()) {
      Optional<Piece> old = worlds.before(piece);
      if (old.isPresent()) {
        dropped(old.get(), piece, gaps);
      }
      check(piece, old, gaps);
    }
    List<Space> changed = sides.coming().stream().map(then::space).toList();
    for (Piece piece : sides.staying()) {
      Space space = then.space(piece);
      if (changed.contains(space) || then.reached(space).stream().anyMatch(changed::contains)) {
        check(piece, Optional.of(piece), gaps);
      }
    }
    return gaps;
  }

  private void check(Piece piece, Optional<Piece> old, List<String> gaps)
      throws MalformedClassException, IOException, InterruptedException {
    boolean comes = sides.coming().contains(piece);
    List<Finding> missing = findings(piece, then, comes);
    if (!missing.isEmpty() && old.isPresent()) {
      List<Finding> today = findings(old.get(), worlds.now(), false);
      missing = missing.stream().filter(m -> today.stream().noneMatch(m::same)).toList();
    }
    for (Finding each : missing) {
      gaps.add(piece.words() + ": " + each.user() + " " + each.sentence());
    }
  }

  /**
   * @param strict whether a class that is none is a fault; one that is there already is not
   */
  private List<Finding> findings(Piece piece, World world, boolean strict)
      throws MalformedClassException, IOException, InterruptedException {
    Space space = world.space(piece);
    List<Finding> findings = new ArrayList<>();
    for (String name : new TreeSet<>(worlds.jar(piece).names())) {
      patrol.pass();
      try {
        Optional<ClassFile> file = space.read(name);
        if (file.isPresent()) {
          findings.addAll(findings(name, file.get(), space));
        }
      } catch (MalformedClassException e) {
        if (strict) {
          throw e;
        }
      }
      if (findings.size() >= ENOUGH) {
        break;
      }
    }
    return findings;
  }

  private static List<Finding> findings(String name, ClassFile file, Space space)
      throws MalformedClassException {
    if (name.equals("module-info") || !file.shape().name().equals(name)) {
      return List.of(); // nobody could load it
    }
    if (file.version() > JAVA) {
      throw new MalformedClassException(
          space
              + ": class "
              + name.replace('/', '.')
              + " is made for Java "
              + (file.version() - 44)
              + ", and this is "
              + (JAVA - 44));
    }
    return space.find(name) instanceof ClassSpace.There there && there.type().space() == space
        ? Linkage.check(file, there.type())
        : List.of();
  }

  /** Of packages of ours, whatever others may use: nothing may go at the same major version. */
  private void dropped(Piece old, Piece young, List<String> gaps)
      throws MalformedClassException, IOException, InterruptedException {
    Map<String, Version> exported = exported(young);
    for (Map.Entry<String, Version> entry : exported(old).entrySet()) {
      String name = entry.getKey();
      Version had = entry.getValue();
      Version has = exported.get(name);
      if (has == null && sides.coming().stream().noneMatch(p -> exported(p).containsKey(name))) {
        if (successor(old.needs().version(), young.needs().version())) {
          gaps.add(young.words() + " does not export " + name + ", which " + old.words() + " does");
        }
      } else if (has != null && successor(had, has)) {
        for (String lost : dropped(old, then.space(young), name.replace('.', '/'))) {
          gaps.add(
              "%s exports %s %s without %s, which %s has in version %s"
                  .formatted(young.words(), name, has, lost, old.words(), had));
        }
      }
    }
  }

  /** Whether it promises to be what the other was, and more. */
  private static boolean successor(Version old, Version young) {
    return young.getMajor() == old.getMajor() && young.compareTo(old) >= 0;
  }

  private static Map<String, Version> exported(Piece piece) {
    Map<String, Version> exported = new TreeMap<>();
    for (Needs.Offer offer : piece.needs().offers()) {
      if (offer.attributes().get(PackageNamespace.PACKAGE_NAMESPACE) instanceof String name
          && name.startsWith(OURS)
          && offer.attributes().get(Constants.VERSION_ATTRIBUTE) instanceof Version version) {
        exported.merge(name, version, (a, b) -> a.compareTo(b) < 0 ? b : a);
      }
    }
    return exported;
  }

  private List<String> dropped(Piece old, Space young, String in)
      throws MalformedClassException, IOException, InterruptedException {
    List<String> dropped = new ArrayList<>();
    ClassPath classes = worlds.jar(old);
    for (String name : new TreeSet<>(classes.names())) {
      if (name.lastIndexOf('/') == in.length() && name.startsWith(in)) {
        patrol.pass();
        dropped.addAll(Surface.dropped(ClassFile.shape(classes.bytes(name).orElseThrow()), young));
      }
    }
    return dropped;
  }
}
