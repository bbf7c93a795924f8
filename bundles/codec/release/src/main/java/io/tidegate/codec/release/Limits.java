package io.tidegate.codec.release;

/**
 * How large an archive may be.
 *
 * @param entries of it
 * @param entry bytes of a bundle
 * @param total bytes of all entries together
 * @param document bytes of a document
 * @param ratio how often its packed length an entry may be long, beyond 1 MiB
 */
record Limits(int entries, long entry, long total, int document, int ratio) {
  static final Limits RELEASE = new Limits(1000, 64L << 20, 512L << 20, 1 << 20, 100);

  private static final int PER_ENTRY = 1024;

  /** As many documents as this are in memory at once; a root with all its keys takes 25 KiB. */
  private static final int LARGEST_DOCUMENTS = 8;

  /** Bytes of all documents together. */
  long documents() {
    return (long) document * LARGEST_DOCUMENTS;
  }

  /** Longest archive: all of it unpacked, and what tells of the entries. */
  long archive() {
    return total + directory() * 2;
  }

  /** Longest directory at its end. */
  long directory() {
    return (long) entries * PER_ENTRY;
  }

  boolean isBomb(long packed, long length) {
    return length > 1 << 20 && length / ratio > packed;
  }
}
