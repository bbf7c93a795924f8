package io.tidegate.codec.release;

import static io.tidegate.codec.release.Archives.HOST;
import static io.tidegate.codec.release.Archives.NOW;
import static io.tidegate.codec.release.Archives.RELEASE_A;
import static io.tidegate.codec.release.Archives.RELEASE_B;
import static io.tidegate.codec.release.Archives.STRANGER;
import static io.tidegate.codec.release.Archives.archive;
import static io.tidegate.codec.release.Archives.entries;
import static io.tidegate.codec.release.Archives.good;
import static io.tidegate.codec.release.Archives.manifest;
import static io.tidegate.codec.release.Archives.signed;
import static io.tidegate.codec.release.Archives.verify;
import static io.tidegate.codec.release.Archives.zip;
import static io.tidegate.codec.release.Verdicts.AT_THREE;
import static io.tidegate.codec.release.Verdicts.refused;
import static io.tidegate.codec.release.Verdicts.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What somebody may try with the documents of a release, and what is said to it. */
class AttacksTest {
  // 1: a key that is none of ours

  @Test
  void refusesAReleaseOfAWrongKey() throws Exception {
    refused(
        Refusal.Code.WRONG_KEY,
        "no key of root 1",
        archive(signed(manifest(4), STRANGER, Keys.key(10))));
  }

  @Test
  void refusesKeysOfAnotherRole() throws Exception {
    refused(
        Refusal.Code.WRONG_KEY,
        "no key of root 1",
        archive(signed(manifest(4), Archives.ROOT_A, Archives.PERMIT)));
  }

  @Test
  void refusesAReleaseWhereNoKeysArePinned() throws Exception {
    refused(
        Refusal.Code.WRONG_KEY,
        "no keys are pinned",
        () -> new ReleaseVerifier(RootChain.empty(), HOST, Map.of()).verify(good(4), NOW));
  }

  // 2: too few signatures

  @Test
  void refusesAReleaseWithTooFewSignatures() throws Exception {
    refused(
        Refusal.Code.TOO_FEW_SIGNATURES,
        "1 of the 2",
        archive(signed(manifest(4), RELEASE_A, STRANGER)));
  }

  @Test
  void countsTwoSignaturesOfOneKeyOnce() throws Exception {
    byte[] json = manifest(4).write();
    Signatures.One one = RELEASE_A.sign(Purpose.RELEASE, json);
    SignedDocument twice = new SignedDocument(json, new Signatures(List.of(one, one, one)).write());
    refused(Refusal.Code.TOO_FEW_SIGNATURES, "1 of the 2", archive(SignedRelease.of(twice)));
  }

  @Test
  void doesNotTakeASignatureUnderAnotherKeysId() throws Exception {
    byte[] json = manifest(4).write();
    Signatures.One one = RELEASE_A.sign(Purpose.RELEASE, json);
    Signatures.One lent = new Signatures.One(RELEASE_B.key().id(), one.base64());
    SignedDocument both = new SignedDocument(json, new Signatures(List.of(one, lent)).write());
    refused(Refusal.Code.TOO_FEW_SIGNATURES, "1 of the 2", archive(SignedRelease.of(both)));
  }

  @Test
  void refusesAReleaseWithoutASignature() throws Exception {
    byte[] unsigned = archive(signed(manifest(4)));
    refused(Refusal.Code.UNSIGNED, "not signed", unsigned);
    Map<String, byte[]> without = entries(unsigned);
    without.remove("release.sig.json");
    refused(Refusal.Code.UNSIGNED, "not signed", zip(without));
  }

  @Test
  void refusesADeploymentPackageOfOthersAsUnsigned() throws Exception {
    String foreign =
        """
        Manifest-Version: 1.0
        DeploymentPackage-SymbolicName: com.example.other
        DeploymentPackage-Version: 1.0.0

        """;
    refused(
        Refusal.Code.UNSIGNED,
        "without release.json",
        Archives.deflated(Map.of("META-INF/MANIFEST.MF", foreign.getBytes(UTF_8))));
  }

  @Test
  void doesNotTakeASignatureThatWasForSomethingElse() throws Exception {
    byte[] json = manifest(4).write();
    SignedDocument asRoot = RELEASE_A.sign(Purpose.ROOT, SignedDocument.unsigned(json));
    SignedDocument both = RELEASE_B.sign(Purpose.PERMIT, asRoot);
    refused(Refusal.Code.TAMPERED, "not what was signed", archive(SignedRelease.of(both)));
  }

  // 3: an older one again

  @Test
  void refusesAnOlderReleaseAndTheSameAgain() throws Exception {
    refused(Refusal.Code.REPLAYED, "not above 3", archive(good(2)));
    refused(Refusal.Code.REPLAYED, "in force already", archive(good(3)));
  }

  @Test
  void refusesWhatLiesBetweenAfterAPermittedDowngrade() throws Exception {
    Confirmed down = new Confirmed(3, 9, 0, List.of());
    refused(
        Refusal.Code.REPLAYED,
        "not above 9",
        () -> verify(archive(good(8)), Map.of("tidegate-site", down)));
  }

  // 4: expired

  @Test
  void refusesAnExpiredReleaseToTheSecond() throws Exception {
    byte[] archive = archive(good(4));
    Instant end = manifest(4).expires();
    refused(Refusal.Code.EXPIRED, "expired at 2028", () -> verify(archive, HOST, AT_THREE, end));
    assertThat(verify(archive, HOST, AT_THREE, end.minusMillis(1)).manifest().counter())
        .isEqualTo(4);
  }

  @Test
  void refusesAReleaseUnderAnExpiredRoot() throws Exception {
    refused(
        Refusal.Code.EXPIRED,
        "root 1 expired",
        () -> verify(archive(good(4)), HOST, AT_THREE, Archives.ROOT.expires()));
  }

  // 5: mix and match

  @Test
  void refusesBundlesOfOneReleaseUnderTheManifestOfAnother() throws Exception {
    Manifest other = manifest(5);
    BundleEntry fresh = Archives.bundle("com.acme.three");
    Manifest newer =
        new Manifest(
            other.name(),
            other.product(),
            other.version(),
            other.counter(),
            0,
            other.expires(),
            other.requires(),
            List.of(other.bundles().get(0), fresh),
            other.features(),
            other.health(),
            other.guard());
    SignedRelease five = signed(newer, RELEASE_A, RELEASE_B);
    byte[] mixed = with(archive(good(4)), "release.json", five.manifest().bytes());
    refused(Refusal.Code.TAMPERED, "not what was signed", mixed);
    mixed = with(mixed, "release.sig.json", five.manifest().signatures());
    refused(Refusal.Code.BAD_ENTRY, "not named by the manifest", mixed);
  }

  @Test
  void refusesAReleaseThatDoesNotGoWithTheOthers() throws Exception {
    Manifest needy = requiring(new ReleaseRange("acme-quirks", 5, 7));
    SignedRelease release = signed(needy, RELEASE_A, RELEASE_B);
    for (long counter : new long[] {4, 8}) {
      refused(
          Refusal.Code.MIXED,
          "needs acme-quirks 5 to 7",
          () -> verify(archive(release), Map.of("acme-quirks", Confirmed.of(counter))));
    }
    refused(Refusal.Code.MIXED, "none of that name", archive(release));
    assertThat(verify(archive(release), Map.of("acme-quirks", Confirmed.of(5))).manifest())
        .isEqualTo(needy);
  }

  @Test
  void refusesAReleaseThatAnotherInForceDoesNotGoWith() throws Exception {
    Confirmed quirks = new Confirmed(1, 1, 0, List.of(new ReleaseRange("tidegate-site", 1, 3)));
    refused(
        Refusal.Code.MIXED,
        "acme-quirks in force needs tidegate-site 1 to 3",
        () -> verify(archive(good(4)), Map.of("acme-quirks", quirks)));
  }

  private static Manifest requiring(ReleaseRange range) {
    Manifest m = manifest(4);
    Requires r = m.requires();
    return new Manifest(
        m.name(),
        m.product(),
        m.version(),
        m.counter(),
        0,
        m.expires(),
        new Requires(r.java(), r.platforms(), r.hardwareProfiles(), List.of(range)),
        m.bundles(),
        m.features(),
        m.health(),
        m.guard());
  }

  // 10: another product

  @Test
  void refusesAReleaseForAnotherProductOrMachine() throws Exception {
    byte[] archive = archive(good(4));
    Map<Host, String> others = new LinkedHashMap<>();
    others.put(
        new Host("tidegate-fleet", 17, "linux/amd64", "acme-200", ""), "this is tidegate-fleet");
    others.put(new Host("tidegate-site", 16, "linux/amd64", "acme-200", ""), "this is 16");
    others.put(new Host("tidegate-site", 21, "linux/arm64", "acme-200", ""), "this is linux/arm64");
    others.put(new Host("tidegate-site", 17, "linux/amd64", "acme-300", ""), "this is acme-300");
    others.put(new Host("tidegate-site", 17, "linux/amd64", "", ""), "of no model");
    others.forEach(
        (host, part) ->
            refused(Refusal.Code.WRONG_PRODUCT, part, () -> verify(archive, host, AT_THREE, NOW)));
    assertThat(Host.platform("Linux", "x86_64")).isEqualTo("linux/amd64");
    assertThat(Host.platform("Linux", "aarch64")).isEqualTo("linux/arm64");
    assertThat(Host.platform("Windows 11", "amd64")).isEqualTo("windows/amd64");
  }

  // permits

  private static SignedDocument permit(Permit permit, Signer signer) throws Refusal {
    return signer.sign(Purpose.PERMIT, SignedDocument.unsigned(permit.write()));
  }

  @Test
  void goesBackWithAPermitAlone() throws Exception {
    Map<String, Confirmed> atNine = Map.of("tidegate-site", Confirmed.of(9));
    Instant end = Instant.parse("2027-04-01T00:00:00Z");
    SignedRelease two = good(2);
    for (String device : List.of("*", "gw-7")) {
      Permit leave = new Permit("tidegate-site", 2, end, device);
      byte[] with = archive(Archives.withPermit(two, permit(leave, Archives.PERMIT)));
      assertThat(verify(with, atNine).downgrade()).isTrue();
      refused(Refusal.Code.REPLAYED, "permit expired", () -> verify(with, HOST, atNine, end));
      refused(
          Refusal.Code.REPLAYED,
          "below 3",
          () -> verify(with, Map.of("tidegate-site", new Confirmed(9, 9, 3, List.of()))));
    }
    Map<Permit, String> wrong = new LinkedHashMap<>();
    wrong.put(new Permit("tidegate-site", 3, end, "*"), "its permit is for tidegate-site (3)");
    wrong.put(new Permit("acme-quirks", 2, end, "*"), "its permit is for acme-quirks");
    wrong.put(new Permit("tidegate-site", 2, end, "gw-8"), "another gateway");
    wrong.forEach(
        (leave, part) ->
            refused(
                Refusal.Code.REPLAYED,
                part,
                () ->
                    verify(
                        archive(Archives.withPermit(two, permit(leave, Archives.PERMIT))),
                        atNine)));
    Permit leave = new Permit("tidegate-site", 2, end, "*");
    refused(
        Refusal.Code.REPLAYED,
        "the permit is signed by no key",
        () -> verify(archive(Archives.withPermit(two, permit(leave, RELEASE_A))), atNine));
  }

  @Test
  void refusesADowngradeWhereNobodyMayPermitOne() throws Exception {
    Root root =
        Keys.root(
            1,
            "2030-01-01T00:00:00Z",
            Map.of(
                Purpose.ROOT, Keys.role(1, Archives.ROOT_A),
                Purpose.RELEASE, Keys.role(1, RELEASE_A)),
            Archives.ROOT_A,
            RELEASE_A);
    Permit leave = new Permit("tidegate-site", 2, Instant.parse("2027-04-01T00:00:00Z"), "*");
    SignedRelease release =
        new SignedRelease(
            good(2).manifest(),
            new java.util.TreeMap<>(),
            Optional.of(permit(leave, Archives.PERMIT)));
    refused(
        Refusal.Code.REPLAYED,
        "lets nobody sign it",
        () ->
            new ReleaseVerifier(
                    RootChain.pinned(root.write()), HOST, Map.of("tidegate-site", Confirmed.of(9)))
                .verify(release, NOW));
  }
}
