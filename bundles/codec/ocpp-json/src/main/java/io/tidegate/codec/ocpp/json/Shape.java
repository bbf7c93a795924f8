package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ties a record to an object of the table by the names of its components; an underscore in the
 * table's name does not count. What the record does not name is checked and forgotten.
 *
 * <p>Records may be shaped after a newer version than the table ({@link Binder#newer}): a component
 * that the table lacks reads as empty, and a message in which it is present cannot be written.
 */
final class Shape {
  private static final int NOWHERE = -1;

  private final MethodHandle constructor;
  private final List<Part> parts;

  /**
   * A component, the field it comes from, and the way between the two.
   *
   * @param name as the table writes it
   * @param field place in the table's order, {@link #NOWHERE} when the table lacks it
   */
  private record Part(
      String name, int field, boolean required, MethodHandle accessor, Conversion conversion) {}

  Shape(Class<? extends Record> record, Type.Fields type, Binder binder) {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    RecordComponent[] components = record.getRecordComponents();
    List<Part> list = new ArrayList<>();
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      constructor =
          lookup
              .unreflectConstructor(record.getConstructor(types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      for (RecordComponent component : components) {
        MethodHandle accessor =
            lookup
                .unreflect(component.getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class));
        list.add(part(record, component, accessor, type, binder));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(record + " is no public record", e);
    }
    parts = List.copyOf(list);
  }

  private static Part part(
      Class<?> record,
      RecordComponent component,
      MethodHandle accessor,
      Type.Fields type,
      Binder binder) {
    String name = component.getName();
    for (int i = 0; i < type.list().size(); i++) {
      Type.Field field = type.list().get(i);
      if (field.name().replace("_", "").equals(name)) {
        Conversion conversion = Conversion.of(component.getGenericType(), field, binder);
        return new Part(field.name(), i, field.required(), accessor, conversion);
      }
    }
    if (!binder.newer()) {
      throw new IllegalArgumentException(
          record.getSimpleName() + " names " + name + ", the table does not");
    }
    return new Part(name, NOWHERE, false, accessor, Conversion.none(component.getType()));
  }

  /**
   * @param values by the table's order; null where the field is absent
   */
  Object make(Object[] values) {
    Object[] arguments = new Object[parts.size()];
    for (int i = 0; i < arguments.length; i++) {
      Part part = parts.get(i);
      arguments[i] = part.conversion.toRecord(part.field < 0 ? null : values[part.field]);
    }
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes the record as a JSON object; absent parts are left out.
   *
   * @throws IllegalArgumentException naming the component that this version cannot say
   */
  void write(Object record, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Part part : parts) {
      Object present = part.conversion.present(value(part, record));
      try {
        write(part, present, out);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(part.name + place(e), e);
      }
    }
    out.writeEndObject();
  }

  private static String place(IllegalArgumentException inner) {
    String rest = inner.getMessage();
    return (rest.startsWith(" ") ? "" : ".") + rest;
  }

  private static Object value(Part part, Object record) {
    try {
      return (Object) part.accessor.invokeExact(record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Part part, Object present, JsonGenerator out) throws IOException {
    if (present == null) {
      if (part.required) {
        throw new IllegalArgumentException(" is required by this version and missing");
      }
      return;
    }
    out.writeFieldName(part.name);
    part.conversion.write(present, out);
  }
}
