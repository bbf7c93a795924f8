package io.tidegate.codec.release;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as releases use it, RFC 8259 without {@code null} and fractions: objects to maps, arrays to
 * lists, strings, whole numbers to {@link Long}, booleans. Refuses doubled keys, bytes after the
 * value, lone surrogates, control characters, more than {@value #DEPTH} levels.
 */
final class Json {
  static final int DEPTH = 8;

  private final String what;
  private final String text;
  private int at;

  private Json(String what, String text) {
    this.what = what;
    this.text = text;
  }

  /**
   * @param what the document's name, for sentences
   */
  static Object read(String what, byte[] bytes) throws Refusal {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(Refusal.Code.BAD_ENTRY, what + " is not UTF-8");
    }
    Json json = new Json(what, text);
    json.space();
    Object value = json.value(0);
    json.space();
    if (json.at < text.length()) {
      throw json.wrong("more than one value");
    }
    return value;
  }

  private Refusal wrong(String how) {
    long line =
        1 + text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    return new Refusal(Refusal.Code.BAD_ENTRY, what + ", line " + line + ": " + how);
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private void space() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  private void expect(char c) throws Refusal {
    if (peek() != c) {
      throw wrong("`" + c + "` is missing");
    }
    at++;
  }

  private Object value(int depth) throws Refusal {
    if (depth == DEPTH) {
      throw wrong("nested too deeply");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      default -> number();
    };
  }

  private Boolean word(String word, Boolean value) throws Refusal {
    if (!text.startsWith(word, at)) {
      throw wrong("no value that is known here");
    }
    at += word.length();
    return value;
  }

  private Map<String, Object> object(int depth) throws Refusal {
    Map<String, Object> fields = new LinkedHashMap<>();
    expect('{');
    space();
    while (peek() != '}') {
      if (!fields.isEmpty()) {
        expect(',');
        space();
      }
      String name = string();
      space();
      expect(':');
      space();
      if (fields.put(name, value(depth + 1)) != null) {
        throw wrong("a field is there twice");
      }
      space();
    }
    at++;
    return fields;
  }

  private List<Object> array(int depth) throws Refusal {
    List<Object> items = new ArrayList<>();
    expect('[');
    space();
    while (peek() != ']') {
      if (!items.isEmpty()) {
        expect(',');
        space();
      }
      items.add(value(depth + 1));
      space();
    }
    at++;
    return items;
  }

  private Long number() throws Refusal {
    int from = at;
    if (peek() == '-') {
      at++;
    }
    int digits = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    int count = at - digits;
    if (count == 0 || count > 18 || (count > 1 && text.charAt(digits) == '0')) {
      throw wrong("no value that is known here");
    }
    if (peek() == '.' || peek() == 'e' || peek() == 'E') {
      throw wrong("a number that is not whole");
    }
    return Long.valueOf(text.substring(from, at));
  }

  private String string() throws Refusal {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      int c = peek();
      if (c < ' ') {
        throw wrong(c < 0 ? "the text ends inside a string" : "a control character in a string");
      }
      at++;
      string.append(c == '\\' ? escaped() : (char) c);
    }
    at++;
    return paired(string.toString());
  }

  private char escaped() throws Refusal {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape that JSON does not know");
    };
  }

  private char unicode() throws Refusal {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = peek() < 0 || peek() > 'f' ? -1 : Character.digit((char) peek(), 16);
      if (digit < 0) {
        throw wrong("an escape that JSON does not know");
      }
      value = value << 4 | digit;
      at++;
    }
    return (char) value;
  }

  private String paired(String string) throws Refusal {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < string.length()
              && Character.isLowSurrogate(string.charAt(i + 1));
      if (Character.isSurrogate(c) && !pair) {
        throw wrong("half a character in a string");
      }
      i += pair ? 1 : 0;
    }
    return string;
  }
}
