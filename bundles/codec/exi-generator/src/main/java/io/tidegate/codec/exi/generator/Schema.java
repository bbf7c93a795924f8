package io.tidegate.codec.exi.generator;

import java.util.List;
import java.util.Map;

/**
 * One schema of the model, as written; references are names that {@link Model} resolves.
 *
 * @param javaPackage package below the root package
 * @param document whether its messages have a document grammar of their own
 * @param definitions types by name, in the order of the file
 * @param elements global elements by name, in the order of the file
 * @param fragments references to the elements that are encoded as fragments
 */
public record Schema(
    String name,
    String namespace,
    String javaPackage,
    boolean document,
    boolean qualifiedElements,
    boolean qualifiedAttributes,
    List<String> imports,
    Map<String, Definition> definitions,
    Map<String, GlobalElement> elements,
    List<String> fragments) {

  /** Upper end of an unbounded occurrence. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** A named type. */
  public sealed interface Definition {
    String name();
  }

  /**
   * A restriction of a simple type.
   *
   * @param range values of a number, length of text and binary
   */
  public record Simple(String name, String base, Range range) implements Definition {}

  /** Words in schema order. */
  public record Enumeration(String name, List<String> words) implements Definition {}

  /**
   * A complex type.
   *
   * @param base the type it extends, empty without one
   * @param content the simple type of its text, empty without simple content
   */
  public record Complex(
      String name,
      String base,
      String content,
      List<Flag> flags,
      List<Attribute> attributes,
      List<Particle> particles)
      implements Definition {
    /** Whether it has this flag. */
    public boolean is(Flag flag) {
      return flags.contains(flag);
    }
  }

  /** What a complex type may be beside plain. */
  public enum Flag {
    ABSTRACT,
    MIXED,
    OPAQUE,
    HANDWRITTEN
  }

  /**
   * Both ends included.
   *
   * @param min text of a whole number, empty for none
   * @param max likewise
   */
  public record Range(String min, String max) {}

  /** An attribute. */
  public record Attribute(String name, String type, boolean optional) {}

  /** How often. */
  public record Occurs(int min, int max) {
    /** Exactly once. */
    public static final Occurs ONCE = new Occurs(1, 1);

    /** Whether it is a list. */
    public boolean repeats() {
      return max > 1;
    }
  }

  /** One particle of a sequence or choice. */
  public sealed interface Particle {
    Occurs occurs();
  }

  /** An element declared here. */
  public record LocalElement(String name, String type, Occurs occurs) implements Particle {}

  /** A global element, or the members of its substitution group. */
  public record Reference(String target, Occurs occurs) implements Particle {}

  /** One of several. */
  public record Choice(List<Particle> alternatives, Occurs occurs) implements Particle {}

  /** A wildcard. */
  public record Any(Occurs occurs) implements Particle {}

  /**
   * A global element.
   *
   * @param head what it substitutes, empty for nothing
   */
  public record GlobalElement(
      String name, String type, boolean isAbstract, boolean isMessage, String head) {}
}
