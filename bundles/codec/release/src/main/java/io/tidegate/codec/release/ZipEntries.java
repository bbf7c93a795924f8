package io.tidegate.codec.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The directory of a ZIP archive, read so that there is one way to read it: entries follow each
 * other without a gap in the order of the directory, what stands before each says the same as the
 * directory, nothing comes before the first or after the last. So whoever reads the archive as a
 * stream sees what is checked here.
 */
final class ZipEntries {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int DESCRIPTOR = 0x08074b50;

  private static final int ENCRYPTED = 1;
  private static final int TOLD_LATER = 1 << 3;

  static final int STORED = 0;
  static final int DEFLATED = 8;

  /**
   * An entry.
   *
   * @param at where its packed bytes begin
   */
  record Entry(String name, int method, int crc, long packed, long length, long at) {}

  /** What the directory says of an entry. */
  private record Listed(Entry entry, int flags, long local) {}

  private final Bytes bytes;
  private final Limits limits;

  private ZipEntries(Bytes bytes, Limits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /** In their sequence. */
  static List<Entry> read(Bytes bytes, Limits limits) throws Refusal, IOException {
    return new ZipEntries(bytes, limits).read();
  }

  private static Refusal damaged(String how) {
    return new Refusal(Refusal.Code.TRUNCATED, "the archive is cut short or damaged: " + how);
  }

  private List<Entry> read() throws Refusal, IOException {
    long length = bytes.length();
    if (length > limits.archive()) {
      throw new Refusal(Refusal.Code.OVERSIZED, "the archive has " + length + " bytes");
    }
    if (length < END_LENGTH) {
      throw damaged("it has " + length + " bytes");
    }
    ByteBuffer end = bytes.read(length - END_LENGTH, END_LENGTH);
    if (end.getInt() != END || end.getInt(4) != 0) {
      throw damaged("its directory does not end it");
    }
    int count = end.getShort(10) & 0xffff;
    long size = end.getInt(12) & 0xffffffffL;
    long from = end.getInt(16) & 0xffffffffL;
    if (count > limits.entries() || size > limits.directory()) {
      throw new Refusal(
          Refusal.Code.OVERSIZED,
          "the archive has " + count + " entries, a release " + limits.entries() + " at most");
    }
    if (end.getShort(8) != end.getShort(10)
        || end.getShort(20) != 0
        || from + size != length - END_LENGTH) {
      throw damaged("its directory is not where it should be");
    }
    return located(listed(bytes.read(from, (int) size), count), from);
  }

  private List<Listed> listed(ByteBuffer in, int count) throws Refusal {
    List<Listed> listed = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long total = 0;
    long documents = 0;
    for (int i = 0; i < count; i++) {
      Listed next = listed(in);
      Entry entry = next.entry();
      String fault = Names.entryFault(entry.name());
      if (fault.isEmpty() && !names.add(entry.name().toLowerCase(Locale.ROOT))) {
        fault = "has a name that is there twice";
      }
      if (!fault.isEmpty()) {
        throw new Refusal(Refusal.Code.BAD_ENTRY, "entry " + (i + 1) + " of the archive " + fault);
      }
      total += entry.length();
      boolean document = Parts.isDocument(entry.name());
      documents += document ? entry.length() : 0;
      Optional<String> excess = limits.excess(entry, document, total, documents);
      if (excess.isPresent()) {
        throw new Refusal(
            Refusal.Code.OVERSIZED,
            "entry %s would have %d bytes: %s"
                .formatted(entry.name(), entry.length(), excess.get()));
      }
      listed.add(next);
    }
    if (in.hasRemaining()) {
      throw damaged("its directory has more than its entries");
    }
    return listed;
  }

  private static Listed listed(ByteBuffer in) throws Refusal {
    int at = in.position();
    if (in.remaining() < CENTRAL_LENGTH || in.getInt(at) != CENTRAL) {
      throw damaged("an entry of its directory is none");
    }
    int name = in.getShort(at + 28) & 0xffff;
    int beyond = name + (in.getShort(at + 30) & 0xffff) + (in.getShort(at + 32) & 0xffff);
    if (in.remaining() < CENTRAL_LENGTH + beyond || in.getShort(at + 34) != 0) {
      throw damaged("an entry of its directory is none");
    }
    Entry entry =
        new Entry(
            latin(in, at + CENTRAL_LENGTH, name),
            in.getShort(at + 10) & 0xffff,
            in.getInt(at + 16),
            in.getInt(at + 20) & 0xffffffffL,
            in.getInt(at + 24) & 0xffffffffL,
            0);
    int flags = in.getShort(at + 8) & 0xffff;
    boolean stored = entry.method() == STORED;
    if ((!stored && entry.method() != DEFLATED)
        || (flags & ENCRYPTED) != 0
        || (stored && (flags & TOLD_LATER) != 0)
        || (stored && entry.packed() != entry.length())) {
      throw new Refusal(
          Refusal.Code.BAD_ENTRY, "an entry of the archive is packed in a way that is not read");
    }
    in.position(at + CENTRAL_LENGTH + beyond);
    return new Listed(entry, flags, in.getInt(at + 42) & 0xffffffffL);
  }

  private static String latin(ByteBuffer in, int at, int length) {
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private List<Entry> located(List<Listed> listed, long end) throws Refusal, IOException {
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    for (Listed each : listed) {
      if (each.local() != at || at + LOCAL_LENGTH > end) {
        throw damaged("its entries do not follow each other");
      }
      Entry entry = located(each, end);
      entries.add(entry);
      at = entry.at() + entry.packed();
      if ((each.flags() & TOLD_LATER) != 0) {
        at += descriptor(entry, at, end);
      }
    }
    if (at != end) {
      throw damaged("there is more in it than its entries");
    }
    return entries;
  }

  private Entry located(Listed listed, long end) throws Refusal, IOException {
    Entry entry = listed.entry();
    ByteBuffer local = bytes.read(listed.local(), LOCAL_LENGTH);
    int name = local.getShort(26) & 0xffff;
    long at = listed.local() + LOCAL_LENGTH + name + (local.getShort(28) & 0xffff);
    if (local.getInt(0) != LOCAL || at + entry.packed() > end) {
      throw damaged("an entry is not where it should be");
    }
    ByteBuffer text = bytes.read(listed.local() + LOCAL_LENGTH, name);
    boolean toldLater = (listed.flags() & TOLD_LATER) != 0;
    boolean same =
        latin(text, 0, name).equals(entry.name())
            && (local.getShort(6) & 0xffff) == listed.flags()
            && (local.getShort(8) & 0xffff) == entry.method()
            && (toldLater || tells(local, 14, entry));
    if (!same) {
      throw damaged("an entry and its directory differ");
    }
    return new Entry(entry.name(), entry.method(), entry.crc(), entry.packed(), entry.length(), at);
  }

  private static boolean tells(ByteBuffer in, int at, Entry entry) {
    return in.getInt(at) == entry.crc()
        && (in.getInt(at + 4) & 0xffffffffL) == entry.packed()
        && (in.getInt(at + 8) & 0xffffffffL) == entry.length();
  }

  /** The length of what follows an entry that was written as a stream. */
  private int descriptor(Entry entry, long at, long end) throws Refusal, IOException {
    if (at + 16 <= end) {
      ByteBuffer marked = bytes.read(at, 16);
      if (marked.getInt(0) == DESCRIPTOR && tells(marked, 4, entry)) {
        return 16;
      }
    }
    if (at + 12 <= end && tells(bytes.read(at, 12), 0, entry)) {
      return 12;
    }
    throw damaged("an entry and what follows it differ");
  }
}
