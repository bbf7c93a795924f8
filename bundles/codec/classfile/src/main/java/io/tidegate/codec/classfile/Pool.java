package io.tidegate.codec.classfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The constant pool (§4.4). What an index means is looked at when it is asked for. */
final class Pool {
  static final int UTF8 = 1;
  static final int INTEGER = 3;
  static final int CLASS = 7;
  static final int FIELD = 9;
  static final int METHOD = 10;
  static final int INTERFACE_METHOD = 11;
  static final int NAME_AND_TYPE = 12;
  static final int METHOD_HANDLE = 15;
  static final int METHOD_TYPE = 16;
  static final int DYNAMIC = 17;
  static final int INVOKE_DYNAMIC = 18;

  private final Octets in;
  private final byte[] tags;
  private final int[] places;
  private final String[] texts;
  private final List<List<String>> descriptors;

  Pool(Octets in) throws MalformedClassException {
    this.in = in;
    int count = in.u2();
    if (count == 0) {
      throw new MalformedClassException("its constant pool has no length");
    }
    tags = new byte[count];
    places = new int[count];
    texts = new String[count];
    descriptors = new ArrayList<>(Collections.nCopies(count, null));
    for (int i = 1; i < count; i++) {
      int tag = in.u1();
      tags[i] = (byte) tag;
      places[i] = in.at();
      in.skip(tag == UTF8 ? in.u2() : length(tag));
      if (tag == 5 || tag == 6) {
        i++; // a long or a double takes two indices
      }
    }
  }

  private static int length(int tag) throws MalformedClassException {
    return switch (tag) {
      case CLASS, 8, METHOD_TYPE, 19, 20 -> 2;
      case METHOD_HANDLE -> 3;
      case INTEGER, 4, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, DYNAMIC, INVOKE_DYNAMIC -> 4;
      case 5, 6 -> 8;
      default -> throw new MalformedClassException("its constant pool has an entry of type " + tag);
    };
  }

  int count() {
    return tags.length;
  }

  /** 0 where there is nothing. */
  int tag(int index) {
    return index < tags.length ? tags[index] : 0;
  }

  private int place(int index, int tag) throws MalformedClassException {
    if (tag(index) != tag) {
      throw new MalformedClassException(
          "entry " + index + " of its constant pool is not of type " + tag);
    }
    return places[index];
  }

  String text(int index) throws MalformedClassException {
    int place = place(index, UTF8);
    if (texts[index] == null) {
      texts[index] = in.text(place + 2, in.u2(place));
    }
    return texts[index];
  }

  /** Checks a descriptor, each once: the classes in it. */
  List<String> descriptor(int index, boolean method) throws MalformedClassException {
    String text = text(index);
    List<String> classes = descriptors.get(index);
    if (classes == null || text.startsWith("(") != method) {
      classes = Descriptors.classes(text, method);
      descriptors.set(index, classes);
    }
    return classes;
  }

  /** The first of the indices that an entry of that type consists of. */
  int first(int index, int tag) throws MalformedClassException {
    return in.u2(place(index, tag));
  }

  /** The second one. */
  int second(int index, int tag) throws MalformedClassException {
    return in.u2(place(index, tag) + 2);
  }

  /** A number of 32 bits. */
  int integer(int index) throws MalformedClassException {
    int place = place(index, INTEGER);
    return (in.u2(place) << 16) | in.u2(place + 2);
  }

  /** A class that is no array. */
  String className(int index) throws MalformedClassException {
    return Descriptors.name(text(first(index, CLASS)));
  }

  /** A class, or an array's descriptor. */
  String classOrArray(int index) throws MalformedClassException {
    String name = text(first(index, CLASS));
    if (name.startsWith("[")) {
      Descriptors.classes(name, false);
      return name;
    }
    return Descriptors.name(name);
  }

  /** What kind of member a method handle is of, 1 to 9, and the entry of that member. */
  int handled(int index) throws MalformedClassException {
    int place = place(index, METHOD_HANDLE);
    int kind = in.u1(place);
    int member = in.u2(place + 1);
    int tag = tag(member);
    boolean method = tag == METHOD || tag == INTERFACE_METHOD;
    boolean good = kind >= 1 && kind <= 9 && (kind <= 4 ? tag == FIELD : method);
    if (!good) {
      throw new MalformedClassException("a method handle in it is of nothing");
    }
    return member;
  }
}
