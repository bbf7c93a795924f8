package io.tidegate.charging.ocpp.transport;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidegate.api.connection.Peer;
import io.tidegate.api.quantity.StationId;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Version;

/**
 * Whatever bytes a station sends after its upgrade, and however the network cuts them: the messages
 * that come out and the close code are those of RFC 6455, read by a second reader ({@link
 * FrameOracle}), nothing throws, and no buffer stays. {@code mvn verify} reads the seeds again,
 * {@code bench/fuzz.sh} looks for more.
 *
 * <p>The first byte of an input chooses the cuts and whether the rest are bytes of the wire or
 * short notes of frames (head, length, payload), which are masked and sent well-formed.
 */
class FramingFuzzTest {
  private static final int MESSAGE_BYTES = 1024;
  private static final int FRAGMENTS = 4;

  /** One connection delivers so many a turn; more, and a late violation overtakes them. */
  private static final int LONGEST = 31 * 6;

  private static final TransportConfig CONFIG =
      TransportConfig.of(
          Map.of(
              "security.minimum",
              0,
              "ws.message.max",
              MESSAGE_BYTES,
              "ws.fragments.max",
              FRAGMENTS,
              "ws.control.per.second",
              10_000,
              "ws.messages.per.second",
              100_000),
          Path.of("home"));

  @FuzzTest(maxDuration = "4h", maxExecutions = 3_000_000)
  void readsAnyBytesAsTheStandardSays(byte[] data) {
    if (data.length < 2) {
      return;
    }
    byte[] wire = (data[0] & 1) == 0 ? raw(data) : framed(data);
    FrameOracle wanted = FrameOracle.read(wire, MESSAGE_BYTES, FRAGMENTS);
    Seen whole = send(wire, wire.length == 0 ? List.of() : List.of(wire.length));
    Seen cut = send(wire, cuts(wire.length, data[0]));
    whole.mustBe(wanted);
    cut.mustBe(wanted);
  }

  private static byte[] raw(byte[] data) {
    return Arrays.copyOfRange(data, 1, Math.min(data.length, LONGEST));
  }

  private static byte[] framed(byte[] data) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    int frames = 0;
    for (int at = 1; at + 1 < data.length && frames < 31; frames++) {
      int head = data[at] & 0xff;
      int length = Math.min((data[at + 1] & 0xff) * 5, data.length - at - 2);
      mask(wire, head, data, at + 2, length);
      at += 2 + length;
    }
    return wire.toByteArray();
  }

  private static void mask(
      ByteArrayOutputStream wire, int head, byte[] data, int from, int length) {
    wire.write(head);
    if (length < 126) {
      wire.write(0x80 | length);
    } else {
      wire.write(0x80 | 126);
      wire.write(length >> 8);
      wire.write(length);
    }
    byte[] key = {1, 2, 3, 4};
    wire.writeBytes(key);
    for (int i = 0; i < length; i++) {
      wire.write(data[from + i] ^ key[i % 4]);
    }
  }

  private static List<Integer> cuts(int length, int seed) {
    Random random = new Random(seed);
    List<Integer> ends = new ArrayList<>();
    for (int end = 0; end < length; ) {
      end = Math.min(length, end + 1 + random.nextInt(Math.max(1, (seed & 0xff) / 4)));
      ends.add(end);
    }
    return ends;
  }

  /** What came of it. */
  private record Seen(List<String> messages, int code) {
    void mustBe(FrameOracle wanted) {
      if (!messages.equals(wanted.messages()) || code != wanted.code()) {
        throw new AssertionError("wanted " + wanted + ", seen " + this);
      }
    }
  }

  private static Seen send(byte[] wire, List<Integer> ends) {
    EmbeddedChannel channel = new EmbeddedChannel();
    List<String> messages = new ArrayList<>();
    Shared shared =
        new Shared(
            () -> CONFIG,
            new DialectRack(),
            new PowerGuard(new Offices(InstantSource.system()), Optional::empty),
            new CopyOnWriteArrayList<>(),
            new Lanes(channel.eventLoop()),
            new Registry(),
            new Alarms(),
            new Relays());
    FakeDialect dialect = new FakeDialect("fuzz", Rig.OCPP, 1);
    dialect.handler =
        (mailbox, message) -> {
          messages.add(message);
          return CompletableFuture.completedFuture(null);
        };
    shared.rack().bind(new DialectRack.Live(dialect, 0, "fuzz", Version.emptyVersion, 1));
    Peer peer = new Peer(new StationId("CS01"), 1, Rig.OCPP, "test", 0);
    Connection connection = new Connection(peer, channel, shared, Optional.empty());
    FrameHandler frames = connection.frames();
    channel.pipeline().addLast(FrameHandler.DECODER, frames.decoder());
    channel.pipeline().addLast(FrameHandler.NAME, frames);
    connection.begin(Optional.empty());
    channel.runPendingTasks();
    List<ByteBuf> given = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      if (!channel.isOpen()) {
        break; // after a goodbye from both sides
      }
      ByteBuf part = Unpooled.copiedBuffer(wire, from, end - from);
      given.add(part);
      channel.writeInbound(part);
      channel.runPendingTasks();
      from = end;
    }
    int code = closeCode(channel);
    channel.finishAndReleaseAll();
    for (ByteBuf part : given) {
      if (part.refCnt() != 0) {
        throw new AssertionError("a buffer was kept");
      }
    }
    return new Seen(List.copyOf(messages), code);
  }

  /** Of the close frame among what was sent, the last thing if there is one; 0 when none is. */
  private static int closeCode(EmbeddedChannel channel) {
    int code = 0;
    for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
      if (code != 0) {
        throw new AssertionError("something was sent after the goodbye");
      }
      if (sent.getUnsignedByte(0) == 0x88) {
        code = sent.getUnsignedShort(2);
      } else if (sent.getUnsignedByte(0) != 0x8A) {
        throw new AssertionError("neither pong nor close");
      }
      sent.release();
    }
    return code;
  }
}
