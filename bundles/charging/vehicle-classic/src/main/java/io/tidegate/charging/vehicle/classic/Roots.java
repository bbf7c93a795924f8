package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The roots of mobility operators, read from their files off the event loops: when the key ring or
 * the configuration is another one, and whenever a vehicle comes. Any thread.
 */
final class Roots {
  private final Executor reader;
  private final AtomicInteger wanted = new AtomicInteger();
  private volatile KeyRing ring;
  private volatile TlsFiles files;
  private volatile Trust trust = Trust.NONE;
  private volatile String problem = "";

  Roots(Executor reader, List<String> trusted) {
    this.reader = reader;
    this.files = files(trusted);
  }

  private static TlsFiles files(List<String> trusted) {
    return new TlsFiles(List.of(), "", trusted);
  }

  Trust trust() {
    return trust;
  }

  /** A sentence while there are files and they cannot be used; else empty. */
  String problem() {
    return problem;
  }

  void bind(KeyRing aRing) {
    ring = aRing;
    refresh();
  }

  void unbind(KeyRing aRing) {
    if (ring == aRing) {
      ring = null;
    }
  }

  void files(Rules rules) {
    TlsFiles newer = files(rules.trusted());
    if (!newer.equals(files)) {
      forget();
      files = newer;
      trust = Trust.NONE;
      refresh();
    }
  }

  void forget() {
    KeyRing now = ring;
    if (now != null && !files.trusted().isEmpty()) {
      now.forget(files);
    }
  }

  /** Looks again, in the background; cheap when the files have not changed. */
  void refresh() {
    if (wanted.getAndIncrement() == 0) {
      reader.execute(this::readUntilDone);
    }
  }

  private void readUntilDone() {
    int seen;
    do {
      seen = wanted.get();
      try {
        read();
      } catch (KeyRingException | RuntimeException e) {
        // what was read before stays in force
        problem = e.getMessage();
      }
    } while (!wanted.compareAndSet(seen, 0));
  }

  private void read() throws KeyRingException {
    TlsFiles now = files;
    KeyRing from = ring;
    if (now.trusted().isEmpty()) {
      trust = Trust.NONE;
      problem = "";
    } else if (from == null) {
      problem = "nobody reads the roots of mobility operators";
    } else {
      trust = new Trust(from.read(now).trusted());
      problem = "";
    }
  }
}
