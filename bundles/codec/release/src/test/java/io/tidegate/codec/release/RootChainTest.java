package io.tidegate.codec.release;

import static io.tidegate.codec.release.Archives.HOST;
import static io.tidegate.codec.release.Archives.NOW;
import static io.tidegate.codec.release.Archives.RELEASE_A;
import static io.tidegate.codec.release.Archives.ROOT;
import static io.tidegate.codec.release.Archives.ROOT_A;
import static io.tidegate.codec.release.Archives.ROOT_B;
import static io.tidegate.codec.release.Archives.STRANGER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Keys change hands, and only by the word of those who had them. */
class RootChainTest {
  private static final Signer NEXT = Keys.key(6);
  private static final Signer THIRD = Keys.key(7);

  /** Root keys A and B give way to one of a new hand, which also signs releases now. */
  private static Root next(int version, Signer root) {
    return Keys.root(
        version,
        "2031-01-01T00:00:00Z",
        Map.of(Purpose.ROOT, Keys.role(1, root), Purpose.RELEASE, Keys.role(1, root)),
        root);
  }

  private static SignedDocument signed(Root root, Signer... signers) throws Refusal {
    SignedDocument document = SignedDocument.unsigned(root.write());
    for (Signer signer : signers) {
      document = signer.sign(Purpose.ROOT, document);
    }
    return document;
  }

  private static RootChain follow(Map<Integer, SignedDocument> roots) throws Refusal {
    return RootChain.pinned(ROOT.write()).followed(new TreeMap<>(roots));
  }

  private static void refused(Refusal.Code code, String part, Map<Integer, SignedDocument> roots) {
    assertThatThrownBy(() -> follow(roots))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code))
        .hasMessageContaining(part);
  }

  @Test
  void followsRootsThatTheOldAndTheNewSigned() throws Exception {
    RootChain chain =
        follow(
            Map.of(
                2, signed(next(2, NEXT), ROOT_A, NEXT),
                3, signed(next(3, THIRD), NEXT, THIRD)));
    assertThat(chain.newest()).contains(next(3, THIRD));
    assertThat(chain.newer()).containsOnlyKeys(2, 3);
    assertThat(RootChain.pinned(ROOT.write()).followed(chain.newer()).newest())
        .contains(next(3, THIRD));
  }

  @Test
  void passesOverRootsThatAreNotNewer() throws Exception {
    RootChain chain = follow(Map.of(1, signed(next(1, STRANGER), STRANGER)));
    assertThat(chain.newest()).contains(ROOT);
    assertThat(chain.newer()).isEmpty();
  }

  @Test
  void refusesANewRootWithoutTheOldOnesWord() throws Exception {
    refused(
        Refusal.Code.WRONG_KEY, "no key of root 1", Map.of(2, signed(next(2, STRANGER), STRANGER)));
  }

  @Test
  void refusesANewRootWithoutItsOwnWord() throws Exception {
    refused(Refusal.Code.WRONG_KEY, "no key of root 2", Map.of(2, signed(next(2, NEXT), ROOT_A)));
  }

  @Test
  void refusesARootThatSkipsOne() throws Exception {
    refused(
        Refusal.Code.TRUNCATED, "without root 2", Map.of(3, signed(next(3, NEXT), ROOT_A, NEXT)));
  }

  @Test
  void refusesARootUnderAnotherVersionsName() throws Exception {
    refused(
        Refusal.Code.BAD_ENTRY,
        "says that it is 5",
        Map.of(2, signed(next(5, NEXT), ROOT_A, NEXT)));
  }

  @Test
  void refusesARootSignedAsARelease() throws Exception {
    SignedDocument document = SignedDocument.unsigned(next(2, NEXT).write());
    document = NEXT.sign(Purpose.ROOT, ROOT_A.sign(Purpose.RELEASE, document));
    refused(Refusal.Code.TAMPERED, "root 2 is not what was signed", Map.of(2, document));
  }

  @Test
  void refusesAChangedRoot() throws Exception {
    SignedDocument good = signed(next(2, NEXT), ROOT_A, NEXT);
    byte[] later = new String(good.bytes(), UTF_8).replace("2031", "2091").getBytes(UTF_8);
    refused(
        Refusal.Code.TAMPERED, "root 2", Map.of(2, new SignedDocument(later, good.signatures())));
  }

  @Test
  void asksForAsManyOldSignaturesAsTheOldRootDoes() throws Exception {
    Root strict =
        Keys.root(
            1,
            "2030-01-01T00:00:00Z",
            Map.of(
                Purpose.ROOT, Keys.role(2, ROOT_A, ROOT_B),
                Purpose.RELEASE, Keys.role(1, RELEASE_A)),
            ROOT_A,
            ROOT_B,
            RELEASE_A);
    RootChain chain = RootChain.pinned(strict.write());
    assertThatThrownBy(
            () -> chain.followed(new TreeMap<>(Map.of(2, signed(next(2, NEXT), ROOT_A, NEXT)))))
        .hasMessageContaining("1 of the 2");
    assertThat(
            chain
                .followed(new TreeMap<>(Map.of(2, signed(next(2, NEXT), ROOT_A, ROOT_B, NEXT))))
                .newest())
        .contains(next(2, NEXT));
  }

  @Test
  void letsAnExpiredRootHandOverButNotLast() throws Exception {
    Root stale =
        Keys.root(
            1,
            "2020-01-01T00:00:00Z",
            Map.of(
                Purpose.ROOT, Keys.role(1, ROOT_A),
                Purpose.RELEASE, Keys.role(1, RELEASE_A)),
            ROOT_A,
            RELEASE_A);
    ReleaseVerifier verifier = new ReleaseVerifier(RootChain.pinned(stale.write()), HOST, Map.of());
    SignedRelease old = Archives.signed(Archives.manifest(4), RELEASE_A);
    assertThatThrownBy(() -> verifier.verify(old, NOW)).hasMessageContaining("root 1 expired");
    SignedRelease fresh =
        Archives.withRoots(
            Archives.signed(Archives.manifest(4), NEXT),
            Map.of(2, signed(next(2, NEXT), ROOT_A, NEXT)));
    VerifiedRelease release = verifier.verify(fresh, NOW);
    assertThat(release.signers()).containsExactly(NEXT.key().id());
    assertThat(release.roots().newer()).containsOnlyKeys(2);
  }

  @Test
  void refusesAReleaseOfAKeyThatWasTakenAway() throws Exception {
    SignedRelease release =
        Archives.withRoots(Archives.good(4), Map.of(2, signed(next(2, NEXT), ROOT_A, NEXT)));
    assertThatThrownBy(() -> Archives.verify(Archives.archive(release), Map.of()))
        .hasMessageContaining("no key of root 2");
  }

  @Test
  void refusesAKeyUnderAnIdThatIsNotItsHash() throws Exception {
    String json = new String(ROOT.write(), UTF_8);
    String id = ROOT_A.key().id();
    String led = json.replace(id, id.replace(id.charAt(0), id.charAt(0) == '0' ? '1' : '0'));
    assertThatThrownBy(() -> Root.read(led.getBytes(UTF_8)))
        .hasMessageContaining("the SHA-256 of the key");
  }

  @Test
  void refusesThresholdsThatNobodyCanMeetOrEverybodyDoes() throws Exception {
    String json = new String(ROOT.write(), UTF_8);
    for (String threshold : new String[] {"0", "3", "-1"}) {
      String bad = json.replace("\"threshold\": 2", "\"threshold\": " + threshold);
      assertThatThrownBy(() -> Root.read(bad.getBytes(UTF_8))).hasMessageContaining("threshold");
    }
  }
}
