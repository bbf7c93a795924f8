package io.tidegate.codec.classfile;

import java.util.ArrayList;
import java.util.List;

/**
 * A field or a method, by what tells it from the others of its class.
 *
 * @param descriptor begins with a parenthesis when it is a method's
 */
public record Member(String name, String descriptor) implements Comparable<Member> {
  public boolean method() {
    return descriptor.startsWith("(");
  }

  /** Descriptors of what a method takes, in their order; none of a field. */
  public List<String> parameters() {
    List<String> parameters = new ArrayList<>();
    for (int at = 1; method() && descriptor.charAt(at) != ')'; ) {
      int end = at;
      while (descriptor.charAt(end) == '[') {
        end++;
      }
      end = descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
      parameters.add(descriptor.substring(at, end));
      at = end;
    }
    return parameters;
  }

  /** Descriptor of what a method gives back, {@code V} for nothing; of a field, of its type. */
  public String result() {
    return descriptor.substring(descriptor.indexOf(')') + 1);
  }

  /** Whether it is one that is not inherited. */
  boolean special() {
    return name.startsWith("<");
  }

  /** So that a map of many with the same hash stays quick. */
  @Override
  public int compareTo(Member other) {
    int names = name.compareTo(other.name);
    return names != 0 ? names : descriptor.compareTo(other.descriptor);
  }

  /**
   * What a record has by itself is slow until it is compiled, and this is asked a million times.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Member m && name.equals(m.name) && descriptor.equals(m.descriptor);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + descriptor.hashCode();
  }
}
