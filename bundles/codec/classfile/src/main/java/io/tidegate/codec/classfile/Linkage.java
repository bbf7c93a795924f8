package io.tidegate.codec.classfile;

import io.tidegate.codec.classfile.ClassFile.Lambda;
import io.tidegate.codec.classfile.ClassFile.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a class would find at run time what it was compiled against: classes and members that it
 * uses, and that what it extends and implements asks no more of it than it does. What is behind
 * packages that nobody has is left out: that is a matter of imports. So is whether a member has
 * become static, and what is found by reflection.
 */
public final class Linkage {
  private final ClassFile file;
  private final LinkedType type;
  private final ClassSpace space;
  private final List<Finding> findings = new ArrayList<>();

  private Linkage(ClassFile file, LinkedType type) {
    this.file = file;
    this.type = type;
    this.space = type.space();
  }

  /**
   * What that class would miss.
   *
   * @param type the same class in its bundle
   * @throws MalformedClassException when it or one that it needs is none
   */
  public static List<Finding> check(ClassFile file, LinkedType type)
      throws MalformedClassException {
    Linkage linkage = new Linkage(file, type);
    linkage.classes();
    for (Use use : file.uses()) {
      linkage.use(use);
    }
    linkage.supertypes();
    linkage.duties();
    for (Lambda lambda : file.lambdas()) {
      linkage.lambda(lambda);
    }
    return List.copyOf(linkage.findings);
  }

  private void found(String about, String sentence) {
    Finding finding = new Finding(Descriptors.words(type.shape().name()), about, sentence);
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  private boolean foreign(LinkedType other) {
    return other.space() != space;
  }

  private Optional<LinkedType> look(String name) throws MalformedClassException {
    return space.find(name) instanceof ClassSpace.There there
        ? Optional.of(there.type())
        : Optional.empty();
  }

  private void classes() throws MalformedClassException {
    for (String name : file.classes()) {
      ClassSpace.Sight sight = space.find(name);
      if (sight instanceof ClassSpace.Absent absent) {
        uses(Descriptors.words(name), "which " + absent.provider() + " does not have");
      } else if (sight instanceof ClassSpace.There there
          && foreign(there.type())
          && !there.type().shape().is(Shape.PUBLIC)) {
        uses(Descriptors.words(name), "which is not public in " + there.type().space());
      }
    }
  }

  private void uses(String words, String but) {
    found(words, "uses " + words + ", " + but);
  }

  private void use(Use use) throws MalformedClassException {
    if (use.owner().startsWith("[")) {
      return; // arrays have the methods of Object
    }
    LinkedType owner = look(use.owner()).orElse(null);
    if (owner == null) {
      return;
    }
    Optional<Lookup.Declared> declared = Lookup.resolve(owner, use.member());
    if (declared.isEmpty()) {
      LinkedType.Ancestry ancestry = owner.ancestry();
      // what a bundle lacks of its own is no matter between bundles
      boolean shared =
          ancestry.chain().stream().anyMatch(this::anothers)
              || ancestry.interfaces().stream().anyMatch(this::anothers);
      if (ancestry.whole() && (shared || foreign(owner))) {
        uses(words(use), "which " + owner.space() + " does not have");
      }
    } else if (foreign(declared.get().in()) && !open(declared.get())) {
      uses(words(use), "which is not open to it in " + declared.get().in().space());
    }
    boolean ofInterface = owner.shape().is(Shape.INTERFACE);
    if (use.member().method() && foreign(owner) && ofInterface != use.ofInterface()) {
      String wanted = use.ofInterface() ? " of an interface" : " of a class";
      String made = use.ofInterface() ? "a class" : "an interface";
      uses(words(use) + wanted, "and " + owner.space() + " has made that " + made);
    }
  }

  private static String words(Use use) {
    return Descriptors.words(use.owner(), use.member().name(), use.member().descriptor());
  }

  /** Of another bundle, and not what every class has above it. */
  private boolean anothers(LinkedType type) {
    return foreign(type) && !type.shape().parent().isEmpty();
  }

  /** Whether this class may use a member of another bundle's (§5.4.4). */
  private boolean open(Lookup.Declared declared) throws MalformedClassException {
    return declared.is(Shape.PUBLIC)
        || (declared.is(Shape.PROTECTED) && type.ancestry().chain().contains(declared.in()));
  }

  private void supertypes() throws MalformedClassException {
    Shape shape = type.shape();
    if (!shape.parent().isEmpty()) {
      Optional<LinkedType> parent = look(shape.parent());
      if (parent.isPresent() && foreign(parent.get())) {
        if (parent.get().shape().is(Shape.INTERFACE)) {
          wrong("extends", parent.get(), "an interface");
        } else if (parent.get().shape().is(Shape.FINAL)) {
          wrong("extends", parent.get(), "final");
        }
        sealed(parent.get());
      }
    }
    for (String name : shape.interfaces()) {
      Optional<LinkedType> above = look(name);
      if (above.isPresent() && foreign(above.get())) {
        if (!above.get().shape().is(Shape.INTERFACE)) {
          wrong("implements", above.get(), "a class");
        }
        sealed(above.get());
      }
    }
  }

  /** Not even a permitted one may, from another class loader (§5.3.5). */
  private void sealed(LinkedType above) {
    if (!above.shape().permitted().isEmpty()) {
      wrong("extends", above, "sealed");
    }
  }

  private void wrong(String does, LinkedType above, String what) {
    String words = Descriptors.words(above.shape().name());
    found(words, does + " " + words + ", which is " + what + " in " + above.space());
  }

  /** Abstract methods it has to have, and final ones it must not have. */
  private void duties() throws MalformedClassException {
    LinkedType.Ancestry ancestry = type.ancestry();
    List<LinkedType> above = new ArrayList<>(ancestry.chain());
    above.addAll(ancestry.interfaces());
    boolean whole = !type.shape().is(Shape.ABSTRACT | Shape.INTERFACE) && ancestry.whole();
    for (LinkedType each : above) {
      if (!foreign(each)) {
        continue;
      }
      for (var entry : each.shape().members().entrySet()) {
        Member member = entry.getKey();
        Lookup.Declared declared = new Lookup.Declared(each, entry.getValue());
        if (member.method() && inheritable(member, declared)) {
          if (declared.is(Shape.ABSTRACT)) {
            if (whole && !Lookup.runs(type, member)) {
              lacks(each, member, "does not implement ", " asks for");
            }
          } else if (declared.is(Shape.FINAL) && overrides(member)) {
            lacks(each, member, "overrides ", " has made final");
          }
        }
      }
    }
  }

  private static boolean inheritable(Member member, Lookup.Declared declared) {
    return !member.special()
        && Lookup.inherited(declared.access())
        && declared.is(Shape.PUBLIC | Shape.PROTECTED);
  }

  private boolean overrides(Member member) {
    Integer own = type.shape().members().get(member);
    return own != null && Lookup.inherited(own);
  }

  private void lacks(LinkedType in, Member member, String does, String why) {
    String words = Descriptors.words(in.shape().name(), member.name(), member.descriptor());
    found(words, does + words + ", which " + in.space() + why);
  }

  private void lambda(Lambda lambda) throws MalformedClassException {
    Optional<LinkedType> found = look(lambda.type());
    if (found.isEmpty() || !found.get().ancestry().whole()) {
      return;
    }
    LinkedType target = found.get();
    if (!target.shape().is(Shape.INTERFACE)) {
      if (foreign(target)) {
        wrong("implements", target, "a class");
      }
      return;
    }
    List<LinkedType> asking = new ArrayList<>(target.ancestry().interfaces());
    asking.add(target);
    for (LinkedType each : asking) {
      for (var entry : each.shape().members().entrySet()) {
        Member member = entry.getKey();
        boolean given =
            member.name().equals(lambda.name())
                && lambda.descriptors().contains(member.descriptor());
        if (member.method()
            && (entry.getValue() & Shape.ABSTRACT) != 0
            && !given
            && !ofObject(target, member)
            && !Lookup.runs(target, member)) {
          lacks(each, member, "has a lambda that does not implement ", " asks for");
        }
      }
    }
  }

  private static boolean ofObject(LinkedType target, Member member) throws MalformedClassException {
    List<LinkedType> chain = target.ancestry().chain();
    Integer access = chain.get(chain.size() - 1).shape().members().get(member);
    return chain.size() > 1 && access != null && Lookup.ofAll(access);
  }
}
