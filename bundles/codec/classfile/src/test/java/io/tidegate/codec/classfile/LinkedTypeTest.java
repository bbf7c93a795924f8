package io.tidegate.codec.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkedTypeTest {
  private static final Map<String, byte[]> CLASSES =
      Compiled.of(
          Map.of(
              "t/A.java",
                  "package t; public class A implements Comparable<A> {"
                      + " public int compareTo(A other) { return 0; } }",
              "t/B.java",
                  "package t; public class B extends A implements Runnable {"
                      + " public void run() {} }"));

  private static LinkedType b(Map<String, byte[]> classes) throws MalformedClassException {
    return ((ClassSpace.There) new Bundle("t 1.0", classes, "-", null).find("t/B")).type();
  }

  @Test
  void isWhatItsSupertypesAre() throws MalformedClassException {
    LinkedType b = b(CLASSES);
    for (String name :
        new String[] {
          "t/B", "t/A", "java/lang/Runnable", "java/lang/Comparable", "java/lang/Object"
        }) {
      assertThat(b.maybe(name)).as(name).isTrue();
    }
    assertThat(b.maybe("java/util/concurrent/Callable")).isFalse();
  }

  @Test
  void mayBeAnythingWhenASupertypeIsNowhere() throws MalformedClassException {
    Map<String, byte[]> half = new HashMap<>(CLASSES);
    half.remove("t/A");
    assertThat(b(half).maybe("java/util/concurrent/Callable")).isTrue();
  }
}
