package io.tidegate.codec.classfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a class offers others. */
public final class Surface {
  private static final int SYNTHETIC = 0x1000;

  private Surface() {}

  /**
   * What others could use of it and could not any more, in words.
   *
   * @param later what became of it
   */
  public static List<String> dropped(Shape before, ClassSpace later)
      throws MalformedClassException {
    if (!before.is(Shape.PUBLIC)) {
      return List.of();
    }
    String words = Descriptors.words(before.name());
    if (!(later.find(before.name()) instanceof ClassSpace.There there)
        || !there.type().shape().is(Shape.PUBLIC)) {
      return List.of(words);
    }
    LinkedType after = there.type();
    List<String> dropped = new ArrayList<>();
    if (after.shape().is(Shape.INTERFACE) != before.is(Shape.INTERFACE)) {
      dropped.add(words + (before.is(Shape.INTERFACE) ? " as an interface" : " as a class"));
    }
    for (Map.Entry<Member, Integer> entry : before.members().entrySet()) {
      int access = entry.getValue();
      boolean offered =
          (access & (Shape.PUBLIC | Shape.PROTECTED)) != 0 && (access & SYNTHETIC) == 0;
      if (offered && !has(after, entry.getKey(), access)) {
        Member member = entry.getKey();
        dropped.add(Descriptors.words(before.name(), member.name(), member.descriptor()));
      }
    }
    dropped.sort(null);
    return dropped;
  }

  private static boolean has(LinkedType after, Member member, int access)
      throws MalformedClassException {
    if (member.name().equals("<clinit>")) {
      return true;
    }
    Optional<Lookup.Declared> found = Lookup.resolve(after, member);
    int open = (access & Shape.PUBLIC) != 0 ? Shape.PUBLIC : Shape.PUBLIC | Shape.PROTECTED;
    return found.isPresent() ? found.get().is(open) : !after.ancestry().whole();
  }
}
