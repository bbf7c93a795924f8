package io.tidegate.codec.classfile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Classes in memory, and a bundle from which they see one package's. */
final class Bundle implements ClassSpace {
  private static final Bundle JAVA = new Bundle("Java", Map.of(), "", null);

  private final String name;
  private final Map<String, byte[]> classes;
  private final String imported;
  private final Bundle provider;
  private final Map<String, There> types = new HashMap<>();

  /**
   * @param imported prefix of the packages that are the provider's
   */
  Bundle(String name, Map<String, byte[]> classes, String imported, Bundle provider) {
    this.name = name;
    this.classes = classes;
    this.imported = imported;
    this.provider = provider;
  }

  @Override
  public Sight find(String className) throws MalformedClassException {
    if (className.startsWith("java/")) {
      return JAVA.own(className).<Sight>map(t -> t).orElse(new Unknown());
    }
    if (provider != null && className.startsWith(imported)) {
      return provider.own(className).<Sight>map(t -> t).orElse(new Absent(provider.name));
    }
    return own(className).<Sight>map(t -> t).orElse(new Unknown());
  }

  private Optional<There> own(String className) throws MalformedClassException {
    byte[] bytes = this == JAVA ? java(className) : classes.get(className);
    if (bytes != null && !types.containsKey(className)) {
      types.put(className, new There(new LinkedType(ClassFile.shape(bytes), this)));
    }
    return Optional.ofNullable(types.get(className));
  }

  private static byte[] java(String className) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(className + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
