package io.tidegate.charging.slac;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of all links, {@code tidegate-slac}: it waits in poll(2) for frames, commands and the
 * next deadline. It is there while a link is configured, since only links ask for this service.
 */
@Component(name = "io.tidegate.charging.slac.loop", service = PacketLoop.class)
public final class PacketLoop {
  private static final Logger LOG = LoggerFactory.getLogger(PacketLoop.class);
  private static final int POLLFD = 8;
  private static final int EVENTS_AT = 4;
  private static final int REVENTS_AT = 6;
  private static final short POLLIN = 1;
  private static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
  private static final long LONGEST_WAIT_NS = TimeUnit.MINUTES.toNanos(1);
  private static final long NS_PER_MS = 1_000_000;
  private static final long JOIN_MS = 1_500;
  private static final byte[] ONE =
      ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(1).array();

  private final Set<SlacLink> links = ConcurrentHashMap.newKeySet();
  private final SecureRandom random = new SecureRandom();
  private final Object bellLock = new Object();
  private final Path temporary;
  private final Thread thread;
  private volatile boolean closed;
  private volatile Libc libc;

  /**
   * Wakes the thread; -1 while there is none. Guarded by its lock, for its number may be reused.
   */
  private int bell = -1;

  /** Of the thread: links whose interface may be open. */
  private List<SlacLink> driven = List.of();

  @Activate
  public PacketLoop(BundleContext context) {
    this(Path.of(String.valueOf(context.getProperty("tidegate.home")), "tmp", "jna"));
  }

  PacketLoop(Path temporary) {
    this.temporary = temporary;
    thread = new Thread(this::run, "tidegate-slac");
    thread.setDaemon(true);
    thread.start();
  }

  /** A link that the thread drives from now on, until {@link #remove}. */
  SlacLink add(SlacSettings settings) {
    SlacLink link =
        new SlacLink(settings, device -> PacketSocket.open(libc, device), this::wake, random);
    links.add(link);
    wake();
    return link;
  }

  /** Ends a link; its interface is closed soon after. */
  void remove(SlacLink link) {
    links.remove(link);
    wake();
  }

  private void wake() {
    synchronized (bellLock) {
      if (bell >= 0) {
        libc.write(bell, ONE);
      }
    }
  }

  @Deactivate
  void close() throws InterruptedException {
    closed = true;
    wake();
    thread.join(JOIN_MS);
  }

  private void run() {
    try (Libc calls = new Libc(temporary)) {
      libc = calls;
      int descriptor = calls.eventfd(EFD_NONBLOCK_CLOEXEC);
      synchronized (bellLock) {
        bell = descriptor;
      }
      try {
        boolean[] readable = new boolean[0];
        while (!closed) {
          readable = round(calls, descriptor, readable);
        }
      } finally {
        synchronized (bellLock) {
          bell = -1;
          calls.close(descriptor);
        }
        driven.forEach(SlacLink::close);
      }
    } catch (IOException | LinkageError e) {
      LOG.error("SLAC cannot work here: {}", e.getMessage());
    }
  }

  /** Lets every link work, then waits; which of them have something to read. */
  private boolean[] round(Libc calls, int descriptor, boolean[] readable) {
    List<SlacLink> before = driven;
    List<SlacLink> now = new ArrayList<>(links);
    long next = System.nanoTime() + LONGEST_WAIT_NS;
    for (int i = 0; i < before.size(); i++) {
      if (!now.contains(before.get(i))) {
        before.get(i).close();
      }
    }
    driven = now;
    for (SlacLink link : now) {
      int place = before.indexOf(link);
      long due = turn(link, place >= 0 && place < readable.length && readable[place]);
      next = due - next < 0 ? due : next;
    }
    return await(calls, descriptor, next);
  }

  private static long turn(SlacLink link, boolean readable) {
    try {
      return link.turn(System.nanoTime(), readable);
    } catch (RuntimeException e) {
      LOG.error("{}: the link's step has failed", link.evse(), e);
      return System.nanoTime() + Rules.POLL_NS;
    }
  }

  private boolean[] await(Libc calls, int descriptor, long until) {
    int count = driven.size();
    ByteBuffer polled = ByteBuffer.allocate(POLLFD * (count + 1)).order(ByteOrder.nativeOrder());
    for (int i = 0; i <= count; i++) {
      // a negative descriptor is passed over
      int one =
          i == count
              ? descriptor
              : driven
                  .get(i)
                  .raw()
                  .map(raw -> raw instanceof PacketSocket socket ? socket.descriptor() : -1)
                  .orElse(-1);
      polled.putInt(i * POLLFD, one).putShort(i * POLLFD + EVENTS_AT, POLLIN);
    }
    long wait = Math.max(0, until - System.nanoTime());
    int changed = calls.poll(polled.array(), count + 1, (int) ((wait + NS_PER_MS - 1) / NS_PER_MS));
    boolean[] readable = new boolean[count];
    for (int i = 0; changed > 0 && i < count; i++) {
      readable[i] = polled.getShort(i * POLLFD + REVENTS_AT) != 0;
    }
    if (changed > 0 && polled.getShort(count * POLLFD + REVENTS_AT) != 0) {
      calls.read(descriptor, new byte[Long.BYTES]);
    }
    return readable;
  }
}
