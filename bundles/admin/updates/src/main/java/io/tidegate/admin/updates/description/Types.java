package io.tidegate.admin.updates.description;

import io.tidegate.codec.classfile.ClassSpace;
import io.tidegate.codec.classfile.LinkedType;
import io.tidegate.codec.classfile.MalformedClassException;
import io.tidegate.codec.classfile.Shape;
import java.util.Optional;
import java.util.Set;

/**
 * What types of parameters and fields are to the component runtime, by their descriptors. What
 * cannot be looked at counts as fitting.
 */
final class Types {
  static final String CONTEXT = "Lorg/osgi/service/component/ComponentContext;";
  static final String BUNDLE = "Lorg/osgi/framework/BundleContext;";
  static final String MAP = "Ljava/util/Map;";
  private static final String REFERENCE = "Lorg/osgi/framework/ServiceReference;";
  private static final String OBJECTS = "Lorg/osgi/service/component/ComponentServiceObjects;";
  private static final String LOGGERS = "org.osgi.service.log.LoggerFactory";
  private static final String COLLECTION = "java/util/Collection";

  private static final Set<String> LOGGER =
      Set.of("Lorg/osgi/service/log/Logger;", "Lorg/osgi/service/log/FormatterLogger;");
  private static final Set<String> WHOLE = Set.of("Ljava/util/List;", "Ljava/util/Collection;");
  private static final Set<String> AROUND = Set.of("Ljava/util/Map$Entry;", "Ljava/util/Optional;");

  private final ClassSpace space;

  Types(ClassSpace space) {
    this.space = space;
  }

  /** Something of the component's own: its contexts or its configuration. */
  boolean own(String type) throws MalformedClassException {
    return type.equals(CONTEXT) || type.equals(BUNDLE) || type.equals(MAP) || annotation(type);
  }

  /** An annotation whose elements are fields of the configuration. */
  boolean annotation(String type) throws MalformedClassException {
    return flagged(type, Shape.ANNOTATION);
  }

  boolean interfaces(String type) throws MalformedClassException {
    return flagged(type, Shape.INTERFACE);
  }

  private boolean flagged(String type, int flag) throws MalformedClassException {
    if (!object(type)) {
      return false;
    }
    Optional<LinkedType> found = find(path(type));
    return found.isEmpty() || found.get().shape().is(flag);
  }

  /** A service of that kind. */
  boolean service(String type, String service) throws MalformedClassException {
    if (!object(type)) {
      return false;
    }
    Optional<LinkedType> found = find(service.replace('.', '/'));
    return found.isEmpty() || found.get().maybe(path(type));
  }

  /** What a method is given of a reference, besides the service itself. */
  static boolean handed(String type, String service, Edition edition) {
    return type.equals(REFERENCE)
        || (edition.since(3) && (type.equals(OBJECTS) || type.equals(MAP)))
        || (edition.since(4) && service.equals(LOGGERS) && LOGGER.contains(type));
  }

  /** What a field or a parameter of a constructor is set to by a reference. */
  boolean injected(String type, Element reference) throws MalformedClassException {
    if (reference.value("cardinality").endsWith("..n")) {
      return subtype(type, COLLECTION);
    }
    String service = reference.value("interface");
    return handed(type, service, new Edition(4, false))
        || AROUND.contains(type)
        || service(type, service);
  }

  /** What a collection can be replaced in. */
  static boolean whole(String type) {
    return WHOLE.contains(type);
  }

  private boolean subtype(String type, String of) throws MalformedClassException {
    if (!object(type)) {
      return false;
    }
    Optional<LinkedType> found = find(path(type));
    return found.isEmpty() || found.get().maybe(of);
  }

  private Optional<LinkedType> find(String name) throws MalformedClassException {
    return space.find(name) instanceof ClassSpace.There there
        ? Optional.of(there.type())
        : Optional.empty();
  }

  private static boolean object(String type) {
    return type.startsWith("L");
  }

  private static String path(String type) {
    return type.substring(1, type.length() - 1);
  }
}
