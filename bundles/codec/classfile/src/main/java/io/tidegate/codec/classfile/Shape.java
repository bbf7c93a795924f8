package io.tidegate.codec.classfile;

import java.util.List;
import java.util.Map;

/**
 * What a class declares. Names are as in class files, {@code java/lang/Object}.
 *
 * @param parent its superclass; empty for {@code java/lang/Object}
 * @param permitted of a sealed class, those that may extend it; else none
 * @param members access flags (§4.5, §4.6) of each field and method
 */
public record Shape(
    int access,
    String name,
    String parent,
    List<String> interfaces,
    List<String> permitted,
    Map<Member, Integer> members) {
  public static final int PUBLIC = 0x0001;
  public static final int PRIVATE = 0x0002;
  public static final int PROTECTED = 0x0004;
  public static final int STATIC = 0x0008;
  public static final int FINAL = 0x0010;
  public static final int VOLATILE = 0x0040;
  public static final int INTERFACE = 0x0200;
  public static final int ABSTRACT = 0x0400;
  public static final int ANNOTATION = 0x2000;
  static final int MODULE = 0x8000;

  public Shape {
    interfaces = List.copyOf(interfaces);
    permitted = List.copyOf(permitted);
    members = Map.copyOf(members);
  }

  /** Whether that flag of its own access flags (§4.1) is set. */
  public boolean is(int flag) {
    return (access & flag) != 0;
  }
}
