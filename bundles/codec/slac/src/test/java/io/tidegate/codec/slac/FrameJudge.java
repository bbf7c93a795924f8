package io.tidegate.codec.slac;

import java.util.Arrays;

/** Whatever arrives is a frame that can be written and read again, or one typed error. */
final class FrameJudge {
  private FrameJudge() {}

  /** Whether it was a frame. */
  static boolean judge(byte[] data) {
    MmeFrame frame;
    try {
      frame = MmeReader.read(data);
    } catch (MmeException e) {
      if (e.reason() == null || e.getMessage().isEmpty()) {
        throw new AssertionError("an error without a reason", e);
      }
      return false;
    }
    byte[] canonical = MmeWriter.write(frame);
    try {
      if (!MmeReader.read(canonical).equals(frame)) {
        throw new AssertionError("reads differently once written: " + frame);
      }
    } catch (MmeException e) {
      throw new AssertionError("written and not read: " + frame, e);
    }
    if (!Arrays.equals(canonical, MmeWriter.write(frame))) {
      throw new AssertionError("two forms of " + frame);
    }
    return true;
  }
}
