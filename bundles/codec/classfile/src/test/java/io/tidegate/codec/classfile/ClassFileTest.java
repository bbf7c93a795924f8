package io.tidegate.codec.classfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassFileTest {
  private static final byte[] SAMPLE =
      Compiled.of(Map.of("a/B.java", "package a; class B { long é\u20ac = 1L; double d = 2e9; }"))
          .get("a/B");

  @Test
  void readsNamesBeyondAscii() throws MalformedClassException {
    Shape shape = ClassFile.shape(SAMPLE);
    assertThat(shape.name()).isEqualTo("a/B");
    assertThat(shape.members()).containsKeys(new Member("é\u20ac", "J"), new Member("d", "D"));
    assertThat(ClassFile.read(SAMPLE).version()).isEqualTo(61);
  }

  @Test
  void refusesEveryBeginningOfAClass() {
    for (int length = 0; length < SAMPLE.length; length++) {
      byte[] beginning = Arrays.copyOf(SAMPLE, length);
      assertThatThrownBy(() -> ClassFile.read(beginning))
          .isInstanceOf(MalformedClassException.class);
    }
    assertThatThrownBy(() -> ClassFile.read(Arrays.copyOf(SAMPLE, SAMPLE.length + 1)))
        .hasMessageContaining("behind its end");
  }

  @Test
  void refusesWhatIsNoTypeOrName() {
    for (String bad : new String[] {"", "L", "Lx", "V", "[", "[V", "L;", "La.b;", "II", "(I)V"}) {
      assertThatThrownBy(() -> Descriptors.classes(bad, false))
          .isInstanceOf(MalformedClassException.class);
    }
    for (String bad : new String[] {"", "I", "(", "(I", "()", "(V)V", "()VV", "()La//b;"}) {
      assertThatThrownBy(() -> Descriptors.classes(bad, true))
          .isInstanceOf(MalformedClassException.class);
    }
  }

  /** Many entries that share one long descriptor: what would take hours if each were read. */
  @Test
  void readsWhatIsSharedOnce() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    int many = 60_000;
    out.writeInt(0xCAFEBABE);
    out.writeInt(61);
    out.writeShort(6 + many);
    text(out, "A");
    text(out, "(" + "LA;".repeat(20_000) + ")V");
    out.writeByte(Pool.CLASS);
    out.writeShort(1);
    out.writeByte(Pool.NAME_AND_TYPE);
    out.writeShort(1);
    out.writeShort(2);
    text(out, "x");
    for (int i = 0; i < many; i++) {
      out.writeByte(Pool.METHOD);
      out.writeShort(3);
      out.writeShort(4);
    }
    out.writeShort(Shape.PUBLIC);
    out.writeShort(3);
    out.writeShort(0);
    out.write(new byte[8]);
    ClassFile file = ClassFile.read(bytes.toByteArray());
    assertThat(file.uses()).hasSize(many);
    assertThat(file.classes()).containsExactly("A");
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    out.writeByte(Pool.UTF8);
    out.writeUTF(text);
  }

  @Test
  void findsNoEndOfSupertypesOnlyOnce() throws Exception {
    byte[] loop =
        Compiled.of(Map.of("a/B.java", "package a; class B extends C {} class C {}")).get("a/B");
    byte[] same =
        new String(loop, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("a/C", "a/B")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    Bundle bundle = new Bundle("b", Map.of("a/B", same), "-", null);
    LinkedType type = ((ClassSpace.There) bundle.find("a/B")).type();
    assertThatThrownBy(() -> Linkage.check(ClassFile.read(same), type))
        .hasMessage("its superclasses have no end");
  }
}
