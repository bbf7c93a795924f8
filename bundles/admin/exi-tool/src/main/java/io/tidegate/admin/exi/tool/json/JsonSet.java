package io.tidegate.admin.exi.tool.json;

import io.tidegate.codec.exi.iso15118.ExiException;
import java.io.IOException;
import java.util.List;

/**
 * The messages and fragments of one schema set, between EXI and JSON. Implemented by generated
 * code; has no state.
 */
public interface JsonSet {
  /**
   * Reads a document.
   *
   * @return a record, or null if the set has no messages
   */
  Object decode(byte[] bytes, int offset, int length) throws ExiException;

  /**
   * The name of a message that {@link #decode} or {@link #read} gave. Where all messages have one
   * document element, that of the element in its body.
   */
  String name(Object message);

  /** Writes its fields, without the braces around them. */
  void write(Object message, JsonOut out);

  /** The canonical form of a message that {@link #decode} or {@link #read} gave. */
  byte[] encode(Object message);

  /**
   * Reads the fields of a message of this name.
   *
   * @return a record, or null if there is no such message
   * @throws IOException if they are not what the schema asks for
   */
  Object read(String name, JsonIn in) throws IOException;

  /** Elements that are encoded as fragments. */
  List<String> fragments();

  /** Reads a fragment that holds this element. */
  Object decodeFragment(String name, byte[] bytes) throws ExiException;

  /** Writes the fields of that element, without the braces around them. */
  void writeFragment(String name, Object value, JsonOut out);

  /**
   * Reads the fields of an element of this name and writes the fragment.
   *
   * @return null if there is no such element
   * @throws IOException if they are not what the schema asks for
   */
  byte[] encodeFragment(String name, JsonIn in) throws IOException;
}
