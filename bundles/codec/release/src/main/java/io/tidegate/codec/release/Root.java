package io.tidegate.codec.release;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whose signatures count, in the manner of the root of TUF: {@code root.json}.
 *
 * @param version 1 and up, each follows the one before
 * @param expires after which nothing is installed until there is a newer one
 * @param keys by id
 * @param roles {@link Purpose#ROOT} and {@link Purpose#RELEASE} at least; without {@link
 *     Purpose#PERMIT} there are no downgrades
 */
public record Root(
    int version, Instant expires, Map<String, VerifyingKey> keys, Map<Purpose, Role> roles) {
  static final String WHAT = "root.json";
  private static final int MOST = 64;
  private static final int MOST_VERSIONS = 999_999;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}=");

  public Root {
    keys = Map.copyOf(keys);
    roles = Map.copyOf(roles);
  }

  /**
   * Reads one; whether it is believed is asked of {@link RootChain}.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY}
   */
  public static Root read(byte[] json) throws Refusal {
    Fields in = new Fields(WHAT, Json.read(WHAT, json));
    in.format();
    int version = (int) in.number("version", 1, MOST_VERSIONS);
    Instant expires = in.time("expires");
    Map<String, VerifyingKey> keys = new LinkedHashMap<>();
    for (Fields each : in.objects("keys", MOST)) {
      VerifyingKey key = key(each);
      if (keys.put(key.id(), key) != null) {
        throw in.wrong("keys", "each key once");
      }
    }
    Map<Purpose, Role> roles = new EnumMap<>(Purpose.class);
    Fields named = in.object("roles");
    for (Purpose purpose : Purpose.values()) {
      if (purpose != Purpose.PERMIT || named.has(word(purpose))) {
        roles.put(purpose, role(named.object(word(purpose)), keys));
      }
    }
    named.end();
    in.end();
    return new Root(version, expires, keys, roles);
  }

  private static String word(Purpose purpose) {
    return purpose.name().toLowerCase(Locale.ROOT);
  }

  private static VerifyingKey key(Fields in) throws Refusal {
    String text = in.text("public", KEY, "32 bytes in base64");
    VerifyingKey key = VerifyingKey.of(Base64.getDecoder().decode(text));
    if (!in.text("id", Names.DIGEST, Names.A_DIGEST).equals(key.id())) {
      throw in.wrong("id", "the SHA-256 of the key");
    }
    in.end();
    return key;
  }

  private static Role role(Fields in, Map<String, VerifyingKey> known) throws Refusal {
    List<String> keys = in.texts("keys", MOST, Names.DIGEST, Names.A_DIGEST);
    if (keys.isEmpty() || !known.keySet().containsAll(keys)) {
      throw in.wrong("keys", "ids of keys of this root");
    }
    Role role = new Role((int) in.number("threshold", 1, keys.size(), OptionalLong.of(1)), keys);
    in.end();
    return role;
  }

  /**
   * The same root, the same bytes.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY} for one that nobody could read
   */
  public byte[] write() throws Refusal {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("formatVersion", 1);
    out.put("version", version);
    out.put("expires", expires.truncatedTo(ChronoUnit.SECONDS).toString());
    List<Map<String, Object>> listed = new ArrayList<>();
    for (VerifyingKey key : new TreeMap<>(keys).values()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", key.id());
      one.put("public", Base64.getEncoder().encodeToString(key.raw()));
      listed.add(one);
    }
    out.put("keys", listed);
    Map<String, Object> named = new LinkedHashMap<>();
    for (Map.Entry<Purpose, Role> role : new TreeMap<>(roles).entrySet()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("threshold", role.getValue().threshold());
      one.put("keys", role.getValue().keys());
      named.put(word(role.getKey()), one);
    }
    out.put("roles", named);
    byte[] json = JsonText.of(out);
    read(json);
    return json;
  }

  /**
   * Ids of this root's keys that signed a document.
   *
   * @param what the document, for sentences
   * @throws Refusal unless as many of the role's keys signed it as have to
   */
  List<String> signers(Purpose purpose, SignedDocument document, String what) throws Refusal {
    Role role = roles.get(purpose);
    if (role == null) {
      throw new Refusal(
          Refusal.Code.WRONG_KEY, what + ": root " + version + " lets nobody sign it");
    }
    Signatures signatures = Signatures.read(document.signatures());
    List<String> good = new ArrayList<>();
    int known = 0;
    for (Signatures.One each : signatures.signatures()) {
      VerifyingKey key = role.keys().contains(each.key()) ? keys.get(each.key()) : null;
      known += key == null ? 0 : 1;
      if (key != null
          && !good.contains(each.key())
          && key.verifies(purpose, document.bytes(), each.bytes())) {
        good.add(each.key());
      }
    }
    if (good.size() >= role.threshold()) {
      return good;
    }
    throw unbelieved(what, signatures.signatures().size(), known, good.size(), role.threshold());
  }

  private Refusal unbelieved(String what, int all, int known, int good, int threshold) {
    if (all == 0) {
      return new Refusal(Refusal.Code.UNSIGNED, what + " is not signed");
    }
    if (known == 0) {
      return new Refusal(Refusal.Code.WRONG_KEY, what + " is signed by no key of root " + version);
    }
    if (good == 0) {
      return new Refusal(Refusal.Code.TAMPERED, what + " is not what was signed");
    }
    return new Refusal(
        Refusal.Code.TOO_FEW_SIGNATURES,
        what
            + " has "
            + good
            + " of the "
            + threshold
            + " signatures that root "
            + version
            + " asks for");
  }
}
