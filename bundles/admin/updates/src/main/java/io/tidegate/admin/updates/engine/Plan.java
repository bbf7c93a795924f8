package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Kind;
import io.tidegate.admin.updates.store.Part;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.admin.updates.store.Store;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** What has to change in the running framework, and whether it would bear it. Changes nothing. */
public final class Plan {
  static final String REFERENCE = "reference:";

  private final Bundles bundles;
  private final Base base;
  private final Store store;
  private final String product;

  /**
   * @param product name of the release that the distribution itself is: one of that name replaces
   *     all of it
   */
  public Plan(Bundles bundles, Base base, Store store, String product) {
    this.bundles = bundles;
    this.base = base;
    this.store = store;
    this.product = product;
  }

  /** A bundle that shall run. */
  private record Goal(String location, String version, String sha256, int level, Kind kind) {}

  /**
   * From what runs to a release.
   *
   * @param leftOut symbolic names of bundles of features that were removed
   * @throws UpdateRefusedException when it cannot be brought together with what runs
   */
  public List<Change> changes(Release wanted, State state, Set<String> leftOut)
      throws UpdateRefusedException, IOException {
    Release now =
        state
            .release(wanted.name())
            .map(InForce::release)
            .orElseGet(() -> Release.none(wanted.name()));
    refuseWhatIsOthers(wanted, state);
    Set<String> names = new TreeSet<>();
    wanted.parts().forEach(part -> names.add(part.symbolicName()));
    now.parts().forEach(part -> names.add(part.symbolicName()));
    boolean whole = product.equals(wanted.name()) && !wanted.parts().isEmpty();
    if (product.equals(wanted.name()) && (now.parts().isEmpty() || !whole)) {
      base.pieces().forEach(piece -> names.add(piece.symbolicName()));
      state.releases().stream()
          .filter(other -> !other.release().name().equals(product))
          .flatMap(other -> other.release().parts().stream())
          .forEach(part -> names.remove(part.symbolicName()));
    }
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      Optional<Goal> goal = leftOut.contains(name) ? Optional.empty() : goal(name, wanted, whole);
      change(name, goal).ifPresent(changes::add);
    }
    return changes;
  }

  private void refuseWhatIsOthers(Release wanted, State state) throws UpdateRefusedException {
    for (InForce other : state.releases()) {
      for (Part part : other.release().parts()) {
        if (!other.release().name().equals(wanted.name())
            && wanted.part(part.symbolicName()).isPresent()) {
          throw new UpdateRefusedException(
              UpdateCode.MIXED,
              part.symbolicName()
                  + " is part of release "
                  + other.release().name()
                  + " already; go back from that one first");
        }
      }
    }
  }

  private Optional<Goal> goal(String name, Release wanted, boolean whole) throws IOException {
    Optional<Part> part = wanted.part(name);
    if (part.isPresent()) {
      return Optional.of(goal(part.get()));
    }
    return whole ? Optional.empty() : base.piece(name).map(Plan::goal);
  }

  /** Of a release: the distribution's own jar where it is the same. */
  private Goal goal(Part part) throws IOException {
    Optional<Base.Piece> own = base.piece(part.symbolicName());
    boolean same =
        own.isPresent()
            && own.get().version().equals(part.version())
            && Store.digest(own.get().jar()).equals(part.sha256());
    String location = same ? own.get().location() : store.location(part.sha256());
    return new Goal(location, part.version(), part.sha256(), part.level(), part.kind());
  }

  private static Goal goal(Base.Piece piece) {
    return new Goal(piece.location(), piece.version(), "", piece.level(), piece.kind());
  }

  private Optional<Change> change(String name, Optional<Goal> goal)
      throws UpdateRefusedException, IOException {
    Optional<Bundle> old = bundles.running(name);
    String from = old.map(Bundle::getLocation).orElse("");
    if (goal.isEmpty()) {
      return old.map(bundle -> new Change(name, from, "", 0, kind(bundle, Kind.BLUE_GREEN)));
    }
    Goal to = goal.get();
    if (from.equals(to.location())) {
      return Optional.empty();
    }
    if (old.isPresent() && old.get().getVersion().equals(new Version(to.version()))) {
      if (to.sha256().isEmpty() || digest(from).equals(to.sha256())) {
        return Optional.empty();
      }
      throw new UpdateRefusedException(
          UpdateCode.UNRESOLVABLE,
          name
              + " "
              + to.version()
              + " runs already, with other content; give it a version of its own");
    }
    Kind kind = old.isPresent() ? kind(old.get(), to.kind()) : to.kind();
    return Optional.of(new Change(name, from, to.location(), to.level(), kind));
  }

  /** What others are wired to cannot be exchanged under them. */
  private static Kind kind(Bundle old, Kind wanted) {
    return Bundles.needs(old).shared() ? Kind.RESTART : wanted;
  }

  private static String digest(String location) throws IOException {
    return location.startsWith(REFERENCE)
        ? Store.digest(Path.of(URI.create(location.substring(REFERENCE.length()))))
        : "";
  }

  /** Bundles of features: those that come back, and those that go. */
  public List<Change> changes(Set<String> coming, Set<String> going, State state)
      throws UpdateRefusedException, IOException {
    List<Change> changes = new ArrayList<>();
    for (String name : coming) {
      Optional<Part> part =
          state.releases().stream().flatMap(r -> r.release().part(name).stream()).findFirst();
      Optional<Goal> goal =
          part.isPresent() ? Optional.of(goal(part.get())) : base.piece(name).map(Plan::goal);
      if (goal.isPresent() && bundles.running(name).isEmpty()) {
        changes.add(
            new Change(name, "", goal.get().location(), goal.get().level(), Kind.BLUE_GREEN));
      }
    }
    for (String name : going) {
      bundles
          .running(name)
          .ifPresent(b -> changes.add(new Change(name, b.getLocation(), "", 0, Kind.BLUE_GREEN)));
    }
    return changes;
  }

  /** Whether all of it would resolve. */
  public List<DryResolve.Gap> gaps(List<Change> changes)
      throws UpdateRefusedException, IOException {
    Uses.Sides sides = sides(changes);
    return DryResolve.gaps(
        needs(sides.staying()), needs(sides.going()), needs(sides.coming()), sides.platform());
  }

  private static List<Needs> needs(List<Piece> pieces) {
    return pieces.stream().map(Piece::needs).toList();
  }

  /** What runs and what comes, by what becomes of it. */
  Uses.Sides sides(List<Change> changes) throws UpdateRefusedException, IOException {
    List<Piece> staying = new ArrayList<>();
    List<Piece> going = new ArrayList<>();
    List<Piece> coming = new ArrayList<>();
    Set<String> leaving = new TreeSet<>();
    changes.forEach(change -> leaving.add(change.from()));
    for (Bundle bundle : bundles.all()) {
      if (leaving.contains(bundle.getLocation())) {
        going.add(bundles.piece(bundle));
      } else if (bundle.getState() != Bundle.INSTALLED) {
        staying.add(bundles.piece(bundle));
      }
    }
    for (Change change : changes) {
      if (!change.to().isEmpty()) {
        coming.add(piece(change));
      }
    }
    return new Uses.Sides(staying, going, coming, bundles.platform());
  }

  private static Piece piece(Change change) throws UpdateRefusedException, IOException {
    Path jar = Path.of(URI.create(change.to().substring(REFERENCE.length())));
    try {
      Map<String, String> headers = Jars.headers(jar);
      return new Piece(
          change.to(),
          new Needs(headers),
          () -> ClassPath.of(jar, headers.get(Constants.BUNDLE_CLASSPATH)));
    } catch (IllegalArgumentException e) {
      throw new UpdateRefusedException(
          UpdateCode.UNRESOLVABLE,
          change.symbolicName() + ": its manifest cannot be read: " + e.getMessage(),
          e);
    }
  }
}
