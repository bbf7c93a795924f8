package io.tidegate.codec.release;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Whatever bytes come, one verdict comes back, and nothing is believed that our keys did not sign:
 * {@code mvn verify} reads the seeds again, {@code bench/fuzz.sh release} looks for more.
 */
class ReleaseFuzzTest {
  private static final Limits TIGHT = new Limits(50, 1 << 16, 1 << 18, 1 << 14, 100);

  /** The first byte puts the input in place of one entry of a good archive, or of all of it. */
  @FuzzTest(maxDuration = "4h", maxExecutions = 20_000_000)
  void readsAnyArchiveToOneVerdict(byte[] data) throws IOException, Refusal {
    if (data.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(data, 1, data.length);
    Map<String, byte[]> entries = Archives.entries(good());
    List<String> names = Archives.names(entries);
    int choice = (data[0] & 0xff) % (names.size() + 1);
    byte[] archive = rest;
    if (choice < names.size()) {
      entries.put(names.get(choice), rest);
      archive = Archives.zip(entries);
    }
    VerifiedRelease believed;
    try (ReleaseReader reader = ReleaseReader.of(archive, TIGHT)) {
      believed =
          new ReleaseVerifier(RootChain.pinned(Archives.ROOT.write()), Archives.HOST, Map.of())
              .verify(reader, Archives.NOW);
    } catch (Refusal refusal) {
      if (refusal.getMessage().length() > 600) {
        throw new AssertionError("a sentence too long: " + refusal.getMessage().length());
      }
      return;
    }
    if (!believed.manifest().equals(Archives.manifest(4))) {
      throw new AssertionError("believed what nobody signed: " + believed.manifest());
    }
  }

  private static final class Good {
    static final byte[] ARCHIVE;

    static {
      try {
        ARCHIVE = Archives.archive(Archives.good(4));
      } catch (Refusal | IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static byte[] good() {
    return Good.ARCHIVE;
  }

  /** The first byte says which document the rest is. What is read can be written and read again. */
  @FuzzTest(maxDuration = "4h", maxExecutions = 20_000_000)
  void readsAnyDocumentToOneVerdict(byte[] data) throws Refusal {
    if (data.length == 0) {
      return;
    }
    byte[] json = Arrays.copyOfRange(data, 1, data.length);
    Object read;
    try {
      read = document(data[0] & 3, json);
    } catch (Refusal refusal) {
      return;
    }
    if (!document(data[0] & 3, written(read)).equals(read)) {
      throw new AssertionError("reads differently once written: " + read);
    }
  }

  private static Object document(int which, byte[] json) throws Refusal {
    return switch (which) {
      case 0 -> Manifest.read(json);
      case 1 -> Root.read(json);
      case 2 -> Permit.read(json);
      default -> Signatures.read(json);
    };
  }

  private static byte[] written(Object read) throws Refusal {
    if (read instanceof Manifest manifest) {
      return manifest.write();
    }
    if (read instanceof Root root) {
      return root.write();
    }
    return read instanceof Permit permit ? permit.write() : ((Signatures) read).write();
  }
}
