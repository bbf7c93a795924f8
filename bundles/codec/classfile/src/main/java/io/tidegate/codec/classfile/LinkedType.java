package io.tidegate.codec.classfile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A class where it is: the same name in another bundle is another class. Belongs to one thread.
 * There is one object for each class of a {@link ClassSpace}.
 */
public final class LinkedType {
  private static final int MOST = 10_000;
  private final Shape shape;
  private final ClassSpace space;
  private Ancestry ancestry;

  public LinkedType(Shape shape, ClassSpace space) {
    this.shape = shape;
    this.space = space;
  }

  public Shape shape() {
    return shape;
  }

  /** Where it is, and where the names in it are looked up. */
  public ClassSpace space() {
    return space;
  }

  /**
   * Its supertypes.
   *
   * @param chain itself and its superclasses, the nearest first
   * @param interfaces all that it or any of the former has, with their superinterfaces
   * @param whole whether all of them were found
   */
  record Ancestry(List<LinkedType> chain, Set<LinkedType> interfaces, boolean whole) {
    boolean has(LinkedType type) {
      return chain.contains(type) || interfaces.contains(type);
    }
  }

  /**
   * Whether it, or one of its supertypes, goes by that name; true as well when a supertype is
   * nowhere to be found, since nothing can be said then.
   *
   * @param name {@code java/lang/Object}
   */
  public boolean maybe(String name) throws MalformedClassException {
    Ancestry all = ancestry();
    return !all.whole()
        || all.chain().stream().anyMatch(type -> type.shape.name().equals(name))
        || all.interfaces().stream().anyMatch(type -> type.shape.name().equals(name));
  }

  /**
   * Itself and its superclasses, the nearest first, as far as they are to be found: all of them
   * when the last one has no parent.
   */
  public List<LinkedType> classes() throws MalformedClassException {
    return List.copyOf(ancestry().chain());
  }

  Ancestry ancestry() throws MalformedClassException {
    if (ancestry == null) {
      ancestry = find();
    }
    return ancestry;
  }

  private Ancestry find() throws MalformedClassException {
    Set<LinkedType> chain = new LinkedHashSet<>();
    boolean whole = true;
    LinkedType at = this;
    while (at != null) {
      if (!chain.add(at) || chain.size() > MOST) {
        throw new MalformedClassException("its superclasses have no end");
      }
      String parent = at.shape.parent();
      LinkedType above = parent.isEmpty() ? null : at.look(parent);
      whole &= above != null || parent.isEmpty();
      at = above;
    }
    Set<LinkedType> interfaces = new LinkedHashSet<>();
    Deque<LinkedType> open = new ArrayDeque<>(chain);
    while (!open.isEmpty()) {
      LinkedType next = open.poll();
      for (String name : next.shape.interfaces()) {
        LinkedType found = next.look(name);
        whole &= found != null;
        if (found != null && interfaces.add(found)) {
          open.add(found);
        }
      }
      if (interfaces.size() > MOST) {
        throw new MalformedClassException("its interfaces have no end");
      }
    }
    return new Ancestry(new ArrayList<>(chain), interfaces, whole);
  }

  private LinkedType look(String name) throws MalformedClassException {
    return space.find(name) instanceof ClassSpace.There there ? there.type() : null;
  }

  @Override
  public String toString() {
    return Descriptors.words(shape.name()) + " of " + space;
  }
}
