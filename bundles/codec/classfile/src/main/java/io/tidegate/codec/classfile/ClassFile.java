package io.tidegate.codec.classfile;

import java.util.List;
import java.util.Set;

/**
 * A class and what it asks of others.
 *
 * @param version major version of its format: 61 is Java 17's
 * @param classes those it names where the machine would look for them, arrays by what is in them
 */
public record ClassFile(
    int version, Shape shape, Set<String> classes, List<Use> uses, List<Lambda> lambdas) {
  public ClassFile {
    classes = Set.copyOf(classes);
    uses = List.copyOf(uses);
    lambdas = List.copyOf(lambdas);
  }

  /**
   * A field or a method of some class.
   *
   * @param owner where the search for it begins; may be an array's descriptor
   * @param ofInterface whether it is a method that is looked for in an interface
   */
  public record Use(String owner, Member member, boolean ofInterface) {}

  /**
   * An object that is made of one method.
   *
   * @param type the interface
   * @param name of the method that is implemented
   * @param descriptors of that method: its own, and those of others that lead to it
   */
  public record Lambda(String type, String name, List<String> descriptors) {
    public Lambda {
      descriptors = List.copyOf(descriptors);
    }
  }

  /**
   * Reads all of it.
   *
   * @throws MalformedClassException when it is no class file of a version from 45 on
   */
  public static ClassFile read(byte[] bytes) throws MalformedClassException {
    return new ClassReader(bytes).read();
  }

  /** Reads what it declares only. */
  public static Shape shape(byte[] bytes) throws MalformedClassException {
    return new ClassReader(bytes).shape();
  }
}
