package io.tidegate.codec.classfile;

import io.tidegate.codec.classfile.ClassFile.Lambda;
import io.tidegate.codec.classfile.ClassFile.Use;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one class file (§4.1), once. Code is passed over: all it refers to is in the constant pool.
 * What many entries can share is looked at once, so that no file takes longer than its length is
 * worth.
 */
final class ClassReader {
  private static final long MAGIC = 0xCAFEBABEL;
  private static final int OLDEST = 45;
  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final int FLAG_MARKERS = 2;
  private static final int FLAG_BRIDGES = 4;

  /** How the object of an {@code invokedynamic} is made. */
  private static final class Bootstrap {
    final int method;
    final int[] arguments;
    List<String> implemented = List.of();

    Bootstrap(int method, int[] arguments) {
      this.method = method;
      this.arguments = arguments;
    }
  }

  private final Octets in;
  private final int version;
  private final Pool pool;
  private final Set<String> classes = new HashSet<>();
  private final BitSet seen = new BitSet();
  private List<Bootstrap> bootstraps = List.of();

  ClassReader(byte[] bytes) throws MalformedClassException {
    in = new Octets(bytes);
    if (in.u4() != MAGIC) {
      throw new MalformedClassException("it is no class file");
    }
    in.skip(2);
    version = in.u2();
    if (version < OLDEST) {
      throw new MalformedClassException("its format has version " + version);
    }
    pool = new Pool(in);
  }

  ClassFile read() throws MalformedClassException {
    Shape shape = shape();
    List<Use> uses = new ArrayList<>();
    List<Lambda> lambdas = new ArrayList<>();
    for (int i = 1; i < pool.count(); i++) {
      switch (pool.tag(i)) {
        case Pool.CLASS -> type(pool.classOrArray(i));
        case Pool.FIELD, Pool.METHOD, Pool.INTERFACE_METHOD -> uses.add(use(i));
        case Pool.METHOD_HANDLE -> pool.handled(i);
        case Pool.METHOD_TYPE -> types(pool.first(i, Pool.METHOD_TYPE), true);
        case Pool.DYNAMIC -> {
          bootstrap(pool.first(i, Pool.DYNAMIC));
          int constant = pool.second(i, Pool.DYNAMIC);
          types(pool.second(constant, Pool.NAME_AND_TYPE), false);
        }
        case Pool.INVOKE_DYNAMIC -> dynamic(i, lambdas);
        default -> {} // strings, numbers, and what others refer to
      }
    }
    return new ClassFile(version, shape, classes, uses, lambdas);
  }

  private void type(String name) throws MalformedClassException {
    if (name.startsWith("[")) {
      classes.addAll(Descriptors.classes(name, false));
    } else {
      classes.add(name);
    }
  }

  private void types(int descriptor, boolean method) throws MalformedClassException {
    List<String> named = pool.descriptor(descriptor, method);
    if (!seen.get(descriptor)) {
      seen.set(descriptor);
      classes.addAll(named);
    }
  }

  private Use use(int index) throws MalformedClassException {
    int tag = pool.tag(index);
    String owner = pool.classOrArray(pool.first(index, tag));
    Member member = member(pool.second(index, tag), tag != Pool.FIELD);
    return new Use(owner, member, tag == Pool.INTERFACE_METHOD);
  }

  private Member member(int index, boolean method) throws MalformedClassException {
    return member(
        pool.first(index, Pool.NAME_AND_TYPE), pool.second(index, Pool.NAME_AND_TYPE), method);
  }

  private Member member(int name, int descriptor, boolean method) throws MalformedClassException {
    pool.descriptor(descriptor, method);
    return new Member(Descriptors.member(pool.text(name), method), pool.text(descriptor));
  }

  private Bootstrap bootstrap(int index) throws MalformedClassException {
    if (index >= bootstraps.size()) {
      throw new MalformedClassException("it has no bootstrap method " + index);
    }
    return bootstraps.get(index);
  }

  private void dynamic(int index, List<Lambda> lambdas) throws MalformedClassException {
    int nameAndType = pool.second(index, Pool.INVOKE_DYNAMIC);
    Member site = member(nameAndType, true);
    types(pool.second(nameAndType, Pool.NAME_AND_TYPE), true);
    Bootstrap bootstrap = bootstrap(pool.first(index, Pool.INVOKE_DYNAMIC));
    Use by = use(pool.handled(bootstrap.method));
    String result = site.descriptor().substring(site.descriptor().indexOf(')') + 1);
    if (by.owner().equals(METAFACTORY) && result.startsWith("L")) {
      if (bootstrap.implemented.isEmpty()) {
        boolean more = by.member().name().equals("altMetafactory");
        bootstrap.implemented = implemented(bootstrap.arguments, more);
      }
      String type = result.substring(1, result.length() - 1);
      lambdas.add(new Lambda(type, site.name(), bootstrap.implemented));
    }
  }

  private List<String> implemented(int[] arguments, boolean more) throws MalformedClassException {
    List<String> descriptors = new ArrayList<>();
    descriptors.add(methodType(arguments, 0));
    if (more) {
      descriptors.addAll(bridges(arguments));
    }
    return List.copyOf(descriptors);
  }

  /** After three method types: flags, markers with their count, bridges with theirs. */
  private List<String> bridges(int[] arguments) throws MalformedClassException {
    int flags = number(arguments, 3);
    int at = 4;
    if ((flags & FLAG_MARKERS) != 0) {
      at += 1 + Math.min(number(arguments, at), arguments.length);
    }
    List<String> bridges = new ArrayList<>();
    if ((flags & FLAG_BRIDGES) != 0) {
      int count = number(arguments, at);
      for (int i = 1; i <= count; i++) {
        bridges.add(methodType(arguments, at + i));
      }
    }
    return bridges;
  }

  private int number(int[] arguments, int at) throws MalformedClassException {
    int value = pool.integer(argument(arguments, at));
    if (value < 0) {
      throw new MalformedClassException("a lambda in it has a negative count");
    }
    return value;
  }

  private String methodType(int[] arguments, int at) throws MalformedClassException {
    int descriptor = pool.first(argument(arguments, at), Pool.METHOD_TYPE);
    pool.descriptor(descriptor, true);
    return pool.text(descriptor);
  }

  private static int argument(int[] arguments, int at) throws MalformedClassException {
    if (at < 0 || at >= arguments.length) {
      throw new MalformedClassException("a lambda in it lacks an argument");
    }
    return arguments[at];
  }

  /** All behind the constant pool, to the end. */
  Shape shape() throws MalformedClassException {
    int access = in.u2();
    String name = pool.className(in.u2());
    int parent = in.u2();
    List<String> interfaces = new ArrayList<>();
    for (int left = in.u2(); left > 0; left--) {
      interfaces.add(pool.className(in.u2()));
    }
    Map<Member, Integer> members = new HashMap<>();
    members(false, members);
    members(true, members);
    List<String> permitted = attributes();
    if (!in.ended()) {
      throw new MalformedClassException("something stands behind its end");
    }
    String above = parent == 0 ? "" : pool.className(parent);
    return new Shape(access, name, above, interfaces, permitted, members);
  }

  private void members(boolean methods, Map<Member, Integer> members)
      throws MalformedClassException {
    for (int left = in.u2(); left > 0; left--) {
      int access = in.u2();
      Member member = member(in.u2(), in.u2(), methods);
      if (members.put(member, access) != null) {
        throw new MalformedClassException("it has a member twice");
      }
      for (int attributes = in.u2(); attributes > 0; attributes--) {
        in.u2();
        in.skip(in.u4());
      }
    }
  }

  private List<String> attributes() throws MalformedClassException {
    List<String> permitted = List.of();
    for (int left = in.u2(); left > 0; left--) {
      String name = pool.text(in.u2());
      long length = in.u4();
      int begin = in.at();
      switch (name) {
        case "BootstrapMethods" -> bootstraps = bootstraps();
        case "PermittedSubclasses" -> permitted = classes();
        default -> in.skip(length);
      }
      if (in.at() - begin != length) {
        throw new MalformedClassException("its attribute " + name + " has another length");
      }
    }
    return permitted;
  }

  private List<String> classes() throws MalformedClassException {
    List<String> classes = new ArrayList<>();
    for (int left = in.u2(); left > 0; left--) {
      classes.add(pool.className(in.u2()));
    }
    return classes;
  }

  private List<Bootstrap> bootstraps() throws MalformedClassException {
    List<Bootstrap> all = new ArrayList<>();
    for (int left = in.u2(); left > 0; left--) {
      int method = in.u2();
      int count = in.u2();
      in.need(2L * count);
      int[] arguments = new int[count];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = in.u2();
      }
      all.add(new Bootstrap(method, arguments));
    }
    return all;
  }
}
