package io.tidegate.codec.slac;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@code mvn verify} reads the seeds again, {@code bench/fuzz.sh slac} looks for more. */
class MmeFuzzTest {
  @FuzzTest(maxDuration = "1h", maxExecutions = 20_000_000)
  void readsAnyBytesToAFrameOrOneError(byte[] data) {
    FrameJudge.judge(data);
  }
}
