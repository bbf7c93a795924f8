package io.tidegate.charging.vehicle.dialect;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records as bytes, for slots. Components may be boolean, int, long, double, String, {@link
 * Instant}, {@link Bytes}, enums, records, and Optional or List of these; none may be null.
 *
 * <p>A record may get further components <em>at its end</em> without a new schema id: older bytes
 * leave them at nothing (false, 0, empty, the first constant), older versions pass over them. Any
 * other change needs a new id. Immutable; any thread.
 *
 * @param <S> the record
 */
public final class RecordBytes<S extends Record> {
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
  private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);

  /** A slot's lists are short; more is damage. */
  private static final int LONGEST_LIST = 4_096;

  private final Class<S> type;
  private final Kind kind;

  /**
   * @throws IllegalArgumentException for a component that cannot be written
   */
  public RecordBytes(Class<S> type) {
    this.type = type;
    this.kind = kind(type);
  }

  public byte[] write(S state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try {
      kind.write(state, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    return bytes.toByteArray();
  }

  /** Empty when the bytes are damaged or of another form. */
  public Optional<S> read(byte[] bytes) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      S state = type.cast(kind.read(in));
      return in.available() > 0 ? Optional.empty() : Optional.of(state);
    } catch (IOException | RuntimeException e) {
      // of hostile or foreign bytes anything may be thrown, by the record's own checks as well
      return Optional.empty();
    }
  }

  /** How values of one type are written. */
  private interface Kind {
    void write(Object value, DataOutputStream out) throws IOException;

    Object read(DataInputStream in) throws IOException;

    /** What a component is that the bytes do not have. */
    Object nothing();
  }

  private interface Writer {
    void write(Object value, DataOutputStream out) throws IOException;
  }

  private interface Reader {
    Object read(DataInputStream in) throws IOException;
  }

  private record Plain(Writer writer, Reader reader, Object nothing) implements Kind {
    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      writer.write(value, out);
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      return reader.read(in);
    }
  }

  private static Kind kind(Type type) {
    if (type instanceof ParameterizedType generic) {
      Kind item = kind(generic.getActualTypeArguments()[0]);
      if (generic.getRawType() == Optional.class) {
        return optional(item);
      }
      if (generic.getRawType() == List.class) {
        return list(item);
      }
    } else if (type instanceof Class<?> simple) {
      return simple.isRecord() ? new Whole(simple) : simple.isEnum() ? word(simple) : value(simple);
    }
    throw new IllegalArgumentException("cannot be written: " + type.getTypeName());
  }

  private static Kind value(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return new Plain((v, out) -> out.writeBoolean((Boolean) v), in -> in.readBoolean(), false);
    } else if (type == int.class || type == Integer.class) {
      return new Plain((v, out) -> out.writeInt((Integer) v), in -> in.readInt(), 0);
    } else if (type == long.class || type == Long.class) {
      return new Plain((v, out) -> out.writeLong((Long) v), in -> in.readLong(), 0L);
    } else if (type == double.class || type == Double.class) {
      return new Plain((v, out) -> out.writeDouble((Double) v), in -> in.readDouble(), 0.0);
    } else if (type == String.class) {
      return new Plain((v, out) -> out.writeUTF((String) v), in -> in.readUTF(), "");
    } else if (type == Instant.class) {
      return new Plain(RecordBytes::writeInstant, RecordBytes::readInstant, Instant.EPOCH);
    } else if (type == Bytes.class) {
      return new Plain(RecordBytes::writeBytes, RecordBytes::readBytes, Bytes.EMPTY);
    }
    throw new IllegalArgumentException("cannot be written: " + type.getName());
  }

  private static void writeInstant(Object value, DataOutputStream out) throws IOException {
    Instant instant = (Instant) value;
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Object readInstant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static void writeBytes(Object value, DataOutputStream out) throws IOException {
    byte[] bytes = ((Bytes) value).toArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static Object readBytes(DataInputStream in) throws IOException {
    return Bytes.of(in.readNBytes(length(in)));
  }

  /** A length that the bytes that are there can hold. */
  private static int length(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("damaged");
    }
    return length;
  }

  private static Kind word(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    Reader reader =
        in -> {
          String name = in.readUTF();
          for (Object constant : constants) {
            if (((Enum<?>) constant).name().equals(name)) {
              return constant;
            }
          }
          throw new IOException("no " + type.getSimpleName() + ": " + name);
        };
    return new Plain((v, out) -> out.writeUTF(((Enum<?>) v).name()), reader, constants[0]);
  }

  private static Kind optional(Kind item) {
    Writer writer =
        (value, out) -> {
          Optional<?> present = (Optional<?>) value;
          out.writeBoolean(present.isPresent());
          if (present.isPresent()) {
            item.write(present.get(), out);
          }
        };
    Reader reader = in -> in.readBoolean() ? Optional.of(item.read(in)) : Optional.empty();
    return new Plain(writer, reader, Optional.empty());
  }

  private static Kind list(Kind item) {
    Writer writer =
        (value, out) -> {
          List<?> items = (List<?>) value;
          out.writeInt(items.size());
          for (Object one : items) {
            item.write(one, out);
          }
        };
    Reader reader =
        in -> {
          int size = in.readInt();
          if (size < 0 || size > LONGEST_LIST) {
            throw new IOException("damaged");
          }
          List<Object> items = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            items.add(item.read(in));
          }
          return List.copyOf(items);
        };
    return new Plain(writer, reader, List.of());
  }

  /** A record: its length, then its components. */
  private static final class Whole implements Kind {
    private final MethodHandle[] getters;
    private final Kind[] kinds;
    private final MethodHandle constructor;

    Whole(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      getters = new MethodHandle[components.length];
      kinds = new Kind[components.length];
      Class<?>[] parameters = new Class<?>[components.length];
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      try {
        for (int i = 0; i < components.length; i++) {
          kinds[i] = kind(components[i].getGenericType());
          parameters[i] = components[i].getType();
          Method accessor = components[i].getAccessor();
          accessor.setAccessible(true);
          getters[i] = lookup.unreflect(accessor).asType(GETTER);
        }
        Constructor<?> canonical = type.getDeclaredConstructor(parameters);
        canonical.setAccessible(true);
        constructor =
            lookup
                .unreflectConstructor(canonical)
                .asSpreader(Object[].class, parameters.length)
                .asType(CONSTRUCTOR);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("a record that cannot be opened: " + type, e);
      }
    }

    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
      DataOutputStream inner = new DataOutputStream(bytes);
      for (int i = 0; i < kinds.length; i++) {
        kinds[i].write(get(i, value), inner);
      }
      out.writeInt(bytes.size());
      bytes.writeTo(out);
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      DataInputStream inner =
          new DataInputStream(new ByteArrayInputStream(in.readNBytes(length(in))));
      Object[] values = new Object[kinds.length];
      for (int i = 0; i < kinds.length; i++) {
        values[i] = inner.available() > 0 ? kinds[i].read(inner) : kinds[i].nothing();
      }
      return make(values);
    }

    @Override
    public Object nothing() {
      Object[] values = new Object[kinds.length];
      for (int i = 0; i < kinds.length; i++) {
        values[i] = kinds[i].nothing();
      }
      return make(values);
    }

    private Object get(int component, Object value) {
      try {
        return (Object) getters[component].invokeExact(value);
      } catch (Throwable e) {
        throw new IllegalStateException("a record that cannot be read: " + value.getClass(), e);
      }
    }

    private Object make(Object[] values) {
      try {
        return (Object) constructor.invokeExact(values);
      } catch (Throwable e) {
        throw new IllegalArgumentException("values that the record refuses", e);
      }
    }
  }
}
