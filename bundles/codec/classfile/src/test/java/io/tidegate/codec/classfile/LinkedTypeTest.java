package io.tidegate.codec.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
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

  private static List<String> classes(Map<String, byte[]> classes) throws MalformedClassException {
    return b(classes).classes().stream().map(type -> type.shape().name()).toList();
  }

  @Test
  void hasItsSuperclassesAsFarAsTheyAreThere() throws MalformedClassException {
    assertThat(classes(CLASSES)).containsExactly("t/B", "t/A", "java/lang/Object");
    Map<String, byte[]> half = new HashMap<>(CLASSES);
    half.remove("t/A");
    assertThat(classes(half)).containsExactly("t/B");
  }

  @Test
  void takesDescriptorsOfMethodsApart() {
    Member method = new Member("m", "(I[[JLjava/util/Map;[Lt/A;Z)[Lt/B;");
    assertThat(method.parameters()).containsExactly("I", "[[J", "Ljava/util/Map;", "[Lt/A;", "Z");
    assertThat(method.result()).isEqualTo("[Lt/B;");
    Member field = new Member("f", "Lt/A;");
    assertThat(field.parameters()).isEmpty();
    assertThat(field.result()).isEqualTo("Lt/A;");
  }
}
