package io.tidegate.codec.classfile;

/** Reads the big-endian items of a class file; none beyond its end. */
final class Octets {
  private final byte[] bytes;
  private int at;

  Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  int at() {
    return at;
  }

  boolean ended() {
    return at == bytes.length;
  }

  int u1() throws MalformedClassException {
    need(1);
    return bytes[at++] & 0xff;
  }

  int u2() throws MalformedClassException {
    need(2);
    int value = u2(at);
    at += 2;
    return value;
  }

  /** What stood at a place that was passed already. */
  int u2(int place) {
    return ((bytes[place] & 0xff) << 8) | (bytes[place + 1] & 0xff);
  }

  int u1(int place) {
    return bytes[place] & 0xff;
  }

  long u4() throws MalformedClassException {
    return ((long) u2() << 16) | u2();
  }

  void skip(long length) throws MalformedClassException {
    need(length);
    at += (int) length;
  }

  /** Whether so much is left. */
  void need(long length) throws MalformedClassException {
    if (length > bytes.length - at) {
      throw new MalformedClassException("it ends in the middle");
    }
  }

  /** Modified UTF-8 (§4.4.7) at a place that was passed already. */
  String text(int place, int length) throws MalformedClassException {
    char[] text = new char[length];
    int n = 0;
    int end = place + length;
    for (int i = place; i < end; ) {
      int first = bytes[i++];
      if (first > 0) {
        text[n++] = (char) first;
      } else if ((first & 0xe0) == 0xc0) {
        text[n++] = (char) (((first & 0x1f) << 6) | more(i++, end));
      } else if ((first & 0xf0) == 0xe0) {
        int high = more(i++, end);
        text[n++] = (char) (((first & 0x0f) << 12) | (high << 6) | more(i++, end));
      } else {
        throw noText();
      }
    }
    return new String(text, 0, n);
  }

  private int more(int place, int end) throws MalformedClassException {
    if (place >= end || (bytes[place] & 0xc0) != 0x80) {
      throw noText();
    }
    return bytes[place] & 0x3f;
  }

  private static MalformedClassException noText() {
    return new MalformedClassException("a text in it is none");
  }
}
