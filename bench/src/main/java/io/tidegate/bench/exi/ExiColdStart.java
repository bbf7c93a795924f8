package io.tidegate.bench.exi;

import com.siemens.ct.exi.core.exceptions.EXIException;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.dc.DcExi;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The first message of a process, read and written: classes or grammars are loaded within it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ExiColdStart {
  /** {@link Loop}, as written by the codec. */
  private static final byte[] PAYLOAD =
      HexFormat.of()
          .parseHex(
              "8034041d2e07cf3be8d932080f2d6ca06280fe1263e3140701060500810f02e04180782042209c1001d00e07f0e20903f87c1181fc3c0540");

  @Benchmark
  public byte[] first() throws ExiException {
    return DcExi.SET.encode(DcExi.SET.decode(PAYLOAD));
  }

  @Benchmark
  public byte[] exificientFirst() throws EXIException, IOException {
    Peer peer = new Peer();
    return peer.encode(peer.decode(PAYLOAD));
  }
}
