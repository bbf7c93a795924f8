package io.tidegate.bench.exi;

import com.siemens.ct.exi.core.exceptions.EXIException;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DcExi;
import io.tidegate.codec.exi.iso15118.dc.DcMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A DC_ChargeLoopReq in dynamic mode, 56 bytes, by this codec and by EXIficient. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExiCodec {
  private final DcChargeLoopReq message = Loop.request();
  private final byte[] payload = DcExi.SET.encode(message);
  private Peer peer;
  private List<Peer.Event> events;

  /** Both must mean and write the same. */
  @Setup
  public void prepare() throws EXIException, ExiException, IOException {
    peer = new Peer();
    events = peer.decode(payload);
    if (payload.length != 56
        || !Arrays.equals(payload, peer.encode(events))
        || !DcExi.SET.decode(payload).equals(message)) {
      throw new IllegalStateException("the two disagree on " + payload.length + " bytes");
    }
  }

  @Benchmark
  public DcMessage decode() throws ExiException {
    return DcExi.SET.decode(payload);
  }

  @Benchmark
  public byte[] encode() {
    return DcExi.SET.encode(message);
  }

  @Benchmark
  public List<Peer.Event> exificientDecode() throws EXIException, IOException {
    return peer.decode(payload);
  }

  @Benchmark
  public byte[] exificientEncode() throws EXIException, IOException {
    return peer.encode(events);
  }
}
