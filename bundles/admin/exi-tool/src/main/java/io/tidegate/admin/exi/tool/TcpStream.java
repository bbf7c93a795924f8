package io.tidegate.admin.exi.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One direction of a TCP connection: puts segments in order and cuts V2GTP frames out. What it
 * holds is bounded; when a segment is missing for too long, it begins anew at the next one that
 * begins with a frame. One thread.
 */
final class TcpStream {
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;

  /** Segments that wait for one that is missing. */
  private static final int MOST_WAITING = 64;

  private static final int MOST_WAITING_BYTES = 1 << 18;

  private static final class Segment {
    final int sequence;
    final byte[] payload;
    final Place place;

    Segment(int sequence, byte[] payload, Place place) {
      this.sequence = sequence;
      this.payload = payload;
      this.place = place;
    }
  }

  private final FrameDecoder decoder;
  private final List<Segment> waiting = new ArrayList<>();
  private int waitingBytes;
  private boolean inStep;
  private boolean ours;
  private boolean encrypted;
  private boolean over;
  private int next;
  private byte[] held = new byte[0];
  private int size;
  private Place last;

  TcpStream(FrameDecoder decoder) {
    this.decoder = decoder;
  }

  /** Whether it carries TLS. */
  boolean isEncrypted() {
    return encrypted;
  }

  /** Whether nothing follows. */
  boolean isOver() {
    return over;
  }

  void segment(int sequence, int flags, byte[] payload, Place place) {
    int from = sequence;
    if ((flags & SYN) != 0) {
      end();
      restart(sequence + 1);
      encrypted = false;
      from++;
    }
    last = place;
    if (payload.length > 0 && !encrypted) {
      take(new Segment(from, payload, place));
    }
    if ((flags & RST) != 0 || ((flags & FIN) != 0 && waiting.isEmpty())) {
      end();
      over = true;
    }
  }

  private void restart(int sequence) {
    waiting.clear();
    waitingBytes = 0;
    size = 0;
    next = sequence;
    inStep = true;
  }

  private void take(Segment segment) {
    if (!inStep) {
      // in the middle of a connection: a frame begins where a segment does
      if (!V2gtp.begins(segment.payload, 0, segment.payload.length)) {
        encrypted = isTls(segment.payload, segment.payload.length);
        return;
      }
      restart(segment.sequence);
    }
    int ahead = segment.sequence - next;
    if (ahead <= 0) {
      append(segment, -ahead);
      drain();
    } else if (waiting.size() < MOST_WAITING
        && waitingBytes + segment.payload.length <= MOST_WAITING_BYTES) {
      waiting.add(segment);
      waitingBytes += segment.payload.length;
    } else {
      lost(segment.place);
      take(segment);
    }
  }

  private void lost(Place place) {
    if (ours) {
      decoder.error("bytes of the TCP stream are missing; it goes on at a later frame", place);
    }
    List<Segment> later = new ArrayList<>(waiting);
    waiting.clear();
    waitingBytes = 0;
    size = 0;
    inStep = false;
    later.sort((one, other) -> one.sequence - other.sequence);
    later.forEach(this::take);
  }

  /** Takes what waited and is next now. */
  private void drain() {
    boolean found = true;
    while (found && inStep) {
      found = false;
      for (int i = 0; i < waiting.size() && !found; i++) {
        Segment segment = waiting.get(i);
        if (segment.sequence - next <= 0) {
          waiting.remove(i);
          waitingBytes -= segment.payload.length;
          append(segment, next - segment.sequence);
          found = true;
        }
      }
    }
  }

  /** Appends a segment of which the first bytes are there already. */
  private void append(Segment segment, int known) {
    int fresh = segment.payload.length - known;
    if (known < 0 || fresh <= 0) {
      return;
    }
    if (held.length - size < fresh) {
      held = Arrays.copyOf(held, Math.max(held.length * 2, size + fresh));
    }
    System.arraycopy(segment.payload, known, held, size, fresh);
    size += fresh;
    next += fresh;
    frames(segment.place);
  }

  private static boolean isTls(byte[] bytes, int length) {
    return length >= 2 && bytes[0] >= 0x14 && bytes[0] <= 0x17 && bytes[1] == 3;
  }

  private void frames(Place place) {
    int at = 0;
    while (size - at >= V2gtp.HEADER) {
      int left = size - at;
      if (!V2gtp.begins(held, at, left) || V2gtp.length(held, at) > V2gtp.LONGEST) {
        astray(at, place);
        return;
      }
      int end = at + V2gtp.HEADER + (int) V2gtp.length(held, at);
      if (end > size) {
        break;
      }
      ours = true;
      byte[] payload = Arrays.copyOfRange(held, at + V2gtp.HEADER, end);
      decoder.frame(V2gtp.type(held, at), payload, place);
      at = end;
    }
    System.arraycopy(held, at, held, 0, size - at);
    size -= at;
  }

  /** No frame where one should begin. */
  private void astray(int at, Place place) {
    byte[] here = Arrays.copyOfRange(held, at, size);
    if (isTls(here, here.length)) {
      encrypted = true;
    } else if (ours) {
      decoder.error("no V2GTP frame in the TCP stream where one should begin", place);
    }
    waiting.clear();
    waitingBytes = 0;
    size = 0;
    inStep = false;
  }

  /** The stream ends here. */
  void end() {
    if (last != null && !encrypted) {
      while (!waiting.isEmpty()) {
        lost(last);
      }
      if (size > 0 && V2gtp.begins(held, 0, size)) {
        decoder.error("the TCP stream ends inside a V2GTP frame", last);
      }
    }
    size = 0;
  }
}
