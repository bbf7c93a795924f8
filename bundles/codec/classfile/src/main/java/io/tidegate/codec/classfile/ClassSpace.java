package io.tidegate.codec.classfile;

/** What names of classes mean in one bundle. Belongs to one thread. */
public interface ClassSpace {
  /** What is behind a name. */
  sealed interface Sight {}

  /** A class. */
  record There(LinkedType type) implements Sight {}

  /**
   * None: its package comes from somebody who does not have it.
   *
   * @param provider who that is, for the operator
   */
  record Absent(String provider) implements Sight {}

  /** Nothing can be said: nobody has the package, and nobody has promised it. */
  record Unknown() implements Sight {}

  /**
   * Looks a class up.
   *
   * @param name {@code java/lang/Object}; no array
   * @throws MalformedClassException when it is there and no class
   */
  Sight find(String name) throws MalformedClassException;

  /** Name and version of the bundle, for the operator. */
  @Override
  String toString();
}
