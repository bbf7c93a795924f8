package io.tidegate.codec.release;

import java.util.Optional;

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

  /** Why an entry may not be there; empty when it may. */
  Optional<String> excess(ZipEntries.Entry entry, boolean isDocument, long all, long documents) {
    long most = isDocument ? document : this.entry;
    if (entry.length() > most) {
      return Optional.of("a %s has %d at most".formatted(isDocument ? "document" : "bundle", most));
    }
    if (isDocument && documents > documents()) {
      return Optional.of("all documents together have %d at most".formatted(documents()));
    }
    if (all > total) {
      return Optional.of("a release has %d at most".formatted(total));
    }
    return isBomb(entry.packed(), entry.length())
        ? Optional.of("it is packed far smaller than any bundle can be")
        : Optional.empty();
  }

  private boolean isBomb(long packed, long length) {
    return length > 1 << 20 && length / ratio > packed;
  }
}
