package io.tidegate.charging.vehicle.dialect;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  private static Kind kind(Type type) {
    if (type instanceof ParameterizedType generic) {
      Kind item = kind(generic.getActualTypeArguments()[0]);
      if (generic.getRawType() == Optional.class) {
        return new Maybe(item);
      }
      if (generic.getRawType() == List.class) {
        return new Many(item);
      }
    } else if (type instanceof Class<?> simple) {
      return simple.isRecord()
          ? new Whole(simple)
          : simple.isEnum() ? new Word(List.of(simple.getEnumConstants())) : value(simple);
    }
    throw new IllegalArgumentException("cannot be written: " + type.getTypeName());
  }

  private static Kind value(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return Plain.BOOLEAN;
    } else if (type == int.class || type == Integer.class) {
      return Plain.INT;
    } else if (type == long.class || type == Long.class) {
      return Plain.LONG;
    } else if (type == double.class || type == Double.class) {
      return Plain.DOUBLE;
    } else if (type == String.class) {
      return Plain.TEXT;
    } else if (type == Instant.class) {
      return Plain.INSTANT;
    } else if (type == Bytes.class) {
      return Plain.BYTES;
    }
    throw new IllegalArgumentException("cannot be written: " + type.getName());
  }

  /** A length that the bytes that are there can hold. */
  private static int length(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("damaged");
    }
    return length;
  }

  /**
   * Values without parts. One class with switches: dialects make their forms when they are
   * activated, and a lambda for each would be generated anew by each of them at every start.
   */
  private enum Plain implements Kind {
    BOOLEAN,
    INT,
    LONG,
    DOUBLE,
    TEXT,
    INSTANT,
    BYTES;

    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      switch (this) {
        case BOOLEAN -> out.writeBoolean((Boolean) value);
        case INT -> out.writeInt((Integer) value);
        case LONG -> out.writeLong((Long) value);
        case DOUBLE -> out.writeDouble((Double) value);
        case TEXT -> out.writeUTF((String) value);
        case INSTANT -> {
          Instant instant = (Instant) value;
          out.writeLong(instant.getEpochSecond());
          out.writeInt(instant.getNano());
        }
        case BYTES -> {
          byte[] bytes = ((Bytes) value).toArray();
          out.writeInt(bytes.length);
          out.write(bytes);
        }
      }
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      return switch (this) {
        case BOOLEAN -> in.readBoolean();
        case INT -> in.readInt();
        case LONG -> in.readLong();
        case DOUBLE -> in.readDouble();
        case TEXT -> in.readUTF();
        case INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
        case BYTES -> Bytes.of(in.readNBytes(length(in)));
      };
    }

    @Override
    public Object nothing() {
      return switch (this) {
        case BOOLEAN -> false;
        case INT -> 0;
        case LONG -> 0L;
        case DOUBLE -> 0.0;
        case TEXT -> "";
        case INSTANT -> Instant.EPOCH;
        case BYTES -> Bytes.EMPTY;
      };
    }
  }

  /** A constant of an enum, by its name. */
  private record Word(List<?> constants) implements Kind {
    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      out.writeUTF(((Enum<?>) value).name());
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      String name = in.readUTF();
      for (Object constant : constants) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
      throw new IOException("no constant: " + name);
    }

    @Override
    public Object nothing() {
      return constants.get(0);
    }
  }

  /** Whether it is there, then the item. */
  private record Maybe(Kind item) implements Kind {
    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      Optional<?> present = (Optional<?>) value;
      out.writeBoolean(present.isPresent());
      if (present.isPresent()) {
        item.write(present.get(), out);
      }
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      return in.readBoolean() ? Optional.of(item.read(in)) : Optional.empty();
    }

    @Override
    public Object nothing() {
      return Optional.empty();
    }
  }

  /** How many, then the items. */
  private record Many(Kind item) implements Kind {
    @Override
    public void write(Object value, DataOutputStream out) throws IOException {
      List<?> items = (List<?>) value;
      out.writeInt(items.size());
      for (Object one : items) {
        item.write(one, out);
      }
    }

    @Override
    public Object read(DataInputStream in) throws IOException {
      int size = in.readInt();
      if (size < 0 || size > LONGEST_LIST) {
        throw new IOException("damaged");
      }
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        items.add(item.read(in));
      }
      return List.copyOf(items);
    }

    @Override
    public Object nothing() {
      return List.of();
    }
  }

  /** A record: its length, then its components. */
  private static final class Whole implements Kind {
    private final Method[] getters;
    private final Kind[] kinds;
    private final Constructor<?> constructor;

    Whole(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      getters = new Method[components.length];
      kinds = new Kind[components.length];
      Class<?>[] parameters = new Class<?>[components.length];
      try {
        for (int i = 0; i < components.length; i++) {
          kinds[i] = kind(components[i].getGenericType());
          parameters[i] = components[i].getType();
          getters[i] = components[i].getAccessor();
          getters[i].setAccessible(true);
        }
        constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
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
        return getters[component].invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record that cannot be read: " + value.getClass(), e);
      }
    }

    private Object make(Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        throw new IllegalArgumentException("values that the record refuses", e);
      }
    }
  }
}
