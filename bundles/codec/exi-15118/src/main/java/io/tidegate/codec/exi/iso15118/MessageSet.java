package io.tidegate.codec.exi.iso15118;

import io.tidegate.codec.exi.iso15118.ExiException.Reason;
import java.util.Objects;

/**
 * The messages of one schema set and their EXI grammar: bit-packed, schema-informed, not strict,
 * without cookie, options and string tables, as ISO 15118-20 §7.9, ISO 15118-2 §7.9 and DIN 70121
 * prescribe. Has no state; any thread.
 *
 * @param <M> what the messages have in common
 */
public abstract class MessageSet<M> {
  /** The EXI header: distinguishing bits, no options, version 1. */
  private static final int HEADER = 0x80;

  private final String name;
  private final String namespace;

  protected MessageSet(String name, String namespace) {
    this.name = name;
    this.namespace = namespace;
  }

  /** Short name of the set. */
  public final String name() {
    return name;
  }

  /** Namespace of its messages. */
  public final String namespace() {
    return namespace;
  }

  /**
   * Reads a document.
   *
   * @throws ExiException if it is none of this set
   */
  public final M decode(byte[] payload) throws ExiException {
    return decode(payload, 0, payload.length);
  }

  /**
   * Reads a document from a part of an array. Zero bytes after it are passed over.
   *
   * @throws ExiException if it is none of this set
   */
  public final M decode(byte[] payload, int offset, int length) throws ExiException {
    Objects.checkFromIndexSize(offset, length, payload.length);
    BitReader reader = new BitReader(payload, offset, length);
    header(reader);
    M message = root(reader);
    reader.end();
    return message;
  }

  /**
   * Reads a document of a vehicle that writes numbers beyond their types: such a number is the
   * type's least or greatest. For those that {@link #decode} has refused as {@code RANGE}; what
   * came of it must be told to somebody.
   *
   * @throws ExiException if it is none of this set even so
   */
  public final M decodeClamping(byte[] payload) throws ExiException {
    BitReader reader = new BitReader(payload, 0, payload.length, true);
    header(reader);
    M message = root(reader);
    reader.end();
    return message;
  }

  /** Writes a document: the one canonical form. */
  public final byte[] encode(M message) {
    BitWriter writer = new BitWriter();
    writer.bits(HEADER, 8);
    root(message, writer);
    return writer.toByteArray();
  }

  /** Reads the root element; of generated code. */
  protected abstract M root(BitReader reader) throws ExiException;

  /** Writes the root element; of generated code. */
  protected abstract void root(M message, BitWriter writer);

  private static void header(BitReader reader) throws ExiException {
    if (reader.bits(8) != HEADER) {
      throw reader.error(Reason.HEADER, "no EXI header");
    }
  }

  /** Begins a fragment; of generated code. */
  protected static BitWriter openFragment(int width, int element) {
    BitWriter writer = new BitWriter();
    writer.bits(HEADER, 8);
    writer.bits(element, width);
    return writer;
  }

  /** Ends a fragment; of generated code. */
  protected static byte[] closeFragment(BitWriter writer, int width, int end) {
    writer.bits(end, width);
    return writer.toByteArray();
  }

  /** Begins to read a fragment of one element; of generated code. */
  protected static BitReader openFragment(byte[] fragment, int width, int element, int end)
      throws ExiException {
    BitReader reader = new BitReader(fragment, 0, fragment.length);
    header(reader);
    if (reader.event(width, end + 1) != element) {
      throw reader.error(Reason.ROOT, "another element");
    }
    return reader;
  }

  /** Ends to read a fragment; of generated code. */
  protected static void closeFragment(BitReader reader, int width, int end) throws ExiException {
    if (reader.event(width, end + 1) != end) {
      throw reader.error(Reason.EVENT, "a second element");
    }
    reader.end();
  }
}
