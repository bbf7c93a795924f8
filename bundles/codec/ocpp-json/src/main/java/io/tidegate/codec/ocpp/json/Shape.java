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
import java.util.function.Function;

/**
 * Ties a record to an object of the table by the names of its components. What the record does not
 * name is checked and forgotten; what the table does not know cannot be bound.
 */
final class Shape {
  private final MethodHandle constructor;
  private final List<Part> parts;

  /** A component, the field it comes from, and the way between the two. */
  private record Part(String name, int field, MethodHandle accessor, Conversion conversion) {}

  Shape(Class<? extends Record> record, Type.Fields type, Function<Type.Fields, Shape> shapes) {
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
        int field = type.indexOf(component.getName());
        if (field < 0) {
          throw new IllegalArgumentException(
              record.getSimpleName() + " names " + component.getName() + ", the table does not");
        }
        MethodHandle accessor =
            lookup
                .unreflect(component.getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class));
        Conversion conversion =
            Conversion.of(component.getGenericType(), type.list().get(field), shapes);
        list.add(new Part(component.getName(), field, accessor, conversion));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(record + " is no public record", e);
    }
    parts = List.copyOf(list);
  }

  /**
   * @param values by the table's order; null where the field is absent
   */
  Object make(Object[] values) {
    Object[] arguments = new Object[parts.size()];
    for (int i = 0; i < arguments.length; i++) {
      Part part = parts.get(i);
      arguments[i] = part.conversion.toRecord(values[part.field]);
    }
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the record as a JSON object; absent parts are left out. */
  void write(Object record, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Part part : parts) {
      Object value;
      try {
        value = (Object) part.accessor.invokeExact(record);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
      Object present = part.conversion.present(value);
      if (present != null) {
        out.writeFieldName(part.name);
        part.conversion.write(present, out);
      }
    }
    out.writeEndObject();
  }
}
