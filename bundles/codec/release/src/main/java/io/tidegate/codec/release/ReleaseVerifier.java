package io.tidegate.codec.release;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The rules by which a gateway believes a release. Asks, in this order: roots, signatures, form,
 * expiry, product, counter, other releases, contents.
 */
public final class ReleaseVerifier {
  private static final String WHAT = "the release";

  private final RootChain roots;
  private final Host host;
  private final Map<String, Confirmed> confirmed;

  /**
   * @param confirmed by name of the release; the name of the product is among them, with counter 0
   *     while it is as it was made
   */
  public ReleaseVerifier(RootChain roots, Host host, Map<String, Confirmed> confirmed) {
    this.roots = roots;
    this.host = host;
    this.confirmed = Map.copyOf(confirmed);
  }

  /**
   * An archive, bundles and all.
   *
   * @throws Refusal why it is not believed
   * @throws IOException if it cannot be read
   */
  public VerifiedRelease verify(ReleaseReader archive, Instant now) throws Refusal, IOException {
    VerifiedRelease release = verify(archive.documents(), now);
    archive.check(release.manifest());
    return release;
  }

  /**
   * The documents alone.
   *
   * @throws Refusal why they are not believed
   */
  public VerifiedRelease verify(SignedRelease release, Instant now) throws Refusal {
    RootChain chain = roots.followed(release.roots());
    Root root = chain.valid(now);
    List<String> signers = root.signers(Purpose.RELEASE, release.manifest(), WHAT);
    Manifest manifest = Manifest.read(release.manifest().bytes());
    if (!now.isBefore(manifest.expires())) {
      throw new Refusal(
          Refusal.Code.EXPIRED, title(manifest) + " expired at " + manifest.expires());
    }
    fits(manifest);
    boolean downgrade = isDowngrade(manifest);
    if (downgrade) {
      permitted(manifest, release, root, now);
    }
    goesWithOthers(manifest);
    return new VerifiedRelease(manifest, release, chain, signers, downgrade);
  }

  private static String title(Manifest manifest) {
    return "release "
        + manifest.name()
        + " "
        + manifest.version()
        + " ("
        + manifest.counter()
        + ")";
  }

  private void fits(Manifest manifest) throws Refusal {
    Requires requires = manifest.requires();
    String fault = "";
    if (!manifest.product().equals(host.product())) {
      fault = manifest.product() + ", this is " + host.product();
    } else if (host.java() < requires.java()) {
      fault = "Java " + requires.java() + ", this is " + host.java();
    } else if (!requires.platforms().isEmpty() && !requires.platforms().contains(host.platform())) {
      fault = String.join(", ", requires.platforms()) + ", this is " + host.platform();
    } else if (!requires.hardwareProfiles().isEmpty()
        && !requires.hardwareProfiles().contains(host.hardwareProfile())) {
      String here = host.hardwareProfile().isEmpty() ? "of no model" : host.hardwareProfile();
      fault = String.join(", ", requires.hardwareProfiles()) + ", this is " + here;
    }
    if (!fault.isEmpty()) {
      throw new Refusal(Refusal.Code.WRONG_PRODUCT, title(manifest) + " is for " + fault);
    }
  }

  /** Whether its counter was used up before. */
  private boolean isDowngrade(Manifest manifest) throws Refusal {
    Confirmed before = confirmed.get(manifest.name());
    if (before == null || manifest.counter() > before.highest()) {
      return false;
    }
    if (manifest.counter() == before.present()) {
      throw new Refusal(Refusal.Code.REPLAYED, title(manifest) + " is in force already");
    }
    return true;
  }

  private void permitted(Manifest manifest, SignedRelease release, Root root, Instant now)
      throws Refusal {
    Confirmed before = confirmed.get(manifest.name());
    String older = title(manifest) + " is not above " + before.highest() + ", which was confirmed";
    if (release.permit().isEmpty()) {
      throw new Refusal(Refusal.Code.REPLAYED, older + "; going back takes a permit");
    }
    Permit permit;
    try {
      root.signers(Purpose.PERMIT, release.permit().get(), "the permit");
      permit = Permit.read(release.permit().get().bytes());
    } catch (Refusal e) {
      throw new Refusal(Refusal.Code.REPLAYED, older + "; " + e.getMessage());
    }
    String fault = "";
    if (!permit.name().equals(manifest.name()) || permit.counter() != manifest.counter()) {
      fault = "its permit is for " + permit.name() + " (" + permit.counter() + ")";
    } else if (!permit.device().equals("*") && !permit.device().equals(host.device())) {
      fault = "its permit is for another gateway";
    } else if (!now.isBefore(permit.expires())) {
      fault = "its permit expired at " + permit.expires();
    } else if (manifest.counter() < before.floor()) {
      fault = "no permit leads below " + before.floor() + " any more";
    }
    if (!fault.isEmpty()) {
      throw new Refusal(Refusal.Code.REPLAYED, older + "; " + fault);
    }
  }

  private void goesWithOthers(Manifest manifest) throws Refusal {
    for (ReleaseRange needed : manifest.requires().releases()) {
      Confirmed other = confirmed.get(needed.name());
      if (other == null || !needed.holds(other.present())) {
        String there = other == null ? "none of that name" : "" + other.present();
        throw new Refusal(
            Refusal.Code.MIXED,
            title(manifest) + " needs " + needed + ", and " + there + " is in force");
      }
    }
    for (Map.Entry<String, Confirmed> other : confirmed.entrySet()) {
      for (ReleaseRange needed : other.getValue().requires()) {
        boolean concerned =
            needed.name().equals(manifest.name()) && !other.getKey().equals(manifest.name());
        if (concerned && !needed.holds(manifest.counter())) {
          throw new Refusal(
              Refusal.Code.MIXED,
              "release "
                  + other.getKey()
                  + " in force needs "
                  + needed
                  + ", and this is "
                  + title(manifest));
        }
      }
    }
  }
}
