package io.tidegate.codec.classfile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** {@code mvn verify} reads the seeds again, {@code bench/fuzz.sh classfile} looks for more. */
class ClassFileFuzzTest {
  /** Any bytes are a class or no class, and a class lacks something of a bundle, or not. */
  @FuzzTest(maxDuration = "4h", maxExecutions = 20_000_000)
  void readsAnyBytesToAClassOrOneError(byte[] data) {
    try {
      ClassFile file = ClassFile.read(data);
      if (!file.shape().equals(ClassFile.shape(data))) {
        throw new AssertionError("reads differently: " + file.shape());
      }
      String name = file.shape().name();
      Map<String, byte[]> mine = Map.of(name, data);
      Bundle api =
          new Bundle(
              "api", name.equals("api/A") ? mine : Map.of("api/A", data, name, data), "-", null);
      Bundle user = new Bundle("user", mine, "api/", api);
      if (user.find(name) instanceof ClassSpace.There there) {
        for (Finding finding : Linkage.check(file, there.type())) {
          if (!finding.same(finding)) {
            throw new AssertionError("is not itself: " + finding);
          }
        }
        Surface.dropped(file.shape(), api);
      }
    } catch (MalformedClassException e) {
      if (e.getMessage().length() > 300) {
        throw new AssertionError("a sentence too long: " + e.getMessage().length());
      }
    }
  }
}
