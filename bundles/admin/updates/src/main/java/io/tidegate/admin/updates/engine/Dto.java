package io.tidegate.admin.updates.engine;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * A data transfer object (OSGi Core §52) of a package that is not imported: the updater would be
 * wired to the bundle that has the package, and keep it when it was exchanged or removed. Whatever
 * is not there is empty.
 */
record Dto(Object object) {

  /** What a method of a service returns. */
  static Dto of(Object service, String method) {
    try {
      for (Class<?> type : interfaces(service.getClass())) {
        for (var each : type.getMethods()) {
          if (each.getName().equals(method) && each.getParameterCount() == 0) {
            return new Dto(each.invoke(service));
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(service.getClass() + " does not tell", e);
    }
    throw new IllegalStateException(service.getClass() + " has no " + method);
  }

  /** The class itself may be nobody else's to call. */
  private static List<Class<?>> interfaces(Class<?> type) {
    List<Class<?>> interfaces = new ArrayList<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      interfaces.addAll(List.of(at.getInterfaces()));
    }
    return interfaces;
  }

  /** A field; null when there is none, or it holds nothing. */
  Object value(String field) {
    try {
      return object.getClass().getField(field).get(object);
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(object.getClass() + " hides its " + field, e);
    }
  }

  String text(String field) {
    return value(field) instanceof String text ? text : "";
  }

  List<String> texts(String field) {
    return value(field) instanceof String[] texts ? List.of(texts) : List.of();
  }

  /** What is in an array. */
  List<Dto> list(String field) {
    Object array = value(field);
    List<Dto> list = new ArrayList<>();
    for (int i = 0; array != null && i < Array.getLength(array); i++) {
      list.add(new Dto(Array.get(array, i)));
    }
    return list;
  }
}
