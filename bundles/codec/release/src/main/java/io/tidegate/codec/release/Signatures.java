package io.tidegate.codec.release;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Detached signatures of a document: {@code release.sig.json} and the like. */
public record Signatures(List<One> signatures) {
  /** None yet. */
  public static final Signatures NONE = new Signatures(List.of());

  private static final String WHAT = "signatures";
  private static final int MOST = 64;
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{86}==");

  public Signatures {
    signatures = List.copyOf(signatures);
  }

  /**
   * A signature.
   *
   * @param key id of the key
   * @param base64 of its 64 bytes
   */
  public record One(String key, String base64) {
    /** The 64 bytes. */
    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /**
   * Reads them.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY}
   */
  public static Signatures read(byte[] json) throws Refusal {
    Fields in = new Fields(WHAT, Json.read(WHAT, json));
    List<One> signatures = new ArrayList<>();
    for (Fields each : in.objects("signatures", MOST)) {
      String key = each.text("key", Names.DIGEST, Names.A_DIGEST);
      String bytes = each.text("sig", BASE64, "64 bytes in base64");
      each.end();
      signatures.add(new One(key, bytes));
    }
    in.end();
    return new Signatures(signatures);
  }

  /** With one more, in place of the same key's. */
  public Signatures with(One signature) {
    List<One> more = new ArrayList<>(signatures);
    more.removeIf(each -> each.key().equals(signature.key()));
    more.add(signature);
    return new Signatures(more);
  }

  public byte[] write() {
    List<Map<String, String>> out = new ArrayList<>();
    for (One each : signatures) {
      Map<String, String> one = new LinkedHashMap<>();
      one.put("key", each.key());
      one.put("sig", each.base64());
      out.add(one);
    }
    return JsonText.of(Map.of("signatures", out));
  }
}
