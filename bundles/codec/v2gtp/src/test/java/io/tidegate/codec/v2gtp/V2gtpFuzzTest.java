package io.tidegate.codec.v2gtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidegate.codec.v2gtp.V2gtp.Frame;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whatever a stream brings is frames that give the same bytes again, or one typed error: {@code mvn
 * verify} reads the seeds again, {@code bench/fuzz.sh v2gtp} looks for more. The first byte of an
 * input says how the stream is split.
 */
class V2gtpFuzzTest {
  private static final int MOST = 512;

  @FuzzTest(maxDuration = "4h", maxExecutions = 20_000_000)
  void readsAnyStreamToFramesOrOneError(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] stream = Arrays.copyOfRange(data, 1, data.length);
    int piece = 1 + (data[0] & 0xff);
    FrameAccumulator accumulator = new FrameAccumulator(MOST);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    boolean refused = false;
    for (int at = 0; at < stream.length && !refused; at += piece) {
      accumulator.accept(stream, at, Math.min(piece, stream.length - at));
      refused = !drained(accumulator, again);
      if (!refused && accumulator.held() > V2gtp.HEADER + MOST) {
        throw new AssertionError("holds more than a frame: " + accumulator.held());
      }
    }
    byte[] read = again.toByteArray();
    if (!Arrays.equals(read, Arrays.copyOf(stream, read.length))) {
      throw new AssertionError("not what was sent");
    }
    if (!refused && read.length + accumulator.held() != stream.length) {
      throw new AssertionError("bytes are lost");
    }
    discovery(stream);
  }

  private static boolean drained(FrameAccumulator accumulator, ByteArrayOutputStream again) {
    try {
      for (Optional<Frame> f = accumulator.next(); f.isPresent(); f = accumulator.next()) {
        again.writeBytes(V2gtp.frame(f.get().payloadType(), f.get().payload()));
      }
      return true;
    } catch (V2gtpException e) {
      return false;
    }
  }

  private static void discovery(byte[] bytes) {
    Frame frame;
    try {
      frame = V2gtp.datagram(bytes, Sdp.MOST);
    } catch (V2gtpException e) {
      return;
    }
    try {
      byte[] again =
          switch (frame.payloadType()) {
            case PayloadType.SDP_REQUEST -> Sdp.request(frame).frame();
            case PayloadType.SDP_RESPONSE -> Sdp.response(frame).frame();
            case PayloadType.SDP_REQUEST_WIRELESS -> Sdp.wirelessRequest(frame).frame();
            case PayloadType.SDP_RESPONSE_WIRELESS -> Sdp.wirelessResponse(frame).frame();
            default -> new byte[0];
          };
      boolean text = frame.payload().length > 20;
      if (again.length > 0 && !text && !Arrays.equals(again, Arrays.copyOf(bytes, again.length))) {
        throw new AssertionError("reads differently once written");
      }
    } catch (V2gtpException e) {
      // one typed error
    }
  }
}
